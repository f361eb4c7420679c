"""The answer cells of a notebook are graded exactly as the same answers in answers.toml, in the store and in the cell."""

from __future__ import annotations

import json
from functools import partial

import pytest
from filled_notebooks import SECRET, in_notebook, on_sheet, right, slipped
from hypothesis import given
from hypothesis import strategies as st
from nightly import NIGHTLY, every
from notebooks import code, notebook, words

from quizgen.authoring.bank import Bank, digest
from quizgen.classroom.course.sheet_token import sheet_token
from quizgen.classroom.notebook_answer import CellGrader
from quizgen.classroom.notebook_sheet import notebook_sheet
from quizgen.errors import UserError
from quizgen.generate import Follower, variants
from quizgen.generate.compose import compose
from quizgen.generate.made_again import made_again
from quizgen.grading import grade
from quizgen.media.ipynb import ipynb
from quizgen.model import Quiz, Verdict
from quizgen.reading import read_answers
from quizgen.submissions.answer_cells import read_cells

BANK = Bank.load()
SEEDS = 2 if NIGHTLY else 1
QUIZ = compose("homework", 7, [BANK.get("forward-h2"), BANK.get("choose-model")], lambda name: 7)
TOKEN = sheet_token(QUIZ, SECRET)
GRADER = CellGrader(lambda: partial(made_again, BANK))


def follower(exercise):
    return Follower({digest(exercise.source): exercise.source}.__getitem__)


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_the_key_and_every_slip_earn_what_they_earn_on_a_sheet(name):
    exercise = BANK.get(name)
    follow = follower(exercise)
    for variant in variants(exercise, range(SEEDS)):
        quiz = Quiz("exam-1", 1, (variant,), "Ada")
        key = right(variant)
        for typed in filter(None, [key, *slipped(variant)]):
            cells, sheet = in_notebook(quiz, {"q1": typed}), on_sheet(quiz, {"q1": typed})
            found = grade(quiz, sheet, follow)
            assert cells.typed == sheet.typed or grade(quiz, cells, follow) == found
            if typed is key:
                asks = {f"q1.{ask.name}": ask for ask in variant.asks if ask.on_sheet and not ask.free_text}
                assert all(mark.points == mark.max_points for mark in found.marks if mark.ask in asks)


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_a_running_cell_says_the_points_of_the_sheet_and_never_the_right_answer(name):
    exercise = BANK.get(name)
    follow = follower(exercise)
    [variant] = variants(exercise, [3])
    quiz = Quiz(f"{name}-3", 3, (variant,))
    token = sheet_token(quiz, SECRET)
    for typed in filter(None, [right(variant), *slipped(variant)]):
        [cell] = [one for one in code_cells(ipynb(quiz, token, {"q1": typed})) if one.startswith("answer(")]
        shown = GRADER(read_cells([("cell 1", cell)]).counting["q1"], token)
        graded = grade(quiz, on_sheet(quiz, {"q1": typed}), follow)
        names = [f"q1.{ask.name}" for ask in variant.asks if ask.on_sheet]
        worth = [(mark.ask, mark.verdict, mark.points) for mark in graded.marks if mark.ask in names]
        assert [(mark.ask, mark.verdict, mark.points) for mark in shown.marks] == worth
        for mark, ask in zip(shown.marks, [ask for ask in variant.asks if ask.on_sheet], strict=True):
            answer = "" if ask.free_text else ask.show_key(variant.key[ask.name])
            if len(answer) > 6 and mark.verdict is not Verdict.RIGHT:
                assert answer not in mark.feedback and ask.write(variant.key[ask.name]) not in mark.feedback


def code_cells(text):
    return ["".join(one["source"]) for one in json.loads(text)["cells"] if one["cell_type"] == "code"]


# ---------------------------------------------------------------- as it comes back


def handed_in(*cells, **own):
    """A notebook with these cells below the first one, as Jupyter saves it."""
    found = json.loads(ipynb(QUIZ, TOKEN))
    first = code("".join(found["cells"][1]["source"]))
    metadata = {**found["metadata"], "quizgen": {**found["metadata"]["quizgen"], **own}}
    return notebook(words("# Homework"), first, *cells, metadata=metadata)


def typed(data):
    return read_answers(notebook_sheet(data).data).typed


ANSWER = 'answer("q1", h_1="0.1, 0.2", h_2=[0.30, -1])'


def test_a_sheet_of_a_notebook_says_quiz_student_token_and_answers():
    answers = read_answers(notebook_sheet(handed_in(ANSWER)).data)
    assert (answers.quiz, answers.student, answers.token) == (QUIZ.id, "", TOKEN)
    assert answers.typed == {"q1": {"h_1": "0.1, 0.2", "h_2": "[0.30; -1]"}}


@given(st.text(), st.text(max_size=20))
def test_any_text_reaches_the_sheet(text, student):
    first = f"from quizgen.jupyter import answer\nquiz = 'a-1'\nstudent = {student!r}"
    found = notebook_sheet(notebook(first, f'answer("q1", why={text!r})'))
    answers = read_answers(found.data)
    assert answers.typed["q1"]["why"] == text.strip().replace("\0", r"\x00")
    assert answers.student == student.strip().replace("\0", r"\x00") and not found.remarks


