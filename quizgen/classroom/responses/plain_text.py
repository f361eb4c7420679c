"""What a platform leaves of an item when it writes it into a cell: plain text, in which formulas are TeX or gone.

Platforms differ in what they do with emphasis, code, pictures and spaces. Texts are therefore compared in several forms, the
strictest first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Form = Callable[[str], str]  # a text as it is compared
AsHtml = Callable[[str], str]  # the markup of an item -> the HTML of it that platforms are given

TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
ALT = re.compile(r"<img\b[^<>]*?\balt=\"([^\"]*)\"[^<>]*>", re.IGNORECASE)
FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$", re.DOTALL)
MARKS = re.compile(r"[\s*_`$\u2060\u200b{}\\]+")  # emphasis, blanks and what only sets formulas
DELIMITERS = re.compile(r"\\[()\[\]]")
NO_LETTERS = re.compile(r"[^\w+\-=<>/^|]|_")
CACHED = 4096


@lru_cache(CACHED)
def plain(text: str) -> str:
    """HTML, or text in which some HTML is left, as plain text with single spaces."""
    shown = html.unescape(TAG.sub(" ", ALT.sub(r" \1 ", text)))
    return " ".join(unicodedata.normalize("NFC", shown).split())


@lru_cache(CACHED)
def exact(text: str) -> str:
    """Without what only sets a text: emphasis, spaces, the marks around formulas and within them."""
    return MARKS.sub("", DELIMITERS.sub("", plain(text)))


@lru_cache(CACHED)
def folded(text: str) -> str:
    """The same without capitals: some platforms write emphasis in capitals."""
    return unicodedata.normalize("NFKC", exact(text)).casefold()


@lru_cache(CACHED)
def letters(text: str) -> str:
    """Letters, digits and signs of operations alone."""
    return NO_LETTERS.sub("", folded(text))


def without_formulas(text: str) -> str:
    """The words around formulas, where a platform drops these."""
    return " ".join(FORMULA.sub(" ", plain(text)).split())


FORMS: tuple[Form, ...] = (plain, exact, folded, letters)
