"""How a tutorial's class is called, found by calling it: every way that its parameters allow is tried on one sequence.

The way is taken in which it computes what the reference computes; else what a misconception computes; else the first in
which it comes back with arrays of the right shapes. So the choice is in the learner's favour, and the checks judge it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Result
from quizgen.submissions.cases import Array, Call, Case, WrongShape, as_array, compute, on_own_states
from quizgen.submissions.interfaces.scratch import (
    GRADIENTS,
    Net,
    Steps,
    forward_refs,
    nets,
    output_layer,
    read_states,
    scale,
    shaped,
    width,
)
from quizgen.submissions.interfaces.scratch_plan import (
    IDS,
    SEQUENCES,
    UPSTREAM,
    VECTORS,
    Backward,
    GradientPlace,
    Parameter,
    Path,
    Plan,
    States,
)
from quizgen.submissions.interfaces.scratch_roles import (
    BACKWARD,
    BOTH,
    FORWARD,
    NEVER,
    RATE,
    TRUNCATION,
    Names,
    Runner,
    made_objects,
    methods,
    owners_of,
    role_candidates,
)
from reference_rnn import MISCONCEPTIONS, RNN

CASE = Case.of(1, 3, 2, 5, draw=" roles")
SQUARE = Case.of(1, 3, 5, 5, draw=" roles")  # for a class that crashes where W is not square
MAX_TRIES = 200  # ways that are tried
MAX_PARTS = 6  # of what a forward pass returns, that the backward pass may be given
MAX_JOBS = 2048  # that are kept for the next file
MAX_COMBINATIONS = 20_000  # of arguments, that are put in order
MAX_ARGUMENTS = 12  # of a backward pass; more are not told apart
EQUAL, KNOWN, SHAPED = 3, 2, 1  # how well a way fits: equals the reference, or a misconception, or has the right shapes
OF_TORCH = {"weight_ih", "weight_hh", "weight_ih_l0", "weight_hh_l0"}  # a class with these follows torch.nn.RNN
FIRST_STATE = re.compile(r"^[hsa]_?(0|prev|init|last|old|t)?$|prev|state|hid|^init", re.IGNORECASE)
TARGETS = re.compile(r"target|label|true|^ys?$|^t$|^next", re.IGNORECASE)
INPUTS = re.compile(r"^xs?$|input|sequence|^seq|^ids$|words|tokens", re.IGNORECASE)
KEPT = re.compile(r"^hs?$|state|hidden|cache|^ys$|^ps$|prob|output|^o$|^s$|pred|hat|^hist", re.IGNORECASE)
PARAMETERS = re.compile(r"param|weight|^p$|^theta$|model|^net", re.IGNORECASE)
ARRIVING = re.compile(r"^d|grad|delta|err|loss|upstream", re.IGNORECASE)
STATES_AT = tuple(
    (rows, by_units, through)
    for through in ("", "logits", "softmax")
    for rows in ("all", "first h_0", "last h_0", "only h_T")
    for by_units in (False, True)
    if not (by_units and rows != "all")
)


Candidates = dict[
    str, list[tuple[GradientPlace, Array]]
]  # for each gradient the places where it may be, and what is there


@dataclass(frozen=True)
class Found:
    """A way of calling that came back, and how well it fits."""

    plan: Plan
    fit: float
    parts: int = 0  # of what the forward pass returned; 0 for a single value


def find_plan(names: Names, run: Runner, *, least: float = 0) -> Plan | None:
    """How the class, or the functions, in a file are used that are an RNN from scratch; None if there is none, or its forward
    pass fits less than `least`."""
    best: Found | None = None
    with np.errstate(all="ignore"):  # the learner's numbers may be any
        for made in made_objects(names, owners_of(names), run):
            candidates = [*itertools.islice(role_candidates(made), MAX_TRIES)]
            if candidates and is_one_layer(candidates) and not any(path[0] in OF_TORCH for path in made.arrays):
                found = find_forward(names, candidates, run, CASE)
                found = found if found.fit else find_forward(names, candidates, run, SQUARE)
                if best is None or found.fit > best.fit:
                    best = found
        return find_backward(names, best, run) if best is not None and best.fit >= least else None


def is_one_layer(candidates: Sequence[Plan]) -> bool:
    """Whether there is a single matrix from state to state: a gated cell has three or four."""
    return len({parameter.path for plan in candidates if (parameter := plan["W_h"]) is not None}) == 1


def find_forward(names: Names, candidates: Sequence[Plan], run: Runner, case: Case) -> Found:
    """The candidate with the arguments of its forward pass, and the place of the states, that fit best."""
    plans = [*itertools.islice(_forward_ways(names, candidates), MAX_TRIES)]
    results = run([_forward_job(plan, case) for plan in plans])
    return _best(_states_found(plan, result, case) for plan, result in zip(plans, results, strict=True))


def _best(ways: Iterable[Found]) -> Found:
    """The first way that fits best; those after one that equals the reference are not looked at."""
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


def _sequence(plan: Plan, case: Case) -> Net:
    call = case if plan.takes_h0 else case.with_zero("h_0")
    [net] = nets(plan, {"x": call.x, "h0": call.h_0, "W": call.W, "W_h": call.W_h, "b": call.b, "dh": call.dh})
    return net


@functools.lru_cache(maxsize=MAX_JOBS)
def _forward_job(plan: Plan, case: Case) -> Job:
    net, steps = _sequence(plan, case), Steps(plan)
    made = steps.make(net, *output_layer(plan, net, backward=False))
    returned = steps.forward(made, net)
    reports = [steps.add("contents", (Ref(step),), "build") for step in (returned, made)]
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(map(Ref, reports)))


def _states_found(plan: Plan, result: Result, case: Case) -> Found:
    """Where the states are in what came back."""
    if (reports := _reports(result)) is None:
        return Found(plan, 0)
    net, (returned, kept) = _sequence(plan, case), reports
    parameters = {parameter.path for _, parameter in plan.parameters}
    places = [(True, path, value) for path, value in _places(returned) if plan.of_functions or path not in parameters]
    places += [(False, path, value) for path, value in _places(kept) if path and path not in parameters]
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


def _reports(result: Result) -> tuple[Any, Any] | None:
    """What was returned, and what the object holds; None if the call did not come back."""
    value = result.value
    return value if result.failure is None and isinstance(value, tuple) and len(value) == 2 else None


def _fit_of_states(states: States, value: Any, plan: Plan, net: Net, case: Case) -> int:
    T, H = len(net.x), len(net.b)
    h = read_states(states, (value,), T, H, width(plan, net))
    right, wrong = _known_states(_manner(plan), case)
    if not isinstance(h, np.ndarray):
        fewer = h.in_chapter_order if isinstance(h, WrongShape) and states.rows == "all" else None
        return KNOWN if fewer is not None and any(_equal(fewer, one) for one in wrong) else 0
    if states.rows.endswith("h_0"):
        first = as_array(value)
        zeros = first is not None and first.size == (T + 1) * H and first.reshape(T + 1, H)
        if states.rows == "last h_0" and (zeros is False or not np.allclose(np.asarray(zeros)[-1], net.h_0)):
            return 0
    if _equal(h, right[-len(h) :]):
        return EQUAL
    return KNOWN if any(_equal(h, one[-len(h) :]) for one in wrong) else SHAPED


def _manner(plan: Plan) -> Plan:
    """What the sequence depends on that a class is given: the same for many plans."""
    arguments = (("x", IDS if plan.takes_ids else ""), *((("h0", ""),) if plan.takes_h0 else ()))
    bias = (("b", Parameter((), "F")),) if plan["b"] is not None else ()
    return Plan("", ("V",) if plan.is_tied else (), bias, arguments=arguments)


@functools.cache
def _known_states(plan: Plan, case: Case) -> tuple[Array, list[Array]]:
    """The states of the reference and those of each misconception, on the sequence as such a class is given it."""
    net = _sequence(plan, case)
    call = Call("rnn_forward", (net.x[None], net.h_0[None], net.W, net.W_h, net.b))
    right, *wrong = _values("fwd-", call)
    return right[0], [one[0] for one in wrong]


def _values(family: str, call: Call) -> list[Any]:
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


def _equal(ours: Array, theirs: Array) -> bool:
    return ours.shape == theirs.shape and bool(np.abs(ours - theirs).max() <= 1e-9 + 1e-6 * np.abs(theirs).max())


def _places(value: Any, path: Path = (), depth: int = 2) -> Iterator[tuple[Path, Any]]:
    """A value, and the parts of it, each with the way there."""
    yield path, value
    if depth and isinstance(value, (list, tuple)) and len(value) <= 12:
        for i, item in enumerate(value):
            yield from _places(item, (*path, i), depth - 1)
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*path, key), depth - 1)


# Backward


def find_backward(names: Names, forward: Found, run: Runner) -> Plan:
    """The plan with its backward pass, if the class has one; one way of calling it where the forward pass never came back."""
    plan = forward.plan
    found_methods = methods(names, plan, BACKWARD, BOTH)[:2]
    if not found_methods:
        return plan
    ways = [*itertools.islice(_backward_ways(names, forward, found_methods), MAX_TRIES if forward.fit else 1)]
    own, *results = run([_own_states_job(plan), *map(_backward_job, ways)])
    h = _own_states(plan, own)
    found = (_gradients_found(way, result, h) for way, result in zip(ways, results, strict=True))
    return _best(found).plan if ways else plan


def _own_states_job(plan: Plan) -> Job:
    """The states of the learner's own forward pass, on which the gradients rest."""
    steps = Steps(plan)
    gives = forward_refs(steps, _sequence(plan, CASE))
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(gives))


