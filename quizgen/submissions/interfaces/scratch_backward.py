"""How the backward pass of a tutorial's class is called, and where its gradients are, found by calling it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from quizgen.sandbox.records import Job, Ref, Result
from quizgen.submissions.cases import Array
from quizgen.submissions.interfaces.scratch_forward import (
    CASE,
    FIRST_STATE,
    MAX_JOBS,
    MAX_TRIES,
    PARAMETERS,
    TARGETS,
    Found,
    best_of,
    sequence,
    tried,
)
from quizgen.submissions.interfaces.scratch_gradients import gradients_found, part_back
from quizgen.submissions.interfaces.scratch_jobs import Steps, forward_refs
from quizgen.submissions.interfaces.scratch_net import output_layer, width
from quizgen.submissions.interfaces.scratch_plan import (
    IDS,
    SEQUENCES,
    UPSTREAM,
    VECTORS,
    Backward,
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
from quizgen.submissions.interfaces.scratch_values import read_states
from reference_rnn import RNN

MAX_COMBINATIONS = 20_000  # of arguments, that are put in order
MAX_ARGUMENTS = 12  # of a backward pass; more are not told apart
INPUTS = re.compile(r"^xs?$|input|sequence|^seq|^ids$|words|tokens", re.IGNORECASE)
KEPT = re.compile(r"^hs?$|state|hidden|cache|^ys$|^ps$|prob|output|^o$|^s$|pred|hat|^hist", re.IGNORECASE)
ARRIVING = re.compile(r"^d|grad|delta|err|loss|upstream", re.IGNORECASE)


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
    return best_of(gradients_found(way, result, h) for way, result in tried(ways, _backward_job, run)).plan


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
    net, steps = part_back(plan), Steps(plan)
    made = steps.make(net, *output_layer(plan, net, backward=True))
    returned = steps.forward(made, net)
    back = steps.backward(made, net, returned)
    reports = [steps.add("contents", (Ref(step),), "build") for step in (back, made)]
    return Job(plan.named(plan.backward.name), tuple(steps.steps), gives=tuple(map(Ref, reports)))
