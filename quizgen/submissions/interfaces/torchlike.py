"""A class in the manner of torch.nn.RNN: weights are attributes, two biases add up, time comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Loaded, Ref, Step
from quizgen.submissions.cases import Missing, WrongShape
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.readers import GRADIENTS, read_forward, read_states_and_gradients

CLASS = "RNN"
OBJECT = Ref(0)  # the object
OUTPUT, LAST = 0, 1  # their positions in what forward returns
SHARE = 0.3  # part of b in bias_ih; not ½, so that a missing bias and a doubled one differ
ATTRIBUTES = {"dx": "grad_x", "dh0": "grad_h0", "dW": "grad_weight_ih", "dW_h": "grad_weight_hh"}
BIASES = ("grad_bias_ih", "grad_bias_hh")
KEYS = {"dx": "x", "dh0": "h0", "dW": "weight_ih", "dW_h": "weight_hh"}
STORED = (*ATTRIBUTES.values(), *BIASES)  # attributes in which backward may store gradients, with or without _l0
NOT_FOUND = Missing("is neither in what backward returned nor an attribute of the object")
NOTHING = Missing(f"returned nothing and left no {', '.join(STORED[2:])}: it is not done yet, or a return is missing")


def _make_object(interface: Interface, given: Arguments, *, batch_first: bool = False) -> list[Step]:
    """An object with the call's parameters, by torch's names of attributes with and without the layer's number."""
    W, W_h, b = interface.to_learner(given, "W", "W_h", "b")
    H, D = given["W"].shape
    attributes = {"weight_ih": W, "weight_hh": W_h, "bias_ih": SHARE * b, "bias_hh": b - SHARE * b}
    put = {f"{name} or {name}_l0": array for name, array in attributes.items()} | (
        {"batch_first": True} if batch_first else {}
    )
    return [Step(CLASS, (D, H)), Step("", ([[name] for name in put], [*put.values()]), "put", OBJECT)]


def _call_forward(interface: Interface, given: Arguments) -> Step:
    """forward, with None for h_0 where it is zero."""
    x, h_0 = interface.to_learner(given, "x", "h0")
    return Step("forward", (x, h_0 if h_0.any() else None), "method", OBJECT)


def _forward(interface: Interface, given: Arguments) -> Job:
    """All states from the output; of a single step from h_n, so that h_n is checked too."""
    part = LAST if given["x"].shape[1] == 1 else OUTPUT
    steps = (*_make_object(interface, given), _call_forward(interface, given))
    return Job(f"{CLASS}.forward", steps, gives=Ref(-1, (part,)))


def _read_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    if given["x"].shape[1] > 1:
        return read_forward(interface, given, value)
    h_n = interface.layout.to_chapter("h0", _without_layer_axis(value), given["h0"].shape)
    return h_n[:, None] if isinstance(h_n, np.ndarray) else h_n


def _without_layer_axis(value: Any) -> Any:
    """A state without the axis for layers, which may be there or not."""
    return value[0] if isinstance(value, np.ndarray) and value.ndim == 3 and len(value) == 1 else value


def _forward_either_way(interface: Interface, given: Arguments) -> Job:
    """A single example with batch_first = True."""
    if len(given["x"]) > 1:
        return _forward(interface, given)
    batch_first_interface = interface.with_layout(replace(interface.layout, inputs="BTF", states="BTF"))
    job = _forward(batch_first_interface, given)
    return replace(job, steps=(*_make_object(interface, given, batch_first=True), job.steps[-1]))


def _read_either_way(interface: Interface, given: Arguments, value: Any) -> Any:
    if len(given["x"]) > 1:
        return _read_forward(interface, given, value)
    return _read_forward(interface.with_layout(replace(interface.layout, inputs="BTF", states="BTF")), given, value)


def _backward(interface: Interface, given: Arguments) -> Job:
    """After forward on the same object: the states in the call are not used."""
    backward = Step("backward", interface.to_learner(given, "dh"), "method", OBJECT)
    stored = tuple(Ref(0, (name + layer,)) for name in STORED for layer in ("", "_l0"))
    steps = (*_make_object(interface, given), _call_forward(interface, given), backward)
    return Job(f"{CLASS}.backward", steps, gives=(Ref(-2, (OUTPUT,)), Ref(-1), *stored))