def _own_states(plan: Plan, result: Result) -> Array:
    """Those states (T, H); the reference's where the forward pass gives none."""
    net = _sequence(plan, CASE)
    if result.failure is None and isinstance(result.value, tuple) and result.value:
        h = read_states(plan.states, result.value, len(net.x), len(net.b), width(plan, net))
        if isinstance(h, np.ndarray) and np.isfinite(h).all():
            return h.astype(np.float64)
    return np.array(RNN(net.W, net.W_h, net.b).forward(net.x[None], net.h_0[None]).h[0])


def _backward_ways(names: Names, forward: Found, found: Sequence[str]) -> Iterator[Plan]:
    plan = forward.plan
    for name in found:
        parameters = (names[plan.named(name)] or ())[:MAX_ARGUMENTS]
        if name == plan.forward:
            yield replace(plan, backward=Backward(name, plan.arguments))
            continue
        for n in range(len(parameters), max(-1, len(parameters) - 3), -1):
            for arguments in _likeliest_first(
                tuple(tuple(_options(parameter, plan, forward.parts)) for parameter in parameters[:n])
            ):
                if len({role for role, _ in (*arguments, *plan.arguments) if role in UPSTREAM}) == 1:
                    yield replace(plan, backward=Backward(name, arguments))


@functools.lru_cache(maxsize=64)
def _likeliest_first(options: tuple[tuple[tuple[str, str], ...], ...]) -> list[tuple[tuple[str, str], ...]]:
    """Every combination of an option for each argument, in the order of how far down the lists they are; of what the
    forward pass returned each part is given once at most."""
    ranked = []
    for numbered in itertools.islice(itertools.product(*map(enumerate, options)), MAX_COMBINATIONS):
        parts = [form for _, (role, form) in numbered if role == "returned"]
        if len(parts) == len({*parts}):
            ranked.append((sum(rank for rank, _ in numbered), tuple(option for _, option in numbered)))
    return [arguments for _, arguments in sorted(ranked, key=lambda pair: pair[0])]


