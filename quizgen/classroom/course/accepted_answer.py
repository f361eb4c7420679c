"""A question judged as if a further answer were its key: a value as typed, or what a misconception gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizgen.ask import Ask, Value
from quizgen.grading.carried import NOT_FOLLOWED, Follow
from quizgen.grading.question import judge
from quizgen.grading.sheet import question_judged
from quizgen.model import Mark, Variant, Verdict
from quizgen.reading import read_value


@dataclass(frozen=True)
class Accepted:
    """Further right answers by ask, and the misconceptions that give them; `follows`: the whole question goes on under them."""

    values: Mapping[str, Value]
    ids: tuple[str, ...]
    follows: bool = False


def judged_with(variant: Variant, typed: Mapping[str, Any], value: str, answer: str, follow: Follow) -> list[Mark]:
    """The marks of a question, by the names of its asks, with `value` as the key of one answer ("": of all).

    What is asked after that answer is judged by what follows from it.
    """

    def anew(variant: Variant, typed: Mapping[str, Any]) -> list[Mark]:
        asks = [ask for ask in variant.asks if ask.on_sheet and answer in ("", ask.name)]
        found = accepted(variant, value, asks, follow)
        marks = judge(with_key(variant, found, follow), typed, under(found, follow))
        pairs = zip(marks, variant.asks, strict=True)
        return [chosen(mark, ask, typed, found) if ask in asks else mark for mark, ask in pairs]

    return question_judged(variant, typed, anew)


def accepted(variant: Variant, value: str, asks: Sequence[Ask], follow: Follow) -> Accepted:
    """What `value` stands for in this variant: the answers that a misconception gives, or the value of the only answer."""
    slip = next((slip for slip in variant.slips if value in slip.misconceptions), None)
    given = slip.answers if slip else attempt(follow, variant, (value,), {})
    if given:
        values = {ask.name: given[ask.name] for ask in asks if ask.name in given}
        whole = all(ask in asks for ask in variant.asks if ask.by_value)
        return Accepted(values, slip.misconceptions if slip else (value,), follows=whole)
    readings = {ask.name: read_value(value, ask).value for ask in asks} if len(asks) == 1 else {}
    return Accepted({name: read for name, read in readings.items() if read is not None}, (value,))


def with_key(variant: Variant, found: Accepted, follow: Follow) -> Variant:
    """The variant with these answers as its key, and behind them what follows from them."""
    by_value = [ask for ask in variant.asks if ask.by_value]
    values = {ask.name: found.values[ask.name] for ask in by_value if ask.name in found.values}
    key = {**variant.key, **values}
    if values and not found.follows:
        last = max(i for i, ask in enumerate(by_value) if ask.name in values)
        carried = attempt(follow, variant, (), values)
        key |= {ask.name: ask.key(carried[ask.name]) for ask in by_value[last + 1 :] if ask.name in carried}
    slips = tuple(slip for slip in variant.slips if not set(found.ids) & set(slip.misconceptions))
    return replace(variant, key=key, slips=slips)


def under(found: Accepted, follow: Follow) -> Follow:
    """What follows where the misconception is what is right, throughout the question."""
    if not found.follows:
        return follow
    id = found.ids[0]
    return lambda variant, ids, typed: follow(variant, tuple(dict.fromkeys((id, *ids))), typed)


def attempt(follow: Follow, variant: Variant, ids: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """What follows; nothing where that cannot be computed, or where there is no such misconception."""
    try:
        return follow(variant, ids, typed)
    except NOT_FOLLOWED:
        return {}


def chosen(mark: Mark, ask: Ask, typed: Mapping[str, Any], found: Accepted) -> Mark:
    """The mark of an answer that judges itself: right if it is the one accepted, or shows nothing but the misconception."""
    if ask.by_value or mark.verdict in (Verdict.BLANK, Verdict.UNREADABLE):
        return mark
    value = read_value(typed.get(ask.name), ask).value
    same = ask.name in found.values and value == found.values[ask.name]
    shown = mark.verdict is Verdict.SLIP and set(mark.misconceptions) <= set(found.ids)
    if same or shown:
        return replace(mark, verdict=Verdict.RIGHT, points=mark.max_points, feedback="", misconceptions=())
    return mark
