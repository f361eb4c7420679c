"""Rows of a table of answers become sheets: every cell as it was typed, and whose a row is."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.numbers import Numbers
from quizgen.asks.text import Text
from quizgen.classroom.collect.table import read_table
from quizgen.classroom.exam.answer_rows import read_answer_rows
from quizgen.errors import UserError
from quizgen.generate.exam.seeds import check_letter, written_code
from quizgen.model import PaperHead, Quiz, Student, Variant
from quizgen.reading import read_answers

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = Variant("x", 1, 1, "t", 1, "T", "[[h_1]] [[why]]", "", {}, (Numbers("h_1"), Text("why")), {"h_1": 0.5})
HEAD = "code,id,q1.h_1,q1.why"


def code_of(number: int) -> str:
    letters = f"222222{number}"
    return letters + check_letter(letters)


def paper(number: int, id: str, quiz: str = "", exam: str = "mid") -> PaperHead:
    return PaperHead(code_of(number), exam, quiz or f"{exam}-1-{id}", Student(id, id.title()), 1, NOON)


class Papers:
    """A store of papers that all ask the same."""

    def __init__(self, *heads: PaperHead) -> None:
        self.heads = heads

    def paper(self, code):
        return next((head for head in self.heads if head.code == code), None)

    def papers(self, exam):
        return [head for head in self.heads if head.exam == exam]

    def exams(self):
        return sorted({head.exam for head in self.heads})

    def quiz(self, id):
        return Quiz(id, 1, (QUESTION,), assignment=id.partition("-")[0])


STORE = Papers(paper(2, "ada"), paper(3, "bob"), paper(4, "007"))


def answers(text: str, store: Papers = STORE, exam: str = ""):
    return read_answer_rows(read_table("answers.csv", text.encode()), store, exam)


def students(text: str, store: Papers = STORE, exam: str = "") -> list[str]:
    found = answers(text, store, exam)
    assert not found.problems
    return [one.student.id for one in found.sheets]


def problem(row: str, store: Papers = STORE) -> str:
    found = answers(f"{HEAD}\n{row}\n", store)
    assert not found.sheets and list(found.problems) == [2]
    return found.problems[2]


def row(number: int, id: str = "", answer: str = "0.5", code: str = "") -> str:
    return f"{code or written_code(code_of(number))},{id},{answer},"


# ---------------------------------------------------------------- every cell as it was typed

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)


@given(texts, texts, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_sheet_of_a_row_says_what_was_typed_into_its_cells(first, second, separator, encoding):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([HEAD.split(","), [code_of(2), "ada", f"1{first}", f"2{second}"]])
    table = read_table("answers.csv", text.getvalue().encode(encoding))
    found = read_answer_rows(table, STORE)
    if found.problems:
        assert "is a date" in found.problems[2]
        return
    sheet = read_answers(found.sheets[0].text)
    assert (sheet.quiz, sheet.student) == ("mid-1-ada", "ada")
    assert sheet.typed == {
        "q1": {"h_1": f"1{first}".replace("_x000D_", ""), "why": f"2{second}".replace("_x000D_", "")}
    }


def test_a_row_without_an_answer_is_counted_and_left_out():
    found = answers(f"{HEAD}\n{row(2)}\n{row(3, answer='')}\n\n{row(4, answer='  ')}\n")
    assert [one.row for one in found.sheets] == [2] and found.empty == 2


def test_what_guards_a_cell_against_spreadsheets_is_no_part_of_the_answer():
    found = answers(f"{HEAD}\n{code_of(2)},ada,'-0.5,\n")
    assert read_answers(found.sheets[0].text).typed["q1"]["h_1"] == "-0.5"


# ---------------------------------------------------------------- whose a row is


@pytest.mark.parametrize(
    "typed", [code_of(2), written_code(code_of(2)).lower(), f" {code_of(2)[:4]} {code_of(2)[4:]} "]
)
def test_a_code_is_read_in_every_way_to_write_it(typed):
    assert students(f"{HEAD}\n{row(2, code=typed)}") == ["ada"]


def test_an_id_is_enough_and_may_have_lost_its_zeros():
    assert students("ID,q1.why,q1.h_1\nADA,x,\n7,y,") == ["ada", "007"]
    assert students(f"{HEAD}\n{row(4, id='7')}") == ["007"]
    two = Papers(paper(2, "007"), paper(3, "07"))
    found = answers("id,q1.why,q1.h_1\n7,y,", two)
    assert "there is no paper of '7'" in found.problems[2], "two students whose ids differ by zeros are not guessed"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (row(2, id="bob"), "is on the paper of ada, and the id is bob"),
        (row(2, code=code_of(2)[:-1] + "X"), "is mistyped"),
        (row(2, code="2222"), "is mistyped"),
        (",adda,0.5,", "there is no paper of 'adda' for mid. Did you mean 'ada'?"),
        (",,0.5,", "neither a code nor an id"),
        (f"{row(2)},", "has 5 cells, and the header 4"),
        (row(2, answer="02-Jan"), "cell C2 (q1.h_1) is a date"),
        (row(2, answer="#NAME?"), "cell C2 (q1.h_1) holds an error"),
    ],
)
def test_a_row_that_cannot_be_graded_says_why(line, says):
    assert says in problem(line)


def test_an_id_with_two_papers_needs_the_code_but_not_where_both_ask_the_same():
    replaced = Papers(paper(2, "ada"), paper(3, "ada", quiz="mid-2-ada"))
    said = problem(",ada,0.5,", replaced)
    assert written_code(code_of(2)) in said and written_code(code_of(3)) in said
    reprinted = Papers(paper(2, "ada"), paper(3, "ada"))
    assert students(f"{HEAD}\n,ada,0.5,", reprinted) == ["ada"]


def test_rows_without_a_code_are_about_the_exam_named_or_that_of_the_other_rows_or_the_only_one():
    store = Papers(paper(2, "ada"), paper(3, "ada", exam="final"), paper(4, "bob", exam="final"))
    text = "id,q1.h_1,q1.why\nada,0.5,"
    assert "final-1-ada" in answers(text, store, "final").sheets[0].text
    assert "final-1-ada" in answers(f"{HEAD}\n{row(4)}\n,ada,0.5,", store).sheets[1].text
    with pytest.raises(UserError, match=r"final or mid\. Say which with --assignment NAME"):
        answers(text, store)
    with pytest.raises(UserError, match="no exam on paper"):
        answers(text, Papers())


def test_of_two_rows_for_a_student_none_counts_unless_they_say_the_same():
    found = answers(f"{HEAD}\n{row(2)}\n{row(3)}\n{row(2, answer='0.6')}\n{row(3, id='bob')}\n")
    assert [one.student.id for one in found.sheets] == ["bob"]
    assert "row 4 too" in found.problems[2] and "row 2 too" in found.problems[4]
    assert found.remarks == {5: "it is the same as row 3, and counts once."}
    assert students(f"{HEAD}\n{row(2)}\n{row(2, answer='')}\n") == ["ada"], "an empty row is no second one"


# ---------------------------------------------------------------- the header


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("code,q1.h1,q1.why", "has a column 'q1.h1', and no paper of its rows has that. Did you mean 'q1.h_1'"),
        ("code,q1.h_1,q1.why,note", "has a column 'note'"),
        ("code,q1.h_1", "has no column 'q1.why'"),
        ("code,q1.h_1,q1.h_1,q1.why", "has two columns 'q1.h_1': B and C"),
        ("Code,code,q1.h_1,q1.why", "has two columns 'code': A and B"),
        ("name,q1.h_1,q1.why", "no column 'code' or 'id'"),
        ("code,id,name", "no column for a part of the paper, like 'q1.h_1'"),
    ],
)
def test_a_header_that_cannot_be_right_is_one_sentence(head, says):
    with pytest.raises(UserError) as raised:
        answers(f"{head}\n{code_of(2)}{',1' * head.count(',')}")
    assert says in str(raised.value)


def test_an_order_of_columns_of_ones_own_and_a_column_without_a_name_that_is_empty_are_taken():
    assert students(f"q1.why,,NAME,q1.h_1,Code\nx,,Ada,0.5,{code_of(2)}") == ["ada"]
    assert "column without a name" in answers(f"q1.why,,q1.h_1,Code\nx,y,0.5,{code_of(2)}").problems[2]


def test_a_paper_with_other_parts_than_the_table_has_is_that_rows_problem():
    class Orders(Papers):
        def quiz(self, id):
            quiz = super().quiz(id)
            return replace(quiz, variants=(replace(QUESTION, asks=(Numbers("s"),)),)) if id.endswith("bob") else quiz

    orders = Orders(*STORE.heads)
    found = answers(f"{HEAD}\n{row(2)}\n{row(3)}", orders)
    assert [one.student.id for one in found.sheets] == ["ada"]
    assert "the paper of bob has no 'q1.h_1'" in found.problems[3]
    both = answers(f"code,q1.h_1,q1.why,q1.s\n{code_of(2)},0.5,x,\n{code_of(3)},,,0.1", orders)
    assert len(both.sheets) == 2, "a table with the columns of both orders is taken"
