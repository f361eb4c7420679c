"""The sentence of a mark for people: its feedback with readable formulas, or its verdict in words."""

from __future__ import annotations

import re

from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import MathsError
from quizgen.model import Mark, Verdict

WORDS = {  # for a mark without feedback
    Verdict.RIGHT: "right",
    Verdict.PARTLY: "partly right",
    Verdict.SLIP: "equals what you get with a known misconception",
    Verdict.WRONG: "not the expected result",
    Verdict.BLANK: "not answered",
    Verdict.NOT_DONE: "not done yet: the starter's placeholder is still there",
    Verdict.UNREADABLE: "could not be read, so no attempt is lost",
    Verdict.NOT_RUN: "not run, because an earlier call of the same function never came back",
    Verdict.TIMED_OUT: "took longer than its time limit",
    Verdict.OUT_OF_MEMORY: "needed more memory than its limit",
    Verdict.CRASHED: "stopped with an error",
    Verdict.FORBIDDEN: "asks for something that is not allowed here",
    Verdict.NEEDS_A_PERSON: "Waits for a person.",
    Verdict.EXCUSED: "excused: counts neither as earned nor as possible",
    Verdict.OUR_FAULT: "the check itself failed, which costs nothing",
}


def verdict_text(verdict: Verdict) -> str:
    """A verdict in small letters: "timed out"."""
    return verdict.value.replace("_", " ").lower()


def feedback(mark: Mark) -> str:
    """The feedback of a mark; nothing but that it waits while a person has not judged it.

    Grades of older versions listed there what that person looks for.
    """
    return WORDS[mark.verdict] if mark.verdict is Verdict.NEEDS_A_PERSON else mark.feedback


def remark(mark: Mark) -> str:
    """The sentence of a mark as plain text; never empty."""
    return plain_text(feedback(mark)) or WORDS[mark.verdict]


def plain_text(markup: str) -> str:
    """A sentence with the formulas between its dollars as plain text; what is no formula stays as it was typed."""

    def shown(found: re.Match[str]) -> str:
        try:
            return re.sub("[ \u00a0]+", " ", formula_text(found[1]))
        except MathsError:
            return found[0]

    return re.sub(r"\$([^$]+)\$", shown, markup)
