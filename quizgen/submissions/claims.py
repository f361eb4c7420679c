"""What a check claims, by which people know it: F5 of rnn_step is "h_t = tanh(b), where W, W_h and h_prev are zero"."""

from __future__ import annotations

import functools
import re

from quizgen.submissions.checks import CHECKS, CourseNames
from quizgen.submissions.interfaces import INTERFACES, named

OWN_FUNCTION = re.compile(r"(?<=your own )(?:rnn|lstm)_\w+")  # the chapter's name of a function, in sentences of ours


@functools.cache
def claim(ask: str, interface: str = "chapter") -> str:
    """The claim of a check by the name of its mark, "rnn_step.F5"; "" for a whole function and for what is no check now.

    `interface`: the names of functions are those of this course, as in the mark.
    """
    function, _, id = ask.partition(".")
    names = named(interface if interface in INTERFACES else "chapter")
    return next((in_words_of(check.claim, names) for check in CHECKS.get(function, ()) if check.id == id), "")


def in_words_of(text: str, names: CourseNames) -> str:
    """A sentence of ours with the learner's names of functions."""
    return OWN_FUNCTION.sub(lambda found: names.functions.get(found[0], found[0]), text)
