"""The value that a wrong line should have, judged by itself: a part of an answer that is not judged by value as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.ask import Judgement, Reading, Value
from quizgen.asks.numbers import Numbers


@dataclass(frozen=True)
class WrongValue:
    """A value that is known to be wrong: that of the wrong line, or of a misconception."""

    value: Value
    feedback: str
    misconceptions: tuple[str, ...] = ()


def frozen(value: Value) -> Value:
    """A value with tuples for lists, as a field holds it."""
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def thawed(value: Value) -> Value:
    """The value again with lists for tuples."""
    return [thawed(item) for item in value] if isinstance(value, tuple) else value


def judge_value(ask: Numbers, reading: Reading, right: Value, known: Sequence[WrongValue]) -> Judgement:
    """A value component by component, with the tolerances and the decimals of its Numbers; a known wrong value is named."""
    off, allowed = ask.distance(reading.value, right), ask.allowed[0]
    each = (off <= allowed).astype(float)
    if each.all():
        return Judgement(1.0, ask.remark(reading))
    coarse = ask.coarse(reading)
    roughly = (each == 0) & (coarse.share > 0) & (off <= coarse.slack + allowed)
    each[roughly] = coarse.share[roughly]
    share = float(each.mean())
    if each.all():
        return Judgement(share, coarse.sentence)
    found = [one for one in known if (ask.agreement(reading, one.value) or 0) >= ask.sure_decimals]
    if found:
        ids = dict.fromkeys(name for one in found for name in one.misconceptions)
        return Judgement(share, " ".join(dict.fromkeys(one.feedback for one in found)), tuple(ids))
    return Judgement(share, ask.how_far(each, off))
