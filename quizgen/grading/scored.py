"""A question as a platform scores it: its fields, and what each known mistake earns when it is made all through the question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from quizgen.ask import Ask, KnownWrong, Value
from quizgen.asks.text import BY_PERSON
from quizgen.asks.values import Array
from quizgen.interactions import Field, Loss
from quizgen.model import ScoredAsk, ScoredQuestion, Slip, Variant

HALF = 0.5  # what follows from a value that is impossible, or from which nothing needs to be computed
CARRIED = Loss(
    "error carried forward",
    "A wrong value costs points again in what follows from it; quizgen goes on from the learner's own value. "
    "The values of single known misconceptions are charged once there too.",
)


def scored(variant: Variant, id: str, pool: str = "") -> ScoredQuestion:
    """The question under the number `id`, one of its pool. A misconception costs points where it shows first, as grade() does."""
    known: dict[str, list[KnownWrong]] = defaultdict(list)
    by_value = [ask for ask in variant.asks if ask.by_value]
    off = {ask.name: distances(variant, ask) for ask in by_value}
    for place, slip in enumerate(variant.slips):
        wrong = [(ask, off[ask.name][place]) for ask in by_value if place in off[ask.name]]
        for name, answer in answers(variant, slip, wrong).items():
            known[name].append(answer)
    asks = tuple(scored_ask(ask, ask.fields(variant.key[ask.name], known[ask.name])) for ask in variant.asks)
    carried = sum(ask.charged_once for ask in variant.asks) > 1
    return ScoredQuestion(id, variant, asks, (CARRIED,) if carried else (), pool)


def scored_ask(ask: Ask, fields: tuple[Field, ...]) -> ScoredAsk:
    """An ask with its fields; where a person reads the answer, that is said."""
    found = ScoredAsk(ask, fields, ask.losses())
    return replace(found, losses=(BY_PERSON,)) if found.by_person and not found.losses else found


class Off(NamedTuple):
    """How far off a wrong answer is: at most, in one of its components, and the share of these that are wrong."""

    most: float
    wrong: float


def distances(variant: Variant, ask: Ask) -> dict[int, Off]:
    """By the place of a misconception how far off its answer to an ask is, where it is wrong."""
    places = [place for place, slip in enumerate(variant.slips) if ask.name in slip.answers]
    found = ask.distances([variant.slips[place].answers[ask.name] for place in places], variant.key[ask.name])
    alike = len({off.size for off in found}) == 1
    offs = [
        off for some in ([np.array(found)] if alike else [one[None] for one in found]) for off in how_far(some, ask)
    ]
    return {place: off for place, off in zip(places, offs, strict=True) if off.most > ask.allowed[0]}


def how_far(distances: Array, ask: Ask) -> Iterator[Off]:
    """The distances (N, components) of N answers, summed up."""
    most = distances.max(axis=1, initial=0.0).tolist()
    wrong = (distances > ask.allowed[0]).sum(axis=1) / max(1, distances.shape[1])
    return map(Off, most, wrong.tolist())


def answers(variant: Variant, slip: Slip, wrong: Sequence[tuple[Ask, Off]]) -> dict[str, KnownWrong]:
    """What a misconception's wrong answers earn; `wrong` says how far off they are, in the order of the asks."""
    found: dict[str, KnownWrong] = {}
    charged = ""
    before: list[tuple[Ask, Value]] = []  # wrong answers whose doubts were not looked at yet
    doubted = False
    for ask, off in wrong:
        value = slip.answers[ask.name]
        if charged and ask.charged_once and off.most > ask.noticeable:
            doubted = doubted or any(doubts(earlier, typed, variant) for earlier, typed in before)
            before.clear()
            said = f"The same as in {charged}, where it was charged."
            share = max(0.0, 1 - HALF / off.wrong) if doubted else 1.0  # the answer earns half
            found[ask.name] = KnownWrong(value, share, said, slip.misconceptions)
        else:
            found[ask.name] = KnownWrong(value, 0.0, slip.feedback, slip.misconceptions)
            if ask.enough_evidence:
                charged = charged or ask.mention
        before.append((ask, value))
    return found


def doubts(ask: Ask, value: Value, variant: Variant) -> bool:
    """Whether a value is impossible, or leaves nothing to compute."""
    return bool(ask.impossible(value) or ask.trivial(value, variant.problem))
