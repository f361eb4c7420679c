"""Checks of check_gradients, the learner's own gradient checker: it must accept right gradients, and find wrong ones.

The wrong gradients are what misconceptions about backpropagation give. A checker that rejects everything finds nothing:
each of them counts only where the right gradients of the same network are accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from quizgen.submissions.cases import Array, Call, Case, as_array, compute, describe
from quizgen.submissions.checks.check import Procedure, call_all, check
from quizgen.submissions.checks.compare import returned_nothing
from quizgen.submissions.checks.failed import CheckFailed, Location
from quizgen.submissions.checks.side_effects import equal_results
from reference_rnn import MISCONCEPTIONS, RNN

NAME = "check_gradients"
PLAIN = Case.of(2, 3, 3, 3, draw=" c")
SIZES = (PLAIN, Case.of(1, 1, 2, 3, draw=" c"), Case.of(3, 4, 2, 4, draw=" c"))
MUTANTS = (
    "bwd-no-act-derivative",
    "bwd-derivative-no-square",
    "bwd-sigmoid-derivative",
    "bwd-no-through-time",
    "bwd-wh-not-transposed",
    "bwd-overwrite",
    "bwd-mean-over-time",
    "bwd-dwh-uses-ht",
    "bwd-dwh-transposed",
    "bwd-db-not-accumulated",
)


def checking(
    case: Case, engine: type[RNN] = RNN, scale: float = 1.0, changes: Mapping[str, Array] = MappingProxyType({})
) -> Call:
    """The call with the gradients that `engine` gives for a loss times `scale`; `changes` are added to gradients."""
    scaled = case.with_arrays(dh=case.dh * scale)
    parts = compute(engine, scaled.backward())
    assert isinstance(parts, dict)
    params = {"W": case.W, "W_h": case.W_h, "b": case.b}
    grads = {name: parts[f"d{name}"] + changes.get(name, 0.0) for name in params}
    return Call(NAME, (scaled.dh, case.x, case.h_0, params, grads))


def one_entry(like: Array, size: float) -> Array:
    """Zeros, but for the last entry."""
    return np.append(np.zeros(like.size - 1), size).reshape(like.shape)


RIGHT = tuple(checking(case) for case in SIZES)
ACCEPTED = RIGHT[0]
# Far below the 1e-8 that np.allclose allows of itself, an absolute tolerance, whatever the relative one.
SCALES = 1e-10, 1e6
SMALL, LARGE = (checking(PLAIN, scale=scale) for scale in SCALES)
SMALL_WRONG, LARGE_WRONG = (checking(PLAIN, MISCONCEPTIONS["bwd-dwh-uses-ht"], scale=scale) for scale in SCALES)
ENTRIES = tuple(checking(PLAIN, changes={name: one_entry(getattr(PLAIN, name), 1e-2)}) for name in ("W", "W_h", "b"))
AGAIN = Call(NAME, ACCEPTED.args, watch=True)


def verdict(call: Call, value: object) -> bool:
    """True or False as it was returned; raises CheckFailed for anything else."""
    if value is None:
        raise returned_nothing(call)
    array = as_array(value)
    if array is None or array.size != 1 or array.item() not in (0.0, 1.0):
        raise CheckFailed(
            Location(NAME), f" returned {describe(value)}, and True or False is wanted", explainable=False
        )
    return bool(array.item())


def require_accepted(call: Call, value: object, what: str) -> None:
    """Raises CheckFailed unless right gradients were accepted."""
    if not verdict(call, value):
        raise CheckFailed(Location(NAME), f" returned False for {what}: a false alarm", explainable=False)


def finds(call: Call, what: str) -> Procedure:
    """Claims that wrong gradients are found, by a function that accepts the right ones."""
    right, again, wrong = yield from call_all(ACCEPTED, AGAIN, call)
    for accepted in (right, again):  # twice, so that one who says yes and no in turn earns nothing
        require_accepted(ACCEPTED, accepted, "the right gradients of the same network")
    if verdict(call, wrong):
        raise CheckFailed(Location(NAME), f" returned True {what}", explainable=False)


@check(NAME, "C1", 3)
def accepts_right_ones() -> Procedure:
    """True for right gradients, of networks of several sizes."""
    values = yield from call_all(*RIGHT)
    for case, call, value in zip(SIZES, RIGHT, values, strict=True):
        require_accepted(call, value, f"right gradients ({case.size})")


@check(NAME, "C2", 2)
def at_any_scale() -> Procedure:
    """The same for a loss of the size 1e-10 and of 1e6: what counts is the relative error."""
    calls = {SMALL: "small", LARGE: "large"}
    for (call, size), value in zip(calls.items(), (yield from call_all(*calls)), strict=True):
        require_accepted(call, value, f"right gradients of a {size} loss")
    yield from finds(SMALL_WRONG, "though the gradient of W_h is wrong, for a small loss")
    yield from finds(LARGE_WRONG, "though the gradient of W_h is wrong, for a large loss")


@check(NAME, "C3", 1, public=True)
def leaves_the_parameters() -> Procedure:
    """Untouched params and grads, and the same result from a second equal call."""
    calls = (ACCEPTED, AGAIN)
    results = yield calls
    first, second = yield from call_all(*calls)
    verdict(ACCEPTED, first)
    if any(i > 0 for i in results[1].changed):
        why = " wrote into its arguments and did not put back what was there"
        raise CheckFailed(Location(NAME), why, explainable=False)
    if not equal_results(first, second):
        raise CheckFailed("two equal calls of ", Location(NAME), " gave different results", explainable=False)


@check(NAME, "C4", 3)
def every_entry() -> Procedure:
    """False where a single entry is off by 0.01: of W, of W_h, of b."""
    for call, name in zip(ENTRIES, ("W", "W_h", "b"), strict=True):
        yield from finds(call, f"though the last entry of the gradient of {name} is off by 0.01")


def register_mutant(number: int, name: str) -> None:
    """A check that the wrong gradients of one misconception are found, worth a point."""
    title, call = MISCONCEPTIONS[name].title, checking(PLAIN, MISCONCEPTIONS[name])

    def procedure() -> Procedure:
        yield from finds(call, f"for wrong gradients ({title})")

    procedure.__doc__ = f"Wrong gradients are found: {title}."
    check(NAME, f"M{number}", 1)(procedure)


for number, name in enumerate(MUTANTS, 1):
    register_mutant(number, name)
