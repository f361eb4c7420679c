"""What follows from the same result of the same call is computed once, whichever file returned it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from quizgen.sandbox.codec import MEMO_RESULTS
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call

V = TypeVar("V")


def memoised(function: Callable[[Call, Result], V]) -> Callable[[Call, Result], V]:
    """`function`, memoised for common results. What it returns must not be written into."""
    memo = lru_cache(maxsize=MEMO_RESULTS)(function)

    @wraps(function)
    def wrapper(call: Call, result: Result) -> V:
        return (memo if result.common else function)(call, result)

    return wrapper
