"""Grading a folder again changes nobody's grade unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, json_output, output_of, quizgen
from regraded_course import NOON

from quizgen.model import Change, Correction
from quizgen.store import Store


@pytest.fixture(autouse=True)
def sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sheets of ada and ben in hw3, one of them answered, graded."""
    empty_workspace(tmp_path, monkeypatch)
    made = Path(json_output("make", "--exercise", "forward-h1", "--seed", "1", "--assignment", "hw3", "--json")["quiz"])
    for student in ("ada", "ben"):
        folder = Path("hw3", student)
        folder.mkdir(parents=True)
        (folder / "answers.toml").write_bytes((made / "answers.toml").read_bytes())
        fill(folder / "answers.toml", {"q1": {"h_1": '"0.5, 0.5"'}} if student == "ada" else {}, student)
    output_of("grade", "hw3")
    return Path("hw3")


def kept() -> list[tuple[int, str, float, object]]:
    with Store.open("quizgen.db") as store:
        return [(r.id, r.grade.student, r.grade.max_points, r.grade.submitted_at) for r in store.grades(latest=True)]


def test_a_sheet_that_was_graded_keeps_its_grade_whatever_was_decided_since(sheets: Path) -> None:
    before = kept()
    with Store.open("quizgen.db") as store:  # as where nobody was to be lowered
        store.correct([Correction("hw3", "q1.h_1", Change.DROP)], [], NOON)
    os.utime(sheets / "ada" / "answers.toml", (2e9, 2e9))  # copied again
    quizgen("grade", "hw3")
    assert kept() == before
    fill(sheets / "ada" / "answers.toml", {"q1": {"h_1": '"0.1, 0.1"'}})
    quizgen("grade", "hw3")
    assert [row for row in kept() if row in before] == [row for row in before if row[1] == "ben"]
    quizgen("grade", "hw3", "--again")
    assert {row[2] for row in kept()} == {1}
