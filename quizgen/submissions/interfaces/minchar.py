"""A character model in one function, lossFun: ids for inputs, columns for states, globals for parameters.

It takes ids and not vectors, yet it can be called with any sequence: id t at step t, and W x_t as column t of Wxh. It
takes targets and not ∂L/∂h, yet any ∂L/∂h can be set: by makes the class U certain for any states, so that
Whyᵀ (p - y) at step t is Why[U] - Why[t] for the target t; with Why[U] = 0 and Why[t] = -∂L/∂h_t it is ∂L/∂h_t.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.missing_modules import PLACEHOLDER
from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import NOT_OBSERVABLE, Array, WrongShape, as_array
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.layout import Layout

FUNCTION = "lossFun"
VOCABULARY = len(PLACEHOLDER)
MALFORMED = Other("not one value for each call")
CLIPPED = 5.0  # the size at which gradients are usually cut
LOSS, D_WXH, D_WHH, D_WHY, D_BH, D_BY, H_LAST = range(7)  # their positions in what lossFun returns
CERTAIN = 60.0  # a logit against which others of size 1 vanish in double precision
IMPOSSIBLE = -1000.0  # a logit whose exp is zero in double precision
SCALE = 2.0**-20  # of ∂L/∂h, in which gradients are linear: so that the usual clipping at ±5 changes none


def _globals(
    W: Array, W_h: Array, b: Array, x: Array, W_y: Array | None = None, b_y: Array | None = None
) -> list[Step]:
    """The parameters for one sequence x (T, D). The number of characters is always the same, as files compute sizes from it
    when they are loaded; the characters that the output layer lacks get a probability of almost zero."""
    T, H = len(x), len(b)
    W_y, b_y = (np.zeros((T, H)), np.zeros(T)) if W_y is None or b_y is None else (W_y, b_y)
    more = VOCABULARY - len(b_y)
    W_y, b_y = np.pad(W_y, ((0, more), (0, 0))), np.pad(b_y, (0, more), constant_values=-CERTAIN)
    Wxh = np.zeros((H, VOCABULARY))
    Wxh[:, :T] = W @ x.T
    columns = {"Wxh": Wxh, "Whh": W_h, "Why": W_y, "bh": b[:, None], "by": b_y[:, None]}
    put = {**columns, "vocab_size": len(b_y), "hidden_size": H}
    return [Step("", ([[name] for name in put], [*put.values()]), "put")]


def _loss_fun(T: int, h_0: Array, targets: list[int] | None = None) -> Step:
    return Step(FUNCTION, (list(range(T)), targets or [0] * T, h_0[:, None]))


def _job(*sequences: list[Step], parts: tuple[int, ...], last: tuple[int, ...] = ()) -> Job:
    """A job that gives these parts of what every call returns, in order, then `last` of each sequence's last call."""
    gives: list[Ref] = []
    steps: list[Step] = []
    for sequence in sequences:
        calls = [i for i, step in enumerate(sequence, len(steps)) if step.kind == "call"]
        gives += [Ref(i, (part,)) for i in calls for part in parts]
        gives += [Ref(calls[-1], (part,)) for part in last]
        steps += sequence
    return Job(FUNCTION, tuple(steps), gives=tuple(gives))


def _forward(interface: Interface, given: Arguments) -> Job:
    """h_t is the last state of the first t steps."""
    cell = given["W"], given["W_h"], given["b"]
    ends = range(1, given["x"].shape[1] + 1)
    examples = zip(given["x"], given["h0"], strict=True)
    return _job(*([*_globals(*cell, x), *(_loss_fun(t, h_0) for t in ends)] for x, h_0 in examples), parts=(H_LAST,))


def _backward(interface: Interface, given: Arguments) -> Job:
    """The states are those of the learner's own forward pass, which the job gives too: those in the call are not used."""
    T = given["x"].shape[1]
    sequences = []
    for dh, x, h_0 in zip(given["dh"], given["x"], given["h0"], strict=True):
        W_y = np.concatenate([-SCALE * dh, np.zeros((1, dh.shape[1]))])
        b_y = np.append(np.zeros(T), CERTAIN)
        cell = _globals(given["W"], given["W_h"], given["b"], x, W_y, b_y)
        sequences.append([*cell, *(_loss_fun(t, h_0, list(range(t))) for t in range(1, T + 1))])
    return _job(*sequences, parts=(H_LAST,), last=(D_WXH, D_WHH, D_BH))


def _output_backward(interface: Interface, given: Arguments) -> Job:
    """On the states of the learner's own forward pass, as in rnn_backward."""
    T = given["x"].shape[1]
    sequences = []
    for y, x, h_0 in zip(given["y"], given["x"], given["h0"], strict=True):
        cell, targets = _globals(given["W"], given["W_h"], given["b"], x, given["W_y"], given["b_y"]), y.argmax(axis=-1)
        sequences.append([*cell, *(_loss_fun(t, h_0, targets[:t].tolist()) for t in range(1, T + 1))])
    return _job(*sequences, parts=(H_LAST,), last=(D_WHY, D_BY))


def _sequence_ce(interface: Interface, given: Arguments) -> Job | None:
    """The loss of given predictions: one by `by` alone, several by states that encode the step."""
    y = given["y"]
    _, T, K = y.shape
    if given["time"] != "sum" or T > K:
        return None
    with np.errstate(divide="ignore"):
        z = np.maximum(np.log(given["y_hat"]), IMPOSSIBLE)
    sequences = []
    for logits, classes in zip(z, y.argmax(axis=-1), strict=True):
        W_y, b_y = (np.zeros((K, T)), logits[0]) if T == 1 else (2.0 * logits.T, np.zeros(K))
        cell = _globals(np.arctanh(0.5) * np.eye(T), np.zeros((T, T)), np.zeros(T), np.eye(T), W_y, b_y)
        begun = (_loss_fun(t, np.zeros(T), classes[:t].tolist()) for t in range(1, T + 1))
        sequences.append([*cell, *begun])
    return _job(*sequences, parts=(LOSS, H_LAST))


