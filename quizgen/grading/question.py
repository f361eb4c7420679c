"""One question judged: each ask by value, the same mistake charged once, and a sentence for every point lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.ask import Ask, Judgement, Reading
from quizgen.asks.values import listed
from quizgen.grading.carried import Follow, Trails
from quizgen.grading.diagnosis import Explanation, explain
from quizgen.grading.partial_credit import Shares, shares
from quizgen.grading.term_table import terms
from quizgen.model import Mark, Variant, Verdict
from quizgen.reading import read_value

HALF = 0.5  # what a right answer in a wrong layout earns


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
        if not ask.on_sheet or reading.blank or reading.trouble:
            mark = _unjudged(ask, reading)
        elif ask.by_value:
            mark = _valued(trails, ask, earned[ask.name], explained.get(ask.name, []), charged)
        else:
            mark = _judged(ask, reading, ask.judge(reading))
        note = f"{mark.feedback} {reading.note}".strip() if reading.note else mark.feedback
        marks.append(replace(mark, points=round(mark.points, 6), feedback=note))
    return marks


def _unjudged(ask: Ask, reading: Reading) -> Mark:
    """The mark of what is not on the sheet, blank or unreadable. What is graded elsewhere is worth nothing here."""
    if not ask.on_sheet:
        return Mark(ask.name, Verdict.NOT_RUN, 0, 0, "Not graded from this sheet: grade submission.py.")
    if reading.blank:
        return Mark(ask.name, Verdict.BLANK, 0, ask.points, "Not answered.")
    return Mark(ask.name, Verdict.UNREADABLE, 0, ask.points, reading.trouble, typed=reading.typed)


def _judged(ask: Ask, reading: Reading, found: Judgement) -> Mark:
    """The mark of an answer that its ask judged."""
    if found.share is None:
        verdict = Verdict.NEEDS_A_PERSON
    elif found.share == 1:
        verdict = Verdict.RIGHT
    elif found.share > 0:
        verdict = Verdict.PARTLY
    else:
        verdict = Verdict.SLIP if found.misconceptions else Verdict.WRONG
    points = ask.points * (found.share or 0)
    return Mark(ask.name, verdict, points, ask.points, found.feedback, found.misconceptions, reading.typed)


def _valued(trails: Trails, ask: Ask, earned: Shares, found: Sequence[Explanation], charged: dict[str, str]) -> Mark:
    """The mark of an answer that has a value."""
    reading, said = trails.readings[ask.name], []
    sure = [one for one in found if one.sure]
    ids = tuple(dict.fromkeys(name for one in sure for name in one.misconceptions))
    charged_before = [one.misconceptions for one in sure if charged.keys() >= set(one.misconceptions)]
    again = charged[charged_before[0][0]] if charged_before and ask.charged_once else ""
    share, verdict = float(earned.each.mean()), Verdict.PARTLY
    if earned.full:
        verdict = Verdict.RIGHT
        if earned.own:
            said.append(f"Right, carried on from your own {_origin(trails, ask)}.")
    elif earned.wrong:
        layout = _layout(trails, ask)
        if layout and (not sure or ask.layout_outweighs):
            share = max(share, HALF)
            layout += " Half the points."
        verdict = Verdict.SLIP if sure else Verdict.PARTLY if share else Verdict.WRONG
        said += [_impossible(trails, ask), layout]
        if again:
            share = HALF if _suspect(trails, ask) else 1.0
            said.append(f"The same as in {again}, where it was charged.")
        elif sure or (found and not layout):
            said.append(_diagnosed(found))
            charged.update(dict.fromkeys(ids, ask.name))
        elif not layout:
            said.append(_unknown(trails, ask, earned))
        if not again and not layout:
            said.append(terms(trails, ask))
    said.append(earned.coarse)
    if earned.halved or (again and _suspect(trails, ask)):
        said.append(f"It follows from your own {_suspect(trails, ask)}: half the points.")
    if reading.transposed:
        share, verdict = share * HALF, Verdict.PARTLY if verdict is Verdict.RIGHT else verdict
        said.append("Rows and columns are exchanged: half the points.")
    said.append(ask.remark(reading))
    feedback = " ".join(filter(None, said))
    return Mark(ask.name, verdict, share * ask.points, ask.points, feedback, ids, reading.typed)


def _diagnosed(found: Sequence[Explanation]) -> str:
    sentences = list(dict.fromkeys(one.feedback for one in found))
    if not found[0].sure:
        return f"Too few decimals to say why; this would fit: {' Or: '.join(sentences)}"
    return sentences[0] if len(sentences) == 1 else f"Either: {' Or: '.join(sentences)}"


def _unknown(trails: Trails, ask: Ask, earned: Shares) -> str:
    """How far off, when no known mistake gives this: from the truth, or from what follows from own values if nearer."""
    typed = trails.typed[ask.name]
    from_truth = ask.distance(typed, trails.variant.key[ask.name])
    return ask.how_far(earned.each, np.minimum(from_truth, ask.distance(typed, trails.carried.get(ask.name))))


def _layout(trails: Trails, ask: Ask) -> str:
    """What is exchanged, in a sentence, when the answer is right but for its layout; else ""."""
    wanted = zip((trails.variant.key, trails.carried), ask.allowed, strict=True)
    found = (ask.layout(trails.typed[ask.name], values.get(ask.name), units) for values, units in wanted)
    return next(filter(None, found), "")


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
        if (ask.distance(trails.typed[ask.name], alone.get(ask.name)) <= ask.allowed[1]).all():
            return name
    return listed(other) or "earlier answers"
