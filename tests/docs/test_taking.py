"""docs/taking.md shows what a learner sees. QUIZGEN_UPDATE=1 writes it anew."""

import os
from pathlib import Path

from cli_program import empty_workspace, json_output
from places import ROOT
from transcript import played

from quizgen.grading.hints import COSTS

PAGE = ROOT / "docs" / "taking.md"


def test_a_quiz_is_taken_as_the_page_shows(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    text = PAGE.read_text(encoding="utf-8")
    [question] = json_output(
        *("--db", "other.db", "make", "--exercise", "forward-scalar", "--count", "1", "--seed", "3"),
        *("--out", "other", "--with-key"),
    )["questions"]

    def typed() -> None:
        """The first state right after a hint; the second first without b, then right."""
        slip = next(one for one in question["slips"] if one["misconception"] == "fwd-no-bias")
        h_1, h_2 = (f"{question['key'][name]:.4f}" for name in ("h_1", "h_2"))
        lines = [":hint", h_1, f"{slip['answers']['h_2']:.4f}", h_2]
        Path("typed.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    shown = played(text, {"a learner types": typed})
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(shown, encoding="utf-8")
    assert shown == text or os.environ.get("QUIZGEN_UPDATE")


def test_the_page_says_what_hints_cost():
    text = PAGE.read_text(encoding="utf-8")
    for hints, cost in enumerate(COSTS[1:], 1):
        assert f"| {hints} | {100 * cost:g} % |" in text
