"""Each interface makes the chapter's calls and reads their results; a file shows which interface it follows."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nightly import examples
from places import RIGHT
from quizgen.errors import UserError
from quizgen.model import Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Loaded, Result
from quizgen.sandbox.run_job import StepFailed, run_job
from quizgen.submissions.cases import NOT_OBSERVABLE, Call, Case, WrongShape, compute, expected_parts
from quizgen.submissions.checks import CHECKS, CheckFailed, require_array
from quizgen.submissions.checks.compare import require_parts
from quizgen.submissions.interfaces import (
    INTERFACES,
    Interface,
    Layout,
    interface_of,
    named,
    other_layouts,
    other_layouts_of,
    recognised,
)
from quizgen.submissions.interfaces.interface import CHAPTER_ORDER, KINDS
from reference_rnn import RNN
from submission_in_interface import BEYOND, source

CHAPTER, CS231N, DLAI, TORCHLIKE, MINCHAR, SCRATCH = INTERFACES.values()
GENERIC = Case.of(B=3, T=4, D=2, H=5)


def file(text: str | bytes) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "submission"}
    exec(compile(text, "submission.py", "exec"), names)
    return names


def right(path: str, *changes: tuple[str, str]) -> dict[str, Any]:
    """A right file, with some places in it changed."""
    text = (RIGHT / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return file(text)


def read(names: dict[str, Any], interface: Interface, call: Call) -> Any:
    """What a file returns for a call, run as the child runs it, with copies of everything."""
    job = interface.job(call)
    assert job is not None
    with np.errstate(all="ignore"):
        [values, *_] = run_job(names, as_sent(job), job.gives, job.watch)
    return interface.read(call, Result(values)).value


def as_sent(job: Job) -> list[Any]:
    return [[step.kind, step.name, step.on, copy.deepcopy(list(step.args))] for step in job.steps]


def calls_of(function: str) -> Iterator[tuple[str, Call]]:
    """Every call that the checks make of a function that is right, each with its check's id."""
    for check in CHECKS[function]:
        procedure = check.procedure()
        try:
            calls = next(procedure)
            while True:
                yield from ((check.id, call) for call in calls)
                calls = procedure.send([Result(compute(RNN, call)) for call in calls])
        except StopIteration:
            pass


