"""A class of sixty, as it is handed in: files and notebooks in six interfaces, right, wrong, unfinished, hostile, unreadable."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from class_of_code import Submission, class_of_sixty, lay_class
from cli_program import quizgen

pytestmark = pytest.mark.slow
CLASS = dict(class_of_sixty())
GRADED = [id for id, one in CLASS.items() if not one.expected.refused]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `grade --json` says of the class, and `errors`, what it says on the error stream."""
    folder = tmp_path_factory.mktemp("term")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("QUIZGEN_DB", raising=False)
        lay_class(folder)
        result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert result.exit_code == 1, result.output
    return {**json.loads(result.stdout), "errors": result.stderr}


def test_the_class_is_of_sixty_and_mixed() -> None:
    assert len(CLASS) == 60
    names = [name for one in CLASS.values() for name in one.files]
    assert sum(name.endswith(".ipynb") for name in names) > 15 and sum(len(one.files) > 1 for one in CLASS.values()) > 3


def test_whatever_a_student_hands_in_is_one_submission(said: dict[str, Any]) -> None:
    graded = Counter(grade["student"] for grade in said["grades"])
    assert graded == Counter(GRADED)
    assert len(said["ungraded"]) == len(CLASS) - len(GRADED)


@pytest.mark.parametrize(
    "id", [id for id, one in CLASS.items() if not one.expected.refused], ids=lambda id: f"{id} {CLASS[id].kind}"
)
def test_points_and_causes_are_what_the_maker_of_the_file_says(id: str, said: dict[str, Any]) -> None:
    expected = CLASS[id].expected
    [grade] = [grade for grade in said["grades"] if grade["student"] == id]
    least, most = expected.share
    assert least <= grade["points"] / grade["max_points"] <= most
    lost = {mark["ask"].partition(".")[0] for mark in grade["marks"] if mark["points"] < mark["max_points"]}
    assert lost == {*(expected.causes or {})}
    for function, reason in (expected.causes or {}).items():
        causes = [cause for cause in grade["causes"] if cause["function"] == function]
        named = [name for cause in causes for name in cause["misconceptions"]]
        assert named == [reason] if reason[:3] in ("fwd", "bwd", "los") else reason in causes[0]["text"] and not named
    assert expected.notes in " ".join(grade["notes"])


@pytest.mark.parametrize("id", [id for id in CLASS if id not in GRADED], ids=lambda id: CLASS[id].kind)
def test_what_cannot_be_graded_is_told_in_one_sentence(id: str, said: dict[str, Any]) -> None:
    one: Submission = CLASS[id]
    [file] = one.files
    [line] = [line for line in said["errors"].splitlines() if f"_{id}" in line]
    assert one.expected.refused in line and line.endswith((".", "?")) and file in line
