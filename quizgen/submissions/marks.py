"""From the outcome of a check to its mark: the verdict, the points, and a sentence for every point lost."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from quizgen.errors import closest
from quizgen.model import Mark, Verdict
from quizgen.sandbox.codec import KEPT
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import BACK, Call, carried, given_single, is_single
from quizgen.submissions.checks import CHECKS, Check, Lost, Wording, loss_of
from quizgen.submissions.diagnosis.explain import Reasons
from quizgen.submissions.session import Conversation

ALIKE = 0.75  # how much a name has to be like another to be taken for it
WORDS = ("first ", "smallest ", "the ", "two ")  # of ours, with which a reason may begin
OWN = re.compile(r"(?<=your own )rnn_\w+")  # the chapter's name of a function, in sentences of ours


def marks_of(function: str, held: Conversation, reasons: Reasons, wording: Wording) -> list[Mark]:
    """The marks of one function, a check each; a single one if it is not done at all."""
    asked = [check for check in CHECKS[function] if check in held.outcomes]
    losses = [o for check in asked if isinstance(o := held.outcomes[check], Lost) and check not in held.pardons]
    if len(losses) == len(asked) and {loss.verdict for loss in losses} == {Verdict.NOT_DONE}:
        points = sum(check.points for check in asked)
        return [Mark(function, Verdict.NOT_DONE, 0.0, points, losses[0].said(wording))]
    marks: list[Mark] = []
    for check in asked:
        outcome = held.outcomes[check]
        mark = _right(check)
        if check in held.pardons:
            mark = replace(mark, feedback=held.pardons[check])
        elif isinstance(outcome, Lost):
            told_before = any(mark.verdict in (Verdict.SLIP, Verdict.WRONG, Verdict.PARTLY) for mark in marks)
            mark = _lost(mark, check, outcome, reasons, wording, brief=told_before)
        elif outcome is not None:
            what = traceback.format_exception_only(outcome)[-1].strip()
            why = f"this check failed on its own account ({what}), which costs nothing; please report it"
            mark = replace(mark, verdict=Verdict.OUR_FAULT, feedback=why)
        elif note := _note_on(check, held):
            mark = replace(mark, feedback=note)
        marks.append(replace(mark, feedback=OWN.sub(lambda m: wording.functions.get(m[0], m[0]), mark.feedback)))
    return marks


def absent(function: str, checks: Iterable[Check], verdict: Verdict, why: str) -> list[Mark]:
    """The mark of a function that is not there to be asked."""
    return [Mark(function, verdict, 0.0, sum(check.points for check in checks), why)]


def missing(name: str, names: Iterable[str]) -> str:
    """The sentence about a function that is not in a file of these names."""
    there = closest(name, names, ALIKE)
    return f"{name} is not in the file" + (f"; there is {there}: did you mean that?" if there else "")


def _lost(mark: Mark, check: Check, lost: Lost, reasons: Reasons, wording: Wording, *, brief: bool) -> Mark:
    """The first loss of a function tells the whole story, the others refer to it."""
    why = lost.said(wording)
    if (layout := reasons.layouts.get(check.function)) is not None:
        whole = f"your code is right for the layout {layout}: half the points"
        story = "right for that other layout, half the points" if brief else whole
        return replace(mark, points=check.points / 2, verdict=Verdict.PARTLY, feedback=f"{check.claim}: {story}")
    if not lost.tells:
        return replace(mark, points=0.0, verdict=lost.verdict, feedback=why)
    named, smallest = reasons.names.get(check.function), reasons.smallest.get(check.function, "")
    if named is not None:
        story = f"{check.claim}: {named.brief}" if brief else f"{named.says} {_begun(smallest or why)}"
        return replace(mark, points=0.0, verdict=Verdict.SLIP, feedback=story, misconceptions=named.misconceptions)
    story = "" if brief or not smallest else f"; {smallest}"
    return replace(mark, points=0.0, verdict=Verdict.WRONG, feedback=f"{check.claim}: {why}{story}")


@lru_cache(maxsize=KEPT)
def _right(check: Check) -> Mark:
    return Mark(f"{check.function}.{check.id}", Verdict.RIGHT, check.points, check.points)


def _note_on(check: Check, held: Conversation) -> str:
    calls = tuple(held.asked[check])
    results = tuple([held.heard[call] for call in calls])
    common = False not in [result.common for result in results]
    return (_note_before if common else _note)(check, calls, results)


def _note(check: Check, calls: Sequence[Call], results: Sequence[Result]) -> str:
    """What is worth knowing of a check that was won: single precision, or arguments written into."""
    heard = list(zip(calls, results, strict=True))
    if check.id in ("G11", "S6") and any(result.changed for _, result in heard):
        return "right; it writes into its arguments, which another caller may still need"
    if (
        check.function in BACK
        and not check.public
        and any(carried(call, result.value) is not call and loss_of(call, result) is None for call, result in heard)
    ):
        return f"right for the states of your own {BACK[check.function][1]}"
    if any(is_single(result.value) and not given_single(call) for call, result in heard):
        return "right in single precision (float32), and judged as such"
    return ""


_note_before = lru_cache(maxsize=KEPT)(_note)


def _begun(sentence: str) -> str:
    """The same as a sentence of its own. Names in front, dW or h or rnn_step, stay what they are."""
    return sentence[:1].upper() + sentence[1:] if sentence.startswith(WORDS) else sentence
