"""A class of sixty, as it is handed in: files and notebooks in six interfaces, right, wrong, unfinished, hostile, unreadable."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from class_folders import lay
from class_of_code import LAYERS, MODEL, Submission, class_of_sixty, lay_class
from cli_program import empty_workspace, output_of, quizgen, refused

pytestmark = pytest.mark.slow
CLASS = dict(class_of_sixty())
GRADED = [id for id, one in CLASS.items() if not one.expected.refused]


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the class, its roster and the store, in which all commands are run."""
    with pytest.MonkeyPatch.context() as patch:
        folder = empty_workspace(tmp_path_factory.mktemp("term"), patch)
        lay_class(folder)
        yield folder


@pytest.fixture(scope="module")
def said(term: Path) -> dict[str, Any]:
    """What `grade --json` says of the class, and `errors`, what it says on the error stream."""
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json", "--sarif", "found.sarif")
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


def test_grading_the_class_again_from_the_store_changes_nothing(said: dict[str, Any]) -> None:
    assert output_of("regrade") == f"class, {len(GRADED)} grades: {len(GRADED)} unchanged.\nNothing to store.\n"


def test_every_student_with_a_grade_gets_a_page(said: dict[str, Any]) -> None:
    output_of("feedback", "--roster", "roster.csv")
    assert {path.stem for path in Path("feedback").glob("*.html")} == {*GRADED}


def test_a_code_view_shows_each_named_mistake_at_a_line_of_its_file(said: dict[str, Any]) -> None:
    results = json.loads(Path("found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    shown = {(one["ruleId"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for one in results}
    named = [(cause["misconceptions"], grade) for grade in said["grades"] for cause in grade["causes"]]
    assert named and all(
        any(id == names[0] and grade["student"] in uri for id, uri in shown) for names, grade in named if names
    )


def test_no_report_is_written_over_a_file_that_the_graded_one_imports(term: Path) -> None:
    pair = lay(Path("pair"), {"model.py": MODEL, "layers.py": LAYERS})
    sentence = refused("grade", str(pair / "model.py"), "--sarif", str(pair / "layers.py"))
    assert "layers.py would be written over" in sentence and (pair / "layers.py").read_bytes() == LAYERS


def test_the_instructors_page_shows_the_line_of_each_mistake_and_no_id_of_a_check(said: dict[str, Any]) -> None:
    output_of("feedback", "--class", "--roster", "roster.csv")
    page = Path("class-feedback/class-feedback.html").read_text(encoding="utf-8")
    assert "line 41: <span" in page and "dh_t = dh[:, t, :]" in page and not re.search(r">[FGSL]\d{1,2}<", page)
