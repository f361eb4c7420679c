"""The token of a quiz as a comment at the end of an answers.toml or a submission.py; quiz.js writes the same.

It is a comment, so that a line that somebody adds below it still belongs to the question above.
"""

from __future__ import annotations

import re

LEAVE_IT = "# What this quiz is made of, to grade it on any machine. Leave it as it is."
WIDTH = 76  # characters of a line of a token
COMMENT = re.compile(r"^# made_of:[ \t]*\r?\n((?:#[ \t]*[\w.-]+[ \t]*(?:\r?\n|\Z))+)", re.MULTILINE | re.ASCII)


def token_comment(token: str) -> str:
    """A token as lines of a comment."""
    pieces = (token[start : start + WIDTH] for start in range(0, len(token), WIDTH))
    return "\n".join([LEAVE_IT, "# made_of:", *(f"# {piece}" for piece in pieces)]) + "\n"


def token_in(text: str) -> str:
    """The token in a text; "" if there is none. Anybody may have written it."""
    found = COMMENT.search(text)
    return re.sub(r"[#\s]", "", found[1]) if found else ""