def _options(parameter: str, plan: Plan, parts: int) -> list[tuple[str, str]]:
    """What an argument of this name may be, the likeliest first."""
    forms = [*dict.fromkeys([form for role, form in plan.arguments if role == "x" and form != IDS] + [*SEQUENCES])]
    b = plan["b"]
    first_state = {"F": "vector (n,)", "1F": "row (1, n)"}.get(b.axes if b else "", "column (n, 1)")
    whole = "dy" if plan["W_y"] is not None else "dh"
    arriving = [(whole, form) for form in forms] + [(f"{whole} of h_T", form) for form in VECTORS]
    if whole == "dy":
        arriving += [("dh", form) for form in forms]
    targets = [("targets", form) for form in (IDS, *forms)] + [("target of h_T", form) for form in (IDS, *VECTORS)]
    targets += [("real targets", form) for form in forms] + [("real target of h_T", form) for form in VECTORS]
    returned = [("returned", path) for path in (map(str, range(parts)) if parts else ("",))]
    if plan.of_functions and PARAMETERS.search(parameter):
        return [("parameters", "")]
    if RATE.search(parameter):
        return [("number", "1.0")]
    if TRUNCATION.search(parameter):
        return [("number", str(NEVER))]
    if TARGETS.search(parameter):
        return [*targets, *arriving, *returned]
    if INPUTS.search(parameter):
        return [*(argument for argument in plan.arguments if argument[0] == "x"), *returned]
    if ARRIVING.search(parameter):
        return [*arriving, *targets]
    if FIRST_STATE.search(parameter) and plan.takes_h0:
        return [("h0", first_state), *returned]
    if KEPT.search(parameter):
        return returned
    return [*arriving, *targets, *returned]


@functools.lru_cache(maxsize=MAX_JOBS)
def _backward_job(plan: Plan) -> Job:
    assert plan.backward is not None
    net, steps = _part(plan), Steps(plan)
    made = steps.make(net, *output_layer(plan, net, backward=True))
    returned = steps.forward(made, net)
    back = steps.backward(made, net, returned)
    reports = [steps.add("contents", (Ref(step),), "build") for step in (back, made)]
    return Job(plan.named(plan.backward.name), tuple(steps.steps), gives=tuple(map(Ref, reports)))


def _part(plan: Plan) -> Net:
    net = _sequence(plan, CASE)
    return net.until(len(net.x), last_only=plan.last_only)


