"""A class of the tutorials, "an RNN from scratch": its parameters are attributes, and it takes one sequence at a time.

How a class is used is a Plan (scratch_plan.py), which scratch_search.py finds out. What a class cannot be given is put
to it in another way, in which the states and gradients are the same:

- a first state: where it always starts from zeros, one more input that is 1 at the first step only has the weights W_h h_0;
- a bias: where it has none, one more input that is always 1 has the weights b;
- vectors: where it takes ids, the id t is given at step t, and column t of its W is W x_t;
- ∂L/∂h_t: W_y is the identity, so ∂L/∂y_t is ∂L/∂h_t; where it computes the loss of a softmax itself, b_y makes one class U
  certain, so W_yᵀ (p - y) is W_y[U] - W_y[target], which is 0 - (-∂L/∂h_t); without b_y W_y is so small that all classes are
  equally likely, and its rows add up to zero, so W_yᵀ (p - y) is -W_y[target]; where it
  computes a squared error, outputs are so small that y - target is -target. Where the loss can depend on the last output
  alone, the gradients of sequences that end at t = 1, 2, ... are added, each with its own ∂L/∂h_t.

What is compared with misconceptions are the calls so made, not those that were asked: see `Made`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import NOT_OBSERVABLE, Array, Call, Made, Missing, WrongShape
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.scratch_plan import (
    IDS,
    SEQUENCES,
    STARTER,
    VECTORS,
    GradientPlace,
    Parameter,
    Plan,
)
from quizgen.submissions.interfaces.scratch_values import is_nothing, read_states, shaped

CERTAIN = 60.0  # a logit against which others of size 1 vanish in double precision
SCALE = 1 / 64  # of ∂L/∂h, in which gradients are linear: so that the usual clipping, at ±1 or ±5, changes none
SMALL = 2.0**-20  # weights to outputs that vanish beside their targets
FAINT = 2.0**-34  # the same where the logits have to be almost equal, for want of a bias
GRADIENTS = {"dW": "W", "dW_h": "W_h", "db": "b"}
NOT_FOUND = Missing(
    "is neither in what the backward pass returned nor an attribute of the object, and no parameter changed"
)
MALFORMED = Other("not one value for each sequence")


@dataclass(frozen=True, eq=False)
class Net:
    """One sequence x (T, D) and the network it is put to, in the chapter's order of axes; dh (T, H) may be None."""

    x: Array
    h_0: Array
    W: Array
    W_h: Array
    b: Array
    dh: Array | None = None

    def until(self, t: int, *, last_only: bool = False) -> Net:
        """The first t steps; with `last_only` nothing arrives but at the last of them."""
        dh = self.dh
        if dh is not None:
            dh = dh[:t] if not last_only else np.concatenate([np.zeros_like(dh[: t - 1]), dh[t - 1 : t]])
        return Net(self.x[:t], self.h_0, self.W, self.W_h, self.b, dh)


def nets(plan: Plan, given: Arguments) -> list[Net]:
    """The sequences of a batch, each as it is put to a class."""
    gradients = given.get("dh", [None] * len(given["x"]))
    cell = given["W"], given["W_h"], given["b"]
    return [_put(plan, Net(x, h_0, *cell, dh)) for x, h_0, dh in zip(given["x"], given["h0"], gradients, strict=True)]


