"""What people read in place of the names that programs use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.authoring.bank import Bank
from quizgen.documents.labels import heading, label, label_markup, misconception_titles, quiz_title, short_paths
from quizgen.documents.remarks import plain_text
from quizgen.markup.formula_text import formula_text
from quizgen.model import Grade, Mark, Verdict

SHEET = Grade("a.toml", "answers", "exam-1", "Ada", (), {"quiz": "Loss", "q12": "Two starts", "q12.y_hat": r"\hat{y}"})
CODE = Grade("a.py", "code", "exam-1", "Ada", (), {"rnn_step": "rnn_step_forward · one step: h_t", "sgd": "update"})
LABELS = sorted({ask.tex for exercise in Bank.load().exercises.values() for ask in exercise.asks})


def about(ask: str) -> Mark:
    return Mark(ask, Verdict.RIGHT, 1, 1)


def test_a_question_has_its_number_and_a_function_its_name_in_the_learners_file() -> None:
    assert heading(SHEET, "q12") == ("12", "Two starts") and heading(SHEET, "q3") == ("3", "")
    assert heading(SHEET, "qx") == ("qx", ""), "a question that nobody asked"
    assert heading(CODE, "rnn_step") == ("rnn_step_forward", "one step: h_t")
    assert heading(CODE, "sgd") == ("sgd", "update") and heading(CODE, "q1") == ("q1", "")


def test_a_quiz_has_its_title_and_an_older_grade_its_id() -> None:
    assert quiz_title(SHEET) == "Loss" and quiz_title(Grade("a", "answers", "exam-1", "", ())) == "exam-1"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("q12.y_hat", "ŷ"), ("q12.h_2", "h₂"), ("q12.c", "c"), ("q12.zero_1", "zero_1"), ("q12", "q12"), ("L", "L")],
)
def test_an_ask_has_the_label_of_the_question_else_its_name(name: str, shown: str) -> None:
    assert plain_text(label(SHEET, about(name))) == shown


def test_a_check_of_code_keeps_its_name() -> None:
    assert label(CODE, about("rnn_step.F5")) == "F5" and label(CODE, about("rnn_step.h_1")) == "h_1"


@pytest.mark.parametrize(
    ("tex", "markup"),
    [
        (r"h_1 \text{ from the given } h_0", "$h_1$ from the given $h_0$"),
        (r"\text{first wrong line}", "first wrong line"),
        (r"W_{\text{new}}", r"$W_{\text{new}}$"),
        (r"\hat{y} \text{ of review A}", r"$\hat{y}$ of review A"),
        ("h_2", "$h_2$"),
    ],
)
def test_words_of_a_label_are_words_so_that_a_line_can_break(tex: str, markup: str) -> None:
    assert label_markup(tex) == markup


@pytest.mark.parametrize("tex", LABELS)
def test_every_label_of_the_bank_reads_as_it_does_in_one_formula(tex: str) -> None:
    assert plain_text(label_markup(tex)) == " ".join(formula_text(tex).split())


def test_a_misconception_has_its_title_once_and_an_unknown_one_its_id() -> None:
    ids = ["fwd-no-bias", "c-sees-future", "fwd-no-bias", "own-idea"]
    assert misconception_titles(ids) == ["Bias b left out", "State depends on later inputs", "own-idea"]
    assert misconception_titles([]) == []
    assert misconception_titles(ids[:1], {"fwd-no-bias": "At hand"}) == ["At hand"]
    assert misconception_titles(ids[:2], {"fwd-no-bias": "Bias b left out"}) == misconception_titles(ids[:2])


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), unique=True, max_size=6))
def test_a_short_path_ends_its_path_and_no_other(paths: list[str]) -> None:
    short = short_paths(paths)
    assert len(set(short.values())) == len(paths) and all(path.endswith(short[path]) for path in paths)
    assert short_paths(["x/y/a.py", "x/z/b.py"]) == {"x/y/a.py": "a.py", "x/z/b.py": "b.py"}
