"""One question judged: each ask by value, the same mistake charged once, and a sentence for every point lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.ask import Ask, Judgement, Reading
from quizgen.asks.values import listed
from quizgen.grading.carried import Derivation, Follow
from quizgen.grading.diagnosis import Explanation, explain
from quizgen.grading.exchanged import exchanged
from quizgen.grading.partial_credit import Shares, shares
from quizgen.grading.slips_of_hand import explain_by_hand
from quizgen.grading.term_table import term_table
from quizgen.model import Mark, Variant, Verdict
from quizgen.reading import read_value

HALF = 0.5  # what a right answer in a wrong layout earns


def judge(variant: Variant, typed: Mapping[str, Any], follow: Follow) -> list[Mark]:
    """A mark for every ask of `variant`, in order; `Mark.ask` is the ask's name alone."""
    readings = {ask.name: read_value(typed.get(ask.name), ask) for ask in variant.asks}
    derived = Derivation(variant, readings, follow)
    earned = {ask.name: shares(derived, ask) for ask in derived.asks if ask.name in derived.typed}
    wrong = [ask for ask in derived.asks if ask.name in earned and earned[ask.name].wrong]
    layouts = {ask.name: _layout(derived, ask) for ask in wrong}
    explained = _explained(derived, wrong, layouts, earned)
    marks: list[Mark] = []
    charged: dict[str, str] = {}  # misconception -> the ask at which it was charged
    for ask in variant.asks:
        reading = readings[ask.name]
        if not ask.on_sheet or reading.blank or reading.trouble:
            mark = _unjudged(ask, reading)
        elif ask.by_value:
            found, layout = explained.get(ask.name, []), layouts.get(ask.name, "")
            mark = _valued(derived, ask, earned[ask.name], found, layout, charged)
        else:
            mark = _judged(ask, reading, ask.judge_run(reading, derived.run_on(ask)))
        note = f"{mark.feedback} {reading.note}".strip() if reading.note else mark.feedback
        marks.append(replace(mark, points=round(mark.points, 6), feedback=note))
    return marks


def _explained(
    derived: Derivation, wrong: Sequence[Ask], layouts: Mapping[str, str], earned: Mapping[str, Shares]
) -> dict[str, list[Explanation]]:
    """What gives each wrong answer: misconceptions, right numbers in the wrong places, and last of all slips of the hand."""
    found = explain(derived, wrong)
    unexplained: list[Ask] = []
    for ask in wrong:
        if layouts[ask.name] or any(one.sure for one in found[ask.name]):
            continue
        if places := exchanged(derived, ask, wrong):
            found[ask.name] = [places]
        elif not found[ask.name]:
            unexplained.append(ask)
    return found | explain_by_hand(derived, unexplained, earned)


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


def _valued(
    derived: Derivation,
    ask: Ask,
    earned: Shares,
    found: Sequence[Explanation],
    layout: str,
    charged: dict[str, str],
) -> Mark:
    """The mark of an answer that has a value; `layout` says how the right numbers of a wrong one are laid out."""
    reading, sentences = derived.readings[ask.name], []
    sure = [one for one in found if one.sure]
    ids = tuple(dict.fromkeys(name for one in sure for name in one.misconceptions))
    charged_before = [one.charges for one in sure if charged.keys() >= set(one.charges)]
    charged_at = charged[charged_before[0][0]] if charged_before and ask.charged_once else ""
    share, verdict = float(earned.each.mean()), Verdict.PARTLY
    if earned.full:
        verdict = Verdict.RIGHT
        if earned.own:
            sentences.append(f"Right, carried on from your own {_origin(derived, ask)}.")
    elif earned.wrong:
        if layout and (not sure or ask.layout_outweighs):
            share = max(share, HALF)
            layout += " Half the points."
        in_part = max((one.share for one in sure), default=0.0)
        share = max(share, in_part)
        verdict = Verdict.SLIP if sure and not in_part else Verdict.PARTLY if share else Verdict.WRONG
        sentences += [_impossible(derived, ask), layout]
        if charged_at:
            share = max(share, HALF if _doubted(derived, ask) else 1.0)
            sentences.append(f"The same as in {charged_at}, where it was charged.")
        elif sure or (found and not layout):
            sentences.append(_diagnosed(found))
            charged.update(dict.fromkeys((key for one in sure for key in one.charges), ask.mention))
        elif not layout:
            sentences.append(_unknown(derived, ask, earned))
        if not charged_at and not layout and all(one.compare for one in found):
            sentences.append(term_table(derived, ask))
    sentences.append(earned.coarse)
    if earned.halved or (charged_at and _doubted(derived, ask)):
        sentences.append(f"It follows from your own {_doubted(derived, ask)}: half the points.")
    if reading.transposed:
        share, verdict = share * HALF, Verdict.PARTLY if verdict is Verdict.RIGHT else verdict
        sentences.append("Rows and columns are exchanged: half the points.")
    sentences.append(ask.remark(reading))
    feedback = " ".join(filter(None, sentences))
    return Mark(ask.name, verdict, share * ask.points, ask.points, feedback, ids, reading.typed)


def _diagnosed(found: Sequence[Explanation]) -> str:
    sentences = list(dict.fromkeys(one.feedback for one in found))
    if not found[0].sure:
        return f"Too few decimals to say why; this would fit: {' Or: '.join(sentences)}"
    return sentences[0] if len(sentences) == 1 else f"Either: {' Or: '.join(sentences)}"


def _unknown(derived: Derivation, ask: Ask, earned: Shares) -> str:
    """How far off, when no known mistake gives this: from the truth, or from what follows from own values if nearer."""
    typed = derived.typed[ask.name]
    from_truth = ask.distance(typed, derived.variant.key[ask.name])
    return ask.how_far(earned.each, np.minimum(from_truth, ask.distance(typed, derived.carried.get(ask.name))))


def _layout(derived: Derivation, ask: Ask) -> str:
    """What is exchanged, in a sentence, when the answer is right but for its layout; else ""."""
    wanted = zip((derived.variant.key, derived.carried), ask.allowed, strict=True)
    found = (ask.layout(derived.typed[ask.name], values.get(ask.name), units) for values, units in wanted)
    return next(filter(None, found), "")


def _impossible(derived: Derivation, ask: Ask) -> str:
    why = ask.impossible(derived.typed[ask.name]) if ask.name in derived.doubts else ""
    return f"{why}." if why else ""


def _doubted(derived: Derivation, ask: Ask) -> str:
    """The earlier answers from which nothing can be computed, and why; "" if there are none."""
    return listed([f"{a.mention} ({derived.doubts[a.name]})" for a in derived.before(ask) if a.name in derived.doubts])


def _origin(derived: Derivation, ask: Ask) -> str:
    """The earlier answer this one was carried on from: the last that is enough alone, else all that are wrong."""
    other = [a for a in derived.before(ask) if a.name in derived.usable and not derived.is_right(a)]
    for earlier in reversed(other):
        alone = derived.derive((), {earlier.name: derived.usable[earlier.name]})
        if (ask.distance(derived.typed[ask.name], alone.get(ask.name)) <= ask.allowed[1]).all():
            return earlier.mention
    return listed([earlier.mention for earlier in other]) or "earlier answers"
