"""Points of a course as gradebooks take them: the right column, every adjustment, and the same bytes when filled twice."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from gradebook_samples import mark, read, roster, table
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.course.standing import standings
from quizgen.documents import gradebook
from quizgen.documents.gradebook.columns import likeness
from quizgen.errors import UserError
from quizgen.model import Action, Assignment, Decision, Grade, Verdict
from quizgen.store import Record

GOLDEN = ROOT / "tests" / "golden" / "gradebook"
DUE = datetime(2026, 3, 1, 12, tzinfo=UTC)
HW = Assignment("Homework 3", due=DUE, penalty=0.1)
FINAL = replace(HW, name="Final")
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 3 (77),Homework 4 (78),Current Score
    Points Possible,,,,,20,10,(read only)
"Lovelace, Ada",11,s1,a1,A,,,90
"Ray, Ben",12,s2,b2,A,1,,80
"Twombly, Cy",13,s3,c3,A,,,70
"Lovelace, Ada",14,s4,a4,A,,,60
"""
MOODLE = """First name,Last name,ID number,Email address,Assignment: Homework 3 (Real),Course total (Real)
Ada,Lovelace,a1,ada@example.org,-,-
Ben,Ray,b2,ben@example.org,-,-
Cy,Twombly,c3,cy@example.org,-,-
Ada,Lovelace,a4,ada4@example.org,-,-
"""
PLAIN = "id,name\na1,Ada Lovelace\nb2,Ben Ray\nc3,Cy Twombly\na4,Ada Lovelace\n"


def sheet(student, points, of=20, days=-1, source=""):
    marks = (mark("q1.h", Verdict.PARTLY, points, of, "off" if points < of else ""),)
    grade = Grade(source or f"{student}.toml", "answers", "fp-7", student, marks, {"quiz": "Forward pass"})
    return replace(grade, assignment="Homework 3", submitted_at=DUE + timedelta(days=days))


def decided(student, action, points=None, why=""):
    return Decision("Homework 3", student, "", action, points, why=why)


GRADES = (sheet("a1", 15.5, days=1.5), sheet("b2", 20), sheet("a4", 8), sheet("c3", 3))
DECISIONS = (
    decided("b2", Action.EXTRA, 2, "=found an error"),
    decided("c3", Action.EXCUSED, why="was ill"),
    decided("a4", Action.OVERRIDE, 12),
)


def course(people, grades=GRADES, decisions=DECISIONS, assignment=HW):
    """The standings of one assignment."""
    records = [
        Record(number, DUE, replace(grade, assignment=assignment.name)) for number, grade in enumerate(grades, 1)
    ]
    rules = CourseRules(decisions=[replace(one, assignment=assignment.name) for one in decisions])
    return {assignment.name: standings(assignment, records, [], rules, people, DUE + timedelta(days=9))}


def text_of(*args, **options):
    """The text of a gradebook."""
    return gradebook.course_csv(*args, **options)[0]


@pytest.mark.parametrize(("name", "text"), [("plain", PLAIN), ("canvas", CANVAS), ("moodle", MOODLE)])
def test_what_each_gradebook_gets(tmp_path, name, text):
    people = roster(tmp_path, text)
    made = text_of(course(people), people, parts=True)
    assert made.encode() == (GOLDEN / f"{name}.csv").read_bytes()


def test_a_course_has_a_column_for_each_assignment_and_a_total(tmp_path):
    people = roster(tmp_path, PLAIN)
    both = course(people) | course(people, [sheet("a1", 5, 5)], (), replace(HW, name="hw4", points=10))
    made = text_of(both, people)
    assert made.encode() == (GOLDEN / "course.csv").read_bytes()


@pytest.mark.parametrize("text", [PLAIN, CANVAS, MOODLE])
@pytest.mark.parametrize("name", ["Homework 3", "Final"])
def test_a_gradebook_that_is_filled_again_stays_as_it_is(tmp_path, text, name):
    text = text.replace("Homework 3 (77)", "Project (77)") if name == "Final" else text
    people = roster(tmp_path, text)
    once = text_of(course(people, assignment=replace(HW, name=name)), people, parts=True)
    (tmp_path / "again").mkdir()
    filled = roster(tmp_path / "again", once.removeprefix("\ufeff"))
    assert text_of(course(filled, assignment=replace(HW, name=name)), filled, parts=True) == once


def test_a_table_of_a_course_is_written_anew_with_its_totals(tmp_path):
    people = roster(tmp_path, PLAIN)
    asked_less = course(people, [sheet("a1", 2, 4), sheet("b2", 3, 5)], (), replace(HW, name="hw4"))
    both = course(people) | asked_less
    once = text_of(both, people)
    (tmp_path / "again").mkdir()
    assert text_of(both, roster(tmp_path / "again", once.removeprefix("\ufeff"))) == once


