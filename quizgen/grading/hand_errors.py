"""Slips of the hand: which of them gives exactly this, where no misconception does; asserted only if chance hardly could."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask
from quizgen.asks.values import EDGE, Array, flat
from quizgen.grading.carried import Derivation
from quizgen.grading.coincidence import MOST, chances, chosen_and_window
from quizgen.grading.diagnosis import Explanation
from quizgen.grading.digits import slipped_digits
from quizgen.grading.partial_credit import Shares, rounded_share

DIGITS, RANK_OF_DIGITS = "hand-digits-slipped", 5
ROUNDED_EARLY = "hand-rounded-early"
IN_ONE_PRODUCT = (
    "hand-sign-lost",
    "hand-term-dropped",
)  # may concern one row alone; all others concern the whole answer
IN_THE_TERMS = (*IN_ONE_PRODUCT, "hand-entry-misread")  # seen where the terms of a sum are compared
HABITS = ("hand-degrees", ROUNDED_EARLY)  # one mistake, however often it shows
Mask = NDArray[np.bool_]  # over components: which are wrong
SHOWN = 3  # slips that give the same


class Candidate(NamedTuple):
    """A slip and the answer it gives, component by component; the lower its rank, the likelier it is.

    `same` is what the same slip has in other answers of the question.
    """

    rank: int
    id: str
    values: Array
    sentence: Callable[[], str]
    same: str


def explain_by_hand(derived: Derivation, ask: Ask, earned: Shares, before: Collection[str]) -> list[Explanation]:
    """The slips of the hand that give the typed value of a wrong ask; none where a random answer might well meet one.

    `before` are the slips found in earlier answers: it is likely that they are made again.
    """
    typed, truth = flat(derived.typed[ask.name]), flat(derived.variant.key[ask.name])
    grids = ask.grids(derived.readings[ask.name]) if typed.size == truth.size else ()
    wrong: Mask = earned.each == 0
    spread = ask.spread(truth) if grids else None
    for unit in grids:
        if spread is None or np.prod(unit[wrong] / (spread.high - spread.low)) > MOST:
            continue
        found = sorted(candidates(derived, ask, unit, wrong), key=lambda one: (one.same not in before, one.rank))
        if not found:
            continue
        values, starts = np.array([one.values[wrong] for one in found]), (truth, start_of(derived, ask, truth))
        chance = np.max([chances(values, at[wrong], unit[wrong], spread) for at in starts], axis=0)
        chosen, window = chosen_and_window(values, chance)
        near = np.all(abs(values - typed[wrong]) <= window * unit[wrong] + EDGE, axis=-1)
        if (near & chosen).any():
            first = found[int((near & chosen).argmax())]
            again = first.same in before
            same = [
                i
                for i in np.flatnonzero(near).tolist()
                if again <= (found[i].same in before) and found[i].rank == first.rank
            ]
            if found[same[0]].id in HABITS:  # the nearest tells enough
                same = [min(same, key=lambda i: float(abs(values[i] - typed[wrong]).max()))]
            return [explanation(derived, ask, found[i]) for i in same[:SHOWN]]
    return []


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
        if agrees[i] or repeated.ids[i] in IN_ONE_PRODUCT:
            id = repeated.ids[i]
            yield Candidate(
                repeated.ranks[i], id, rows[i], partial(repeated.sentence, i), id if id in HABITS else f"row {i}"
            )


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
                yield Candidate(
                    RANK_OF_DIGITS, DIGITS, values, partial(sentence.format, what=what), f"digits of {ask.name}"
                )


def explanation(derived: Derivation, ask: Ask, one: Candidate) -> Explanation:
    """What is said of a slip, and what is charged once for the whole question."""
    sentence, share = one.sentence(), 0.0
    if one.id == ROUNDED_EARLY and (share := rounded_share(derived, ask)):
        sentence += " The decimals that are right all the same earn their share."
    return Explanation((one.id,), sentence, True, one.same, share, compare=one.id in IN_THE_TERMS)
