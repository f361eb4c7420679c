"""From the outcome of a check to its mark: the verdict, the points, and a sentence for every point lost."""

from __future__ import annotations

import difflib
import traceback
from dataclasses import replace

from quizgen.model import Mark, Verdict
from quizgen.submissions.answers import answer
from quizgen.submissions.check import CHECKS, Check
from quizgen.submissions.compare import Lost, is_single, require
from quizgen.submissions.conversation import Conversation
from quizgen.submissions.interface import names_in
from reference_rnn import RNN


def marks_of(function: str, held: Conversation) -> list[Mark]:
    """The marks of one function, a check each."""
    excused = _excused(held) if function == "rnn_backward" else {}
    marks: list[Mark] = []
    for check in CHECKS[function]:
        outcome = held.outcomes[check]
        mark = Mark(f"{function}.{check.id}", Verdict.RIGHT, check.points, check.points)
        if check in excused:
            mark = replace(mark, feedback=excused[check])
        elif isinstance(outcome, Lost):
            told_before = any(mark.verdict in (Verdict.SLIP, Verdict.WRONG) for mark in marks)
            mark = _lost(mark, check, outcome, held, brief=told_before)
        elif outcome is not None:
            what = traceback.format_exception_only(outcome)[-1].strip()
            why = f"this check failed on its own account ({what}), which costs nothing; please report it"
            mark = replace(mark, verdict=Verdict.OUR_FAULT, feedback=why)
        else:
            mark = replace(mark, feedback=_note(check, held))
        marks.append(mark)
    return marks


def missing(function: str, source: bytes) -> list[Mark]:
    """The marks of a function that is not in the file."""
    near = difflib.get_close_matches(function, names_in(source), n=1, cutoff=0.75)
    hint = f"; there is {near[0]}: did you mean that?" if near else ""
    why = f"{function} is not in the file{hint}"
    return [Mark(f"{function}.{c.id}", Verdict.BLANK, 0.0, c.points, why) for c in CHECKS[function]]


def _lost(mark: Mark, check: Check, lost: Lost, held: Conversation, *, brief: bool) -> Mark:
    """The first loss of a function tells the whole story, the others refer to it."""
    if not lost.tells:
        return replace(mark, points=0.0, verdict=lost.verdict, feedback=lost.why)
    reason, smallest = held.reasons.get(check.function), held.smallest.get(check.function, "")
    if reason is None:
        story = "" if brief or not smallest else f"; {smallest}"
        return replace(mark, points=0.0, verdict=Verdict.WRONG, feedback=f"{check.claim}: {lost.why}{story}")
    story = f"{check.claim}: {reason.brief}" if brief else f"{reason.says} {smallest or _capital(lost.why)}"
    return replace(mark, points=0.0, verdict=Verdict.SLIP, feedback=story, misconceptions=reason.misconceptions)


def _excused(held: Conversation) -> dict[Check, str]:
    """The losses of rnn_backward that a wrong rnn_forward accounts for, each with why it costs nothing: an error is
    charged where it is made. The gradients may be those of the chapter's cell or of the learner's own."""
    checks = CHECKS["rnn_backward"]
    [own] = [check for check in checks if check.id == "G12"]
    lost = {check for check in checks if isinstance(loss := held.outcomes[check], Lost) and loss.tells}
    if not lost or not _forward_is_wrong(held, own):
        return {}
    if held.outcomes[own] is None:
        why = "not the chapter's gradient, but that of your own rnn_forward: full points"
        return dict.fromkeys(lost, why)
    why = "the gradient of the chapter's cell, which your own rnn_forward is not: full points"
    return {own: why} if lost == {own} else {}


def _forward_is_wrong(held: Conversation, own: Check) -> bool:
    """Whether the learner's rnn_forward comes back, and with other states than the chapter's."""
    call, result = held.heard[own][0]
    if result.failure is not None:
        return False
    try:
        require(call, result.value, answer(RNN, call))
    except Lost as lost:
        return lost.tells
    return False


def _note(check: Check, held: Conversation) -> str:
    """What is worth knowing of a check that was won: single precision, or arguments written into."""
    heard = held.heard[check]
    if check.id == "G0" and any(result.changed for _, result in heard):
        return "right; it writes into its arguments, which another caller may still need"
    if any(is_single(result.value) and not is_single(call.args) for call, result in heard):
        return "right in single precision (float32), and judged as such"
    return ""


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
