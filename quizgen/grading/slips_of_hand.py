"""Slips of the hand: which of them gives exactly this, where no misconception does; asserted only if chance hardly could."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce

import numpy as np

from quizgen.ask import Ask
from quizgen.grading.candidates import HABITS, Candidate, Look, looks
from quizgen.grading.carried import Derivation
from quizgen.grading.coincidence import MOST, NARROWEST, chosen_and_window
from quizgen.grading.diagnosis import Explanation
from quizgen.grading.partial_credit import Shares, rounded_share
from quizgen.model import ENTRY_MISREAD, ROUNDED_EARLY, SIGN_LOST, TERM_DROPPED

IN_THE_TERMS = (SIGN_LOST, TERM_DROPPED, ENTRY_MISREAD)  # seen where the terms of a sum are compared
SHOWN = 3  # slips that give the same
AGAIN = 1.0  # units within which the same slip is recognised in several answers


def explain_by_hand(
    derived: Derivation, asks: Sequence[Ask], earned: Mapping[str, Shares]
) -> dict[str, list[Explanation]]:
    """The slips of the hand that give the typed values of wrong asks; none where a random answer might well meet one."""
    seen = {ask.name: list(looks(derived, ask, earned[ask.name])) for ask in asks}
    again = made_again({name: several[-1] for name, several in seen.items() if several})
    before: set[str] = set()
    found: dict[str, list[Explanation]] = {}
    for ask in asks:
        slips = again.get(ask.name) or next(filter(None, (recognised(look, before) for look in seen[ask.name])), [])
        found[ask.name] = [explanation(derived, ask, one) for one in slips[:SHOWN]]
        before |= {one.same for one in slips}
    return found


def recognised(look: Look, before: Collection[str]) -> list[Candidate]:
    """The candidates that one answer alone proves, if any; those found in earlier answers are likely to be made again."""
    order = sorted(
        range(len(look.candidates)), key=lambda i: (look.candidates[i].same not in before, look.candidates[i].rank)
    )
    if look.chance.min(axis=0).max() > MOST:
        return []
    chosen, window = chosen_and_window(look.values[order], look.chance[order])
    near = look.apart[order] <= window
    if not (near & chosen).any():
        return []
    first = look.candidates[order[int((near & chosen).argmax())]]
    places = [i for i, fits in zip(order, near, strict=True) if fits]
    return likeliest(
        look, [i for i in places if (first.same in before) <= (look.candidates[i].same in before)], first.rank
    )


def likeliest(look: Look, places: Sequence[int], rank: float) -> list[Candidate]:
    """Of the candidates at these places those of one rank; of a habit only the nearest, which tells enough."""
    same = [i for i in places if look.candidates[i].rank == rank]
    if look.candidates[same[0]].id in HABITS:
        same = [min(same, key=lambda i: float(look.apart[i]))]
    return [look.candidates[i] for i in same]


def made_again(seen: Mapping[str, Look]) -> dict[str, list[Candidate]]:
    """The candidates that several answers prove together: a number that was misread is misread wherever it is used."""
    hits: dict[str, dict[str, int]] = {}  # slip -> ask -> the place of its nearest candidate
    for name, look in seen.items():
        for i in sorted(np.flatnonzero(look.apart <= AGAIN).tolist(), key=lambda i: float(look.apart[i])):
            hits.setdefault(look.candidates[i].same, {}).setdefault(name, i)
    several = {slip: at for slip, at in hits.items() if len(at) > 1 and chance_of(at, seen) <= MOST}
    if not several:
        return {}
    widest = max(len(at) for at in several.values())
    several = {slip: at for slip, at in several.items() if len(at) == widest}
    rank = min(seen[name].candidates[i].rank for at in several.values() for name, i in at.items())
    found: dict[str, list[Candidate]] = {}
    for at in several.values():
        for name, i in at.items():
            if seen[name].candidates[i].rank == rank:
                found.setdefault(name, []).append(seen[name].candidates[i])
    return found


def chance_of(asks: Collection[str], seen: Mapping[str, Look]) -> float:
    """The chance that random answers to these asks all meet the same slip, whichever it is."""
    each = []
    for name in asks:
        look, total = seen[name], dict[str, np.ndarray]()
        for one, chance in zip(look.candidates, look.chance * (AGAIN / NARROWEST) ** look.parts, strict=True):
            total[one.same] = total.get(one.same, np.zeros(2)) + chance
        each.append(total)
    shared = reduce(lambda left, right: left & right, (set(total) for total in each))
    return float(sum((np.prod([total[slip] for total in each], axis=0) for slip in shared), np.zeros(2)).max())


def explanation(derived: Derivation, ask: Ask, one: Candidate) -> Explanation:
    """What is said of a slip, and what is charged once for the whole question."""
    sentence, share = one.sentence(), 0.0
    if one.id == ROUNDED_EARLY and (share := rounded_share(derived, ask)):
        sentence += " The decimals that are right all the same earn their share."
    return Explanation((one.id,), sentence, True, one.same, share, compare=one.id in IN_THE_TERMS)
