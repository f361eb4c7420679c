"""The careful hand calculator: the reference with every line of the blackboard rounded."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask
from quizgen.authoring import Exercise, Problem
from quizgen.generate.hurried import methods_of, rounded_off
from quizgen.generate.memo import memoised
from quizgen.generate.solver import Answers, follow


class ByHand(NamedTuple):
    """What a careful hand calculation gives for an ask of stacked problems, and for which of them that is marked wrong."""

    ask: Ask
    calculated: NDArray[Any]
    wrong: NDArray[np.bool_]


def careful_answers(exercise: Exercise, p: Problem, key: Answers) -> Iterator[ByHand]:
    """The rounded answers of an exercise when every step is rounded to the decimals asked, compared with the key."""
    asks = {ask: ask.rounded_to for ask in exercise.asks if ask.rounded_to is not None}
    if not asks or exercise.solving is None:
        return
    found = follow(exercise.solving, p, by_hand(exercise.reference, max(asks.values())))
    rounded = {ask.name: np.round(found[ask.name], decimals) for ask, decimals in asks.items()}
    carried = follow(exercise.solving, p, exercise.reference, rounded)
    for ask in asks:
        calculated = rounded[ask.name]
        off = ask.distance(calculated, key[ask.name]).reshape(len(calculated), -1)  # component by component
        off_carried = ask.distance(calculated, carried[ask.name]).reshape(len(calculated), -1)
        wrong = ((off > ask.allowed[0]) & (off_carried > ask.allowed[1])).any(axis=-1)
        yield ByHand(ask, calculated, np.asarray(wrong))


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
