"""Points are for what is computed: each lazy file earns what its header says, and in no function more than 5 %."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import ROOT
from quizgen.model import Grade, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

LAZY = sorted((ROOT / "tests/submissions/lazy").glob("*.py"))
MAY_EARN = re.compile(r"^May earn: (.*)\.$", re.MULTILINE)


def earned(got: Grade) -> dict[str, tuple[float, float]]:
    """function -> points, of how many."""
    found: dict[str, tuple[float, float]] = {}
    for mark in got.marks:
        points, most = found.get(function := mark.ask.partition(".")[0], (0.0, 0.0))
        found[function] = points + mark.points, most + mark.max_points
    return found


def may_earn(path: Path) -> dict[str, float]:
    """function -> points, as the file's header says; a function that it does not name may earn nothing."""
    said = MAY_EARN.search(path.read_text(encoding="utf-8"))
    assert said is not None, f"{path.name} does not say what it may earn"
    return {name: float(points) for name, points in re.findall(r"([a-z_]+) (\d+)", said[1]) if name != "others"}


def test_there_are_thirty_at_least_in_every_interface() -> None:
    names = [path.stem for path in LAZY]
    assert len(names) >= 30
    for interface in ("cs231n", "dlai", "torchlike", "minchar", "scratch"):
        assert sum(name.startswith(f"{interface}_") for name in names) >= 3


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.stem)
def test_a_lazy_file_earns_what_its_header_says(path: Path, wall: Wall) -> None:
    got, allowed = grade(path.read_bytes(), path.name, wall=wall), may_earn(path)
    for function, (points, most) in earned(got).items():
        assert points <= (allowed.get(function) or 0.05 * most), [m for m in got.marks if m.points]
        assert points == allowed.get(function, points)
    assert not any(mark.verdict is Verdict.OUR_FAULT for mark in got.marks)
    assert not any("is taken for" in note for note in got.notes)


def test_the_reason_is_said_in_the_mark(wall: Wall) -> None:
    got = {mark.ask: mark for mark in grade((LAZY[0].parent / "zeros.py").read_bytes(), "s.py", wall=wall).marks}
    assert got["rnn_step.F2"].verdict is Verdict.WRONG
    assert "it counts once the numbers are right somewhere" in got["rnn_step.F2"].feedback
