"""A class in the manner of torch.nn.RNN: weights are attributes, two biases add up, time comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Loaded, Ref, Step
from quizgen.submissions.cases import Misfit, Undone
from quizgen.submissions.interfaces.interface import (
    GRADIENTS,
    Arguments,
    Interface,
    Layout,
    hear_carried,
    hear_forward,
)

CLASS = "RNN"
MADE = Ref(0)  # the object
OUTPUT, LAST = 0, 1  # where they stand in what forward returns
SHARE = 0.3  # of b in bias_ih; uneven, so that a forgotten bias and one taken twice look different
ATTRIBUTES = {"dx": "grad_x", "dh0": "grad_h0", "dW": "grad_weight_ih", "dW_h": "grad_weight_hh"}
BIASES = ("grad_bias_ih", "grad_bias_hh")
KEYS = {"dx": "x", "dh0": "h0", "dW": "weight_ih", "dW_h": "weight_hh"}
LEFT = (*ATTRIBUTES.values(), *BIASES)  # attributes that backward may leave, with or without _l0
LACKING = Undone("is neither in what backward returned nor an attribute of the object")
NOTHING = Undone(f"returned nothing and left no {', '.join(LEFT[2:])}: it is not done yet, or a return is missing")


def _made(interface: Interface, given: Arguments, *, batch_first: bool = False) -> list[Step]:
    """An object with the call's parameters, by torch's names of attributes with and without the layer's number."""
    W, W_h, b = interface.there(given, "W", "W_h", "b")
    H, D = given["W"].shape
    attributes = {"weight_ih": W, "weight_hh": W_h, "bias_ih": SHARE * b, "bias_hh": b - SHARE * b}
    steps = [Step(CLASS, (D, H))]
    steps += [Step(f"{name} or {name}_l0", (array,), "set", MADE) for name, array in attributes.items()]
    return [*steps, Step("batch_first", (True,), "set", MADE)] if batch_first else steps


def _run(interface: Interface, given: Arguments) -> Step:
    """forward, with None for a state of zeros: that is what None means."""
    x, h_0 = interface.there(given, "x", "h0")
    return Step("forward", (x, h_0 if h_0.any() else None), "method", MADE)


def _forward(interface: Interface, given: Arguments) -> Job:
    """All states from the output; of a single step from h_n, so that this is looked at too."""
    part = LAST if given["x"].shape[1] == 1 else OUTPUT
    steps = (*_made(interface, given), _run(interface, given))
    return Job(f"{CLASS}.forward", steps, gives=Ref(-1, (part,)))


def _hear_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    if given["x"].shape[1] > 1:
        return hear_forward(interface, given, value)
    h_n = interface.layout.back("h0", _of_one_layer(value), given["h0"].shape)
    return h_n[:, None] if isinstance(h_n, np.ndarray) else h_n


def _of_one_layer(value: Any) -> Any:
    """A state without the axis for layers, which may be there or not."""
    return value[0] if isinstance(value, np.ndarray) and value.ndim == 3 and len(value) == 1 else value


def _forward_either_way(interface: Interface, given: Arguments) -> Job:
    """A single example with batch_first = True."""
    if len(given["x"]) > 1:
        return _forward(interface, given)
    turned = interface.under(replace(interface.layout, inputs="BTF", states="BTF"))
    job = _forward(turned, given)
    return replace(job, steps=(*_made(interface, given, batch_first=True), job.steps[-1]))


def _hear_either_way(interface: Interface, given: Arguments, value: Any) -> Any:
    if len(given["x"]) > 1:
        return _hear_forward(interface, given, value)
    return _hear_forward(interface.under(replace(interface.layout, inputs="BTF", states="BTF")), given, value)


