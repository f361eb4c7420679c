"""An answer in several parts on one line, in their order ("B; C") or by their names ("verdict: B; reason: C")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.reading.text import Unreadable, plain, short

ENCLOSED = re.compile(r"\[(.*)\]|\{(.*)\}", re.DOTALL)  # as TOML writes a list or a table
BETWEEN = (r"\s*[;\n]\s*", r"\s*,\s*|\s+")  # parts in order: commas and spaces divide where nothing else does


def read_parts(text: str, names: Sequence[str]) -> dict[str, str]:
    """The text of every part that is answered, by name. Raises Unreadable."""
    body = plain(text)
    if enclosed := ENCLOSED.fullmatch(body):
        body = enclosed[1] or enclosed[2] or ""
    if (named := _named(body, names)) is not None:
        return named
    for between in BETWEEN:
        pieces = re.split(between, body, maxsplit=len(names) - 1 if between == BETWEEN[0] else 0)
        if len(pieces) == len(names):
            return {name: piece for name, piece in zip(names, pieces, strict=True) if piece.strip()}
    return {names[0]: body}


def _named(body: str, names: Sequence[str]) -> dict[str, str] | None:
    """Every part that is named, with what follows up to the next name; None where none is."""
    either = "|".join(re.escape(name) for name in names)
    heads = list(re.finditer(rf"(?:^|[;,\n])['\"\s]*({either})['\"]?\s*[:=]\s*", body, re.IGNORECASE))
    if not heads:
        return None
    found: dict[str, str] = {}
    if before := body[: heads[0].start()].strip(" {"):
        raise Unreadable(f"{short(before)} stands in front of the parts: write them like {names[0]}: ...")
    known = {name.casefold(): name for name in names}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name, piece = known[head[1].casefold()], body[head.end() : following.start() if following else None]
        if name in found:
            raise Unreadable(f"{name} is answered twice: give it once.")
        found[name] = piece.strip(" ;,}'\"\n")
    return {name: piece for name, piece in found.items() if piece}
