"""results.json for one submission, as Gradescope's autograder reads it.

The fields are those of Gradescope's specification: everything is optional there but a score, of the whole or of every test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from quizgen.documents import labels
from quizgen.documents.code_report import claim_of, said_by_marks
from quizgen.documents.remarks import plain_text, remark
from quizgen.documents.score import score
from quizgen.model import Grade, Mark, Verdict

PASSED = (Verdict.RIGHT, Verdict.OUR_FAULT)  # a failure of ours is never shown as the student's


def gradescope(grade: Grade, *, public: bool = False) -> str:
    """The JSON text.

    A full run names expected numbers, so students see its tests when the grades are published; a public run holds
    properties alone and is seen at once. What quizgen itself prints is no student's to read, in neither.
    """
    visibility = "visible" if public else "after_published"
    total = score(grade.marks).total
    output = "\n".join([f"{total}, {grade.interface} interface" if grade.interface else total, *grade.notes])
    said = said_by_marks(grade)
    tests = [
        test(grade, mark, number, visibility, said.get(mark.ask) or remark(mark)) for number, mark in numbered(grade)
    ]
    return results_json(grade.points, output, visibility, tests)


def ungraded(why: str) -> str:
    """The JSON text of a submission that could not be graded, for the student to see at once and hand in another."""
    return results_json(0.0, f"Not graded: {why}", "visible", [])


def results_json(points: float, output: str, visibility: str, tests: list[dict[str, Any]]) -> str:
    """The JSON text of a score, what is to be read of the whole, and the tests."""
    results = {
        "score": points,
        "output": output,
        "output_format": "text",
        "test_name_format": "text",
        "test_output_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(results, indent=2) + "\n"  # in ASCII, so that a name no encoding takes is no trouble


def numbered(grade: Grade) -> Iterator[tuple[str, Mark]]:
    """Marks with their numbers: "2.3" is the third mark of the second function or question."""
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    for mark in grade.marks:
        group = mark.ask.partition(".")[0]
        place = places.setdefault(group, len(places) + 1)
        counts[group] = counts.get(group, 0) + 1
        yield f"{place}.{counts[group]}", mark


def test(grade: Grade, mark: Mark, number: str, visibility: str, output: str) -> dict[str, Any]:
    """One test: a check of code, called by its claim, or an answer. `output`: what it says."""
    group, _, name = mark.ask.partition(".")
    heading = labels.heading(grade, group).name
    names = [heading, plain_text(labels.label(grade, mark)) if name else ""]
    if grade.is_code:
        claim = plain_text(claim_of(grade, mark))
        names = [f"{heading}:" if claim else heading, claim]
    return {
        "name": " ".join(filter(None, names)),
        "number": number,
        "score": mark.points,
        "max_score": mark.max_points,
        "status": "passed" if mark.verdict in PASSED else "failed",
        "output": output,
        "tags": [group, *mark.misconceptions],
        "visibility": visibility,
        "extra_data": {"check": mark.ask, "verdict": mark.verdict.value, "misconceptions": list(mark.misconceptions)},
    }
