"""Relations of recurrent networks turned round: what comes before said to depend on what comes after."""

from __future__ import annotations

import re

from quizgen.asks.words.windows import Index

NEEDS = (
    r"(?:depends? (?:up)?on|dependent on|(?:computed|calculated|made|obtained|updated) (?:from|with|using)|needs?|requires?"
    r"|waits? for|memory of|information (?:from|about|of)|knows|sees|stores?|keeps?)"
)
AHEAD = re.compile(
    rf"\b{NEEDS} (?:\w+ ){{0,6}}?(?:the |all )?(?:next|future|following|later)(?: one's)? (?:hidden )?"
    r"(?:states?|inputs?|words?|h)\b"
)
BACKWARDS = re.compile(r"\b(?:gradients?|deltas?|backwards?|backward|derivatives?|errors?|predict\w*|not|never|to)\b")


def looks_ahead(index: Index) -> bool:
    """Whether a sentence says that a state needs what comes after it; gradients do."""
    for text in index.texts:
        found = AHEAD.search(text)
        if found and not BACKWARDS.search(text[: found.end()]):
            return True
    return False
