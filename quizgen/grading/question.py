"""One question judged: each ask by value, the same mistake charged once, and a sentence for every point lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.grading.carried import FOLLOWED, Follow, Trails
from quizgen.grading.diagnosis import Explanation, explain
from quizgen.grading.distance import allowed, flat, off
from quizgen.grading.layout import HALF, presented
from quizgen.grading.partial_credit import Shares, shares
from quizgen.grading.sentences import how_far, listed, sum_check
from quizgen.grading.term_table import terms
from quizgen.grading.words import choice, code, text
from quizgen.model import Ask, Formula, Mark, Numbers, Shape, Variant, Verdict
from quizgen.reading import Reading, read_value


def judge(variant: Variant, typed: Mapping[str, Any], follow: Follow) -> list[Mark]:
    """A mark for every ask of `variant`, in order; `Mark.ask` is the ask's name alone."""
    readings = {ask.name: read_value(typed.get(ask.name), ask) for ask in variant.asks}
    trails = Trails(variant, readings, follow)
    earned = {ask.name: shares(trails, ask) for ask in trails.asks if ask.name in trails.typed}
    wrong = [ask for ask in trails.asks if ask.name in earned and earned[ask.name].wrong]
    explained = explain(trails, wrong)
    marks: list[Mark] = []
    charged: dict[str, str] = {}  # misconception -> the ask it was charged at
    for ask in variant.asks:
        reading = readings[ask.name]
        if ask.kind == "code" or reading.blank or reading.trouble:
            mark = _unjudged(ask, reading)
        elif ask.kind in FOLLOWED:
            mark = _valued(trails, ask, earned[ask.name], explained.get(ask.name, []), charged)
        else:
            mark = choice(ask, reading) if ask.kind == "choice" else text(ask, reading)
        marks.append(replace(mark, points=round(mark.points, 6)))
    return marks


def _unjudged(ask: Ask, reading: Reading) -> Mark:
    if ask.kind == "code":
        return code(ask)
    if reading.blank:
        return Mark(ask.name, Verdict.BLANK, 0, ask.points, "Not answered.")
    return Mark(ask.name, Verdict.UNREADABLE, 0, ask.points, reading.trouble, typed=reading.typed)


def _valued(trails: Trails, ask: Ask, earned: Shares, found: Sequence[Explanation], charged: dict[str, str]) -> Mark:
    """The mark of an answer that has a value."""
    reading, said = trails.readings[ask.name], []
    sure = [one for one in found if one.sure]
    ids = tuple(dict.fromkeys(name for one in sure for name in one.misconceptions))
    charged_before = [one.misconceptions for one in sure if charged.keys() >= set(one.misconceptions)]
    again = charged[charged_before[0][0]] if charged_before and isinstance(ask, Numbers) else ""
    share, verdict = float(earned.each.mean()), Verdict.PARTLY
    if earned.full:
        verdict = Verdict.RIGHT
        if earned.own:
            said.append(f"Right, carried on from your own {_origin(trails, ask)}.")
    elif earned.wrong:
        dress = presented(trails, ask) or _shape_turned(trails, ask)
        if dress and (not sure or isinstance(ask, Shape)):
            share = max(share, HALF)
            dress += " Half the points."
        verdict = Verdict.SLIP if sure else Verdict.PARTLY if share else Verdict.WRONG
        said += [_impossible(trails, ask), dress]
        if again:
            share = HALF if _suspect(trails, ask) else 1.0
            said.append(f"The same as in {again}, where it was charged.")
        elif sure or (found and not dress):
            said.append(_diagnosed(found))
            charged.update(dict.fromkeys(ids, ask.name))
        elif not dress:
            said.append(_unknown(trails, ask, earned))
        if not again and not dress:
            said.append(terms(trails, ask))
    if earned.short:
        said.append(f"Right so far: give {_decimals(ask)}.")
    if earned.halved or (again and _suspect(trails, ask)):
        said.append(f"It follows from your own {_suspect(trails, ask)}: half the points.")
    if reading.transposed:
        share, verdict = share * HALF, Verdict.PARTLY if verdict is Verdict.RIGHT else verdict
        said.append("Rows and columns are exchanged: half the points.")
    if isinstance(ask, Numbers):
        said.append(sum_check(ask, reading.value, reading.decimals))
    feedback = " ".join(filter(None, said))
    return Mark(ask.name, verdict, share * ask.points, ask.points, feedback, ids, reading.typed)


def _decimals(ask: Ask) -> str:
    places = ask.decimals if isinstance(ask, Numbers) else 0
    return f"{places} decimal{'s' * (places != 1)}"


def _diagnosed(found: Sequence[Explanation]) -> str:
    sentences = list(dict.fromkeys(one.feedback for one in found))
    if not found[0].sure:
        return f"Too few decimals to say why; this would fit: {' Or: '.join(sentences)}"
    return sentences[0] if len(sentences) == 1 else f"Either: {' Or: '.join(sentences)}"


def _unknown(trails: Trails, ask: Ask, earned: Shares) -> str:
    """How far off, when no known mistake gives this: from the truth, or from what follows from own values if nearer."""
    if isinstance(ask, Formula):
        return "This gives other values than the term asked for; no known mistake gives it."
    if not isinstance(ask, Numbers):
        return "This is not the shape; no known mistake gives it."
    typed = trails.typed[ask.name]
    distances = np.minimum(off(ask, typed, trails.variant.key[ask.name]), off(ask, typed, trails.carried.get(ask.name)))
    return f"{how_far(ask, earned.each, distances)}; no known mistake gives this."


def _shape_turned(trails: Trails, ask: Ask) -> str:
    """The convention note when a shape is the exact transpose."""
    if not isinstance(ask, Shape):
        return ""
    typed, wanted = flat(trails.typed[ask.name]), flat(trails.variant.key[ask.name])
    if typed.size != 2 or not np.array_equal(typed[::-1], wanted):
        return ""
    return f"This is the transpose. {ask.note}".strip()


def _impossible(trails: Trails, ask: Ask) -> str:
    why = trails.suspects.get(ask.name, "")
    return f"{why}." if "impossible" in why else ""


def _suspect(trails: Trails, ask: Ask) -> str:
    """The earlier answers nobody can go on from, and why; "" if there are none."""
    return listed([f"{a.name} ({trails.suspects[a.name]})" for a in trails.before(ask) if a.name in trails.suspects])


def _origin(trails: Trails, ask: Ask) -> str:
    """The earlier answer this one was carried on from: the last that is enough alone, else all that are wrong."""
    other = [a.name for a in trails.before(ask) if a.name in trails.sound and not trails.straight(a)]
    for name in reversed(other):
        alone = trails.walk((), {name: trails.sound[name]})
        if (off(ask, trails.typed[ask.name], alone.get(ask.name)) <= allowed(ask)[1]).all():
            return name
    return listed(other) or "earlier answers"
