"""What a mark says to whoever reads it: its sentence with readable formulas, or its verdict in words."""

from __future__ import annotations

import re

from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import MathsError
from quizgen.model import Mark, Verdict

WORDS = {  # for a mark that came without a sentence of its own
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
    Verdict.NEEDS_A_PERSON: "awaits a person's reading",
    Verdict.OUR_FAULT: "the check itself failed, which costs nothing",
}


def remark(mark: Mark) -> str:
    """The sentence of a mark as plain text; never empty."""
    return readable(mark.feedback) or WORDS[mark.verdict]


def readable(feedback: str) -> str:
    """Feedback with its formulas as text; what is between dollars and no formula was typed by somebody, and stays."""

    def read(found: re.Match[str]) -> str:
        try:
            return formula_text(found[1])
        except MathsError:
            return found[0]

    return re.sub(r"\$([^$]+)\$", read, feedback)
