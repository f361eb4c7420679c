"""A database made by quizgen 0.2.0 opens, lists and grades as it did then."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from cli_program import empty_workspace, json_output, quizgen
from places import DATA

from quizgen.store import Store

MADE_BY_0_2_0 = DATA / "store-0.2.0"
SHEETS = sorted(path.name for path in MADE_BY_0_2_0.glob("*.toml"))
WAITS = "the key points of an answer that waits for a person are for the marker alone"
POWERS = "a formula may hold powers"
LABELS = "an answer is called by its label in the question, not by its name in the sheet"
NEW_FEEDBACK = {  # (sheet, ask) -> why its feedback differs from that of 0.2.0; points, verdict and misconceptions do not
    ("Ada-1.toml", "q5.answer"): WAITS,
    ("Ben-1.toml", "q5.answer"): WAITS,
    ("Ben-2.toml", "q7.given_2"): LABELS,
    ("Ben-2.toml", "q9.second"): LABELS,
    ("Ben-3.toml", "q2.y_hat"): LABELS,
    ("Ben-3.toml", "q5.y_hat_A"): LABELS,
    ("Ben-3.toml", "q5.y_hat_B"): LABELS,
    ("Ben-3.toml", "q8.delta_1"): LABELS,
    ("Ben-3.toml", "q8.dW"): LABELS,
    ("Ben-3.toml", "q8.dW_h"): LABELS,
    ("Ben-3.toml", "q8.db"): LABELS,
    ("Eve-2.toml", "q7.given_1"): LABELS,
    ("Eve-2.toml", "q3.term"): POWERS,
}
NAMES = r"\b(zero_2|(?<=as in )first|y_hat(_[AB])?|delta_2|given_1)\b"
LABEL = r"\$[^$]+\$"


def changed_as_intended(before: str, after: str, reason: str) -> bool:
    """Whether feedback differs from that of 0.2.0 in what the reason says, and in nothing else."""
    if reason == WAITS:
        return before.startswith(after) and after == "Waits for a person."
    if reason == POWERS:
        return before.replace("+ - * and", "+ - * ^ and") == after != before
    return before != after and re.sub(NAMES, "_", before) == re.sub(LABEL, "_", after)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder in which 0.2.0 graded, as the current one."""
    folder = tmp_path / "course"
    shutil.copytree(MADE_BY_0_2_0, folder)
    (folder / "results.json").unlink()
    workspace = empty_workspace(folder, monkeypatch)
    Store.open("quizgen.db").close()
    return workspace


def grades_then() -> list[dict[str, Any]]:
    """What `quizgen results --json` of 0.2.0 printed."""
    grades: list[dict[str, Any]] = json.loads((MADE_BY_0_2_0 / "results.json").read_text(encoding="utf-8"))["grades"]
    return grades


def test_it_was_upgraded_after_a_copy_and_has_every_grade() -> None:
    assert Path("quizgen.db.0003.backup").exists()
    with Store.open("quizgen.db") as store:
        assert store.backup is None
        assert [record.grade.source for record in store.grades()] == [grade["source"] for grade in grades_then()]


def test_its_results_are_listed_as_before() -> None:
    assert json_output("results") == {"grades": [{**grade, "causes": []} for grade in grades_then()]}


@pytest.mark.parametrize("name", [*SHEETS, "submission.py"])
def test_graded_again_everything_has_the_grade_it_had(name: str) -> None:
    [then] = [grade for grade in grades_then() if grade["source"] == name]
    result = quizgen("grade", name, "--json")
    assert result.exit_code == 0 and not result.stderr, result.stderr
    [now] = json.loads(result.stdout)["grades"]
    causes = now.pop("causes")
    assert {name for cause in causes for name in cause["explains"]} == {
        mark["ask"] for mark in now["marks"] if name == "submission.py" and mark["points"] < mark["max_points"]
    }
    for before, after in zip(then["marks"], now["marks"], strict=True):
        if name == "submission.py" and before["feedback"] != after["feedback"]:  # the cause says what the marks said
            before.pop("feedback"), after.pop("feedback")
        if reason := NEW_FEEDBACK.get((name, before["ask"])):
            assert changed_as_intended(before.pop("feedback"), after.pop("feedback"), reason)
    assert now == then
    with Store.open("quizgen.db") as store:
        assert len(store.grades()) == len(grades_then()) + 1, "the new grade is appended"


def test_every_exception_is_a_mark_that_0_2_0_gave() -> None:
    given = {(grade["source"], mark["ask"]) for grade in grades_then() for mark in grade["marks"]}
    assert NEW_FEEDBACK.keys() <= given