def agrees(value: Any, expected: Any, close: float = 1e-9) -> bool:
    """Equality of what can be seen."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(agrees(value[name], part, close) for name, part in expected.items())
    if value is NOT_OBSERVABLE:
        return True
    given = np.asarray(value, dtype=np.float64) if isinstance(value, (np.ndarray, float)) else None
    return (
        given is not None
        and given.size == np.size(expected)
        and np.allclose(given.ravel(), np.ravel(expected), close, close)
    )


ASKED = [(interface, function) for interface in INTERFACES for function in INTERFACES[interface].functions]


@pytest.mark.parametrize(("interface", "function"), [pair for pair in ASKED if pair[1] not in BEYOND])
def test_the_reference_is_read_as_the_reference_in_every_call_of_the_checks(interface: str, function: str) -> None:
    names = file(source(interface))
    theirs = INTERFACES[interface]
    asked = [(id, call) for id, call in calls_of(function) if theirs.job(call) is not None]
    assert asked
    for id, call in asked:
        expected = compute(RNN, call)
        assert agrees(read(names, theirs, call), expected, 1e-6 if id == "F13" else 1e-9), id


def test_calls_and_parts_that_an_interface_lacks_are_those_of_the_docs() -> None:
    never = {
        f"{name} {function}.{id}"
        for name, function in ASKED
        for id, call in calls_of(function)
        if INTERFACES[name].job(call) is None
    }
    assert never == {"dlai predict.O1", "dlai predict.O2", "dlai predict.O3", "minchar sequence_ce.L3"}
    assert {i.name: i.omitted_checks for i in INTERFACES.values() if i.omitted_checks} == {
        "chapter": {"lstm_forward.K7"},
        "cs231n": {"lstm_forward.K7"},
        "dlai": {"predict.O1", "predict.O2", "predict.O3"},
        "minchar": {"rnn_backward.G1", "rnn_backward.G3", "sequence_ce.L3"},
        "scratch": {"rnn_forward.F6", "rnn_forward.F11", "rnn_backward.G1", "rnn_backward.G3"},
    }
    value = read(file(source("minchar")), MINCHAR, GENERIC.backward())
    assert [name for name, part in value.items() if part is NOT_OBSERVABLE] == ["dx", "dh0"]


def test_a_call_is_the_same_job_every_time_and_asks_what_was_written_into_where_that_is_asked() -> None:
    call = GENERIC.forward()
    for interface in INTERFACES.values():
        assert interface.job(call) is interface.job(call)
        watched, unwatched = interface.job(call.repeated()), interface.job(call)
        assert watched is not None and watched.watch and unwatched is not None and not unwatched.watch


# The order of axes

orders = st.fixed_dictionaries(
    {
        "inputs": st.permutations("BTF").map("".join),
        "states": st.permutations("BTF").map("".join),
        "rows": st.sampled_from(["BF", "FB", "1BF", "FB1"]),
        "weights": st.sampled_from(["OI", "IO"]),
        "bias": st.sampled_from(["F", "F1", "1F"]),
    }
)


@given(orders, st.sampled_from(sorted(KINDS)), st.tuples(*[st.integers(1, 4)] * 3))
def test_there_and_back_is_the_same_array(order: dict[str, str], name: str, sizes: tuple[int, ...]) -> None:
    layout = Layout("drawn", **order)
    shape = sizes[: len(CHAPTER_ORDER[KINDS[name]])]
    array = np.arange(float(np.prod(shape))).reshape(shape)
    there = layout.to_learner(name, array)
    assert there.shape == layout.shape(name, shape)
    back = layout.to_chapter(name, there, shape)
    assert np.array_equal(np.ravel(back), np.ravel(array)) if KINDS[name] == "bias" else np.array_equal(back, array)
    assert np.array_equal(np.ravel(layout.to_chapter(name, there.tolist(), shape)), np.ravel(back))


def test_a_wrong_shape_is_reported_in_the_learners_order_of_axes() -> None:
    value = read(right("dlai/step_by_step.py", ("return a, y_pred,", "return a.T, y_pred,")), DLAI, GENERIC.forward())
    assert isinstance(value, WrongShape) and value.what == "has shape (4, 3, 5), and (5, 3, 4) is wanted"
    short = Case.of(2, 3, 2, 5).backward()
    value = read(right("minchar/matrices.py", ("return loss, dWx.T", "return loss, dWx")), MINCHAR, short)
    assert value["dW"].what == "has shape (6, 5), and (5, 6) is wanted: it is transposed"
    value = read(
        right("cs231n/notebook.py", ("dprev, dWx, dWh, db\n", "dprev, dWx.T, dWh, db\n")), CS231N, GENERIC.backward()
    )
    assert value["dW"].what == "has shape (5, 2), and (2, 5) is wanted: it is transposed"
    assert agrees(
        {name: part for name, part in value.items() if name != "dW"}, {"dx": compute(RNN, GENERIC.backward())["dx"]}
    )


def test_elements_are_named_as_the_learner_writes_them() -> None:
    assert CHAPTER.element("h", (0, 1, 2)) == "h[0, 1, 2]"
    assert CS231N.element("dW", (1, 0)) == "dWx[0, 1]"
    assert DLAI.element("h", (0, 1, 2)) == "a[2, 0, 1]"
    assert TORCHLIKE.element("h", (0, 1, 2)) == "output[1, 0, 2]"
    assert DLAI.element("db", (2,)) == "dba[2, 0]"
    assert DLAI.element("y_hat", ()) == "yt_pred"


# What only one interface has


def failed_by(names: dict[str, Any], interface: Interface, function: str) -> set[str]:
    """The checks of which some call comes back wrong."""
    pairs = [(id, call) for id, call in calls_of(function) if interface.job(call) is not None]
    return {id for id, call in pairs if not agrees(read(names, interface, call), compute(RNN, call), 1e-5)}


BATCH_FIRST = recognised(
    Loaded({"RNN": ("input_size", "hidden_size", "batch_first"), "RNN.forward": ("x", "h0"), "RNN.backward": ("dh",)})
)
ONE_BIAS = ("self.bias_ih + h @ self.weight_hh.T + self.bias_hh", "self.bias_ih + h @ self.weight_hh.T")


def test_two_biases_are_both_needed() -> None:
    assert failed_by(right("torchlike/layer.py", ONE_BIAS), TORCHLIKE, "rnn_forward") >= {"F5", "F7", "F8"}


def test_h_n_is_looked_at_where_there_is_one_step() -> None:
    names = right("torchlike/layer.py", ("h[None]\n", "self.states[0][None]\n"))
    assert failed_by(names, TORCHLIKE, "rnn_forward") == {"F2", "F6"}


def test_batch_first_is_tried_where_the_class_knows_it() -> None:
    assert failed_by(right("torchlike/batch_first.py"), BATCH_FIRST, "rnn_forward") == set()
    deaf = right(
        "torchlike/batch_first.py",
        (
            "self.batch_first = input_size, hidden_size, batch_first",
            "_ = input_size, hidden_size, 0\n        self.off = None",
        ),
        ("self.batch_first", "self.off"),
    )
    assert failed_by(deaf, TORCHLIKE, "rnn_forward") == set()
    assert failed_by(deaf, BATCH_FIRST, "rnn_forward") >= {"F2", "F11"}


@pytest.mark.parametrize(
    "returns",
    [
        "{'x': dx, 'h0': carry[None], 'weight_ih': dw_ih, 'weight_hh': dw_hh, 'bias_ih': db, 'bias_hh': db}",
        "{'dx': dx, 'dh0': carry, 'dweight_ih_l0': dw_ih, 'dweight_hh_l0': dw_hh, 'dbias_ih_l0': db}",
        "{'grad_x': dx, 'grad_h0': carry, 'd_weight_ih': dw_ih, 'd_weight_hh': dw_hh, 'd_bias_hh': db}",
    ],
)
def test_gradients_may_be_called_in_several_ways(returns: str) -> None:
    text = (RIGHT / "torchlike/layer.py").read_text()
    names = file(text[: text.rindex("return {")] + "return " + returns)
    assert agrees(read(names, TORCHLIKE, GENERIC.backward()), compute(RNN, GENERIC.backward()))


def test_a_class_may_have_room_for_one_spelling_of_its_parameters_only() -> None:
    for layer in ("", "_l0"):
        slots = ", ".join(f"'{name}{layer}'" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        names = file(f"class RNN:\n    __slots__ = ({slots})\n    def __init__(self, D, H): pass\n")
        names["RNN"].forward = lambda self, x, h0=None, of="weight_ih" + layer: (getattr(self, of), None)
        assert "has shape (5, 2)" in read(names, TORCHLIKE, GENERIC.forward()).what
    none = file("class RNN:\n    __slots__ = ('W',)\n    def __init__(self, D, H): pass\n")
    with pytest.raises(StepFailed):
        read(none, TORCHLIKE, GENERIC.forward())


@pytest.mark.parametrize("returns", ["{'gW': dw_ih, 'gWh': dw_hh, 'gb': db}", "dx, carry"])
def test_a_gradient_that_is_not_found_is_reported_with_the_places_searched(returns: str) -> None:
    text = (RIGHT / "torchlike/layer.py").read_text()
    gradients = read(file(text[: text.rindex("return {")] + "return " + returns), TORCHLIKE, GENERIC.backward())
    with pytest.raises(CheckFailed, match="neither in what backward returned nor an attribute") as failed:
        require_array(GENERIC.backward(), gradients["dW"], GENERIC.W, "dW")
    assert failed.value.verdict is Verdict.WRONG


def test_a_backward_pass_that_gives_nothing_is_not_done_and_names_the_places_searched() -> None:
    text = (RIGHT / "torchlike/layer.py").read_text()
    gradients = read(file(text[: text.rindex("return {")] + "self.gW = dw_ih"), TORCHLIKE, GENERIC.backward())
    with pytest.raises(CheckFailed, match="left no grad_weight_ih") as failed:
        require_parts(GENERIC.backward(), gradients, expected_parts(GENERIC.backward()))
    assert failed.value.verdict is Verdict.NOT_DONE


def test_the_biases_of_torch_have_one_gradient() -> None:
    names = right("torchlike/layer.py", ('"bias_hh": db.copy()', '"bias_hh": 0 * db'))
    assert "not the same for bias_ih as for bias_hh" in read(names, TORCHLIKE, GENERIC.backward())["db"].what


def test_clipping_at_five_changes_no_gradient_that_is_asked_for() -> None:
    names = right("minchar/columns.py")
    call = GENERIC.with_arrays(dh=GENERIC.dh * 20).backward()
    expected = compute(RNN, call)
    assert max(np.abs(expected[name]).max() for name in ("dW", "dW_h", "db")) > 40
    assert agrees(read(names, MINCHAR, call), expected)


def test_a_wrong_cell_costs_the_prediction_nothing() -> None:
    names = right("dlai/step_by_step.py", ("np.tanh(np.dot(Wax, xt)", "0.5 * np.sin(np.dot(Wax, xt)"))
    assert failed_by(names, DLAI, "rnn_step") >= {"F4", "F8"}
    assert failed_by(names, DLAI, "predict") == set()
    names = right("dlai/step_by_step.py", ("np.exp(x - np.max(x, axis=0))", "np.exp(x / 2 - np.max(x / 2, axis=0))"))
    assert failed_by(names, DLAI, "predict") >= {"O4"}


@pytest.mark.parametrize("interface", ["cs231n", "dlai", "torchlike", "minchar", "scratch"])
def test_what_was_left_undone_comes_back_as_nothing(interface: str) -> None:
    from quizgen.submissions import starter

    names = file(starter(["rnn_step", "rnn_forward", "rnn_backward"], interface))
    theirs = INTERFACES[interface]
    assert read(names, theirs, GENERIC.forward()) is None


numbers = st.floats() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none() | st.text(max_size=3)
shapes = st.sampled_from(
    [(), (0,), (5,), (5, 1), (3, 5), (5, 3), (3, 4, 5), (5, 3, 4), (4, 3, 5), (1, 3, 5), (2, 5), (1, 1)]
)
whole = st.sampled_from(["float64", "float32", "int64", "bool"]).flatmap(
    lambda dtype: shapes.flatmap(lambda shape: arrays.arrays(dtype, shape))
)
keys = st.sampled_from(["dx", "dh0", "dxt", "da_prev", "dW", "dW_h", "db", "weight_ih", "grad_bias_hh_l0", "\x1b"])
anything = st.recursive(
    numbers | whole | st.builds(Other, st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=6) | st.lists(inner, max_size=13).map(tuple) | st.dictionaries(keys, inner),
    max_leaves=14,
)
SOFTMAX = next(call for id, call in calls_of("predict") if id == "O4")
ONE_CALL = {
    "rnn_step": GENERIC.step(),
    "rnn_forward": GENERIC.forward(),
    "rnn_step_backward": GENERIC.step_backward(),
    "rnn_backward": GENERIC.backward(),
    "predict": SOFTMAX,
    "sequence_ce": [call for id, call in calls_of("sequence_ce") if id == "L1"][1],  # of three steps
    **{
        function: next(call for _, call in calls_of(function))
        for function in ("bce_loss", "sgd", "output_backward", *BEYOND)
    },
}


def replies(asked: tuple[str, str]) -> st.SearchStrategy[tuple[tuple[str, str], Any, Any]]:
    """What a file may send back to a call: as many parts as the job gives, and anything at all."""
    job = INTERFACES[asked[0]].job(ONE_CALL[asked[1]])
    assert job is not None
    parts = st.tuples(*[anything] * len(job.gives)) if isinstance(job.gives, tuple) else anything
    return st.tuples(st.just(asked), parts, anything)


STATES = np.zeros((5, 1))


@settings(deadline=None, max_examples=examples(100))
@given(st.sampled_from(ASKED).flatmap(replies))
@example((("minchar", "rnn_forward"), (None,) * 12, np.zeros(0)))  # an array where a tuple is expected
@example((("minchar", "rnn_forward"), (None,) * 12, (STATES, STATES)))  # states for two calls of twelve
@example((("minchar", "sequence_ce"), (None,) * 6, (0.0, np.zeros((3, 1)), 0.0, np.zeros((3, 1)))))
@example((("minchar", "rnn_backward"), (None,) * 21, (*[STATES] * 4, np.zeros((5, 6)), np.zeros((5, 5)), STATES)))
def test_any_value_that_comes_back_can_be_read(reply: tuple[tuple[str, str], Any, Any]) -> None:
    """Otherwise a strange value would be a fault of ours."""
    asked, parts, other = reply
    interface, call = INTERFACES[asked[0]], ONE_CALL[asked[1]]
    with np.errstate(all="ignore"):
        for one in (interface, *other_layouts(interface)):
            one.read(call, Result(parts))
            one.read(call, Result(other, changed=(0,)))


# Other layouts

TIME_FIRST = """
import numpy as np
def rnn_forward(x, h0, W, W_h, b):
    h, out = h0, []
    for x_t in x:
        h = np.tanh(x_t @ W{T} + h @ W_h{T} + b)
        out.append(h)
    return np.array(out)
