"""The states and gradients of a tutorial's class in the chapter's terms, put together from its sequences and passes.

What is compared with misconceptions are the calls so made, not those that were asked: see `Made`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.submissions.cases import NOT_OBSERVABLE, Call, Made, Missing, WrongShape
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.scratch_net import Net, begins_at_zeros, nets, parts_back, scale, width
from quizgen.submissions.interfaces.scratch_plan import GRADIENTS, Plan
from quizgen.submissions.interfaces.scratch_values import is_nothing, read_states, shaped

NOT_FOUND = Missing(
    "is neither in what the backward pass returned nor an attribute of the object, and no parameter changed"
)
MALFORMED = Other("not one value for each sequence")


def _count(plan: Plan, T: int) -> int:
    return T if plan.states.rows == "only h_T" else 1


def read_forward(interface: Interface, given: Arguments, value: Any, plan: Plan) -> Any:
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


def made_calls(interface: Interface, given: Arguments, plan: Plan) -> list[Call]:
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


def read_backward(interface: Interface, given: Arguments, value: Any, plan: Plan) -> Any:
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
    if isinstance(array, WrongShape) and array.in_chapter_order is not None:
        return WrongShape(array.what, array.in_chapter_order / (scale(plan) * plan.backward.rate))
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