def _put(plan: Plan, net: Net) -> Net:
    x, W, h_0, b = net.x, net.W, net.h_0, net.b
    if plan.takes_ids:
        W, x = W @ x.T, np.eye(len(x), dtype=x.dtype)
        if begins_at_zeros(plan, h_0):
            W[:, 0] += net.W_h @ h_0
        W = W if plan["b"] is not None else W + b[:, None]
    else:
        if begins_at_zeros(plan, h_0):
            W = np.concatenate([W, (net.W_h @ h_0)[:, None]], axis=1)
            x = np.concatenate([x, np.eye(len(x), 1, dtype=x.dtype)], axis=1)
        if plan["b"] is None:
            W = np.concatenate([W, b[:, None]], axis=1)
            x = np.concatenate([x, np.ones((len(x), 1), dtype=x.dtype)], axis=1)
    b = b if plan["b"] is not None else np.zeros_like(b)
    if plan.is_tied and (more := _outputs(plan, net) - W.shape[1]) > 0:
        W, x = with_zeros(W, 0, more), with_zeros(x, 0, more)
    return Net(x, h_0 if plan.takes_h0 else np.zeros_like(h_0), W, net.W_h, b, net.dh)


def with_zeros(matrix: Array, rows: int, columns: int) -> Array:
    """A matrix with rows and columns of zeros at its ends; np.pad takes ten times as long."""
    wider = np.zeros((matrix.shape[0] + rows, matrix.shape[1] + columns), matrix.dtype)
    wider[: matrix.shape[0], : matrix.shape[1]] = matrix
    return wider


def begins_at_zeros(plan: Plan, h_0: Array) -> bool:
    """Whether a first state that is not zero has to be put to the class as one more input."""
    return not plan.takes_h0 and bool(h_0.any())


def _outputs(plan: Plan, net: Net) -> int:
    """How many outputs are needed: one more than units, or than targets."""
    return 1 + max(len(net.b), len(net.x))


def width(plan: Plan, net: Net) -> int:
    """How many outputs the network has with which the states are looked at."""
    return net.W.shape[1] if plan.is_tied else len(net.b) + 1