"""


def found(names: dict[str, Any], interface: Interface) -> list[str]:
    """The layouts under which a file's forward pass is right on a case of sizes that are all different."""
    return [other.layout.name for other in other_layouts(interface) if _right(names, other)]


def _right(names: dict[str, Any], interface: Interface) -> bool:
    try:
        return agrees(read(names, interface, GENERIC.forward()), compute(RNN, GENERIC.forward()))
    except Exception:
        return False


def test_a_file_is_right_under_the_one_layout_it_is_written_for() -> None:
    first = "time first, x (T, B, D)"
    assert found(file(TIME_FIRST.format(T=".T")), CHAPTER) == [f"{first}; W (H, D)"]
    assert found(file(TIME_FIRST.format(T="")), CHAPTER) == [f"{first}; W (D, H), multiplied from the right"]
    returned = right("plain.py", ("np.stack(out, axis=1)", "np.array(out)"))
    assert found(returned, CHAPTER) == ["all states returned time first, h (T, B, H)"]
    assert found(right("plain.py"), CHAPTER) == []


def test_a_layer_that_takes_a_state_without_the_axis_for_layers_is_right_under_that_layout() -> None:
    names = right("torchlike/layer.py", ("h0[0]", "h0"))
    [flat] = [
        other for other in other_layouts(TORCHLIKE) if other.layout.name == "h0 (B, H), without an axis for layers"
    ]
    assert failed_by(names, flat, "rnn_forward") == failed_by(names, flat, "rnn_backward") == set()
    assert found(right("torchlike/layer.py"), TORCHLIKE) == []


