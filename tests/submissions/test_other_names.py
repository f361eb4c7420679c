"""A function under another name is taken where only it has the arguments and the behaviour of one that is asked, at no cost."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from places import RIGHT, ROOT
from quizgen.errors import UserError
from quizgen.model import Grade, Verdict
from quizgen.sandbox.host import Session
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.other_names import speaks_of

FILES = {
    "chapter": ("plain.py", {"rnn_step": "cell", "rnn_forward": "forward", "rnn_backward": "bptt"}),
    "cs231n": (
        "cs231n/notebook.py",
        {
            "rnn_step_forward": "rnnStep",
            "rnn_step_backward": "step_back",
            "rnn_forward": "fprop",
            "rnn_backward": "backprop",
        },
    ),
    "dlai": (
        "dlai/step_by_step.py",
        {
            "rnn_cell_forward": "cell_fprop",
            "rnn_cell_backward": "cellBackward",
            "rnn_forward": "RNN_forward",
            "rnn_backward": "my_rnn_backward_v2",
        },
    ),
}
WORDS = {
    "rnn_step": ("step", "cell", "rnnStep", "rnn_cell", "RNNCell", "step_forward", "one_step", "f"),
    "rnn_forward": ("forward", "RNN_forward", "fprop", "rnnForward", "forward_pass", "my_rnn_forward_2", "run", "g"),
    "rnn_backward": ("bptt", "backprop", "backward", "rnnBackward", "RNN_backward", "back_prop_through_time", "grads", "q"),
}  # fmt: skip
HEAD = "import numpy as np\n"
STEP = "def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
FORWARD = """def rnn_forward(x, h0, W, W_h, b):
    h = np.zeros((x.shape[0], x.shape[1], len(b)))
    for t in range(x.shape[1]):
        h0 = rnn_step(x[:, t], h0, W, W_h, b)
        h[:, t] = h0
    return h
"""
LSTM_STEP = """def lstm_step(x_t, h_prev, c_prev, W, W_h, b):
    i, f, g, o = np.split(x_t @ W.T + h_prev @ W_h.T + b, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-a)) for a in (i, f, o))
    c = f * c_prev + i * np.tanh(g)
    return o * np.tanh(c), c
"""
GRU_STEP = """def gru_step(x_t, h_prev, W, W_h, b):
    Wr, Wz, Wn = np.split(W, 3)
    Ur, Uz, Un = np.split(W_h, 3)
    br, bz, bn = np.split(b, 3)
    r = 1 / (1 + np.exp(-(x_t @ Wr.T + h_prev @ Ur.T + br)))
    z = 1 / (1 + np.exp(-(x_t @ Wz.T + h_prev @ Uz.T + bz)))
    n = np.tanh(x_t @ Wn.T + (r * h_prev) @ Un.T + bn)
    return z * h_prev + (1 - z) * n
"""


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the rounds of jobs that files are asked to run beside those of their checks."""
    seen: list[int] = []
    apart = Session.run_apart

    def counted(self: Session, jobs: Sequence[Any]) -> Any:
        seen.append(len(jobs))
        return apart(self, jobs)

    monkeypatch.setattr(Session, "run_apart", counted)
    return seen