@pytest.mark.parametrize(
    "data",
    [
        notebook("x = 1"),
        notebook('answer("q1", h_1="1")'),  # a function of the student's own
        notebook("from quizgen.jupyter import grade\ngrade()"),
        notebook(words('answer("q1", h_1="1")'), "from quizgen.jupyter import answer"),
        b"def answer(): pass\nanswer('q1') # quizgen.jupyter",
        b'{"a": "answer quizgen.jupyter"}',
        b"",
    ],
    ids=range(7),
)
def test_what_has_no_answer_cells_is_graded_as_before(data):
    assert notebook_sheet(data) is None


def test_the_token_is_taken_from_wherever_it_can_be_read():
    whole = handed_in(ANSWER)
    without_comment = whole.replace(b"# made_of:", b"# made of:")
    broken_comment = whole.replace(TOKEN[:40].encode(), b"x" * 40, 1)
    other_metadata = handed_in(ANSWER, token="damaged", quiz="other-1")
    sheets = [notebook_sheet(one) for one in (whole, without_comment, broken_comment, other_metadata)]
    assert {read_answers(sheet.data).token for sheet in sheets} == {TOKEN}
    assert all(sheet.quiz == QUIZ.id for sheet in sheets)


def test_without_any_token_the_quiz_is_named_and_without_a_name_there_is_a_sentence():
    cells = code_cells(ipynb(QUIZ, ""))
    assert notebook_sheet(notebook(cells[0], ANSWER)).quiz == QUIZ.id
    with pytest.raises(UserError, match="do not say which quiz they answer"):
        notebook_sheet(notebook("from quizgen.jupyter import answer", ANSWER))


def test_a_token_cannot_write_into_the_sheet():
    first = "from quizgen.jupyter import answer\nquiz = 'a-1'"
    found = notebook_sheet(notebook(first, ANSWER, metadata={"quizgen": {"token": 'x\n[q2]\nh="1"\n'}}))
    assert set(read_answers(found.data).typed) == {"q1"}


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            'answer("q1", h_1=np.round(h, 4))',
            "cell 3, line 1: h_1 of q1 is computed there, and a notebook is read and not run.",
        ),
        ('x = 2\nanswer("q1", h_1="0.1', "cell 3, line 2: answer( has no end."),
        ('answer("q1", h_1=0.1, 0.2)', "cell 3, line 1: '0.2' has no name in front."),
        ("answer()", "cell 3, line 1: answer() names its question first"),
    ],
)
def test_a_cell_that_is_no_answer_is_said_and_the_others_count(cell, sentence):
    found = notebook_sheet(handed_in(cell, 'answer("q2", choice="A; B")'))
    [remark] = found.remarks
    assert remark.startswith(sentence) and typed_q2(found) == "A; B"


def typed_q2(found):
    return read_answers(found.data).typed["q2"]["choice"]


def test_a_broken_call_is_not_spoken_of_where_another_counts():
    assert not notebook_sheet(handed_in('answer("q1", h_1="1', ANSWER)).remarks


def test_many_bad_cells_are_said_in_a_few_lines():
    found = notebook_sheet(handed_in(*(f'answer("q{n}", h_1=x)' for n in range(1, 200))))
    assert len(found.remarks) == 13 and found.remarks[-1] == "and 187 more such cells. Correct these first."


@pytest.mark.parametrize("name", ["q1]\nquiz", 'q"', "a." * 60, "quiz", ""])
def test_hostile_names_of_questions_and_answers_leave_the_sheet_readable(name):
    cells = (f"answer({name!r}, h='1')", f"answer('q1', **{{{name!r}: '1'}})", 'answer("q2", choice="A; B")')
    found = notebook_sheet(handed_in(*cells))
    assert typed_q2(found) == "A; B" and found.remarks


# ---------------------------------------------------------------- in the running cell


def grade_cell(cell, token=TOKEN):
    [call] = read_cells([("this cell", cell)]).calls
    return GRADER(call, token)


def test_an_answer_in_a_cell_is_graded_as_often_as_it_runs():
    for _ in range(3):
        assert [mark.verdict for mark in grade_cell('answer("q1", h_1="0.1, 0.2")').marks] == [
            Verdict.WRONG,
            Verdict.BLANK,
        ]


@pytest.mark.parametrize(
    ("cell", "token", "sentence"),
    [
        ('answer("q9", h_1="1")', TOKEN, "The quiz has no question 'q9'."),
        ('answer("Q1", h_1="1")', TOKEN, "Did you mean 'q1'?"),
        ('answer("q1", h_1=h)', TOKEN, "this cell, line 1: h_1 of q1 is computed there"),
        ('answer("q1", h_1="1")', "damaged", "The token in this file cannot be read."),
        ('answer("q1", h_1="1")', "", "The token in this file cannot be read."),
    ],
)
def test_what_cannot_be_graded_in_a_cell_is_a_sentence(cell, token, sentence):
    with pytest.raises(UserError) as error:
        grade_cell(cell, token)
    assert sentence in str(error.value)


def test_an_unknown_name_is_reported_with_the_one_that_was_meant():
    *_, mark = grade_cell('answer("q1", h_l="1, 2")').marks
    assert (mark.verdict, mark.points, mark.max_points) == (Verdict.UNREADABLE, 0, 0)
    assert "q1 has no blank 'h_l'. Did you mean" in mark.feedback
