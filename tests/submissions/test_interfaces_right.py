"""In the sandbox, right code gets all its points, in every interface and style, and real files get what they deserve."""

from __future__ import annotations

from pathlib import Path

import places
import pytest
from quizgen.model import Grade, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade, starter
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.interfaces import INTERFACES
from submission_in_interface import source

FILES = places.SUBMISSIONS
RIGHT = sorted((FILES / "right").rglob("*.py"))
REAL = sorted((FILES / "real").glob("*.py"))
WORTH = {"chapter": 87, "cs231n": 61, "dlai": 63, "torchlike": 40, "minchar": 47, "scratch": 34}


def lost(got: Grade) -> dict[str, str]:
    return {mark.ask: mark.feedback for mark in got.marks if mark.points < mark.max_points}


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_reference_gets_everything_in_every_interface(interface: str, wall: Wall) -> None:
    got = grade(source(interface), "submission.py", wall=wall)
    assert got.interface == interface and not lost(got)
    assert got.points == got.max_points == WORTH[interface]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: str(path.relative_to(FILES / "right")))
def test_every_style_gets_everything(path: Path, wall: Wall) -> None:
    got = grade(path.read_bytes(), path.name, wall=wall)
    assert got.interface == (path.parent.name if path.parent.name in INTERFACES else "chapter")
    assert not lost(got) and got.points > 0
    assert {mark.verdict for mark in got.marks} == {Verdict.RIGHT}


def test_there_are_styles_enough() -> None:
    assert len(RIGHT) >= 24
    assert {path.parent.name for path in RIGHT} == {"right", *INTERFACES} - {"chapter"}


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_files_as_they_are_found_get_what_they_deserve(path: Path, wall: Wall) -> None:
    """Their first line says which functions deserve all their points; the others in them deserve none."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    deserve = {name.strip() for name in first.removeprefix("# deserves:").split(",")}
    got = grade(path.read_bytes(), path.name, wall=wall)
    earning = {mark.ask.partition(".")[0] for mark in got.marks if mark.points}
    losing = {ask.partition(".")[0] for ask in lost(got)}
    assert earning == deserve and not deserve & losing, lost(got)
    verdicts = {mark.verdict for mark in got.marks if mark.points < mark.max_points}
    assert verdicts <= {Verdict.NOT_DONE, Verdict.CRASHED}


def test_what_was_skipped_is_reported_with_its_line(wall: Wall) -> None:
    path = FILES / "real" / "char_model_python2.py"
    got = grade(path.read_bytes(), path.name, wall=wall)
    assert any("Line 6 " in note and "input.txt" in note for note in got.notes)
    assert any("print" in note for note in got.notes)


# Starters


ALL = ["rnn_step", "rnn_forward", "rnn_backward"]


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_starter_is_recognised_tidy_and_not_done(interface: str, wall: Wall) -> None:
    for functions in (ALL, ["rnn_step", "rnn_forward"], ["rnn_backward"]):
        text = starter(functions, interface)
        assert text.endswith("\n") and "\n\n\n\n" not in text and " \n" not in text
        assert all(len(line) <= 120 for line in text.split("\n"))
        got = grade(text.encode(), "submission.py", wall=wall)
        assert got.interface == interface
        assert got.points == 0 and {mark.verdict for mark in got.marks} == {Verdict.NOT_DONE}
        assert {mark.ask for mark in got.marks} >= {*functions} & INTERFACES[interface].functions.keys()


def test_a_starter_has_what_is_asked_and_what_that_needs() -> None:
    assert "def rnn_forward" not in starter(["rnn_step"], "cs231n")
    assert "def rnn_forward" in starter(["rnn_backward"], "dlai")
    assert "def backward" not in starter(["rnn_forward"], "torchlike")


def test_no_interface_is_worth_more_than_its_checks() -> None:
    for name, interface in INTERFACES.items():
        checks = [check for function in interface.functions for check in CHECKS[function]]
        assert sum(check.points for check in checks) >= WORTH[name]
