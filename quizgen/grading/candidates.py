"""The slips of the hand that a wrong answer may show, each with the answer it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask
from quizgen.asks.values import EDGE, Array, flat
from quizgen.grading.carried import Derivation
from quizgen.grading.coincidence import chances
from quizgen.grading.digits import slipped_digits
from quizgen.grading.partial_credit import Shares
from quizgen.model import IN_DEGREES, ROUNDED_EARLY, SIGN_LOST, TERM_DROPPED

DIGITS, RANK_OF_DIGITS = "hand-digits-slipped", 5
IN_ONE_PRODUCT = (SIGN_LOST, TERM_DROPPED)  # may concern one row alone; all others concern the whole answer
IN_ONE_ROW = 0.5  # of rank: what fits the whole answer is likelier than what fits only if it happened in one row
HABITS = (IN_DEGREES, ROUNDED_EARLY)  # one mistake, however often and wherever it shows
Mask = NDArray[np.bool_]  # over components: which are wrong


class Candidate(NamedTuple):
    """A slip and the answer it gives, component by component; the lower its rank, the likelier it is.

    `same` is what the same slip has in other answers of the question.
    """

    rank: float
    id: str
    values: Array
    sentence: Callable[[], str]
    same: str


@dataclass(frozen=True)
class Look:
    """A wrong answer, at one number of decimals, beside its candidates: m candidates, and the `parts` that are wrong.

    `apart` (m,): how far the answer is from each, in units of the last decimal. `chance` (m, 2): that a random answer meets it.
    """

    candidates: list[Candidate]
    values: Array  # (m, parts)
    apart: Array
    chance: NDArray[np.float64]

    @property
    def parts(self) -> int:
        """How many components are wrong."""
        return int(self.values.shape[1])


def looks(derived: Derivation, ask: Ask, earned: Shares) -> Iterator[Look]:
    """A wrong ask beside its candidates, at the decimals typed if they are more than asked, then at those asked."""
    typed, truth = flat(derived.typed[ask.name]), flat(derived.variant.key[ask.name])
    wrong: Mask = earned.each == 0
    for unit in ask.grids(derived.readings[ask.name]) if typed.size == truth.size else ():
        if found := list(candidates(derived, ask, unit, wrong)):
            values = np.array([one.values[wrong] for one in found])
            spread, starts = ask.spread(truth), (truth, start_of(derived, ask, truth))
            chance = np.max([chances(values, at[wrong], unit[wrong], spread) for at in starts], axis=0)
            apart = ((abs(values - typed[wrong]) - EDGE) / unit[wrong]).max(axis=-1)
            yield Look(found, values, apart, chance)


def start_of(derived: Derivation, ask: Ask, truth: Array) -> Array:
    """What follows from the learner's own answers; the truth where nothing does."""
    start = flat(derived.carried.get(ask.name))
    return start if start.size == truth.size else truth


def candidates(derived: Derivation, ask: Ask, unit: Array, wrong: Mask) -> Iterator[Candidate]:
    """Slips that change what is wrong, and nothing else that the typed answer would show."""
    typed = flat(derived.typed[ask.name])
    yield from slips_in_writing(derived, ask, unit, wrong)
    repeated = derived.slips_of_hand
    if repeated is None or ask.name not in repeated.answers:
        return
    rows = repeated.answers[ask.name].reshape(len(repeated.ids), -1)
    with np.errstate(all="ignore"):
        moved = np.all(abs(rows - rows[0])[:, wrong] > max(ask.noticeable, 1) * unit[wrong], axis=-1)
        agrees = np.all(abs(rows - typed)[:, ~wrong] <= (ask.allowed[0] + 1) * unit[~wrong] + EDGE, axis=-1)
    possible = moved & np.isfinite(rows).all(axis=-1)
    for i in np.flatnonzero(possible).tolist():
        id = repeated.ids[i]
        if agrees[i] or id in IN_ONE_PRODUCT:
            same = id if id in HABITS else f"row {i}"
            rank = repeated.ranks[i] + (0 if agrees[i] else IN_ONE_ROW)
            yield Candidate(rank, id, rows[i], partial(repeated.sentence, i), same)


def slips_in_writing(derived: Derivation, ask: Ask, unit: Array, wrong: Mask) -> Iterator[Candidate]:
    """The right value, or what follows from own answers, with its digits slipped in the one component that is wrong."""
    if wrong.sum() != 1:
        return
    place = int(wrong.argmax())
    right = flat(derived.variant.key[ask.name])
    own = start_of(derived, ask, right)
    named = "the right number" if right.size == 1 else "a right number"
    decimals = round(-np.log10(unit[place]))
    for numbers, what in ((right, named), (own, "what follows from your own answers")):
        if numbers is right or abs(own - right)[place] > unit[place]:
            for value, sentence in slipped_digits(float(numbers[place]), decimals, exact=ask.exact):
                values = numbers.copy()
                values[place] = value
                say = partial(sentence.format, what=what)
                yield Candidate(RANK_OF_DIGITS, DIGITS, values, say, f"digits of {ask.name}")
