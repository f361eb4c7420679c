"""Small pieces of text that several parts say to the user, or keep."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The one of `known` that is most like `word`, in capitals or not; "" if none is so much alike (of 1)."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=alike)
    return by_lower[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Did you mean 'forward-pass'?" when one of `known` is close to `word` (upper or lower case), else ""."""
    name = closest(word, known)
    return f" Did you mean {name!r}?" if name else ""


def keepable(words: str) -> str:
    """The same text; the code points no database can keep, NUL and lone surrogates of odd file names, spelled out."""
    if words.isascii() and "\0" not in words:
        return words
    return words.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()
