"""A database made by quizgen 0.2.0 opens, lists and grades as it did then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cli_program import empty_desk, quizgen, said
from places import DATA

from quizgen.store import Store

MADE_BY_0_2_0 = DATA / "store-0.2.0"
SHEETS = sorted(path.name for path in MADE_BY_0_2_0.glob("*.toml"))
NEW_FEEDBACK = {  # (sheet, ask) -> why its feedback is no longer what 0.2.0 said; points and verdict are
    ("Ada-1.toml", "q5.answer"): "an answer that waits for a person is no longer answered with the marker's key points",
    ("Ben-1.toml", "q5.answer"): "an answer that waits for a person is no longer answered with the marker's key points",
}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder in which 0.2.0 graded, as the current one."""
    folder = tmp_path / "course"
    shutil.copytree(MADE_BY_0_2_0, folder)
    (folder / "results.json").unlink()
    return empty_desk(folder, monkeypatch)


def grades_then() -> list[dict[str, Any]]:
    """What `quizgen results --json` of 0.2.0 printed."""
    grades: list[dict[str, Any]] = json.loads((MADE_BY_0_2_0 / "results.json").read_text(encoding="utf-8"))["grades"]
    return grades


def test_it_opens_without_an_upgrade_and_has_every_grade() -> None:
    with Store.open("quizgen.db") as store:
        assert store.backup is None
        assert [record.grade.source for record in store.grades()] == [grade["source"] for grade in grades_then()]


def test_its_results_are_listed_as_before() -> None:
    assert said("results") == {"grades": grades_then()}


@pytest.mark.parametrize("name", [*SHEETS, "submission.py"])
def test_graded_again_everything_has_the_grade_it_had(name: str) -> None:
    [then] = [grade for grade in grades_then() if grade["source"] == name]
    result = quizgen("grade", name, "--json")
    assert result.exit_code == 0 and not result.stderr, result.stderr
    [now] = json.loads(result.stdout)["grades"]
    for grade in (then, now):
        for mark in grade["marks"]:
            if (name, mark["ask"]) in NEW_FEEDBACK:
                assert mark["verdict"] == "NEEDS_A_PERSON" and mark.pop("feedback")
    assert now == then
    with Store.open("quizgen.db") as store:
        assert len(store.grades()) == len(grades_then()) + 1, "the new grade is appended"


def test_every_exception_is_a_mark_that_0_2_0_gave() -> None:
    given = {(grade["source"], mark["ask"]) for grade in grades_then() for mark in grade["marks"]}
    assert NEW_FEEDBACK.keys() <= given
