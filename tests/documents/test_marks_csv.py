"""A file of marks comes back from any spreadsheet as it went out, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.course.waiting import Waiting
from quizgen.documents.gradebook.cells import neutral
from quizgen.documents.marks_csv import COLUMNS, NEEDED, as_typed, marks_csv, read_marks
from quizgen.model import Mark, Verdict

typed = st.text(st.sampled_from("ab=+-@;,\"\n\t é1'"), max_size=8)
names = st.text(st.sampled_from("ab=+-@;,é1"), min_size=1, max_size=6)


def answer(student: str, text: str) -> Waiting:
    mark = Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 4, typed=text)
    return Waiting(7, "iv", student, "quiz", mark, None, None)


@given(st.lists(st.tuples(names, typed), max_size=3), st.sampled_from(",;\t"), st.permutations(COLUMNS))
def test_a_file_comes_back_as_it_went_out_whatever_the_separator_and_the_order(answers, separator, order):
    text = marks_csv([answer(*one) for one in answers], lambda student: "").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    saved = io.StringIO()
    writer = csv.DictWriter(saved, order, delimiter=separator)
    writer.writeheader()
    writer.writerows({**row, "points": "1,5"} for row in rows)
    found, problems = read_marks(saved.getvalue().encode("utf-8-sig"))
    assert not problems
    assert [(one.number, one.student, one.quiz, one.question, one.points, one.grade) for one in found] == [
        (place, student, "quiz", "q2.why", "1,5", "7") for place, (student, _) in enumerate(answers, 2)
    ]


@given(typed)
def test_a_comment_that_looks_like_a_formula_is_stored_as_it_was_typed(text):
    if "'" not in text:
        assert as_typed(neutral(text)) == text.strip()


def test_every_column_that_is_needed_is_written():
    assert set(NEEDED) <= set(COLUMNS)
