"""The options of a numeric multiple choice: the truth among live slips, sorted by value, its place uniform."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.ask import DrawnProblem, NotComplete, Value, WrongAnswer
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import LETTERS, Option
from quizgen.asks.values import column, entries, flat, number

WRONG_OPTIONS = 3


def numeric_options(ask: Numbers, name: str, drawn: DrawnProblem) -> tuple[Option, ...]:
    """The truth at a place drawn uniformly, slips below and above it in order of priority.

    Options sort by value. Impossible values give themselves away and are not offered, nor is a second sign flip, nor a value
    that reads like the truth or like an earlier slip's: slips that other asks distinguish may agree here. Nor is the answer
    to another ask of the question, which would be read off there.
    Raises NotComplete if there are too few slips.
    """
    place = drawn.draw_integer(name, 0, WRONG_OPTIONS)
    truth, slips = drawn.key[name], drawn.slips
    usable = [
        slip for slip in slips if possible(ask, slip.answers[name]) and not negated(ask, slip.answers[name], truth)
    ]
    usable += [slip for slip in slips if negated(ask, slip.answers[name], truth)][:1]
    usable = distinct(ask, usable, name, [truth, *(value for other, value in drawn.key.items() if other != name)])
    below = [slip for slip in usable if entries(slip.answers[name]) < entries(truth)][:place]
    above = [slip for slip in usable if entries(slip.answers[name]) > entries(truth)][: WRONG_OPTIONS - place]
    if len(below) + len(above) < WRONG_OPTIONS:
        raise NotComplete(f"too few distractors beside {name}")
    ordered = [*by_value(below, name), None, *by_value(above, name)]  # None stands for the truth
    return tuple(
        Option(LETTERS[i], option_text(ask, truth), accepted=True)
        if slip is None
        else Option(LETTERS[i], option_text(ask, slip.answers[name]), False, slip.misconceptions, slip.feedback)
        for i, slip in enumerate(ordered)
    )


def distinct(ask: Numbers, slips: Sequence[WrongAnswer], name: str, keys: Sequence[Value]) -> list[WrongAnswer]:
    """The slips whose values read unlike all keys, the first of those that read alike."""
    first: dict[str, WrongAnswer] = {}
    for slip in slips:
        first.setdefault(option_text(ask, slip.answers[name]), slip)
    taken = {option_text(ask, key) for key in keys if flat(key).size}
    return [slip for text, slip in first.items() if text not in taken]


def by_value(slips: Sequence[WrongAnswer], name: str) -> list[WrongAnswer]:
    """Slips in order of what they give for an ask."""
    return sorted(slips, key=lambda slip: entries(slip.answers[name]))


def possible(ask: Numbers, value: Value) -> bool:
    """Whether every component is in the range that such an answer can have."""
    return ask.between is None or all(ask.between[0] < v < ask.between[1] for v in entries(value))


def negated(ask: Numbers, value: Value, truth: Value) -> bool:
    """Whether a value is the truth with its sign flipped."""
    return all(abs(v + t) < ask.unit for v, t in zip(entries(value), entries(truth), strict=True))


def option_text(ask: Numbers, value: Value) -> str:
    """A value as the text of an option."""
    return f"${column(value, ask.decimals) if isinstance(value, list) else number(value, ask.decimals)}$"
