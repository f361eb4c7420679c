"""The test-wise guesser, who knows nothing and answers by the look of what is offered: how much more than chance he earns.

Of whatever can be chosen, paired, arranged or put into a gap, a clue scores every item by its text and its place, and the
guesser takes the items with the highest score. Where a clue scores all items alike it says nothing, and the ask does not
count for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from quizgen.authoring import Exercise
from quizgen.generate import variants
from quizgen.laws.choices import Choice, choices
from quizgen.laws.clues import CLUES
from quizgen.model import Variant

__all__ = ["MOST", "Gain", "Guessed", "guess", "report"]

MOST = 0.03  # of the points, that a clue may earn above chance
SURE = 3  # standard errors by which a gain exceeds what luck gives


@dataclass(frozen=True)
class Gain:
    """What a clue earns on the asks of which it says something, and what chance earns there, as shares of their points."""

    clue: str
    exercise: str  # "": the whole bank
    earned: float
    chance: float
    asks: int
    error: float  # the standard error of the gain

    @property
    def gain(self) -> float:
        """What the clue earns above chance."""
        return self.earned - self.chance

    @property
    def gives_away(self) -> bool:
        """Whether it earns more above chance than it may, and more than luck explains."""
        return self.gain > MOST and self.gain > SURE * self.error


@dataclass(frozen=True)
class Guessed:
    """One clue: its gain over the whole bank, and the exercises whose right answers it gives away."""

    clue: str
    sentence: str  # what it takes: "The longest."
    bank: Gain
    exercises: tuple[Gain, ...]


@dataclass(frozen=True)
class Guess:
    """Of one ask: what a clue earns in the mean, what chance earns, and what there is to earn."""

    earned: float
    chance: float
    points: float


def report(exercises: Iterable[Exercise], seeds: Sequence[int]) -> tuple[Guessed, ...]:
    """For every clue its gain over all these exercises, and the exercises that it beats, the worst first."""
    return summary({exercise.name: guess(variants(exercise, seeds)) for exercise in exercises})


def summary(found: Mapping[str, Mapping[str, Sequence[Guess]]]) -> tuple[Guessed, ...]:
    """For every clue its gain over all exercises, whose guesses are given by name, and those that it beats, the worst first."""
    return tuple(
        Guessed(
            clue,
            (CLUES[clue].__doc__ or "").strip(),
            gain(clue, "", [one for guesses in found.values() for one in guesses[clue]]),
            tuple(sorted(beaten(clue, found), key=lambda one: -one.gain)),
        )
        for clue in CLUES
    )


def beaten(clue: str, found: Mapping[str, Mapping[str, Sequence[Guess]]]) -> Iterator[Gain]:
    """The gains of a clue on the exercises that it gives away."""
    each = (gain(clue, name, guesses[clue]) for name, guesses in found.items())
    return (one for one in each if one.gives_away)


def gain(clue: str, exercise: str, guesses: Sequence[Guess]) -> Gain:
    """The guesses of a clue taken together."""
    points = sum(one.points for one in guesses) or 1.0
    extra = [(one.earned - one.chance) * one.points for one in guesses]
    mean = sum(extra) / (len(extra) or 1)
    return Gain(
        clue,
        exercise,
        earned=sum(one.earned * one.points for one in guesses) / points,
        chance=sum(one.chance * one.points for one in guesses) / points,
        asks=len(guesses),
        error=sqrt(sum((one - mean) ** 2 for one in extra)) / points,
    )


def guess(sealed: Iterable[Variant]) -> dict[str, list[Guess]]:
    """For every clue its guesses on the asks of these variants."""
    found: dict[str, list[Guess]] = {clue: [] for clue in CLUES}
    for variant in sealed:
        for ask in variant.asks:
            offered = [] if ask.by_value or not ask.on_sheet else list(choices(ask, ask.interaction()))
            for name in CLUES:
                found[name] += guesses(variant.text, ask.points, offered, name)
    return found


def guesses(question: str, points: float, offered: Sequence[Choice], clue: str) -> Iterator[Guess]:
    """The guess at an ask by a clue; none where it says nothing of any of the choices that make up the ask."""
    made = [
        (*choice.earns(scores), choice.worth)
        for choice in offered
        if clue not in choice.silent
        and (scores := CLUES[clue](f"{question} {choice.about}", [item.text for item in choice.items])) is not None
        and len(set(scores)) > 1
    ]
    if made:
        earned, chance, worth = (sum(side) for side in zip(*made, strict=True))
        yield Guess(earned / worth, chance / worth, points * worth)
