"""What a file defines, what is missing in it, what it starts from, and what happens when the fault is ours."""

from __future__ import annotations

import ast
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from nouns_from_json import grade_from
from quizgen.ask import plain
from quizgen.errors import UserError
from quizgen.model import BlamedLine, Verdict
from quizgen.sandbox.process import Child
from quizgen.sandbox.protocol import WallFailed
from quizgen.sandbox.records import Limits, NoWall
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade, grading, starter
from quizgen.submissions.checks import CHECKS, Check, Procedure
from quizgen.submissions.grading import MAX_SOURCE
from quizgen.submissions.interfaces import FUNCTIONS

STEP = (
    b"import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
)


SGD = b"def sgd(params, grads, lr):\n    return {k: params[k] - lr * grads[k] for k in params}\n"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def rnn_step(): pass\ndef sgd(): pass", ("rnn_step", "sgd")),
        ("sgd = lambda p, g, lr: p", ("sgd",)),
        ("if True:\n    def bce_loss(): pass\nelse:\n    sgd = 1", ("bce_loss",)),
        ("class A:\n    def rnn_step(self): pass\ndef sgd(): pass", ("sgd",)),
        ("def outer():\n    def rnn_step(): pass\ndef sgd(): pass", ("sgd",)),
        ("def rnn_step(x_t:\n    pass\ndef sgd(p): pass", ("rnn_step", "sgd")),
    ],
)
def test_what_a_file_defines_is_graded(source: str, names: tuple[str, ...]) -> None:
    got = grade(source.encode(), "s.py")
    assert tuple(got.titles) == names


@settings(deadline=None, max_examples=examples(30))
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_grade_or_a_users_mistake(wall: Wall, source: bytes) -> None:
    with contextlib.suppress(UserError):
        grade(source, "s.py", wall=wall)
        grade(b"def sgd(p, g, lr):\n    " + source, "s.py", wall=wall)


def test_a_missing_function_earns_nothing_and_is_asked_for() -> None:
    unlike = STEP.replace(b"rnn_step", b"rnn_stepp").replace(b"np.tanh", b"np.cosh")
    got = grade(unlike, "s.py", functions=["rnn_step"])
    assert got.points == 0 and got.max_points == 13
    assert {mark.verdict for mark in got.marks} == {Verdict.BLANK}
    assert got.marks[0].feedback == "rnn_step is not in the file; there is rnn_stepp: did you mean that?"


def test_what_is_not_asked_is_not_graded() -> None:
    got = grade(STEP, "s.py", functions=["rnn_step"], student="Ada", quiz="forward-pass-7")
    assert (got.source, got.kind, got.student, got.quiz) == ("s.py", "code", "Ada", "forward-pass-7")
    assert list(got.titles) == ["rnn_step"] and got.points == got.max_points == 13
    assert grade_from(plain(got)) == got


def test_a_file_without_anything_to_grade_is_a_users_mistake() -> None:
    for source in (b"", b"x = 1", b"def rnn_steps(): pass", "Lösung".encode("latin-1"), b"(" * 5000, b"\0"):
        with pytest.raises(UserError, match=r"^s.py defines none of the functions to grade: rnn_step"):
            grade(source, "s.py")


