"""docs/course.md is played from an empty folder, and shows what the commands print.

QUIZGEN_UPDATE=1 pytest tests/docs/test_course.py writes what they print now into the page.
"""

import csv
import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_program import empty_workspace
from places import ROOT
from simulated_class import PROGRAMS, Student, answers, filled
from transcript import played

from quizgen.store import Store

PAGE = ROOT / "docs" / "course.md"
ABSENT, LATE = "kim", "emil"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
ABILITY = {"ada": 1.0, "ben": 0.6, "finn": 0.3, "hugo": 0.5}
KINDS = {"ben": "without b", "dora": "step alone", "gia": "from h_0"}


def people():
    """The students of roster.csv who hand something in."""
    with Path("roster.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"] != ABSENT]
    return [Student(row["id"], row["name"], ABILITY.get(row["id"], 0.8)) for row in rows]


def truth(variant):
    """A variant with the right key, where the exercise of the page has a wrong one."""
    if variant.exercise != "how-many":
        return variant
    return replace(variant, key={"count": variant.key["count"] + variant.problem["H"]})


def answer_the_sheets():
    with Store.open("quizgen.db") as store:
        for one in people():
            (folder,) = Path("hw1").glob(f"{one.id}_*")
            sheet = folder / "answers.toml"
            (quiz,) = (store.quiz(head.id) for head in store.quizzes("hw1") if head.id.endswith(f"-{one.id}"))
            sheet.write_text(filled(sheet.read_text("utf-8"), answers(quiz, one, 1, truth)), encoding="utf-8")
            when = (NOON + timedelta(days=one.id == LATE)).timestamp()
            os.utime(sheet, (when, when))
    for path in Path("hw1").glob(f"{ABSENT}_*/*"):
        path.unlink()


def write_code():
    for one in people():
        folder = Path("hw2", one.name)
        folder.mkdir(parents=True)
        (folder / "submission.py").write_text(PROGRAMS[KINDS.get(one.id, "right")], encoding="utf-8")


def fill_in_the_marks():
    with Path("marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with Path("marks.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"points": "2"} for row in rows)


MEANWHILE = {
    "the sheets are answered": answer_the_sheets,
    "code is written": write_code,
    "marks.csv is filled in": fill_in_the_marks,
}


def settled(output):
    """The output with the moment of grading as one afternoon, a day after all were handed in; what is asked is older."""
    described = re.sub(rf"{MOMENT}(?=, \w+: described)", "2026-03-02 09:00", output)
    return re.sub(rf"\b(?!2026-03){MOMENT}\b", "2026-03-10 16:00", described)


@pytest.fixture
def in_utc():
    """Local time is UTC, so that dates are those of the page everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def test_the_course_goes_as_the_page_shows(tmp_path, monkeypatch, in_utc):
    empty_workspace(tmp_path, monkeypatch)
    for name, value in re.findall(r"(QUIZGEN_\w+)=(\w+)", PAGE.read_text(encoding="utf-8")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("quizgen.store.store.token_bytes", bytes)  # the same numbers each time
    text = PAGE.read_text(encoding="utf-8")
    now = played(text, MEANWHILE, settled)
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == text or os.environ.get("QUIZGEN_UPDATE")
    assert set(MEANWHILE) == set(re.findall(r"<!-- meanwhile: (.+) -->", text))
    assert Path("report.html").exists() and len(list(Path("feedback").iterdir())) == 10
