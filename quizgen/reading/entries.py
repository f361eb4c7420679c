"""The entries of a text with gaps, in one line: "1: tanh; 2: W_h", or in order "tanh; W_h"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.reading.brackets import unwrapped
from quizgen.reading.text import Unreadable, plain, short

KEYED = re.compile(
    r"(?:gap\s+)?\(?\s*(?P<key>\w+)\s*(?:\)?\s*[:=](?!>)\s*(?P<entry>.*)|(?:\)|[-=]?>|→|\.(?=\s))\s*(?P<other>\S.*))",
    re.DOTALL | re.IGNORECASE,
)


def read_entries(text: str, keys: Sequence[str], *, commas: bool) -> dict[str, str]:
    """The entry of each key that has one, as typed. Raises Unreadable.

    `commas`: no entry holds a comma, so that commas may stand between them.
    """
    body = plain(text)
    if body.startswith("[") and ";" in body and (inside := unwrapped(body)) is not None:
        body = inside
    known = "|".join(map(re.escape, keys))
    pieces = [one.strip() for one in re.split(rf"[;\n]|,(?=\s*(?:gap\s+)?\(?(?:{known})\)?\s*:)", body)]
    if len(pieces) == 1 and commas:
        pieces = [one.strip() for one in body.split(",")]
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    found = [(KEYED.fullmatch(piece), piece) for piece in pieces if piece]
    keyed = [
        (named["key"], (named["entry"] or named["other"] or "").strip())
        for named, _ in found
        if named and named["key"] in keys
    ]
    spaced = [re.fullmatch(r"(\w+)\s+([^\W\d].*)", piece, re.DOTALL) for _, piece in found]
    if not keyed and [one[1] for one in spaced if one] == list(keys):  # "1 tanh; 2 W_h"
        keyed = [(one[1], one[2]) for one in spaced if one]
    if len(keyed) == len(found):
        return _by_key(keyed, keys)
    if keyed:
        loose = next(piece for named, piece in found if not (named and named["key"] in keys))
        raise Unreadable(f"{short(loose)} does not say which gap it is for: {form(keys)}.")
    if len(pieces) != len(keys):
        number = "one entry" if len(pieces) == 1 else f"{len(pieces)} entries"
        raise Unreadable(f"{short(text)} is {number} for {len(keys)} gaps: {form(keys)}.")
    return {key: piece for key, piece in zip(keys, pieces, strict=True) if piece}


def _by_key(keyed: Sequence[tuple[str, str]], keys: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for key, entry in keyed:
        if given.setdefault(key, entry) != entry:
            raise Unreadable(f"Gap {key} has two entries, {short(given[key])} and {short(entry)}: {form(keys)}.")
    return {key: given[key] for key in keys if given.get(key)}


def form(keys: Sequence[str]) -> str:
    """How the line is written, for a sentence that asks for it."""
    return "write the number of each gap before its entry, like " + "; ".join(f"{key}: ..." for key in keys[:2])
