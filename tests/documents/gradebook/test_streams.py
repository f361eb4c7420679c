"""Reports are written as the grades come: what is made of ten thousand needs the memory of a few."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import pytest
from gradebook_samples import ADA, BOB

from quizgen.cli.report_files import write_report
from quizgen.documents import gradebook
from quizgen.media.json import grade_json, grades_json
from quizgen.model import Grade

UNGRADED = [{"source": "eve.py", "why": "no file\u2028at all"}]


@pytest.mark.parametrize("grades", [[], [ADA], [ADA, BOB]], ids=["none", "one", "two"])
@pytest.mark.parametrize("ungraded", [[], UNGRADED], ids=["all graded", "not all graded"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_pieces_of_the_json_are_one_document(
    grades: list[Grade], ungraded: list[dict[str, str]], ascii_only: bool
) -> None:
    whole = {"grades": [grade_json(one) for one in grades]} | ({"ungraded": ungraded} if ungraded else {})
    expected = json.dumps(whole, indent=2, ensure_ascii=ascii_only) + "\n"
    assert "".join(grades_json(grades, ungraded, ascii_only=ascii_only)) == expected


@pytest.mark.parametrize("report", [grades_json, gradebook.csv])
def test_a_grade_is_written_before_the_next_is_read(report: Callable[[Iterable[Grade]], Iterator[str]]) -> None:
    read = 0

    def grades() -> Iterator[Grade]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield ADA

    pieces = report(grades())
    for _ in range(10):
        next(pieces)
    assert 0 < read <= 10


def test_the_totals_of_junit_come_first_though_they_are_known_last() -> None:
    head, *suites = gradebook.junit(iter([ADA, BOB] * 300))
    assert f'tests="{300 * len(ADA.marks + BOB.marks)}"' in head and "<testsuite " not in head
    assert len(suites) > 3 and "".join(suites).count("<testsuite ") == 600


def test_a_report_that_fails_half_way_leaves_the_old_one(tmp_path) -> None:
    def grades() -> Iterator[Grade]:
        yield ADA
        raise KeyboardInterrupt

    report = tmp_path / "class.csv"
    assert write_report(report, gradebook.csv([BOB])) == ""
    old = report.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        write_report(report, gradebook.csv(grades()))
    assert report.read_bytes() == old and [path.name for path in tmp_path.iterdir()] == ["class.csv"]
