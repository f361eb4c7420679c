"""What is made of the same answer to the same call is worked out once, whoever gave it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from quizgen.sandbox.codec import KEPT
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call

V = TypeVar("V")


def remembered(work: Callable[[Call, Result], V]) -> Callable[[Call, Result], V]:
    """`work`, remembered for common results. Nobody writes into what it returns."""
    before = lru_cache(maxsize=KEPT)(work)

    @wraps(work)
    def made(call: Call, result: Result) -> V:
        return (before if result.common else work)(call, result)

    return made