def test_every_layout_of_an_interface_is_another() -> None:
    for interface in INTERFACES.values():
        others = other_layouts(interface)
        assert others is other_layouts(interface)
        bare = [replace(other.layout, name="") for other in (interface, *others)]
        assert len({*bare}) == len(bare) and len({other.layout.name for other in others}) == len(others)


def test_a_layout_that_turns_sequences_alone_is_no_other_one_for_a_step() -> None:
    for interface in (CHAPTER, CS231N, DLAI):
        own, others = interface.layout, other_layouts(interface)
        turned = [
            other
            for other in others
            if (other.layout.rows, other.layout.weights, other.layout.bias) != (own.rows, own.weights, own.bias)
        ]
        assert 0 < len(turned) < len(others)
        assert other_layouts_of("rnn_step", interface) == other_layouts_of("rnn_step_backward", interface) == turned
        assert other_layouts_of("rnn_forward", interface) == other_layouts_of("rnn_backward", interface) == [*others]


# Which interface a file follows


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("chapter", {"rnn_step": ("x_t", "h_prev", "W", "W_h", "b")}),
        ("chapter", {"rnn_forward": ("x", "h0", "W", "W_h", "b")}),
        ("chapter", {"rnn_forward": ("x", "h0", "W", "U", "b")}),
        ("chapter", {"rnn_forward": ("a", "b", "c", "d", "e")}),
        ("chapter", {"rnn_backward": ("dh", "x", "h0", "h", "W", "W_h", "b")}),
        ("chapter", {"rnn_step": ("x", "h")}),
        ("chapter", {"sgd": ("params", "grads", "lr"), "RNN": (), "RNN.fit": ("x",)}),
        ("chapter", {"rnn_step": ("x", "h", "W", "U", "b"), "rnn_forward": ("x", "h", "W", "U", "b"), "RNN.forward": ("x", "h0")}),
        ("chapter", {}),
        ("cs231n", {"rnn_step_forward": ("x", "prev_h", "Wx", "Wh", "b")}),
        ("cs231n", {"rnn_step_backward": ("dnext_h", "cache")}),
        ("cs231n", {"rnn_forward": ("x", "h0", "Wx", "Wh", "b")}),
        ("cs231n", {"rnn_forward": ("x", "h", "Wx", "Wh", "b"), "rnn_backward": ("dout", "cache")}),
        ("cs231n", {"rnn_backward": ("dh", "cache")}),
        ("cs231n", {"rnn_step": ("x",), "rnn_forward": ("x", "h0", "Wx", "Wh", "b"), "rnn_backward": ("dh", "cache")}),
        ("dlai", {"rnn_cell_forward": ("xt", "a_prev", "parameters")}),
        ("dlai", {"rnn_cell_forward": ("x", "a", "p"), "softmax": ("x",)}),
        ("dlai", {"rnn_forward": ("x", "a0", "parameters")}),
        ("dlai", {"rnn_backward": ("da", "caches")}),
        ("torchlike", {"RNN": ("input_size", "hidden_size"), "RNN.forward": ("self", "x", "h0")}),
        ("torchlike", {"RNN.forward": ("x", "hx"), "RNN.backward": ("grad",), "sigmoid": ("x",)}),
        ("torchlike", {"VanillaRNN": (), "VanillaRNN.forward": ("x", "h0")}),
        ("chapter", {"sgd": ("params", "grads", "lr"), "Linear.forward": ("x",), "Linear.backward": ("d",)}),
        ("minchar", {"lossFun": ("inputs", "targets", "hprev"), "sample": ("h", "seed_ix", "n"), "vocab_size": None}),
    ],
)  # fmt: skip
def test_an_interface_is_recognised_from_part_of_it(name: str, names: dict[str, tuple[str, ...] | None]) -> None:
    assert recognised(Loaded(names)).name == name


def test_what_is_asked_for_is_not_recognised_but_taken() -> None:
    loaded = Loaded({"rnn_forward": ("x", "h0", "W", "W_h", "b")})
    assert interface_of(loaded) is CHAPTER and interface_of(loaded, "cs231n") is CS231N
    assert interface_of(BATCH_FIRST_FILE, "torchlike") is BATCH_FIRST


BATCH_FIRST_FILE = Loaded({"RNN": None, "RNN.__init__": ("self", "D", "H", "batch_first")})


def test_an_unknown_interface_is_a_users_mistake() -> None:
    with pytest.raises(UserError, match=r"No interface 'cs231'. Did you mean 'cs231n'. There are: chapter, cs231n, "):
        named("cs231")


@given(
    st.dictionaries(
        st.sampled_from(["rnn_forward", "rnn_step", "RNN.forward", "lossFun", "x"]), st.none() | st.tuples(st.text())
    )
)
def test_whatever_a_file_says_of_itself_it_follows_some_interface(names: dict[str, tuple[str, ...] | None]) -> None:
    assert recognised(Loaded(names)).name in INTERFACES
