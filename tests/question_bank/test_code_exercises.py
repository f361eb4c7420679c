"""The exercises in code: solutions earn everything, code to repair has exactly the mistake that it is said to have."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from quizgen.authoring.bank import Bank
from quizgen.documents.quiz_folder import write_quiz
from quizgen.errors import UserError
from quizgen.generate import variant, variants
from quizgen.generate.code_questions import count_functions_once
from quizgen.model import Quiz, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade, starter
from quizgen.submissions.cases import Case, compute
from quizgen.submissions.points import points_of
from reference_rnn import CATALOGUE, RNN

BANK = Bank.load()
CODE = [name for name, exercise in BANK.exercises.items() if "code" in exercise.kinds]
FIX = BANK.get("code-fix")
FUNCTIONS = FIX.drawing.__globals__["functions"]()
BROKEN = [(name, mistake) for name, about in FUNCTIONS.items() for mistake in about["swap"]]
CASES = (Case.of(2, 4, 3, 3), Case.of(3, 1, 2, 4), Case.of(1, 2, 1, 1), Case.of(3, 4, 2, 5))


@pytest.fixture(scope="module")
def wall():
    with Wall() as one:
        yield one


def text_of(name, mistake=""):
    about = FUNCTIONS[name]
    return FIX.drawing.__globals__["broken"](about["code"], about["swap"].get(mistake, {}))


def call_of(name, case):
    return case.forward() if name == "rnn_forward" else case.backward()


def run(name, text, call):
    names = {"np": np}
    exec(text, names)
    return names[name](*call.args)


def flat(value):
    return np.concatenate([np.ravel(part) for part in (value.values() if isinstance(value, dict) else [value])])


@pytest.mark.parametrize("name", CODE)
def test_the_solution_that_is_printed_earns_everything(name, wall):
    one = variant(BANK.get(name), 1)
    functions = tuple(function for ask in one.asks for function in ask.functions)
    source = "\n\n".join(["import numpy as np", *re.findall(r"```python\n(.*?)```", one.solution, re.DOTALL)])
    got = grade(source.encode(), "submission.py", wall=wall, functions=functions)
    assert got.points == got.max_points == sum(a.points for a in one.asks if a.functions), [
        m for m in got.marks if m.feedback
    ]


@pytest.mark.parametrize("name", CODE)
def test_points_are_what_the_checks_count(name):
    for one in variants(BANK.get(name), range(8)):
        for ask in (ask for ask in one.asks if ask.functions):
            assert ask.points == sum(map(points_of, ask.functions))


@pytest.mark.parametrize(("name", "mistake"), [*BROKEN, *((name, "") for name in FUNCTIONS)])
def test_code_to_repair_is_exactly_its_misconception(name, mistake):
    text = text_of(name, mistake)
    if mistake:
        assert all(
            line in {bare.strip() for bare in FUNCTIONS[name]["code"].split("\n")}
            for line in FUNCTIONS[name]["swap"][mistake]
        )
        assert text != text_of(name)
    for case in CASES:
        call = call_of(name, case)
        wanted = compute(CATALOGUE[mistake] if mistake else RNN, call)
        assert np.allclose(flat(run(name, text, call)), flat(wanted), rtol=1e-8, atol=1e-10), case.size


@pytest.mark.parametrize(("name", "mistake"), BROKEN)
def test_an_unchanged_file_is_graded_as_its_misconception(name, mistake, wall):
    source = starter((name,), given={name: text_of(name, mistake)})
    got = grade(source.encode(), "submission.py", wall=wall, functions=(name,))
    lost = [mark for mark in got.marks if mark.verdict is not Verdict.RIGHT]
    assert lost and got.points < got.max_points == 20
    assert all(mark.verdict is Verdict.SLIP and mistake in mark.misconceptions for mark in lost)


def test_every_mistake_is_drawn_and_the_page_shows_what_the_file_holds():
    drawn = variants(FIX, range(300))
    assert {one.problem["misconception"] for one in drawn} == {mistake for _, mistake in BROKEN}
    for one in drawn[:40]:
        _, ask = one.asks
        assert one.problem["broken"] in one.text and one.problem["broken"] == ask.given_code[ask.functions[0]]
        assert one.problem["repaired"] in one.solution


def test_the_line_of_the_sheet_is_the_first_that_was_changed():
    for one in variants(FIX, range(60)):
        line, _ = one.asks
        pairs = zip(one.problem["broken"].split("\n"), one.problem["repaired"].split("\n"), strict=True)
        first = next(was.strip() for was, right in pairs if was != right)
        wrong = next(option for option in line.lines if option.accepted)
        assert wrong.text == f"`{first}`" and wrong.letter == one.key["mistake"]["line"]
        kind = next(option for option in line.kinds if option.accepted)
        assert kind.text == CATALOGUE[one.problem["misconception"]].title
        assert line.judge(line.read(f"{wrong.letter}; {kind.letter}")).share == 1


def test_every_line_and_every_kind_is_right_equally_often():
    drawn = variants(FIX, range(600))
    for function, lines in (("rnn_forward", 4), ("rnn_backward", 8)):
        right = Counter(one.key["mistake"]["line"] for one in drawn if one.asks[1].functions == (function,))
        assert len(right) == lines and min(right.values()) > 0.6 * right.total() / lines


def test_make_writes_the_broken_file(tmp_path):
    one = variant(FIX, 3)
    quiz = Quiz("fix", 3, (one,))
    folder = write_quiz(quiz, tmp_path)
    written = (folder / "submission.py").read_text()
    assert one.problem["broken"] in written and written.startswith('"""Repair what is wrong and keep the names.')
    with pytest.raises(UserError, match="leave --interface out"):
        write_quiz(quiz, tmp_path / "other", "dlai")


def test_a_function_to_repair_beside_others_to_write(tmp_path):
    one = next(v for v in variants(FIX, range(20)) if v.asks[1].functions == ("rnn_forward",))
    quiz = count_functions_once(Quiz("both", 3, (one, variant(BANK.get("code-forward"), 0))), points_of)
    written = (write_quiz(quiz, tmp_path) / "submission.py").read_text()
    assert written.count("def ") == 2 and one.problem["broken"] in written and "fill in the rest" in written
    assert [v.asks[-1].functions for v in quiz.variants] == [("rnn_forward",), ("rnn_step",)]
    compile(written, "submission.py", "exec")


def test_asks_with_given_code_keep_it_with_their_functions():
    _, ask = variant(FIX, 3).asks
    two = replace(ask, functions=("rnn_step", *ask.functions), given=("def rnn_step(): pass", *ask.given))
    assert two.with_functions(ask.functions, 20).given == ask.given
    assert type(ask).from_json(ask.to_json()) == ask
