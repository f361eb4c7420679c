"""What earns an answer full points, as the judge decides: the range of each number, and what fewer decimals earn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from quizgen.ask import Ask, Reading, Value

MOST_STEPS = 1000  # units of the last decimal; an ask that accepts more has no range worth printing


def numbers_of(value: Value) -> Value:
    """The numbers of an answer: of one in parts those of the part that holds them; None: it has none."""
    if isinstance(value, Mapping):
        return next((part for part in value.values() if not isinstance(part, str)), None)
    return value


def flat(value: Value) -> list[float]:
    """A number, vector or matrix as one flat list."""
    return [number for item in value for number in flat(item)] if isinstance(value, (list, tuple)) else [value]


def ranges(ask: Ask, value: Value) -> list[tuple[Decimal, Decimal]]:
    """For each number of an answer the lowest and the highest that earn full points, with the decimals that are asked.

    None at all: only the value itself will do, or it is no number.
    """
    decimals, wanted = ask.rounded_to, numbers_of(value)
    if decimals is None or wanted is None:
        return []
    truth = flat(wanted)
    unit = Decimal(1).scaleb(-decimals)
    return [(farthest(ask, truth, place, -unit), farthest(ask, truth, place, unit)) for place in range(len(truth))]


def farthest(ask: Ask, truth: list[float], place: int, step: Decimal) -> Decimal:
    """The last number on the way from one of the truth's that is still accepted, typed with the decimals that are asked."""
    at = Decimal(repr(truth[place])).quantize(abs(step))
    for _ in range(MOST_STEPS):
        if not accepts(ask, truth, place, at + step):
            break
        at += step
    return at


def accepts(ask: Ask, truth: list[float], place: int, typed: Decimal) -> bool:
    """Whether a number in place of one of the truth's earns that one's points."""
    answer = [*truth[:place], float(typed), *truth[place + 1 :]]
    return bool(ask.distance(answer, truth)[place] <= ask.allowed[0])


def coarser(ask: Ask, value: Value) -> Iterator[tuple[int, float]]:
    """What the rounded answer earns with fewer decimals than asked: (decimals, points), the most first."""
    decimals, wanted = ask.rounded_to, numbers_of(value)
    for fewer in range((decimals or 0) - 1, 0, -1):
        coarse = ask.coarse(Reading("", wanted, (fewer,) * len(flat(wanted)))) if ask.by_value else None
        if coarse is not None and (coarse.share > 0).all():
            yield fewer, ask.points * float(coarse.share.mean())
