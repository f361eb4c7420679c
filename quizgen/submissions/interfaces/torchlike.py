"""A class in the manner of torch.nn.RNN: weights are attributes, two biases add up, time comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Loaded, Ref, Step
from quizgen.submissions.cases import Array
from quizgen.submissions.interfaces.base import (
    GRADIENTS,
    Arguments,
    Interface,
    Layout,
    Misfit,
    hear_forward,
    hear_gradients,
    hear_step,
)

CLASS = "RNN"
MADE = Ref(0)  # the object
OUTPUT, LAST = 0, 1  # where they stand in what forward returns
SHARE = 0.3  # of b in bias_ih; uneven, so that a forgotten bias and one taken twice look different
ATTRIBUTES = {"dx": "grad_x", "dh0": "grad_h0", "dW": "grad_weight_ih", "dW_h": "grad_weight_hh"}
BIASES = ("grad_bias_ih", "grad_bias_hh")
KEYS = {"dx": "x", "dh0": "h0", "dW": "weight_ih", "dW_h": "weight_hh"}
LEFT = (*ATTRIBUTES.values(), *BIASES)  # attributes that backward may leave, with or without _l0


def _made(interface: Interface, given: Arguments, *, batch_first: bool = False) -> list[Step]:
    """An object with the call's parameters, by torch's names of attributes with and without the layer's number."""
    W, W_h, b = interface.there(given, "W", "W_h", "b")
    H, D = given["W"].shape
    attributes = {"weight_ih": W, "weight_hh": W_h, "bias_ih": SHARE * b, "bias_hh": b - SHARE * b}
    steps = [Step(CLASS, (D, H))]
    for name, array in attributes.items():
        steps += [Step(name + layer, (array,), "set", MADE) for layer in ("", "_l0")]
    return [*steps, Step("batch_first", (True,), "set", MADE)] if batch_first else steps


def _start(interface: Interface, h_0: Array) -> Array | None:
    """None where h_0 is zero: that is what None means."""
    return interface.layout.there("h0", h_0) if h_0.any() else None


def _step(interface: Interface, given: Arguments) -> Job:
    """One step is a sequence of one, and the new state is h_n."""
    x = interface.layout.there("x", given["x_t"][:, None])
    forward = Step("forward", (x, _start(interface, given["h_prev"])), "method", MADE)
    return Job(f"{CLASS}.forward", (*_made(interface, given), forward), gives=Ref(-1, (LAST,)))


def _step_batch_first(interface: Interface, given: Arguments) -> Job:
    """The same with batch_first = True."""
    forward = Step("forward", (given["x_t"][:, None], _start(interface, given["h_prev"])), "method", MADE)
    steps = (*_made(interface, given, batch_first=True), forward)
    return Job(f"{CLASS}.forward", steps, gives=Ref(-1, (LAST,)))


def _forward(interface: Interface, given: Arguments) -> Job:
    x = interface.layout.there("x", given["x"])
    forward = Step("forward", (x, _start(interface, given["h0"])), "method", MADE)
    return Job(f"{CLASS}.forward", (*_made(interface, given), forward), gives=Ref(-1, (OUTPUT,)))


def _backward(interface: Interface, given: Arguments) -> Job:
    """After forward on the same object: the states of the call are not used."""
    x, dh = interface.there(given, "x", "dh")
    forward = Step("forward", (x, _start(interface, given["h0"])), "method", MADE)
    backward = Step("backward", (dh,), "method", MADE)
    left = tuple(Ref(0, (name + layer,)) for name in LEFT for layer in ("", "_l0"))
    return Job(f"{CLASS}.backward", (*_made(interface, given), forward, backward), gives=(Ref(-1), *left))


def _hear_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """The gradients from what backward returned, a dict or (dx, dh0), and from the attributes it left."""
    if not isinstance(value, tuple) or not value:
        return value
    returned, *parts = value
    left = {name: _given(*parts[2 * i : 2 * i + 2]) for i, name in enumerate(LEFT)}
    said = _by_name(returned)
    gradients = {part: _given(said.get(KEYS[part]), left[ATTRIBUTES[part]]) for part in KEYS}
    gradients["db"] = _of_both(*(_given(said.get(name.removeprefix("grad_")), left[name]) for name in BIASES))
    return hear_gradients(interface, given, tuple(gradients[name] for name in GRADIENTS))


def _by_name(returned: Any) -> Mapping[str, Any]:
    """Gradients by the name of what they belong to, whichever way that is spelled: weight_ih, dweight_ih_l0, grad_x."""
    if isinstance(returned, (tuple, list)) and len(returned) == 2:
        return dict(zip(("x", "h0"), returned, strict=True))
    if not isinstance(returned, dict):
        return {} if returned is None else {"x": returned}
    bare = {str(key).removesuffix("_l0").removeprefix("grad_"): part for key, part in returned.items()}
    return {key.removeprefix("d_").removeprefix("d"): part for key, part in bare.items()}


def _given(*candidates: Any) -> Any:
    """The first that is there at all."""
    return next((part for part in candidates if part is not None and not isinstance(part, Other)), None)


def _of_both(of_ih: Any, of_hh: Any) -> Any:
    """Both biases have the same gradient; one may stand for both."""
    if isinstance(of_ih, np.ndarray) and isinstance(of_hh, np.ndarray) and not np.array_equal(of_ih, of_hh):
        return Misfit("is not the same for bias_ih as for bias_hh, which enter side by side")
    return _given(of_ih, of_hh)


TORCHLIKE = Interface(
    name="torchlike",
    title="that of torch.nn.RNN",
    layout=Layout("x (T, B, D), time first; h_0 and h_n (1, B, H)", inputs="TBF", states="TBF", rows="1BF"),
    functions={
        "rnn_step": f"{CLASS}.forward",
        "rnn_forward": f"{CLASS}.forward",
        "rnn_backward": f"{CLASS}.backward",
    },
    signatures={f"{CLASS}.forward": ("x", "h0"), f"{CLASS}.backward": ("dh",)},
    asks={"rnn_step": _step, "rnn_forward": _forward, "rnn_backward": _backward},
    hears={"rnn_step": hear_step, "rnn_forward": hear_forward, "rnn_backward": _hear_backward},
    names={
        "h_t": "h_n", "h": "output", "W": "weight_ih", "W_h": "weight_hh", "b": "bias_ih + bias_hh",
        "dW": "grad_weight_ih", "dW_h": "grad_weight_hh", "db": "grad_bias_ih", "dx": "grad_x", "dh0": "grad_h0",
    },
    places={"rnn_backward": (0,)},
)  # fmt: skip
BATCH_FIRST = replace(TORCHLIKE, asks={**TORCHLIKE.asks, "rnn_step": _step_batch_first})


def as_defined(loaded: Loaded) -> Interface:
    """With batch_first tried too, where the class knows it."""
    makers = (loaded.names.get(name) or () for name in (CLASS, f"{CLASS}.__init__"))
    return BATCH_FIRST if any("batch_first" in parameters for parameters in makers) else TORCHLIKE
