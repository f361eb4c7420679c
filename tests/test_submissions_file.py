"""What a file defines, what is missing in it, what it starts from, and what happens when the fault is ours."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.model import UserError, Verdict
from quizgen.plain import grade_from, plain
from quizgen.sandbox import process
from quizgen.submissions import functions_in, grade, starter
from quizgen.submissions.check import CHECKS, Check, Talk
from quizgen.submissions.interface import FUNCTIONS
from quizgen.submissions.judge import MAX_SOURCE

STEP = (
    b"import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def rnn_step(): pass\ndef sgd(): pass", ("rnn_step", "sgd")),
        ("sgd = lambda p, g, lr: p", ("sgd",)),
        ("sgd: object = None", ("sgd",)),
        ("from mine import rnn_forward, other as predict", ("rnn_forward", "predict")),
        ("try:\n    import numpy\nexcept ImportError:\n    pass\nelse:\n    def bce_loss(): pass", ("bce_loss",)),
        ("if True:\n    def bce_loss(): pass\nelse:\n    sgd = 1", ("bce_loss", "sgd")),
        ("class A:\n    def rnn_step(self): pass", ()),
        ("def outer():\n    def rnn_step(): pass", ()),
        ("def rnn_step(x_t:\n    pass\ndef sgd(p): pass", ("rnn_step", "sgd")),
        ("def rnn_step(): pass\n\0", ("rnn_step",)),
        ("(" * 5000, ()),
        ("", ()),
    ],
)
def test_functions_are_found_by_reading(source: str, names: tuple[str, ...]) -> None:
    assert functions_in(source.encode()) == names


def test_reading_a_file_runs_and_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert functions_in(rb"raise SystemExit; sgd = lambda: '\d'") == ("sgd",)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_can_be_looked_at(source: bytes) -> None:
    assert set(functions_in(source)) <= set(FUNCTIONS)


def test_a_missing_function_earns_nothing_and_is_asked_for() -> None:
    got = grade(STEP.replace(b"rnn_step", b"rnn_stepp"), "s.py", functions=["rnn_step"])
    assert got.points == 0 and got.max_points == 13
    assert {mark.verdict for mark in got.marks} == {Verdict.BLANK}
    assert got.marks[0].feedback == "rnn_step is not in the file; there is rnn_stepp: did you mean that?"


def test_what_is_not_asked_is_not_graded() -> None:
    got = grade(STEP, "s.py", functions=["rnn_step"], student="Ada", quiz="forward-pass-7")
    assert (got.source, got.kind, got.student, got.quiz) == ("s.py", "code", "Ada", "forward-pass-7")
    assert list(got.titles) == ["rnn_step"] and got.points == got.max_points == 13
    assert grade_from(plain(got)) == got


def test_a_file_without_anything_to_grade_is_a_users_mistake() -> None:
    for source in (b"", b"x = 1", b"def rnn_steps(): pass", "Lösung".encode("latin-1")):
        with pytest.raises(UserError, match=r"^s.py defines none of the functions to grade: rnn_step"):
            grade(source, "s.py")


def test_a_file_too_large_is_a_users_mistake() -> None:
    with pytest.raises(UserError, match="right file"):
        grade(STEP + b"#" * MAX_SOURCE, "s.py")


def test_a_system_without_limits_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.os, "name", "nt")
    with pytest.raises(UserError, match="needs Linux or macOS"):
        grade(STEP, "s.py")


def test_a_file_that_does_not_parse_is_one_sentence_for_every_check() -> None:
    got = grade(b"def rnn_step(x_t, h_prev, W, W_h, b)\n    return 1\n", "s.py")
    assert {mark.verdict for mark in got.marks} == {Verdict.CRASHED} and got.points == 0
    [feedback] = {mark.feedback for mark in got.marks}
    assert feedback == (
        "rnn_step could not be called: loading the file raised SyntaxError: expected ':' "
        "(line 1: `def rnn_step(x_t, h_prev, W, W_h, b)`)"
    )


def test_a_fault_of_ours_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Talk:
        yield ()
        raise ZeroDivisionError("ours")

    checks = [Check(c.function, c.id, c.points, c.claim, broken) if c.id == "F4" else c for c in CHECKS["rnn_step"]]
    monkeypatch.setitem(CHECKS, "rnn_step", checks)
    got = grade(STEP, "s.py")
    [mark] = [mark for mark in got.marks if mark.verdict is not Verdict.RIGHT]
    assert mark.verdict is Verdict.OUR_FAULT and mark.points == mark.max_points and "ZeroDivisionError" in mark.feedback


def test_no_process_to_be_had_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(process.subprocess, "Popen", refuse)
    got = grade(STEP, "s.py")
    assert {mark.verdict for mark in got.marks} == {Verdict.OUR_FAULT} and got.points == got.max_points


# The starter


@pytest.mark.parametrize("names", [list(FUNCTIONS), ["rnn_step"], ["rnn_backward", "sgd"]])
def test_a_starter_is_tidy_says_the_shapes_and_earns_nothing(names: list[str]) -> None:
    text = starter(names)
    assert functions_in(text.encode()) == tuple(name for name in FUNCTIONS if name in names)
    assert text.endswith("raise NotImplementedError\n") and "\n\n\n\n" not in text and " \n" not in text
    assert all(len(line) <= 120 for line in text.split("\n"))
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            told = ast.get_docstring(node) or ""
            assert "Returns" in told and all(argument.arg in told for argument in node.args.args)
    got = grade(text.encode(), "submission.py")
    assert got.points == 0 and {mark.verdict for mark in got.marks} == {Verdict.BLANK}
    assert all(mark.feedback.endswith("is not done yet") for mark in got.marks)


def test_the_points_are_those_of_the_documentation() -> None:
    points = {function: sum(check.points for check in checks) for function, checks in CHECKS.items()}
    assert points == {
        "rnn_step": 13,
        "rnn_forward": 20,
        "predict": 10,
        "bce_loss": 10,
        "sequence_ce": 10,
        "rnn_backward": 20,
        "sgd": 4,
    }
    for checks in CHECKS.values():
        assert len({check.id for check in checks}) == len(checks)
        assert all(check.claim and not check.claim.endswith(".") for check in checks)