def _read_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    (B, T), H = given["x"].shape[:2], len(given["b"])
    states = _stacked(value, B * T, (H, 1))
    return states.reshape(B, T, H) if isinstance(states, np.ndarray) else states


def _read_sequence_ce(interface: Interface, given: Arguments, value: Any) -> Any:
    """The loss of all steps. A pass that computes other states has lost points for that elsewhere; its loss over several
    steps is not compared, since the right one for such states is unknown."""
    B, T, _ = given["y"].shape
    if not isinstance(value, tuple):
        return value
    losses, states = _stacked(value[2 * T - 2 :: 2 * T], B, ()), _stacked(value[1::2], B * T, (T, 1))
    if T > 1 and isinstance(states, np.ndarray):
        wanted = np.tile(0.5 * np.eye(T), (B, 1))
        if not np.allclose(states[..., 0], wanted, rtol=0.0, atol=1e-12):
            return NOT_OBSERVABLE
    if not isinstance(losses, np.ndarray):
        return losses
    return losses.mean() if given["batch"] == "mean" else losses.sum()


def _read_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """Column t of dWxh is δ_t, so dW = Σ δ_t x_tᵀ is dWxh times the sequence. Examples are called one by one and added."""
    if not isinstance(value, tuple) or all(part is None for part in value):
        return None
    (B, T), H = given["x"].shape[:2], len(given["b"])
    each = T + 3  # T states, then three gradients of the whole
    h = _read_forward(interface, given, tuple(part for i, part in enumerate(value) if i % each < T))
    dWxh, dWhh, dbh = (value[T + i :: each] for i in range(3))
    dWxh = _stacked(dWxh, B, (H, VOCABULARY))
    dW = dWxh[:, :, :T] @ given["x"] if isinstance(dWxh, np.ndarray) else dWxh
    parts = {"dW": dW, "dW_h": _stacked(dWhh, B, (H, H)), "db": _stacked(dbh, B, (H, 1))}
    summed = {name: part.sum(axis=0) / SCALE if isinstance(part, np.ndarray) else part for name, part in parts.items()}
    return {"h": h, "dx": NOT_OBSERVABLE, "dh0": NOT_OBSERVABLE, **summed}


def _read_output_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """Of the classes that there are: the others have a probability of almost zero. Where states are so large that clipping
    may cut their products, which costs points as rnn_forward, dWhy is not compared."""
    if not isinstance(value, tuple) or all(part is None for part in value):
        return None
    (B, T), (K, H) = given["x"].shape[:2], given["W_y"].shape
    each = T + 2  # T states, then two gradients of the whole
    h = _read_forward(interface, given, tuple(part for i, part in enumerate(value) if i % each < T))
    dWhy, dby = (_stacked(value[T + i :: each], B, (VOCABULARY, columns)) for i, columns in ((0, H), (1, 1)))
    bounded = not isinstance(h, np.ndarray) or np.abs(h).max() * T <= CLIPPED
    parts = {"dW_y": dWhy if bounded else NOT_OBSERVABLE, "db_y": dby}
    return {"h": h} | {
        name: part.sum(axis=0)[:K] if isinstance(part, np.ndarray) else part for name, part in parts.items()
    }


def _stacked(values: Any, count: int, shape: tuple[int, ...]) -> Any:
    """What `count` calls gave, each of this shape, as one array; else the first value that is no such array, or why.

    Axes of length one may be missing or elsewhere.
    """
    if not isinstance(values, tuple) or len(values) != count:
        return MALFORMED
    if all(value is None for value in values):
        return None
    arrays = []
    for value in values:
        array = as_array(value)
        if array is None:
            return value
        if _without_ones(array.shape) != _without_ones(shape):
            note = ": it is transposed" if array.T.shape == shape else ""
            return WrongShape(f"has shape {array.shape}, and {shape} is wanted{note}")
        arrays.append(array.reshape(shape))
    single = any(isinstance(value, np.ndarray) and value.dtype == np.float32 for value in values)
    return np.stack(arrays).astype(np.float32 if single else np.float64)


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)


MINCHAR = Interface(
    name="minchar",
    title="that of a min-char-rnn",
    layout=Layout("ids for inputs, columns for states"),
    functions=dict.fromkeys(("rnn_forward", "sequence_ce", "rnn_backward", "output_backward"), FUNCTION),
    signatures={FUNCTION: ("inputs", "targets", "hprev")},
    job_makers={
        "rnn_forward": _forward,
        "sequence_ce": _sequence_ce,
        "rnn_backward": _backward,
        "output_backward": _output_backward,
    },
    result_readers={
        "rnn_forward": _read_forward,
        "sequence_ce": _read_sequence_ce,
        "rnn_backward": _read_backward,
        "output_backward": _read_output_backward,
    },
    names={
        "x": "inputs", "h0": "hprev", "h": "h_last", "W": "Wxh",
        "W_h": "Whh", "b": "bh", "dW": "dWxh", "dW_h": "dWhh", "db": "dbh", "dW_y": "dWhy", "db_y": "dby",
    },
    positions={
        "rnn_forward": (0, 0, 1),
        "sequence_ce": (0, 1, 0),
        "rnn_backward": (1, 0, 2),
        "output_backward": (1, 0, 2),
    },
    omitted_checks=frozenset({"rnn_backward.G1", "rnn_backward.G3", "sequence_ce.L3"}),
)  # fmt: skip
