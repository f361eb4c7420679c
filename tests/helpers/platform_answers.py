"""Answers to scored questions as people give them on a platform, and what they are worth by the question's fields.

An answer to a question is {ask: {field: given}}; given is a text that is typed, the key of an item, a tuple of keys, or None.
"""

from collections.abc import Iterator
from typing import Any

from quizgen.asks.values import flat
from quizgen.interactions import Arrange, Entry, Field, Pick
from quizgen.model import ScoredAsk, ScoredQuestion

Given = dict[str, dict[str, Any]]
NONSENSE = "12345.678"


def ways(question: ScoredQuestion) -> Iterator[tuple[str, Given]]:
    """The key, a careful hand calculation, every known answer, every slip, nonsense and blank answers, each with its name."""
    asks = [one for one in question.asks if not one.by_person]
    yield "key", {one.ask.name: {f.key: given(f, 0) for f in one.fields} for one in asks}
    yield "hand", {one.ask.name: by_hand(one) for one in asks}
    for at in range(1, max((len(f.answers) for one in asks for f in one.fields), default=0)):
        yield f"answer {at}", {one.ask.name: {f.key: given(f, at) for f in one.fields} for one in asks}
    for at, slip in enumerate(question.variant.slips):
        yield f"slip {at}", {one.ask.name: slipped(one, slip.answers.get(one.ask.name)) for one in asks}
    yield "nonsense", {one.ask.name: {f.key: nonsense(f) for f in one.fields} for one in asks}
    yield "blank", {one.ask.name: {f.key: None for f in one.fields} for one in asks}


def given(field: Field, at: int) -> Any:
    """The known answer at a place, or the last; of several that may be chosen, all up to there."""
    if isinstance(field.interaction, Pick) and field.interaction.several:
        return tuple(one.text for one in field.right) if not at else tuple(one.text for one in field.answers[:at])
    if isinstance(field.interaction, Arrange):
        order = [key.strip() for key in field.right[0].text.split(",")]
        return tuple(order[at:] + order[:at])
    answer = field.answers[min(at, len(field.answers) - 1)]
    return f"{answer.value:.12g}" if answer.value is not None else answer.text


def by_hand(one: ScoredAsk) -> dict[str, Any]:
    """The right answers, rounded to the decimals that are asked."""
    decimals = one.ask.rounded_to
    return {
        f.key: f"{f.answers[0].value:.{decimals}f}" if decimals and f.answers[0].value is not None else given(f, 0)
        for f in one.fields
    }


def slipped(one: ScoredAsk, value: Any) -> dict[str, Any]:
    """What a misconception answers, typed with many decimals; the right answer where it says nothing of it."""
    if value is None or not one.ask.by_value:
        return {f.key: given(f, 0) for f in one.fields}
    if all(answer.value is not None for f in one.fields for answer in f.answers):
        return {f.key: f"{float(number):.12g}" for f, number in zip(one.fields, flat(value), strict=True)}
    return {one.fields[0].key: one.ask.write(value)}


def nonsense(field: Field) -> Any:
    """An answer that nobody expects; the last item of a choice."""
    if isinstance(field.interaction, Entry):
        return NONSENSE if field.answers[0].value is not None else "?!"
    if isinstance(field.interaction, Arrange):
        return tuple(item.key for item in field.interaction.items)
    last = field.interaction.items[-1].key
    return (last,) if field.interaction.several else last


def share(field: Field, what: Any) -> float:
    """What an answer earns of a field."""
    if what is None:
        return 0.0
    if isinstance(field.interaction, Arrange):
        return sum(what.index(a) < what.index(b) for a, b in field.before) / len(field.before)
    if isinstance(field.interaction, Pick) and field.interaction.several:
        return max(0.0, sum(one.share for one in field.answers if one.text in what))
    if field.answers[0].value is not None:
        return next((one.share for one in field.answers if abs(one.value - float(what)) <= one.tolerance), 0.0)
    return next((one.share for one in field.answers if one.text == what), 0.0)


def points(one: ScoredAsk, what: dict[str, Any]) -> float:
    """What answers earn of an ask."""
    return one.ask.points * sum(field.weight * share(field, what[field.key]) for field in one.fields)