def _backward(interface: Interface, given: Arguments) -> Job:
    """After forward on the same object: the states of the call are not used."""
    backward = Step("backward", interface.there(given, "dh"), "method", MADE)
    left = tuple(Ref(0, (name + layer,)) for name in LEFT for layer in ("", "_l0"))
    steps = (*_made(interface, given), _run(interface, given), backward)
    return Job(f"{CLASS}.backward", steps, gives=(Ref(-2, (OUTPUT,)), Ref(-1), *left))


def _hear_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """The gradients from what backward returned, a dict or (dx, dh0), and from the attributes it left."""
    if not isinstance(value, tuple) or len(value) < 2:
        return value
    states, returned, *parts = value
    left = {name: _given(*parts[2 * i : 2 * i + 2]) for i, name in enumerate(LEFT)}
    if returned is None and all(isinstance(part, Undone) for part in left.values()):
        return NOTHING
    said = _by_name(returned)
    gradients = {part: _given(said.get(KEYS[part], LACKING), left[ATTRIBUTES[part]]) for part in KEYS}
    gradients["dh0"] = _of_one_layer(gradients["dh0"])
    gradients["db"] = _of_both(*(_given(said.get(name.removeprefix("grad_"), LACKING), left[name]) for name in BIASES))
    return hear_carried(interface, given, (states, *(gradients[name] for name in GRADIENTS)))


def _by_name(returned: Any) -> Mapping[str, Any]:
    """Gradients by the name of what they belong to, whichever way that is spelled: weight_ih, dweight_ih_l0, grad_x."""
    if isinstance(returned, (tuple, list)) and len(returned) == 2:
        return dict(zip(("x", "h0"), returned, strict=True))
    if not isinstance(returned, dict):
        return {} if returned is None else {"x": returned}
    bare = {str(key).removesuffix("_l0").removeprefix("grad_"): part for key, part in returned.items()}
    return {key.removeprefix("d_").removeprefix("d"): part for key, part in bare.items()}


def _given(*candidates: Any) -> Any:
    """The first that is there at all; None if one is None, and otherwise nothing is to be found."""
    found = [part for part in candidates if not isinstance(part, Other)]
    return next((part for part in found if part is not None), None if found else LACKING)


def _of_both(of_ih: Any, of_hh: Any) -> Any:
    """Both biases have the same gradient; one may stand for both."""
    if isinstance(of_ih, np.ndarray) and isinstance(of_hh, np.ndarray) and not np.array_equal(of_ih, of_hh):
        return Misfit("is not the same for bias_ih as for bias_hh, which enter side by side")
    return _given(of_ih, of_hh)


TORCHLIKE = Interface(
    name="torchlike",
    title="that of torch.nn.RNN",
    layout=Layout("x (T, B, D), time first; h_0 and h_n (1, B, H)", inputs="TBF", states="TBF", rows="1BF"),
    functions={"rnn_forward": f"{CLASS}.forward", "rnn_backward": f"{CLASS}.backward"},
    signatures={f"{CLASS}.forward": ("x", "h0"), f"{CLASS}.backward": ("dh",)},
    asks={"rnn_forward": _forward, "rnn_backward": _backward},
    hears={"rnn_forward": _hear_forward, "rnn_backward": _hear_backward},
    names={
        "h": "output", "W": "weight_ih", "W_h": "weight_hh", "b": "bias_ih + bias_hh",
        "dW": "grad_weight_ih", "dW_h": "grad_weight_hh", "db": "grad_bias_ih", "dx": "grad_x", "dh0": "grad_h0",
    },
    places={"rnn_backward": (0,)},
)  # fmt: skip
BATCH_FIRST = replace(
    TORCHLIKE,
    asks={**TORCHLIKE.asks, "rnn_forward": _forward_either_way},
    hears={**TORCHLIKE.hears, "rnn_forward": _hear_either_way},
)


def as_defined(loaded: Loaded) -> Interface:
    """With batch_first tried as well where the class knows it."""
    makers = (loaded.names.get(name) or () for name in (CLASS, f"{CLASS}.__init__"))
    return BATCH_FIRST if any("batch_first" in parameters for parameters in makers) else TORCHLIKE
