"""A check: one claim about a function, worth some points. Its docstring is the claim, its code the proof.

A check is a generator: it yields calls, receives their results, and ends. It raises CheckFailed if the claim is false.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call, expected_value, on_own_states
from quizgen.submissions.checks.compare import require_value
from quizgen.submissions.checks.failed import CheckFailed

Procedure = Generator[Sequence[Call], Sequence[Result], None]
CallValues = Generator[Sequence[Call], Sequence[Result], list[Any]]  # part of a procedure; returns the calls' values


@dataclass(frozen=True, eq=False)
class Check:
    """`claim` says what is checked, without a full stop; `procedure` starts the generator that checks it.

    A `public` check compares the function only with itself, so that it can be shown without giving away an expected
    number. One that `uses_own_states` first asks for the learner's own states and then makes calls based on them.
    """

    function: str
    id: str
    points: float
    claim: str
    procedure: Callable[[], Procedure]
    public: bool = False
    uses_own_states: bool = False


CHECKS: dict[str, list[Check]] = {}  # function -> its checks, in the order in which they are reported


def check(
    function: str, id: str, points: float, *, public: bool = False, uses_own_states: bool = False
) -> Callable[[Callable[[], Procedure]], Callable[[], Procedure]]:
    """Registers the generator function below as a check."""

    def register(procedure: Callable[[], Procedure]) -> Callable[[], Procedure]:
        claim = " ".join((procedure.__doc__ or "").split()).removesuffix(".")
        CHECKS.setdefault(function, []).append(Check(function, id, points, claim, procedure, public, uses_own_states))
        return procedure

    return register


def values_of(calls: Sequence[Call], results: Sequence[Result]) -> list[Any]:
    """What the calls returned; raises CheckFailed for the first that gave no value."""
    for call, result in zip(calls, results, strict=True):
        if result.failure is not None:
            raise CheckFailed.of(call.function, result.failure)
    return [result.value for result in results]


def call_all(*calls: Call) -> CallValues:
    """Makes the calls: `first, second = yield from call_all(call, call)`."""
    return values_of(calls, (yield calls))


def require_expected(call: Call, value: Any, *names: str) -> None:
    """Raises CheckFailed unless `value`, or its parts of these names, equal the reference's.

    Gradients may also equal the reference's on the learner's own states, if `value` holds those.
    """
    failed = _failure(call, value, names)
    if failed is not None and ((own := on_own_states(call, value)) is call or _failure(own, value, names) is not None):
        raise failed


def _failure(call: Call, value: Any, names: tuple[str, ...]) -> CheckFailed | None:
    expected = expected_value(call)
    if isinstance(expected, dict) and names:
        expected = {name: expected[name] for name in names}
    try:
        require_value(call, value, expected)
    except CheckFailed as failed:
        return failed
    return None


def failure_of(call: Call, result: Result) -> CheckFailed | None:
    """Why a call's result does not equal the reference's; None if it does."""
    try:
        [value] = values_of((call,), (result,))
        require_expected(call, value)
    except CheckFailed as failed:
        return failed
    return None


def equals_reference(*calls: Call) -> Procedure:
    """Claims that every call returns what the reference does."""
    for call, value in zip(calls, (yield from call_all(*calls)), strict=True):
        require_expected(call, value)