def with_names(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def graded(text: str, wall: Wall, **options: Any) -> Grade:
    return grade(text.encode(), "submission.py", wall=wall, **options)


def taken(got: Grade) -> dict[str, str]:
    """The function that is wanted -> the file's own, as the notes say."""
    found = (re.match(r"([\w.]+) is taken for (\w+)[:.]", note) for note in got.notes)
    return {match[2]: match[1] for match in found if match}


def points(got: Grade) -> dict[str, float]:
    return {mark.ask: mark.points for mark in got.marks}


@pytest.mark.parametrize("interface", FILES)
def test_a_right_file_under_other_names_has_all_points_and_its_own_interface(interface: str, wall: Wall) -> None:
    path, names = FILES[interface]
    text = (RIGHT / path).read_text(encoding="utf-8")
    got, own = graded(with_names(text, names), wall), graded(text, wall)
    assert got.interface == own.interface == interface
    assert taken(got) == names and got.points == got.max_points
    assert set(got.titles) >= {"rnn_step", "rnn_forward", "rnn_backward"}
    assert {title.partition(" · ")[0].partition(",")[0] for title in got.titles.values()} >= {*names.values()}


@pytest.mark.parametrize("interface", FILES)
def test_one_function_under_another_name_costs_nothing_beside_the_others(interface: str, wall: Wall) -> None:
    path, names = FILES[interface]
    text = (RIGHT / path).read_text(encoding="utf-8")
    own = graded(text, wall)
    for old, new in names.items():
        got = graded(with_names(text, {old: new}), wall)
        assert taken(got) == {old: new} and points(got) == points(own)


@pytest.mark.parametrize(("wanted", "word"), [(wanted, word) for wanted, words in WORDS.items() for word in words])
def test_every_word_is_taken_where_its_function_is_asked(wanted: str, word: str, wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text(encoding="utf-8")
    got = graded(with_names(text, {wanted: word}), wall, functions=[wanted])
    assert got.points == got.max_points > 0
    assert f"{word} is taken for {wanted}: it is the only function with its arguments and behaviour." in got.notes


def method(function: str, *, static: bool = False) -> str:
    own = function if static else re.sub(r"def (\w+)\(", r"def \1(self, ", function)
    return textwrap.indent(("@staticmethod\n" if static else "") + own, "    ")


@pytest.mark.parametrize("name", ["RNN", "Network", "Cell"])
@pytest.mark.parametrize("static", [False, True])
def test_methods_of_a_class_without_state_are_taken(name: str, static: bool, wall: Wall) -> None:
    step = method(STEP.replace("rnn_step", "step"), static=static)
    forward = method(FORWARD.replace("rnn_forward", "forward"), static=static)
    called = f"{name}.step(" if static else "self.step("
    text = f"{HEAD}class {name}:\n{step}{forward.replace('rnn_step(', called)}"
    got = graded(text, wall)
    assert taken(got) == {"rnn_step": f"{name}.step", "rnn_forward": f"{name}.forward"}
    assert got.points == got.max_points == 33


def test_a_wrong_method_is_explained_in_its_own_name_and_line(wall: Wall) -> None:
    step = method(STEP.replace("rnn_step", "step").replace("W_h.T", "W_h"))
    got = graded(f"{HEAD}class Net:\n{step}", wall, functions=["rnn_step"])
    assert got.titles["rnn_step"].startswith("Net.step ·") and 0 < got.points < 13
    assert got.causes[0].misconceptions and got.causes[0].line is not None and got.causes[0].line.number == 4


def test_a_class_whose_objects_need_arguments_has_state_and_no_method_of_it_is_taken(wall: Wall) -> None:
    init = "    def __init__(self, size):\n        self.size = size\n"
    with pytest.raises(UserError, match="defines none"):
        graded(f"{HEAD}class Net:\n{init}{method(STEP.replace('rnn_step', 'step'))}", wall)


@pytest.mark.parametrize(
    ("old", "new", "misconception"),
    [
        ("W_h.T", "W_h", "W_hᵀ"),
        (" + h_prev @ W_h.T", "", "W_h"),
        ("np.tanh", "", "pre-activation"),
    ],
)
def test_a_wrong_function_under_another_name_is_judged_as_under_the_right_one(
    old: str, new: str, misconception: str, wall: Wall
) -> None:
    wrong = STEP.replace(old, new)
    own = graded(HEAD + wrong, wall)
    for functions in (None, ["rnn_step"]):
        got = graded(HEAD + wrong.replace("rnn_step", "cell"), wall, functions=functions)
        assert points(got) == points(own) and got.points < got.max_points
        assert got.causes[0].misconceptions == own.causes[0].misconceptions and misconception in got.causes[0].text
        assert got.causes[0].line == own.causes[0].line or own.causes[0].line is None or got.causes[0].line is not None
        note = "cell is taken for rnn_step: it is the only function with its arguments and the behaviour of a known mistake."
        assert got.notes == (note,)
        assert not any("rnn_step" in mark.feedback for mark in got.marks)


def test_a_backward_pass_with_a_mistake_in_one_array_is_judged_under_another_name(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text(encoding="utf-8")
    wrong = text.replace("dW += ", "dW = ")
    assert wrong != text
    own = graded(wrong, wall)
    got = graded(with_names(wrong, {"rnn_backward": "bptt"}), wall, functions=["rnn_backward"])
    assert taken(got) == {"rnn_backward": "bptt"}
    assert {ask: points(own)[ask] for ask in points(got)} == points(got) and got.points < got.max_points


def test_an_error_names_the_function_as_the_file_does(wall: Wall) -> None:
    crashing = STEP.replace("rnn_step", "cell").replace("    return", "    assert len(x_t) > 1, 'too few'\n    return")
    got = graded(HEAD + crashing, wall, functions=["rnn_step"])
    assert taken(got) == {"rnn_step": "cell"} and 0 < got.points < 13
    [cause] = got.causes
    assert cause.text.startswith("cell raised AssertionError: too few") and "rnn_step" not in cause.text


def test_arguments_in_another_order_are_taken_only_if_all_have_the_interfaces_names(wall: Wall) -> None:
    body = "    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
    got = graded(f"{HEAD}def cell(W, W_h, b, h_prev, x_t):\n{body}", wall, functions=["rnn_step"])
    assert taken(got) == {"rnn_step": "cell"} and got.points == 13
    other = graded(f"{HEAD}def cell(W, W_h, bias, h_prev, x_t):\n    b = bias\n{body}", wall, functions=["rnn_step"])
    assert not taken(other) and other.points == 0


def test_an_argument_that_is_written_into_is_named_in_whatever_order_it_stands(wall: Wall) -> None:
    body = "    h_prev *= 1.5\n    h_prev /= 1.5\n    h_prev[:] += 1e-12\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
    got = graded(f"{HEAD}def cell(W, W_h, b, h_prev, x_t):\n{body}", wall, functions=["rnn_step"])
    [mark] = [mark for mark in got.marks if mark.ask == "rnn_step.F3"]
    assert taken(got) and "h_prev" in mark.feedback and mark.points < mark.max_points


def test_of_several_that_do_the_same_none_is_taken_and_all_are_named(wall: Wall) -> None:
    twins = STEP.replace("rnn_step", "step") + STEP.replace("rnn_step", "cell")
    with pytest.raises(UserError) as error:
        graded(HEAD + twins, wall)
    words = "There are step and cell, which do the same: did you mean one of them? Call it rnn_step."
    assert str(error.value).endswith(words)
    got = graded(HEAD + twins, wall, functions=["rnn_step"])
    assert got.points == 0 and got.marks[0].verdict is Verdict.BLANK and not taken(got)
    assert got.causes[0].text == f"rnn_step is not in the file; t{words[1:]}"


@pytest.mark.parametrize("name", ["forward", "fprop", "rnnForward"])
def test_a_function_of_which_only_the_name_speaks_is_asked_for_and_not_taken(name: str, wall: Wall) -> None:
    wrong = FORWARD.replace("rnn_step(x[:, t], h0, W, W_h, b)", "np.cosh(x[:, t] @ W.T) * h0 + 2 * b")
    got = graded(HEAD + wrong.replace("rnn_forward", name), wall, functions=["rnn_forward"])
    assert got.marks[0].feedback == f"rnn_forward is not in the file; there is {name}: did you mean that?"
    with pytest.raises(UserError, match=rf"There is {name}: did you mean rnn_forward\?$"):
        graded(HEAD + wrong.replace("rnn_forward", name), wall)


def test_the_right_one_of_a_right_and_a_wrong_one_is_taken(wall: Wall) -> None:
    first_try = STEP.replace("rnn_step", "step_old").replace("W_h.T", "W_h")
    got = graded(HEAD + first_try + STEP.replace("rnn_step", "cell"), wall)
    assert taken(got) == {"rnn_step": "cell"} and got.points == got.max_points == 13


def test_a_helper_that_makes_a_known_mistake_is_no_try_at_a_function_of_which_nothing_speaks(wall: Wall) -> None:
    inner = STEP.replace("rnn_step", "preactivation").replace("np.tanh", "")
    whole = FORWARD.replace("rnn_step(x[:, t], h0, W, W_h, b)", "np.tanh(preactivation(x[:, t], h0, W, W_h, b))")
    for name in ("rnn_forward", "forward"):
        got = graded(HEAD + inner + whole.replace("rnn_forward", name), wall)
        assert got.points == got.max_points == 20 and "rnn_step" not in taken(got)


@pytest.mark.parametrize("name", ["cell", "step", "old_rnn_step"])
def test_a_wrong_try_beside_functions_of_the_right_names_is_not_graded_unless_it_is_asked(
    name: str, wall: Wall
) -> None:
    whole = FORWARD.replace("rnn_step(x[:, t], h0, W, W_h, b)", "np.tanh(x[:, t] @ W.T + h0 @ W_h.T + b)")
    text = HEAD + whole + STEP.replace("rnn_step", name).replace("W_h.T", "W_h")
    assert set(graded(text, wall).titles) == {"rnn_forward"}
    asked = graded(text, wall, functions=["rnn_step", "rnn_forward"])
    assert taken(asked) == {"rnn_step": name} and asked.points < asked.max_points


def test_a_helper_beside_functions_of_the_right_names_costs_nothing(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text(encoding="utf-8")
    helpers = STEP.replace("rnn_step", "helper").replace("np.tanh", "np.sin") + STEP.replace("rnn_step", "old_step")
    assert points(graded(text + helpers, wall)) == points(graded(text, wall))


RIGHT_STATE = "np.tanh(x_t @ W.T + h_prev @ W_h.T + b)"
HOSTILE = {  # what a step does
    "right only on the first call": f"CALLS.append(1)\n    return {RIGHT_STATE} if len(CALLS) < 2 else 0 * h_prev",
    "another one with each call": f"CALLS.append(1)\n    return {RIGHT_STATE} * (1 + len(CALLS) % 2)",
    "right for one size alone": f"return {RIGHT_STATE} if W.shape == (3, 3) else np.ones_like(h_prev)",
    "zeros": "return np.zeros_like(h_prev)",
    "a copy": "return h_prev",
    "what was never asked": "return x_t @ W.T * 3 + 1",
    "a text": "return 'h'",
    "it ends the process": "os._exit(0)",
    "another one at the next call": "globals()['cell'] = lambda *a: 0\n    return h_prev",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_what_only_seems_to_be_a_step_earns_no_more_than_under_the_right_name(source: str, wall: Wall) -> None:
    file = f"import os\n{HEAD}CALLS = []\ndef cell(x_t, h_prev, W, W_h, b):\n    {source}\n"
    got = graded(file, wall, functions=["rnn_step"])
    own = graded(file.replace("cell", "rnn_step"), wall, functions=["rnn_step"])
    assert got.points <= own.points and got.points <= 0.05 * 13


def test_a_function_that_is_right_only_where_it_is_tried_loses_the_rest_as_under_the_right_name(wall: Wall) -> None:
    body = "    h = np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n    return h if W.any() and W_h.any() and b.any() else h * 0 + 7\n"
    source = f"{HEAD}def NAME(x_t, h_prev, W, W_h, b):\n{body}"
    got = graded(source.replace("NAME", "cell"), wall, functions=["rnn_step"])
    own = graded(source.replace("NAME", "rnn_step"), wall, functions=["rnn_step"])
    assert taken(got) and points(got) == points(own) and got.points < 13


def test_what_a_tried_function_does_to_the_file_is_undone(wall: Wall) -> None:
    spoil = "CALLS = []\ndef spoil(x, h, W, U, b):\n    CALLS.append(1)\n"
    step = STEP.replace("rnn_step", "cell").replace("    return", "    assert not CALLS\n    return")
    got = graded(HEAD + spoil + step, wall, functions=["rnn_step"])
    assert taken(got) == {"rnn_step": "cell"} and got.points == 13


def test_a_function_that_does_not_come_back_in_another_place_is_still_called_in_its_own(wall: Wall) -> None:
    waiting = FORWARD.replace("rnn_forward", "forward").replace("    h =", "    if x.ndim < 3: time.sleep(9)\n    h =")
    got = graded(f"import time\n{HEAD}{(waiting + STEP).replace('rnn_step', 'f')}", wall)
    assert taken(got) == {"rnn_step": "f", "rnn_forward": "forward"} and got.points == 33


def test_a_function_that_comes_back_for_one_size_alone_is_not_taken(wall: Wall) -> None:
    square = STEP.replace("rnn_step", "cell").replace("    return", "    assert W.shape == (3, 3)\n    return")
    assert not taken(graded(HEAD + square, wall, functions=["rnn_step"]))


def test_helpers_that_do_not_come_back_cost_time_alone_and_a_right_function_is_found_beside_it(
    wall: Wall, rounds: list[int]
) -> None:
    endless = "def train(x, y, W, U, b):\n    time.sleep(9)\n"
    more = "".join(endless.replace("train", f"train_{i}") for i in range(8))
    got = graded("import time\n" + HEAD + more + STEP.replace("rnn_step", "cell"), wall, functions=["rnn_step"])
    assert taken(got) == {"rnn_step": "cell"} and got.points == 13 and len(rounds) == 1


def test_of_five_hundred_functions_none_is_taken_and_few_are_tried(wall: Wall, rounds: list[int]) -> None:
    many = "".join(STEP.replace("rnn_step", f"step_{i}") for i in range(500))
    with pytest.raises(UserError, match="defines none"):
        graded(HEAD + many, wall)
    assert sum(rounds) == 0
    helpers = "".join(f"def helper_{i}(a, b):\n    return a\n" for i in range(400))
    got = graded(HEAD + helpers + STEP.replace("rnn_step", "cell"), wall, functions=["rnn_step"])
    assert taken(got) == {"rnn_step": "cell"} and sum(rounds) < 40


LAZY = [
    path for path in sorted((ROOT / "tests/submissions/lazy").glob("*.py")) if "def rnn_" in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.stem)
def test_a_lazy_file_earns_no_more_under_other_names(path: Path, wall: Wall) -> None:
    try:
        got = graded(re.sub(r"\brnn_(step|forward|backward|cell)", r"my_\1", path.read_text("utf-8")), wall)
    except UserError:
        return
    assert not taken(got) or got.points <= graded(path.read_text("utf-8"), wall).points


ORDINARY = [path for path in sorted(RIGHT.rglob("*.py")) if "scratch" not in path.parts]


@pytest.mark.parametrize("path", ORDINARY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_ordinary_file_is_asked_nothing_more(path: Path, wall: Wall, rounds: list[int]) -> None:
    got = graded(path.read_text(encoding="utf-8"), wall)
    assert not taken(got) and sum(rounds) == 0


def test_one_more_round_finds_functions_and_a_second_those_that_need_the_first(wall: Wall, rounds: list[int]) -> None:
    for interface, (path, names) in FILES.items():
        rounds.clear()
        graded(with_names((RIGHT / path).read_text(encoding="utf-8"), names), wall)
        assert len(rounds) == (1 if interface == "chapter" else 2)


def test_scratch_and_torch_keep_their_classes_beside_a_right_function_with_the_arguments_of_a_step(wall: Wall) -> None:
    for path in ("torchlike/layer.py", "scratch/columns_dict.py"):
        text = (RIGHT / path).read_text(encoding="utf-8")
        got = graded(text + "\n" + STEP.replace("rnn_step", "cell"), wall)
        assert got.interface == path.partition("/")[0] and points(got) == points(graded(text, wall))


@pytest.mark.parametrize(
    ("function", "source", "names"),
    [
        ("gru_step", GRU_STEP, ("gru_cell", "GRUCell", "gru", "my_gru_step")),
        ("lstm_step", LSTM_STEP, ("lstm_cell", "LSTMStep", "lstm")),
    ],
)
def test_gated_cells_are_taken_too(function: str, source: str, names: Sequence[str], wall: Wall) -> None:
    for name in names:
        got = graded(HEAD + source.replace(function, name), wall)
        assert taken(got) == {function: name} and got.points == got.max_points > 0
        beside = graded(HEAD + STEP + source.replace(function, name), wall)
        assert beside.points == beside.max_points and set(beside.titles) == {"rnn_step", function}


def test_gru_cell_is_a_name_for_gru_step_whatever_it_does(wall: Wall) -> None:
    wrong = GRU_STEP.replace("z * h_prev + (1 - z) * n", "z * n * h_prev + 0.3")
    got = graded(HEAD + wrong.replace("gru_step", "gru_cell"), wall)
    assert got.notes == ("gru_cell is taken for gru_step.",)
    assert points(got) == points(graded(HEAD + wrong, wall))


def test_losses_and_updates_are_taken_where_they_are_asked(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text(encoding="utf-8")
    names = {"bce_loss": "binary_loss", "sgd": "update", "predict": "output_layer", "sequence_ce": "ce"}
    got = graded(with_names(text, names), wall, functions=[*names])
    assert got.points == got.max_points and taken(got) == names


@settings(max_examples=examples(25))
@given(st.from_regex(r"[a-z][a-z_0-9]{0,12}", fullmatch=True).filter(lambda name: not iskeyword(name) and name != "np"))
def test_any_name_will_do_for_a_right_function_that_is_asked(wall: Wall, name: str) -> None:
    assert graded(HEAD + STEP.replace("rnn_step", name), wall, functions=["rnn_step"]).points == 13


def test_names_speak_of_what_they_are_for() -> None:
    for function, words in WORDS.items():
        for word in words[:-1]:
            others = [other for other in WORDS if other.endswith("_backward") != function.endswith("_backward")]
            assert speaks_of(word, function) and not any(speaks_of(word, other) for other in others)
    assert speaks_of("GRUCell", "gru_step") and not speaks_of("GRUCell", "rnn_step")
    assert speaks_of("lstm_cell", "lstm_step") and not speaks_of("cell", "lstm_step")