def _read_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """The gradients from what backward returned, a dict or (dx, dh0), and from the attributes it stored."""
    if not isinstance(value, tuple) or len(value) < 2:
        return value
    states, returned, *parts = value
    stored = {name: _first_present(*parts[2 * i : 2 * i + 2]) for i, name in enumerate(STORED)}
    if returned is None and all(isinstance(part, Missing) for part in stored.values()):
        return NOTHING
    by_name = _by_name(returned)
    gradients = {part: _first_present(by_name.get(KEYS[part], NOT_FOUND), stored[ATTRIBUTES[part]]) for part in KEYS}
    gradients["dh0"] = _without_layer_axis(gradients["dh0"])
    biases = ((by_name.get(name.removeprefix("grad_"), NOT_FOUND), stored[name]) for name in BIASES)
    gradients["db"] = _bias_gradient(*(_first_present(*places) for places in biases))
    return read_states_and_gradients(interface, given, (states, *(gradients[name] for name in GRADIENTS)))


def _by_name(returned: Any) -> Mapping[str, Any]:
    """Gradients by the name of their array, however it is spelled: weight_ih, dweight_ih_l0, grad_x."""
    if isinstance(returned, (tuple, list)) and len(returned) == 2:
        return dict(zip(("x", "h0"), returned, strict=True))
    if not isinstance(returned, dict):
        return {} if returned is None else {"x": returned}
    bare = {str(key).removesuffix("_l0").removeprefix("grad_"): part for key, part in returned.items()}
    return {key.removeprefix("d_").removeprefix("d"): part for key, part in bare.items()}


def _first_present(*candidates: Any) -> Any:
    """The first that is a value; None if one is None; NOT_FOUND if there is none."""
    found = [part for part in candidates if not isinstance(part, Other)]
    return next((part for part in found if part is not None), None if found else NOT_FOUND)


def _bias_gradient(of_ih: Any, of_hh: Any) -> Any:
    """Both biases have the same gradient; one may stand for both."""
    if isinstance(of_ih, np.ndarray) and isinstance(of_hh, np.ndarray) and not np.array_equal(of_ih, of_hh):
        return WrongShape("is not the same for bias_ih as for bias_hh, which enter side by side")
    return _first_present(of_ih, of_hh)


TORCHLIKE = Interface(
    name="torchlike",
    title="that of torch.nn.RNN",
    layout=Layout("x (T, B, D), time first; h_0 and h_n (1, B, H)", inputs="TBF", states="TBF", rows="1BF"),
    functions={"rnn_forward": f"{CLASS}.forward", "rnn_backward": f"{CLASS}.backward"},
    signatures={f"{CLASS}.forward": ("x", "h0"), f"{CLASS}.backward": ("dh",)},
    job_makers={"rnn_forward": _forward, "rnn_backward": _backward},
    result_readers={"rnn_forward": _read_forward, "rnn_backward": _read_backward},
    names={
        "h": "output", "W": "weight_ih", "W_h": "weight_hh", "b": "bias_ih + bias_hh",
        "dW": "grad_weight_ih", "dW_h": "grad_weight_hh", "db": "grad_bias_ih", "dx": "grad_x", "dh0": "grad_h0",
    },
    positions={"rnn_backward": (0,)},
)  # fmt: skip
BATCH_FIRST = replace(
    TORCHLIKE,
    job_makers={**TORCHLIKE.job_makers, "rnn_forward": _forward_either_way},
    result_readers={**TORCHLIKE.result_readers, "rnn_forward": _read_either_way},
)


def for_class(loaded: Loaded) -> Interface:
    """The interface that also tries batch_first if the class has that parameter."""
    makers = (loaded.names.get(name) or () for name in (CLASS, f"{CLASS}.__init__"))
    return BATCH_FIRST if any("batch_first" in parameters for parameters in makers) else TORCHLIKE
