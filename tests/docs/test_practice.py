"""docs/practice.md shows what a learner sees. QUIZGEN_UPDATE=1 writes it anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cli_program import empty_workspace, output_of
from places import ROOT
from practising import Simulated, home, judged

from quizgen.classroom.practice.learner import ACTIVE_AFTER, CLEARED_AFTER
from quizgen.classroom.practice.paths import REVISION
from quizgen.store import Store

PAGE = ROOT / "docs" / "practice.md"
WORDS = ("practice", "--topic", "forward-pass", "--seed", "3", "--questions")
SLIP = "fwd-stale-h0"


def variant_asked(number: int, typed: str):
    """The question that a session asks after what was typed."""
    output_of("--db", f"{number}.db", *WORDS, str(number), typed=typed + "\n" * 12)
    with Store.open(f"{number}.db") as store:
        record = store.grades("")[-1]
        return store.quiz(record.grade.quiz).variants[0]


def what_is_typed() -> str:
    """The first question with a misconception, then right where it was not; the second right."""
    first = variant_asked(1, "")
    wrong, right = Simulated(SLIP).answers(first), Simulated().answers(first)
    again = [right[mark.ask.partition(".")[2]] for mark in judged(first, wrong) if mark.points < mark.max_points]
    typed = "\n".join([*wrong.values(), *again, ""])
    return typed + "\n".join([*Simulated().answers(variant_asked(2, typed)).values(), ""])


def test_practice_goes_as_the_page_shows(tmp_path, monkeypatch):
    from transcript import played

    empty_workspace(tmp_path, monkeypatch)
    text = PAGE.read_text(encoding="utf-8")

    def dated(output: str) -> str:
        return re.sub(r"due on \w+day \d+ \w+", "due on Monday 4 January", output)

    shown = played(text, {"a learner types": lambda: Path("typed.txt").write_text(what_is_typed(), "utf-8")}, dated)
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(shown, encoding="utf-8")
    assert shown == text or os.environ.get("QUIZGEN_UPDATE")


def test_the_counts_of_the_page_are_those_of_the_program():
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert ACTIVE_AFTER == 2 and "when it has explained two answers" in text
    assert CLEARED_AFTER == 3 and "three questions in which it could have shown and did not" in text
    assert f"{sum(REVISION.values())} questions in 45 minutes" in text


def test_the_misconception_that_is_not_found_lives_where_the_page_says():
    assert home("loss-batch-reduction") == ("loss",)
