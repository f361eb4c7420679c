"""The value a call should return: computed by the reference, or by a misconception in its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.gated_values import COMPUTE as GATED
from reference_rnn import RNN, Clipping, Padded, Trace

Value = Array | dict[str, Array]
Engine = Callable[..., RNN]  # RNN, a misconception, or one of them with some arguments bound


def compute(engine: Engine, call: Call) -> Value:
    """The value of `call` computed by `engine`, in the chapter's shapes: an array, or a dict of arrays.

    Raises ValueError (NotApplicable) where that misconception cannot be computed on these shapes.
    """
    return COMPUTE[call.function](engine, *call.args)


def _step(engine: Engine, x_t: Array, h_prev: Array, W: Array, W_h: Array, b: Array) -> Array:
    return engine(W, W_h, b).step(*_floats(x_t, h_prev))


def _forward(engine: Engine, x: Array, h0: Array, W: Array, W_h: Array, b: Array) -> Array:
    return engine(W, W_h, b).forward(x, h0).h


def _predict(engine: Engine, h: Array, W_y: Array, b_y: Array, kind: str) -> Array:
    """h is (B, T, H), or (B, H) for h_T alone."""
    net = _headed(engine, h.shape[-1], W_y, b_y, output=kind)
    if h.ndim == 2:
        return net.predict(h)
    states = np.concatenate([np.zeros_like(h[:, :1]), h], axis=1).transpose(1, 0, 2)
    return net.predict(net.read_states(states))


def _bce_loss(engine: Engine, y_hat: Array, y: Array) -> Array:
    net = _headed(engine, 1, np.ones((y.shape[-1], 1)), np.zeros(y.shape[-1]), output="sigmoid", loss="bce")
    return np.asarray(net.loss(_predicted(y_hat, each_step=False), y))


def _sequence_ce(engine: Engine, y_hat: Array, y: Array, time: str, batch: str) -> Array:
    K = y.shape[-1]
    reductions = {"time": time, "batch": batch}
    net = _headed(engine, 1, np.ones((K, 1)), np.zeros(K), output="softmax", loss="ce", outputs="all", **reductions)
    return np.asarray(net.loss(_predicted(y_hat.transpose(1, 0, 2), each_step=True), y))


def _masked_ce(engine: Engine, y_hat: Array, y: Array, mask: Array) -> Array:
    """The padding is at the end, so that the mask is as good as the lengths."""
    K, lengths = y.shape[-1], np.asarray(mask).sum(axis=1).astype(int)
    reductions = {"time": "mean", "batch": "mean", "lengths": lengths}
    net = _headed(padded(engine), 1, np.ones((K, 1)), np.zeros(K), output="softmax", outputs="all", **reductions)
    return np.asarray(net.loss(_predicted(y_hat.transpose(1, 0, 2), each_step=True), y))


@cache
def padded(engine: type[RNN]) -> type[RNN]:
    """The reference, or a misconception in its place, with padding."""
    if engine is RNN:
        return Padded
    return engine if issubclass(engine, Padded) else type(engine.__name__, (engine, Padded), {})


def _backward(
    engine: Engine, dh: Array, x: Array, h0: Array, h: Array, W: Array, W_h: Array, b: Array
) -> dict[str, Array]:
    net = engine(W, W_h, b)
    states = np.concatenate([h0[:, None], h], axis=1).transpose(1, 0, 2)
    inputs = x.transpose(1, 0, 2)
    a = inputs @ W.T + states[:-1] @ W_h.T + b
    grads = net.backward_from(dh, Trace(inputs, a, states, None, None, each_step=False))
    return {"dx": grads.x, "dh0": grads.h_0, "dW": grads.W, "dW_h": grads.W_h, "db": grads.b}


def _step_backward(
    engine: Engine, dh_t: Array, x_t: Array, h_prev: Array, h_t: Array, W: Array, W_h: Array, b: Array
) -> dict[str, Array]:
    """rnn_backward on a sequence of this one step."""
    parts = _backward(engine, dh_t[:, None], x_t[:, None], h_prev, h_t[:, None], W, W_h, b)
    return {"dx_t": parts.pop("dx")[:, 0], "dh_prev": parts.pop("dh0"), **parts}


def _output_backward(
    engine: Engine, y: Array, x: Array, h0: Array, h: Array, W: Array, W_h: Array, b: Array, W_y: Array, b_y: Array
) -> dict[str, Array]:
    """Of the cross-entropy, summed over time and batch."""
    net = engine(W, W_h, b, W_y, b_y, output="softmax", outputs="all", batch="sum")
    states = np.concatenate([h0[:, None], h], axis=1).transpose(1, 0, 2)
    z, y_hat = net.readout(net.read_states(states))
    trace = Trace(x.transpose(1, 0, 2), states[1:], states, z, y_hat, each_step=True)
    dW_y, db_y = net.output_gradients(net.output_errors(trace, y), trace)
    return {"dW_y": dW_y, "db_y": db_y}


def _sgd(engine: Engine, params: dict[str, Array], grads: dict[str, Array], lr: float) -> dict[str, Array]:
    net = _headed(engine, 1, np.ones((1, 1)), np.zeros(1))
    return {name: net.updated(theta, grads[name], lr) for name, theta in params.items()}


def expected_value(call: Call) -> Value:
    """The right value of `call`, computed once."""
    return call.memoised("expected value", lambda call: compute(RNN, call))


def expected_parts(call: Call) -> dict[str, Array]:
    """The right value of a call that returns a dict."""
    parts = expected_value(call)
    assert isinstance(parts, dict)
    return parts


def _clip_gradients(engine: Engine, grads: dict[str, Array], limit: float) -> dict[str, Array]:
    clipping: Any = engine if isinstance(engine, type) and issubclass(engine, Clipping) else Clipping
    return dict(zip(grads, clipping(limit).clip(*grads.values()), strict=True))


def _check_gradients(
    engine: Engine, dh: Array, x: Array, h0: Array, params: dict[str, Array], grads: dict[str, Array]
) -> Array:
    """1 if the gradients are those of the sum of dh ⊙ h, 0 if not."""
    net = engine(*params.values())
    right = net.backward_from(dh, net.forward(x, h0))
    pairs = ((grads[name], getattr(right, name)) for name in params)
    agree = (np.allclose(ours, theirs, rtol=1e-6, atol=1e-6 * np.abs(ours).max()) for ours, theirs in pairs)
    return np.asarray(float(all(agree)))


COMPUTE: dict[str, Callable[..., Value]] = {
    "rnn_step": _step,
    "rnn_forward": _forward,
    "predict": _predict,
    "bce_loss": _bce_loss,
    "sequence_ce": _sequence_ce,
    "masked_ce": _masked_ce,
    "rnn_step_backward": _step_backward,
    "rnn_backward": _backward,
    "output_backward": _output_backward,
    "sgd": _sgd,
    "clip_gradients": _clip_gradients,
    "check_gradients": _check_gradients,
    **GATED,
}


def _floats(*arrays: Array) -> tuple[Array, ...]:
    return tuple(np.asarray(array, dtype=np.float64) for array in arrays)


def _headed(engine: Engine, H: int, W_y: Array, b_y: Array, **settings: Any) -> RNN:
    """A network of which only the output layer is used."""
    return engine(np.zeros((H, 1)), np.zeros((H, H)), np.zeros(H), W_y, b_y, **settings)


def _predicted(y_hat: Array, *, each_step: bool) -> Trace:
    """A trace with nothing but predictions, so that the loss is computed from them and not from logits."""
    nothing = np.zeros((1, 1, 1))
    return Trace(nothing, nothing, np.zeros((2, 1, 1)), None, y_hat, each_step)