@pytest.mark.parametrize("name", ["rnn_fwd", "RNN_Forward", "rnnforward", "rnn_forwards"])
def test_a_file_with_other_names_gets_a_suggestion(name: str) -> None:
    with pytest.raises(UserError, match=rf"There is {name}: did you mean rnn_forward\?$"):
        grade(f"def {name}(x, h0, W, W_h, b): return x".encode(), "s.py")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"Dear teacher,\nhere it is", r"raised SyntaxError: .* \(line 1: `Dear teacher,`\)\.$"),
        (b"import numpy as np\n\ndef helper(x)\n    return x", r"expected ':' \(line 3: `def helper\(x\)`\)\.$"),
    ],
)
def test_a_file_of_which_nothing_parses_is_reported_with_line_and_reason(source: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        grade(source, "s.py")


def test_the_parts_of_one_function_are_distinguished() -> None:
    titles = grade(b"def lossFun(inputs, targets, hprev): pass", "s.py").titles
    assert [title.partition(" \u00b7 ")[0] for title in titles.values()] == [
        "lossFun, the states",
        "lossFun, the loss",
        "lossFun, the gradients",
        "lossFun, the gradients of the output layer",
    ]


def test_a_file_too_large_is_a_users_mistake() -> None:
    with pytest.raises(UserError, match="right file"):
        grade(STEP + b"#" * MAX_SOURCE, "s.py")


def test_a_system_without_isolation_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Wall:
        raise NoWall("This machine cannot.")

    monkeypatch.setattr(grading, "Wall", none)
    with pytest.raises(UserError, match=r"^This machine cannot\.$"):
        grade(STEP, "s.py")


def test_a_function_that_does_not_parse_is_one_sentence_and_costs_the_others_nothing() -> None:
    source = b"def rnn_step(x_t, h_prev, W, W_h, b)\n    return 1\n\n" + SGD
    got = grade(source, "s.py")
    first, *others = got.marks
    assert first.verdict is Verdict.CRASHED and first.points == 0 and first.max_points == 13
    assert first.feedback == (
        "rnn_step is in the file and could not be loaded (line 1): rnn_step does not parse: expected ':'"
    )
    assert {mark.ask for mark in others} == {"sgd.U1", "sgd.U3"} and all(mark.points for mark in others)
    assert not got.notes, "the cause says it"
    [cause] = got.causes
    assert cause.text == "rnn_step is in the file and could not be loaded: rnn_step does not parse: expected ':'."
    assert cause.line == BlamedLine(1, "line 1", "def rnn_step(x_t, h_prev, W, W_h, b)")


def test_what_was_skipped_is_noted_but_not_without_end() -> None:
    got = grade(STEP + b"".join(b"x = no_name_%d\n" % i for i in range(9)), "s.py")
    assert got.points == got.max_points and len(got.notes) == 6
    assert got.notes[0].startswith("Line 4 was skipped: ") and got.notes[-1] == "4 more lines were skipped."


def test_a_file_that_cannot_be_loaded_gets_a_grade_of_zero_with_the_reason() -> None:
    got = grade(b"import os\ngone = os._exit(3)\n" + STEP, "s.py")
    assert got.points == 0 and {mark.verdict for mark in got.marks} == {Verdict.CRASHED}
    assert "loading the file" in got.causes[0].text and "exit status 3" in got.causes[0].text


def test_an_interface_can_be_asked_for() -> None:
    with pytest.raises(UserError, match=r"No interface 'cs231'\. Did you mean 'cs231n'"):
        grade(STEP, "s.py", interface="cs231")
    with pytest.raises(UserError, match="defines none of the functions to grade: rnn_step_forward"):
        grade(STEP, "s.py", interface="cs231n")
    assert grade(STEP, "s.py", interface="chapter").interface == "chapter"


def test_a_fault_of_ours_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Procedure:
        yield ()
        raise ZeroDivisionError("ours")

    checks = [Check(c.function, c.id, c.points, c.claim, broken) if c.id == "F4" else c for c in CHECKS["rnn_step"]]
    monkeypatch.setitem(CHECKS, "rnn_step", checks)
    got = grade(STEP, "s.py")
    [mark] = [mark for mark in got.marks if mark.verdict is not Verdict.RIGHT]
    assert mark.verdict is Verdict.OUR_FAULT and mark.points == mark.max_points and "ZeroDivisionError" in mark.feedback


@pytest.mark.parametrize("error", [BlockingIOError("no more processes"), WallFailed("the zygote died")])
def test_no_process_to_be_had_costs_nothing(error: Exception) -> None:
    class Crowded(Wall):
        def child(self, limits: Limits) -> Child:
            raise error

    with Crowded() as wall:
        got = grade(STEP, "s.py", wall=wall)
    assert {mark.verdict for mark in got.marks} == {Verdict.OUR_FAULT} and got.points == got.max_points


# The starter


@pytest.mark.parametrize("names", [list(FUNCTIONS), ["rnn_step"], ["rnn_backward", "sgd"]])
def test_a_starter_is_tidy_says_the_shapes_and_earns_nothing(names: list[str]) -> None:
    text = starter(names)
    assert text.endswith("raise NotImplementedError\n") and "\n\n\n\n" not in text and " \n" not in text
    assert all(len(line) <= 120 for line in text.split("\n"))
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            doc = ast.get_docstring(node) or ""
            assert "Returns" in doc and all(argument.arg in doc for argument in node.args.args)
    got = grade(text.encode(), "submission.py")
    assert got.points == 0 and {mark.verdict for mark in got.marks} == {Verdict.NOT_DONE}
    assert [mark.ask for mark in got.marks] == [name for name in FUNCTIONS if name in names]


def test_the_points_are_those_of_the_documentation() -> None:
    points = {function: sum(check.points for check in checks) for function, checks in CHECKS.items()}
    assert points == {
        "rnn_step": 13,
        "rnn_forward": 20,
        "predict": 10,
        "bce_loss": 10,
        "sequence_ce": 10,
        "masked_ce": 10,
        "rnn_step_backward": 8,
        "output_backward": 4,
        "rnn_backward": 20,
        "sgd": 4,
        "clip_gradients": 7,
        "check_gradients": 19,
        "lstm_step": 16,
        "lstm_forward": 17,
        "lstm_step_backward": 13,
        "lstm_backward": 22,
        "gru_step": 14,
        "gru_forward": 14,
    }
    for checks in CHECKS.values():
        assert len({check.id for check in checks}) == len(checks)
        assert all(check.claim and not check.claim.endswith(".") for check in checks)