# ---------------------------------------------------------------- which column


def filled_column(folder, text, assignment, **options):
    """The headings of the columns that are filled in, new ones among them."""
    people = roster(folder, text)
    after = read(text_of(course(people, assignment=assignment), people, **options))
    before = [list(people.head), *map(list, people.rows)]
    return [
        name
        for at, name in enumerate(after[0])
        if at >= len(people.head) or any(one[at] != other[at] for one, other in zip(after, before, strict=True))
    ]


def test_the_only_empty_column_is_filled(tmp_path):
    only = CANVAS.replace("Homework 3 (77)", "Essay (77)").replace("Homework 4 (78)", "Project (78)")
    assert filled_column(tmp_path, only.replace("A,,,", "A,5,,"), FINAL) == ["Project (78)"]
    assert filled_column(tmp_path, only.replace("A,1,", "A,,"), FINAL) == ["Final"], "two are empty: neither"
    assert filled_column(tmp_path, MOODLE, FINAL) == ["Assignment: Homework 3 (Real)", "Feedback: Homework 3"]


def test_an_empty_column_of_another_number_is_left_empty(tmp_path):
    assert filled_column(tmp_path, CANVAS.replace("A,,,", "A,5,,"), replace(HW, name="Homework 5")) == ["Homework 5"]


@pytest.mark.parametrize("name", ["hw3", "Homwork 3", "homework-03", "Home work 3"])
@pytest.mark.parametrize("text", [CANVAS, MOODLE, "id,name,Homework 3\na1,Ada,\n"])
def test_a_column_of_nearly_the_same_name_is_asked_about(tmp_path, name, text):
    with pytest.raises(UserError, match=r"Did you mean '.*Homework 3.*'.*--column 'Homework 3'"):
        filled_column(tmp_path, text, replace(HW, name=name))
    filled = filled_column(tmp_path, text, replace(HW, name=name), column="homework 3")
    assert "Homework 3" in filled[0] and len(filled) <= 2


@settings(deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from(["hw", "Homework ", "Sheet-"]))
def test_other_numbers_are_other_assignments(one, other, word):
    assert (likeness(f"{word}{one}", f"Homework {other}") > 0) <= (one == other)


@pytest.mark.parametrize(
    ("text", "column"), [(CANVAS, "Current Score"), (MOODLE, "Course total"), (MOODLE, "Course total (Real)")]
)
def test_what_the_gradebook_computes_is_never_filled(tmp_path, text, column):
    with pytest.raises(UserError, match="computes"):
        filled_column(tmp_path, text, HW, column=column)


def test_two_columns_of_one_name_are_told_apart_by_the_whole_heading(tmp_path):
    twice = CANVAS.replace("Homework 4 (78)", "Homework 3 (78)")
    with pytest.raises(UserError, match=re.escape("'Homework 3 (77)' and 'Homework 3 (78)'")):
        filled_column(tmp_path, twice, HW)
    assert filled_column(tmp_path, twice, HW, column="Homework 3 (78)") == ["Homework 3 (78)"]


def test_the_name_of_the_file_finds_a_column_where_that_of_the_assignment_does_not(tmp_path):
    assert filled_column(tmp_path, CANVAS, replace(HW, name="submissions"), also="Homework 3") == ["Homework 3 (77)"]


# ---------------------------------------------------------------- who


def test_a_name_of_two_students_is_reported_once_with_both_ids(tmp_path):
    people = roster(tmp_path, CANVAS)
    made = course(people, [sheet("Ada Lovelace", 5), sheet("Eve", 5), sheet("", 1, source="x.toml")])
    twice = made | {"hw4": made["Homework 3"]}
    assert list(gradebook.course_unplaced(twice, people, ["x.toml"])) == [
        "x.toml: in no row, for it has no student.",
        "Ada Lovelace.toml, Ada Lovelace.toml: in no row, for 'Ada Lovelace' is the name of 2 students: a1, a4; "
        "--who FILE.csv says whose a file is.",
        "Eve.toml, Eve.toml: in no row, for 'Eve' is not on the roster.",
    ]


def test_in_a_table_of_its_own_everybody_has_a_row(tmp_path):
    people = roster(tmp_path, PLAIN)
    made = course(people, [sheet("Eve", 5)], ())
    rows = table(text_of(made, people))
    assert [row["id"] for row in rows] == ["a1", "b2", "c3", "a4", "Eve"]
    assert not list(gradebook.course_unplaced(made, people))
