"""The jobs that put a sequence to a tutorial's class: its object with the parameters of a network, forward, and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import Array
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.scratch_net import (
    CERTAIN,
    SMALL,
    Net,
    nets,
    output_layer,
    parts_back,
    scale,
    width,
    with_zeros,
)
from quizgen.submissions.interfaces.scratch_plan import (
    GRADIENTS,
    IDS,
    SEQUENCES,
    VECTORS,
    GradientPlace,
    Plan,
)


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


def forward_refs(steps: Steps, net: Net) -> list[Ref]:
    """Runs the forward pass on a sequence, or on all its beginnings; where the states are."""
    states, refs = steps.plan.states, []
    for t in range(1, len(net.x) + 1) if states.rows == "only h_T" else [len(net.x)]:
        begun = net.until(t)
        made = steps.make(begun, *output_layer(steps.plan, begun, backward=False))
        returned = steps.forward(made, begun)
        refs.append(Ref(returned if states.returned else made, states.path))
    return refs


def gradient_ref(plan: Plan, name: str, place: GradientPlace, made: int, back: int) -> Ref:
    """Where a gradient is after a backward pass."""
    if place.how == "changed":
        parameter = plan[GRADIENTS[name]]
        assert parameter is not None
        return Ref(made, parameter.path)
    return Ref(back if place.how == "returned" else made, place.path)


def forward_job(interface: Interface, given: Arguments, plan: Plan) -> Job | None:
    """The forward pass on each sequence of a batch."""
    steps, gives = Steps(plan), []
    for net in nets(plan, given):
        gives += forward_refs(steps, net)
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(gives))


def backward_job(interface: Interface, given: Arguments, plan: Plan) -> Job | None:
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
