"""The careful hand calculator: the reference with every line of the blackboard rounded."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from quizgen.generate.hurried import methods_of, rounded_off
from quizgen.generate.memo import memoised


@memoised
def by_hand(reference: type[Any], decimals: int) -> type[Any]:
    """A subclass of the reference whose every method rounds what it returns to `decimals` decimals."""
    methods = {name: rounding(function, decimals) for name, function in methods_of(reference).items()}
    return type(f"{reference.__name__}ByHand", (reference,), methods)


def rounding(method: Callable[..., Any], decimals: int) -> Callable[..., Any]:
    """The method with its result rounded."""

    @functools.wraps(method)
    def rounded(self: Any, *args: Any, **kwargs: Any) -> Any:
        return rounded_off(method(self, *args, **kwargs), decimals)

    return rounded
