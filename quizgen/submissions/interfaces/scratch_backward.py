"""How the backward pass of a tutorial's class is called, and where its gradients are, found by calling it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Result
from quizgen.submissions.cases import Array, Call, on_own_states
from quizgen.submissions.interfaces.scratch import (
    GRADIENTS,
    Net,
    Steps,
    forward_refs,
    output_layer,
    scale,
    width,
)
from quizgen.submissions.interfaces.scratch_forward import (
    CASE,
    EQUAL,
    FIRST_STATE,
    KNOWN,
    MAX_JOBS,
    MAX_TRIES,
    PARAMETERS,
    SHAPED,
    TARGETS,
    Found,
    best_of,
    equal,
    known_values,
    manner,
    places_of,
    reports_of,
    sequence,
    tried,
)
from quizgen.submissions.interfaces.scratch_plan import (
    IDS,
    SEQUENCES,
    UPSTREAM,
    VECTORS,
    Backward,
    GradientPlace,
    Plan,
)
from quizgen.submissions.interfaces.scratch_roles import (
    BACKWARD,
    BOTH,
    NEVER,
    RATE,
    TRUNCATION,
    Names,
    Runner,
    methods,
)
from quizgen.submissions.interfaces.scratch_values import read_states, shaped
from reference_rnn import RNN

MAX_COMBINATIONS = 20_000  # of arguments, that are put in order
MAX_ARGUMENTS = 12  # of a backward pass; more are not told apart
INPUTS = re.compile(r"^xs?$|input|sequence|^seq|^ids$|words|tokens", re.IGNORECASE)
KEPT = re.compile(r"^hs?$|state|hidden|cache|^ys$|^ps$|prob|output|^o$|^s$|pred|hat|^hist", re.IGNORECASE)
ARRIVING = re.compile(r"^d|grad|delta|err|loss|upstream", re.IGNORECASE)

Candidates = dict[
    str, list[tuple[GradientPlace, Array]]
]  # for each gradient the places where it may be, and what is there


def find_backward(names: Names, forward: Found, run: Runner) -> Plan:
    """The plan with its backward pass, if the class has one; one way of calling it where the forward pass never came back."""
    plan = forward.plan
    found_methods = methods(names, plan, BACKWARD, BOTH)[:2]
    if not found_methods:
        return plan
    ways = [*itertools.islice(_backward_ways(names, forward, found_methods), MAX_TRIES if forward.fit else 1)]
    if not ways:
        return plan
    [own] = run([_own_states_job(plan)])
    h = _own_states(plan, own)
    return best_of(_gradients_found(way, result, h) for way, result in tried(ways, _backward_job, run)).plan


def _own_states_job(plan: Plan) -> Job:
    """The states of the learner's own forward pass, on which the gradients rest."""
    steps = Steps(plan)
    gives = forward_refs(steps, sequence(plan, CASE))
    return Job(plan.named(plan.forward), tuple(steps.steps), gives=tuple(gives))


def _own_states(plan: Plan, result: Result) -> Array:
    """Those states (T, H); the reference's where the forward pass gives none."""
    net = sequence(plan, CASE)
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
    net = sequence(plan, CASE)
    return net.until(len(net.x), last_only=plan.last_only)


def _gradients_found(plan: Plan, result: Result, h: Array) -> Found:
    """Where the gradients are in what came back."""
    assert plan.backward is not None
    if (reports := reports_of(result)) is None:
        return Found(_with_places(plan, {}), 0)
    net, (returned, kept) = _part(plan), reports
    right, *wrong = _known_gradients(manner(plan), plan.last_only, h.tobytes())
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
    return next((place for place, array in found if equal(array, known)), None)


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
    places = [(GradientPlace("returned", path), value) for path, value in places_of(returned)]
    places += [(GradientPlace("kept", path), value) for path, value in places_of(kept) if path and path not in own]
    last = str(parameter.path[-1]).lower()
    places.sort(key=lambda pair: _unlikeliness(pair[0], pair[1], last))
    for place, value in places:
        array = shaped(value, like.shape, by_units=parameter.axes == "IO") if isinstance(value, np.ndarray) else None
        if isinstance(array, np.ndarray):
            yield place, array / scale(plan)
    value = dict(places_of(kept)).get(parameter.path)
    array = shaped(value, like.shape, by_units=parameter.axes == "IO")
    if isinstance(array, np.ndarray) and not np.array_equal(array, like):
        yield GradientPlace("changed"), (like - array) / scale(plan)


def _unlikeliness(place: GradientPlace, value: Any, parameter: str) -> tuple[bool, bool, bool]:
    """An array of zeros is no gradient; what is returned comes first, and what is called after its parameter."""
    named = any(parameter in str(key).lower() for key in place.path)
    return isinstance(value, np.ndarray) and not value.any(), place.how != "returned", not named


@functools.lru_cache(maxsize=64)
def _known_gradients(plan: Plan, last_only: bool, own: bytes) -> list[dict[str, Array]]:
    net = sequence(plan, CASE)
    net = net.until(len(net.x), last_only=last_only)
    assert net.dh is not None
    h = np.frombuffer(own).reshape(1, *net.dh.shape)
    right = np.asarray(RNN(net.W, net.W_h, net.b).forward(net.x[None], net.h_0[None]).h)
    call = Call("rnn_backward", (net.dh[None], net.x[None], net.h_0[None], right, net.W, net.W_h, net.b))
    return known_values("bwd-", on_own_states(call, {"h": h}))
