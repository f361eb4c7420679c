"""How the forward pass of a tutorial's class is called, and where its states are, found by calling it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Result
from quizgen.submissions.cases import Array, Call, Case, WrongShape, as_array, compute
from quizgen.submissions.interfaces.scratch_jobs import Steps
from quizgen.submissions.interfaces.scratch_net import Net, nets, output_layer, width
from quizgen.submissions.interfaces.scratch_plan import (
    IDS,
    SEQUENCES,
    Parameter,
    Path,
    Plan,
    States,
)
from quizgen.submissions.interfaces.scratch_roles import (
    BOTH,
    FORWARD,
    Names,
    Runner,
    methods,
)
from quizgen.submissions.interfaces.scratch_values import read_states
from reference_rnn import MISCONCEPTIONS, RNN

CASE = Case.of(1, 3, 2, 5, draw=" roles")
SQUARE = Case.of(1, 3, 5, 5, draw=" roles")  # for a class that crashes where W is not square
MAX_TRIES = 200  # ways that are tried
FEW = 6  # of them, before more of them are
MAX_PARTS = 6  # of what a forward pass returns, that the backward pass may be given
MAX_JOBS = 2048  # that are kept for the next file
EQUAL, KNOWN, SHAPED = 3, 2, 1  # how well a way fits: equals the reference, or a misconception, or has the right shapes
FIRST_STATE = re.compile(r"^[hsa]_?(0|prev|init|last|old|t)?$|prev|state|hid|^init", re.IGNORECASE)
TARGETS = re.compile(r"target|label|true|^ys?$|^t$|^next", re.IGNORECASE)
PARAMETERS = re.compile(r"param|weight|^p$|^theta$|model|^net", re.IGNORECASE)
STATES_AT = tuple(
    (rows, by_units, through)
    for through in ("", "logits", "softmax")
    for rows in ("all", "first h_0", "last h_0", "only h_T")
    for by_units in (False, True)
    if not (by_units and rows != "all")
)


@dataclass(frozen=True)
class Found:
    """A way of calling that came back, and how well it fits."""

    plan: Plan
    fit: float
    parts: int = 0  # of what the forward pass returned; 0 for a single value


def find_forward(names: Names, candidates: Sequence[Plan], run: Runner, case: Case) -> Found:
    """The candidate with the arguments of its forward pass, and the place of the states, that fit best."""
    plans = itertools.islice(_forward_ways(names, candidates), MAX_TRIES)
    results = tried(plans, lambda plan: _forward_job(plan, case), run)
    return best_of(_states_found(plan, result, case) for plan, result in results)


def tried(plans: Iterable[Plan], job: Callable[[Plan], Job], run: Runner) -> Iterator[tuple[Plan, Result]]:
    """Plans with the results of their jobs, a few at a time and then more: in most files one of the likeliest is right."""
    coming, size = iter(plans), FEW
    while some := [*itertools.islice(coming, size)]:
        yield from zip(some, run([job(plan) for plan in some]), strict=True)
        size *= FEW


def best_of(ways: Iterable[Found]) -> Found:
    """The first way that fits best; those after one that equals the reference are not tried."""
    found: list[Found] = []
    for way in ways:
        found.append(way)
        if way.fit == EQUAL:
            break
    return max(found, key=lambda one: one.fit)


def _forward_ways(names: Names, candidates: Sequence[Plan]) -> Iterator[Plan]:
    for plan in candidates:
        for forward in methods(names, plan, FORWARD, BOTH)[:2]:
            parameters = names[plan.named(forward)] or ()
            for arguments in _forward_arguments(parameters, plan):
                yield replace(plan, forward=forward, arguments=arguments)


def _forward_arguments(parameters: Sequence[str], plan: Plan) -> Iterator[tuple[tuple[str, str], ...]]:
    b = plan["b"]
    first_state = {"F": "vector (n,)", "1F": "row (1, n)"}.get(b.axes if b else "", "column (n, 1)")
    forms = [*SEQUENCES, IDS]
    if b is None or b.axes == "F1":
        forms.sort(key=lambda form: form != "list of columns (n, 1)")
    known: list[tuple[str, str]] = []
    for name in parameters:
        if plan.of_functions and PARAMETERS.search(name):
            known.append(("parameters", ""))
        elif ("x", "") not in known:
            known.append(("x", ""))
        elif TARGETS.search(name):
            known.append(("targets", IDS))
        elif FIRST_STATE.search(name) and plan["h0"] is None:
            known.append(("h0", first_state))
        else:
            break
    needed = [argument for argument in known if argument[0] in ("parameters", "x")]
    for arguments in (known, needed) if needed != known else (known,):
        for form in forms:
            yield tuple(("x", form) if role == "x" else (role, other) for role, other in arguments)


def sequence(plan: Plan, case: Case) -> Net:
    call = case if plan.takes_h0 else case.with_zero("h_0")
    [net] = nets(plan, {"x": call.x, "h0": call.h_0, "W": call.W, "W_h": call.W_h, "b": call.b, "dh": call.dh})
    return net


@functools.lru_cache(maxsize=MAX_JOBS)
def _forward_job(plan: Plan, case: Case) -> Job:
    net, steps = sequence(plan, case), Steps(plan)
    made = steps.make(net, *output_layer(plan, net, backward=False))
    returned = steps.forward(made, net)
    reports = [steps.add("contents", (Ref(step),), "build") for step in (returned, made)]
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(map(Ref, reports)))


def _states_found(plan: Plan, result: Result, case: Case) -> Found:
    """Where the states are in what came back."""
    if (reports := reports_of(result)) is None:
        return Found(plan, 0)
    net, (returned, kept) = sequence(plan, case), reports
    parameters = {parameter.path for _, parameter in plan.parameters}
    places = [(True, path, value) for path, value in places_of(returned) if plan.of_functions or path not in parameters]
    places += [(False, path, value) for path, value in places_of(kept) if path and path not in parameters]
    best = Found(plan, 0)
    for (rows, by_units, through), (returned_there, path, value) in itertools.product(STATES_AT, places):
        states = States(returned_there, path, rows, through, by_units)
        fit = _fit_of_states(states, value, plan, net, case)
        if fit <= SHAPED and not returned_there and (through or rows == "only h_T"):
            continue  # any vector of H numbers
        if plan["h0"] is not None and fit < EQUAL:
            continue
        if fit > best.fit:
            parts = len(returned) if isinstance(returned, (list, tuple)) and states.path != () else 0
            best = Found(replace(plan, states=states), fit, min(parts, MAX_PARTS))
        if fit == EQUAL:
            break
    return best


def reports_of(result: Result) -> tuple[Any, Any] | None:
    """What was returned, and what the object holds; None if the call did not come back."""
    value = result.value
    return value if result.failure is None and isinstance(value, tuple) and len(value) == 2 else None


def _fit_of_states(states: States, value: Any, plan: Plan, net: Net, case: Case) -> int:
    T, H = len(net.x), len(net.b)
    h = read_states(states, (value,), T, H, width(plan, net))
    right, wrong = _known_states(manner(plan), case)
    if not isinstance(h, np.ndarray):
        fewer = h.in_chapter_order if isinstance(h, WrongShape) and states.rows == "all" else None
        return KNOWN if fewer is not None and any(equal(fewer, one) for one in wrong) else 0
    if states.rows.endswith("h_0"):
        first = as_array(value)
        zeros = first is not None and first.size == (T + 1) * H and first.reshape(T + 1, H)
        if states.rows == "last h_0" and (zeros is False or not np.allclose(np.asarray(zeros)[-1], net.h_0)):
            return 0
    if equal(h, right[-len(h) :]):
        return EQUAL
    return KNOWN if any(equal(h, one[-len(h) :]) for one in wrong) else SHAPED


def manner(plan: Plan) -> Plan:
    """What the sequence depends on that a class is given: the same for many plans."""
    arguments = (("x", IDS if plan.takes_ids else ""), *((("h0", ""),) if plan.takes_h0 else ()))
    bias = (("b", Parameter((), "F")),) if plan["b"] is not None else ()
    return Plan("", ("V",) if plan.is_tied else (), bias, arguments=arguments)


@functools.cache
def _known_states(plan: Plan, case: Case) -> tuple[Array, list[Array]]:
    """The states of the reference and those of each misconception, on the sequence as such a class is given it."""
    net = sequence(plan, case)
    call = Call("rnn_forward", (net.x[None], net.h_0[None], net.W, net.W_h, net.b))
    right, *wrong = known_values("fwd-", call)
    return right[0], [one[0] for one in wrong]


def known_values(family: str, call: Call) -> list[Any]:
    """What the reference gives, then what each misconception gives that can be computed on these shapes."""
    found = [compute(RNN, call)]
    with np.errstate(all="ignore"):
        for name, engine in MISCONCEPTIONS.items():
            if name.startswith(family):
                try:
                    found.append(compute(engine, call))
                except ValueError:
                    continue
    return found


def equal(ours: Array, theirs: Array) -> bool:
    return ours.shape == theirs.shape and bool(np.abs(ours - theirs).max() <= 1e-9 + 1e-6 * np.abs(theirs).max())


def places_of(value: Any, path: Path = (), depth: int = 2) -> Iterator[tuple[Path, Any]]:
    """A value, and the parts of it, each with the way there."""
    yield path, value
    if depth and isinstance(value, (list, tuple)) and len(value) <= 12:
        for i, item in enumerate(value):
            yield from places_of(item, (*path, i), depth - 1)
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from places_of(item, (*path, key), depth - 1)
