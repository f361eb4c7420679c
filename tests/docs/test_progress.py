"""docs/progress.md shows what a learner and an instructor see. QUIZGEN_UPDATE=1 writes it anew."""

import os
from pathlib import Path

from cli_program import empty_workspace
from places import ROOT
from progressing import NO_BIAS, STALE, keep
from transcript import played

from quizgen.classroom.practice.attempt import ENOUGH
from quizgen.classroom.practice.learner import ACTIVE_AFTER, CLEARED_AFTER, ENOUGH_RIGHT, LAST
from quizgen.store import Store

PAGE = ROOT / "docs" / "progress.md"
STEPS, UNIT, ORDER, SHAPES, TYPES = "forward-h2", "forward-scalar", "bow-collision", "param-count", "output-count"
ADA = [
    *((ORDER, "right"), (ORDER, "right"), (TYPES, "wrong"), (UNIT, STALE), (STEPS, STALE), (SHAPES, "right")),
    *((STEPS, STALE), (UNIT, "right"), (TYPES, "right"), (STEPS, "right"), (UNIT, "right"), (SHAPES, "right")),
    *((STEPS, NO_BIAS), (TYPES, "right"), (STEPS, "right"), (UNIT, "right")),
]


def practised() -> None:
    """Ada's three days, and what two others did."""
    with Store.open("quizgen.db") as store:
        keep(store, "Ada", ADA)
        keep(store, "ben", [(ORDER, "right"), (STEPS, STALE), (UNIT, STALE)])
        keep(store, "cleo", [(STEPS, NO_BIAS), (UNIT, NO_BIAS), (STEPS, STALE)])
    Path("roster.csv").write_text(
        "id,name\nAda,Ada Lovelace\nben,Ben Okafor\ncleo,Cleo Müller\ndora,Dora Nguyễn\n", "utf-8"
    )


def test_progress_is_shown_as_on_the_page(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    text = PAGE.read_text(encoding="utf-8")
    shown = played(text, {"a learner practises on three days": practised})
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(shown, encoding="utf-8")
    assert shown == text or os.environ.get("QUIZGEN_UPDATE")


def test_the_page_says_what_the_numbers_are():
    assert (ACTIVE_AFTER, CLEARED_AFTER, ENOUGH_RIGHT, LAST, ENOUGH) == (2, 3, 2, 3, 0.75)
