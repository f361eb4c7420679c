"""Small pieces of text that several parts say to the user, or keep."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Did you mean 'forward-pass'?" when one of `known` is close to `word` (upper or lower case), else ""."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return f" Did you mean {by_lower[close[0]]!r}?" if close else ""


def keepable(words: str) -> str:
    """The same text; the code points no database can keep, NUL and lone surrogates of odd file names, spelled out."""
    if words.isascii() and "\0" not in words:
        return words
    return words.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()