class Steps:
    """The steps of a job, one after the other."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps: list[Step] = []

    def add(self, name: str, args: tuple[Any, ...], kind: Any = "call", on: Ref | None = None) -> int:
        self.steps.append(Step(name, args, kind, on))
        return len(self.steps) - 1

    def make(self, net: Net, W_y: Array, b_y: Array) -> int:
        """An object with the parameters of a network; the number of the step that makes it."""
        plan, (H, D) = self.plan, net.W.shape
        if plan.is_tied and len(b_y) < D:
            more = D - len(b_y)
            W_y, b_y = with_zeros(W_y, more, 0), np.append(b_y, np.full(more, -CERTAIN))
        sizes = {"D": D, "H": H, "K": len(b_y), "V": len(b_y), "T": len(net.x)}
        made = self.add(plan.owner, tuple(sizes[size] if isinstance(size, str) else size for size in plan.makes))
        if plan.of_functions:
            made = self.add("writable", (Ref(made),), "build")
        arrays = {"W": net.W, "W_h": net.W_h, "b": net.b, "W_y": W_y, "b_y": b_y, "h0": net.h_0}
        paths = [[*parameter.path] for _, parameter in plan.parameters] + [[name] for name, _ in plan.settings]
        values = [parameter.to_learner(arrays[role]) for role, parameter in plan.parameters]
        self.add("", (paths, [*values, *(number for _, number in plan.settings)]), "put", Ref(made))
        return made

    def forward(self, made: int, net: Net) -> int:
        """The forward pass on an object; the number of its step."""
        return self._call(self.plan.forward, self.plan.arguments, net, made, 0)

    def backward(self, made: int, net: Net, returned: int) -> int:
        """The backward pass after that forward pass."""
        assert self.plan.backward is not None
        return self._call(self.plan.backward.name, self.plan.backward.arguments, net, made, returned)

    def _call(self, name: str, wanted: tuple[tuple[str, str], ...], net: Net, made: int, returned: int) -> int:
        arguments = tuple(
            Ref(made) if role == "parameters" else argument(self.plan, role, form, net, returned)
            for role, form in wanted
        )
        return self.add(name, arguments) if self.plan.of_functions else self.add(name, arguments, "method", Ref(made))


def argument(plan: Plan, role: str, form: str, net: Net, returned: int) -> Any:
    """What is given for an argument of this role, in this form."""
    T, (H, D) = len(net.x), net.W.shape
    if role == "x":
        return list(range(T)) if form == IDS else SEQUENCES[form](net.x)
    if role == "h0":
        return VECTORS[form](net.h_0)
    if role == "number":
        return float(form)
    if role == "returned":
        return Ref(returned, tuple(int(key) if key.isdigit() else key for key in form.split()))
    dh = np.zeros((T, H)) if net.dh is None else scale(plan) * net.dh
    if role.startswith("target"):
        ids = np.arange(T)
        K = D if plan.is_tied else T + 1
        if role.endswith("of h_T"):
            return T - 1 if form == IDS else VECTORS[form](np.eye(K)[T - 1])
        return ids.tolist() if form == IDS else SEQUENCES[form](np.eye(T, K))
    if role.startswith("real"):
        dh = -dh / SMALL
    if role.startswith(("dy", "real")):
        dh = with_zeros(dh, 0, width(plan, net) - H)
    return VECTORS[form](dh[-1]) if role.endswith("of h_T") else SEQUENCES[form](dh)


def scale(plan: Plan) -> float:
    """What ∂L/∂h is multiplied by."""
    return FAINT if plan.upstream.startswith("target") and plan["b_y"] is None else SCALE


def output_layer(plan: Plan, net: Net, *, backward: bool) -> tuple[Array, Array]:
    """W_y and b_y with which the outputs show the states, and what arrives at an output arrives at the state."""
    T, H = len(net.x), len(net.b)
    if backward and plan.upstream.startswith("target") and net.dh is not None:
        rows = -scale(plan) * net.dh
        last = np.zeros((1, H)) if plan["b_y"] is not None else -rows.sum(axis=0, keepdims=True)
        return np.concatenate([rows, last]), np.append(np.zeros(T), CERTAIN)
    size = SMALL if backward and plan.upstream.startswith("real") else 1.0
    return size * np.eye(H + 1, H), np.zeros(H + 1)


def forward_refs(steps: Steps, net: Net) -> list[Ref]:
    """Runs the forward pass on a sequence, or on all its beginnings; where the states are."""
    states, refs = steps.plan.states, []
    for t in range(1, len(net.x) + 1) if states.rows == "only h_T" else [len(net.x)]:
        begun = net.until(t)
        made = steps.make(begun, *output_layer(steps.plan, begun, backward=False))
        returned = steps.forward(made, begun)
        refs.append(Ref(returned if states.returned else made, states.path))
    return refs


def _forward(interface: Interface, given: Arguments, plan: Plan) -> Job | None:
    steps, gives = Steps(plan), []
    for net in nets(plan, given):
        gives += forward_refs(steps, net)
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(gives))


def parts_back(plan: Plan, net: Net) -> list[Net]:
    """The backward passes that together give the gradients of a sequence."""
    assert plan.backward is not None
    lengths = range(1, len(net.x) + 1) if plan.last_only else [len(net.x)]
    return [net.until(t, last_only=plan.last_only) for t in lengths]


def _backward(interface: Interface, given: Arguments, plan: Plan) -> Job | None:
    """Each sequence gives its states, from passes of its own, and then the gradients of each pass back."""
    assert plan.backward is not None
    steps, gives = Steps(plan), []
    for net in nets(plan, given):
        gives += forward_refs(steps, net)
        for part in parts_back(plan, net):
            made = steps.make(part, *output_layer(plan, part, backward=True))
            returned = steps.forward(made, part)
            back = steps.backward(made, part, returned)
            for name, place in plan.backward.gradients:
                gives.append(gradient_ref(plan, name, place, made, back))
    return Job(plan.named(plan.backward.name), tuple(steps.steps), gives=tuple(gives))


def gradient_ref(plan: Plan, name: str, place: GradientPlace, made: int, back: int) -> Ref:
    """Where a gradient is after a backward pass."""
    if place.how == "changed":
        parameter = plan[GRADIENTS[name]]
        assert parameter is not None
        return Ref(made, parameter.path)
    return Ref(back if place.how == "returned" else made, place.path)


# Reading


def _count(plan: Plan, T: int) -> int:
    return T if plan.states.rows == "only h_T" else 1


def _read_forward(interface: Interface, given: Arguments, value: Any, plan: Plan) -> Any:
    (B, T), H = given["x"].shape[:2], len(given["b"])
    each = _count(plan, T)
    if not isinstance(value, tuple) or len(value) != B * each:
        return MALFORMED
    put = nets(plan, given)
    blocks = [value[i * each : (i + 1) * each] for i in range(B)]
    states = [read_states(plan.states, block, T, H, width(plan, net)) for block, net in zip(blocks, put, strict=True)]
    wrong = [one for one in states if not isinstance(one, np.ndarray)]
    return Made(wrong[0] if wrong else np.stack(states), tuple(map(_as_batch, states)))


def _as_batch(states: Any) -> Any:
    """The states of one sequence as those of a batch of one, also if they are too few."""
    if isinstance(states, WrongShape) and states.in_chapter_order is not None:
        return WrongShape(states.what, states.in_chapter_order[None])
    return states[None] if isinstance(states, np.ndarray) else states


def _made_calls(interface: Interface, given: Arguments, plan: Plan) -> list[Call]:
    """The calls of the chapter's that a class is really given in the place of one: a sequence each."""
    found = []
    for i, net in enumerate(nets(plan, given)):
        cell = net.W, net.W_h, net.b
        if net.dh is None:
            found.append(Call("rnn_forward", (net.x[None], net.h_0[None], *cell)))
            continue
        for part in parts_back(plan, net):
            assert part.dh is not None
            h = given["h"][i, : len(part.x)]
            found.append(Call("rnn_backward", (part.dh[None], part.x[None], net.h_0[None], h[None], *cell)))
    return found