def _gradients_found(plan: Plan, result: Result, h: Array) -> Found:
    """Where the gradients are in what came back."""
    assert plan.backward is not None
    if (reports := _reports(result)) is None:
        return Found(_with_places(plan, {}), 0)
    net, (returned, kept) = _part(plan), reports
    right, *wrong = _known_gradients(_manner(plan), plan.last_only, h.tobytes())
    candidates: Candidates = {
        name: list(_candidates(plan, name, net, returned, kept)) for name in GRADIENTS if plan[GRADIENTS[name]]
    }
    if not all(candidates.values()):
        return Found(_with_places(plan, {}), 0)
    for known, fit in ((right, EQUAL), *((one, KNOWN) for one in wrong)):
        for rate in _rates(plan, candidates, known):
            hits = _hits(candidates, known, rate)
            if len(hits) == len(candidates):
                return Found(_with_places(plan, hits, rate), fit)
    ways = [(_hits(candidates, right, rate), rate) for rate in _rates(plan, candidates, right)]
    hits, rate = max(ways, key=lambda way: len(way[0]))
    places = {name: hits.get(name, found[0][0]) for name, found in candidates.items()}
    return Found(_with_places(plan, places, rate), SHAPED + len(hits) / (1 + len(candidates)))


def _hits(candidates: Candidates, known: dict[str, Array], rate: float) -> dict[str, GradientPlace]:
    """For each gradient that is there the first place where it is."""
    found = {name: _first_equal(places, rate * known[name]) for name, places in candidates.items()}
    return {name: place for name, place in found.items() if place is not None}


def _rates(plan: Plan, candidates: Candidates, known: dict[str, Array]) -> Iterator[float]:
    """By what gradients may be multiplied: 2 for a squared error; any learning rate, where none can be set."""
    yield 1.0
    if plan.upstream.startswith("real"):
        yield 2.0
    arguments = plan.backward.arguments if plan.backward else ()
    if not plan.settings and 1.0 not in plan.makes and ("number", "1.0") not in arguments:
        for name, found in candidates.items():
            size = float((known[name] ** 2).sum())
            for place, array in found:
                if place.how == "changed" and size > 0 and (rate := float((array * known[name]).sum()) / size) > 0:
                    yield rate


def _first_equal(found: Sequence[tuple[GradientPlace, Array]], known: Array) -> GradientPlace | None:
    return next((place for place, array in found if _equal(array, known)), None)


def _with_places(plan: Plan, places: dict[str, GradientPlace], rate: float = 1.0) -> Plan:
    assert plan.backward is not None
    whole = {name: places.get(name) or GradientPlace("returned") for name, role in GRADIENTS.items() if plan[role]}
    return replace(plan, backward=replace(plan.backward, gradients=tuple(whole.items()), rate=rate))


def _candidates(plan: Plan, name: str, net: Net, returned: Any, kept: Any) -> Iterator[tuple[GradientPlace, Array]]:
    """The arrays of the shape of a gradient, those with the likeliest names first, each in the chapter's order of axes."""
    parameter = plan[GRADIENTS[name]]
    assert parameter is not None
    like = {"dW": net.W, "dW_h": net.W_h, "db": net.b}[name]
    own = {one.path for _, one in plan.parameters}
    places = [(GradientPlace("returned", path), value) for path, value in _places(returned)]
    places += [(GradientPlace("kept", path), value) for path, value in _places(kept) if path and path not in own]
    last = str(parameter.path[-1]).lower()
    places.sort(key=lambda pair: _unlikeliness(pair[0], pair[1], last))
    for place, value in places:
        array = shaped(value, like.shape, by_units=parameter.axes == "IO") if isinstance(value, np.ndarray) else None
        if isinstance(array, np.ndarray):
            yield place, array / scale(plan)
    value = dict(_places(kept)).get(parameter.path)
    array = shaped(value, like.shape, by_units=parameter.axes == "IO")
    if isinstance(array, np.ndarray) and not np.array_equal(array, like):
        yield GradientPlace("changed"), (like - array) / scale(plan)


def _unlikeliness(place: GradientPlace, value: Any, parameter: str) -> tuple[bool, bool, bool]:
    """An array of zeros is no gradient; what is returned comes first, and what is called after its parameter."""
    named = any(parameter in str(key).lower() for key in place.path)
    return isinstance(value, np.ndarray) and not value.any(), place.how != "returned", not named


@functools.lru_cache(maxsize=64)
def _known_gradients(plan: Plan, last_only: bool, own: bytes) -> list[dict[str, Array]]:
    net = _sequence(plan, CASE)
    net = net.until(len(net.x), last_only=last_only)
    assert net.dh is not None
    h = np.frombuffer(own).reshape(1, *net.dh.shape)
    right = np.asarray(RNN(net.W, net.W_h, net.b).forward(net.x[None], net.h_0[None]).h)
    call = Call("rnn_backward", (net.dh[None], net.x[None], net.h_0[None], right, net.W, net.W_h, net.b))
    return _values("bwd-", on_own_states(call, {"h": h}))
