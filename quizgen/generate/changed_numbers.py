"""The numbers of a calculation that can slip: a sign lost, a term left out, a neighbour's value read in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Value
from quizgen.asks.values import number
from quizgen.authoring.problem import shape_of
from quizgen.generate.names_of_numbers import UNNAMED, entry
from quizgen.model import ENTRY_MISREAD, SIGN_LOST, TERM_DROPPED, Variant


@dataclass(frozen=True)
class Change:
    """One number with another value in the calculation: `own` if it is the learner's earlier answer, else a given one."""

    id: str
    name: str
    place: tuple[int, ...]
    old: float
    new: float
    own: bool = False

    def sentence(self, variant: Variant) -> str:
        """What a learner reads."""
        what, old, new = self.mention(variant), number(self.old), number(self.new)
        if self.id == TERM_DROPPED:
            named = f"{old}, {what}," if what == UNNAMED else f"{what} = {old}"
            return f"Equals what you get if the term with {named} is left out."
        slip = "has the wrong sign" if self.id == SIGN_LOST else "is misread"
        return f"Equals what you get if {what} {slip}: {new} in place of {old}."

    def mention(self, variant: Variant) -> str:
        """What the sentence calls the number."""
        if not self.own:
            return entry(variant, self.name, self.place)
        [ask] = [ask for ask in variant.asks if ask.name == self.name]
        return f"{ask.mention}[{', '.join(str(i + 1) for i in self.place)}]" if self.place else ask.mention


def changes(problem: Mapping[str, Value], typed: Mapping[str, NDArray[Any]]) -> Iterator[Change]:
    """Every way in which one given number, or one of an earlier answer (1, ...), can slip."""
    for name, value in problem.items():
        if shape_of(value) is not None and type(value) is not int:  # a whole number alone is a size or a step
            yield from of_one(name, np.array(value, dtype=float))
    for name, earlier in typed.items():
        yield from of_one(name, earlier[0], own=True)


def of_one(name: str, values: NDArray[Any], *, own: bool = False) -> Iterator[Change]:
    """Every way in which one entry of a number, a vector or a matrix can slip."""
    labels = bool(np.isin(values, (0, 1)).all())  # targets have no sign to lose
    for place, old in np.ndenumerate(values):
        if old and not labels:
            yield Change(SIGN_LOST, name, place, float(old), -float(old), own)
            yield Change(TERM_DROPPED, name, place, float(old), 0.0, own)
        for new in sorted(set(neighbours(values, place)) - {float(old)}):
            yield Change(ENTRY_MISREAD, name, place, float(old), new, own)


def neighbours(values: NDArray[Any], place: tuple[int, ...]) -> Iterator[float]:
    """The values above and below, left and right of an entry."""
    for axis in range(max(0, values.ndim - 2), values.ndim):
        for there in (place[axis] - 1, place[axis] + 1):
            if 0 <= there < values.shape[axis]:
                yield float(values[(*place[:axis], there, *place[axis + 1 :])])