def _read_backward(interface: Interface, given: Arguments, value: Any, plan: Plan) -> Any:
    """The gradients of all passes, put together: those of one more input, or of ids, are taken back to the chapter's."""
    assert plan.backward is not None
    (B, T, D), H = given["x"].shape, len(given["b"])
    each, names = _count(plan, T), [name for name, _ in plan.backward.gradients]
    passes = T if plan.last_only else 1
    block = each + passes * len(names)
    if not isinstance(value, tuple) or len(value) != B * block:
        return MALFORMED
    gradients = [part for i, part in enumerate(value) if i % block >= each]
    if is_nothing(gradients):
        return None
    states: list[Any] = []
    made: list[Any] = []
    total: dict[str, Any] = {"dW": np.zeros((H, D)), "dW_h": np.zeros((H, H)), "db": np.zeros(H)}
    unseen = {"dx": NOT_OBSERVABLE, "dh0": NOT_OBSERVABLE, **({} if "db" in names else {"db": NOT_OBSERVABLE})}
    for i, whole in enumerate(nets(plan, given)):
        block_values = value[i * block : (i + 1) * block]
        h = read_states(plan.states, block_values[:each], T, H, width(plan, whole))
        states.append(h)
        for p, net in enumerate(parts_back(plan, whole)):
            start = each + p * len(names)
            parts = {
                name: _gradient(plan, name, net, part) for name, part in zip(names, block_values[start:], strict=False)
            }
            own = {"h": h[None, : len(net.x)]} if isinstance(h, np.ndarray) else {}
            made.append({**own, **unseen, **parts})
            _add(total, parts, plan, given, i)
    h = np.stack(states) if all(isinstance(one, np.ndarray) for one in states) else Other("not there")
    return Made({"h": h, "dx": NOT_OBSERVABLE, "dh0": NOT_OBSERVABLE, **total}, tuple(made))


