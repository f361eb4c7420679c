"""A sentence of feedback as a line of the markup: plain words in which h_(t-1), W and $h_{t-1}$ are formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quizgen.markup.parse import Line, Maths, Words

SYMBOL = re.compile(
    r"\$(?P<tex>[^$]+)\$"
    # letters of what is offered: "line B", "A, B, C", "1-B"
    r"|(?P<option>\b(?:(?:[Oo]ption|[Ll]ine|[Kk]ind|[Rr]eason) [A-Z]|A(?:, [A-Z])+|\d+-[A-Z])\b)"
    r"|(?<![A-Za-z0-9_.])(?P<letter>y_hat|[A-Za-zαδσŷ])(?:_(?P<below>[A-Za-z0-9]+|\([^()]+\)))?(?P<above>[ᵀ²'])?"
    r"(?![A-Za-z0-9_'])"
)
ALONE = set("BDHKLTWbfhityzαδσŷ")  # letters that are symbols even with nothing below or above: the chapter's, no words
LETTERS = {"α": r"\alpha", "δ": r"\delta", "σ": r"\sigma", "ŷ": r"\hat{y}", "y_hat": r"\hat{y}"}
ABOVE = {"ᵀ": r"^\top", "²": "^2", "'": "'"}
MINUS = re.compile(r"(?<![A-Za-z]{2})-(?![A-Za-z]{2})")  # no hyphen between words
CACHED = 1024


@lru_cache(CACHED)
def sentence(text: str) -> Line:
    """The runs of a sentence."""
    return tuple(runs(text))


def runs(text: str) -> Iterator[Words | Maths]:
    """Words and formulas in turn."""
    done = 0
    for found in SYMBOL.finditer(text):
        tex = found["tex"] or symbol(found)
        if found["option"] or tex:
            if found.start() > done:
                yield Words(MINUS.sub("−", text[done : found.start()]))
            yield Maths(tex) if tex else Words(found["option"])
            done = found.end()
    if done < len(text):
        yield Words(MINUS.sub("−", text[done:]))


def symbol(found: re.Match[str]) -> str:
    """A plain symbol as LaTeX; "" for a letter that may be a word."""
    letter, below, above = found["letter"], found["below"], found["above"]
    if not letter or not (below or above or letter in ALONE or letter == "y_hat"):
        return ""
    lowered = f"_{{{below.strip('()')}}}" if below else ""
    return LETTERS.get(letter, letter) + lowered + ABOVE.get(above, "")
