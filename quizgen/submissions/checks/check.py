"""A check: one claim about a function, worth some points. Its docstring is the claim, its code the proof.

A check is a generator: it yields calls, receives their results, and ends. It raises Lost where the claim does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call, carried, truth
from quizgen.submissions.checks.compare import require
from quizgen.submissions.checks.failed import Lost

Talk = Generator[Sequence[Call], Sequence[Result], None]
Conversed = Generator[Sequence[Call], Sequence[Result], list[Any]]  # a part of a talk that ends in values


@dataclass(frozen=True, eq=False)
class Check:
    """`claim` says what is asked, without a full stop; `talk` starts the conversation that proves it. A `public` one
    holds the function against itself, and so can be shown without giving away a single expected number; an `own` one
    asks first for the learner's own states, and then about those."""

    function: str
    id: str
    points: float
    claim: str
    talk: Callable[[], Talk]
    public: bool = False
    own: bool = False


CHECKS: dict[str, list[Check]] = {}  # function -> its checks, in the order in which they are reported


def check(
    function: str, id: str, points: float, *, public: bool = False, own: bool = False
) -> Callable[[Callable[[], Talk]], Callable[[], Talk]]:
    """Registers the generator function below as a check."""

    def register(talk: Callable[[], Talk]) -> Callable[[], Talk]:
        claim = " ".join((talk.__doc__ or "").split()).removesuffix(".")
        CHECKS.setdefault(function, []).append(Check(function, id, points, claim, talk, public, own))
        return talk

    return register


def values(calls: Sequence[Call], results: Sequence[Result]) -> list[Any]:
    """What the calls returned; raises Lost for the first that returned nothing."""
    for call, result in zip(calls, results, strict=True):
        if result.failure is not None:
            raise Lost.of(call.function, result.failure)
    return [result.value for result in results]


def ask(*calls: Call) -> Conversed:
    """Makes the calls: `h, again = yield from ask(call, call)`."""
    return values(calls, (yield calls))


def hold(call: Call, value: Any, *names: str) -> None:
    """Nothing if `value`, or its parts of these names, are the reference's; raises Lost if not.

    Gradients may as well be the reference's on the learner's own states, where it was those that they were taken on.
    """
    lost = _loss(call, value, names)
    if lost is not None and ((own := carried(call, value)) is call or _loss(own, value, names) is not None):
        raise lost


def _loss(call: Call, value: Any, names: tuple[str, ...]) -> Lost | None:
    expected = truth(call)
    if isinstance(expected, dict) and names:
        expected = {name: expected[name] for name in names}
    try:
        require(call, value, expected)
    except Lost as lost:
        return lost
    return None


def loss_of(call: Call, result: Result) -> Lost | None:
    """Why a call's result is not the reference's; None if it is."""
    try:
        [value] = values((call,), (result,))
        hold(call, value)
    except Lost as lost:
        return lost
    return None


def as_reference(*calls: Call) -> Talk:
    """Claims that every call returns what the reference does."""
    for call, value in zip(calls, (yield from ask(*calls)), strict=True):
        hold(call, value)