def _gradient(plan: Plan, name: str, net: Net, value: Any) -> Any:
    """One gradient as it was returned, in the chapter's order of axes."""
    assert plan.backward is not None
    role = GRADIENTS[name]
    parameter, like = plan[role], {"W": net.W, "W_h": net.W_h, "b": net.b}[role]
    assert parameter is not None
    array = shaped(value, like.shape, by_units=parameter.axes == "IO")
    if not isinstance(array, np.ndarray):
        return NOT_FOUND if type(array) is Other else array
    if dict(plan.backward.gradients)[name].how == "changed":
        array = like - array
    return array / (scale(plan) * plan.backward.rate)


def _add(total: dict[str, Any], parts: dict[str, Any], plan: Plan, given: Arguments, i: int) -> None:
    """Adds the gradients of one pass, taken back to the chapter's parameters and first state."""
    x, h_0 = given["x"][i], given["h0"][i]
    T, D = x.shape
    dW, begins = parts.get("dW", NOT_FOUND), begins_at_zeros(plan, h_0)
    found = {name: parts.get(name, NOT_FOUND) for name in total}
    if isinstance(dW, np.ndarray):
        found["dW"] = dW[:, :T] @ x if plan.takes_ids else dW[:, :D]
        if begins and isinstance(found["dW_h"], np.ndarray):
            found["dW_h"] = found["dW_h"] + np.outer(dW[:, 0 if plan.takes_ids else D], h_0)
        if plan["b"] is None:
            found["db"] = dW[:, :T].sum(axis=1) if plan.takes_ids else dW[:, D + begins]
    else:  # nothing can be taken back without it
        found |= {"dW": dW} | ({"dW_h": dW} if begins else {}) | ({"db": dW} if plan["b"] is None else {})
    for name, part in found.items():
        if isinstance(total[name], np.ndarray):
            total[name] = total[name] + part if isinstance(part, np.ndarray) else part


@lru_cache(maxsize=512)
def interface_for(plan: Plan) -> Interface:
    """The interface of a class that is used so; the same one for equal plans."""
    functions = {"rnn_forward": plan.named(plan.forward)}
    signatures = {functions["rnn_forward"]: ("inputs",)}
    if plan.backward is not None:
        functions["rnn_backward"] = plan.named(plan.backward.name)
        signatures[functions["rnn_backward"]] = ("d_outputs",)
    names = {role: parameter.name for role, parameter in plan.parameters}
    gradients = {f"d{role}": f"the gradient of {names[role]}" for role in GRADIENTS.values() if role in names}
    omitted = {"rnn_forward.F11", "rnn_backward.G1", "rnn_backward.G3"}
    omitted |= {"rnn_forward.F6"} if not plan.takes_h0 else set()
    omitted |= {"rnn_forward.F5", "rnn_backward.G8"} if plan["b"] is None else set()
    return Interface(
        name="scratch",
        title="that of a class from scratch",
        layout=Layout("one sequence, parameters as attributes", weights=_axes(plan["W"])),
        functions=functions,
        signatures=signatures,
        job_makers={
            "rnn_forward": lambda interface, given: _forward(interface, given, plan),
            "rnn_backward": lambda interface, given: _backward(interface, given, plan),
        },
        result_readers={
            "rnn_forward": lambda interface, given, value: _read_forward(interface, given, value, plan),
            "rnn_backward": lambda interface, given, value: _read_backward(interface, given, value, plan),
        },
        names={**names, **gradients, "x": "inputs"},
        positions={"rnn_forward": tuple(int(role == "h0") for role, _ in plan.arguments), "rnn_backward": (0,)},
        made_calls=lambda interface, given: _made_calls(interface, given, plan),
        gradient_scale=scale(plan),
        omitted_checks=frozenset(omitted),
    )


def _axes(parameter: Parameter | None) -> str:
    return parameter.axes if parameter is not None else "OI"


SCRATCH = interface_for(STARTER)
