"""Submissions with one known mistake each, made from a right one in which the places of the mistakes are marked.

A comment above a statement says what stands in its place: `#! fwd-no-bias: a = W @ x`. `#!*` replaces it without being the
line to blame; `#!@` names a line to blame that stays as it is.
"""

import re
from dataclasses import dataclass
from pathlib import Path

MARK = re.compile(r"(\s*)#!([*@]?) ([\w-]+)(?:: (.*))?")


@dataclass(frozen=True)
class Marked:
    """A submission with one mistake in one function; `blamed` are the lines that may be blamed for it, from 1."""

    style: str
    function: str
    mistake: str
    text: str
    blamed: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.style}: {self.function}, {self.mistake}"


def marked(path: Path, style: str) -> list[Marked]:
    """Every mistake of every function of a marked file, one at a time."""
    lines: list[str] = []
    changes: dict[tuple[str, str], list[tuple[int, str, str | None]]] = {}
    place, waiting = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := MARK.fullmatch(line):
            waiting.append((found[3], found[2], found[4] and found[1] + found[4]))
            continue
        if named := re.match(r"(?:def|class) (\w+)|    def (\w+)", line):
            place = named[1] or named[2]
        for mistake, kind, new in waiting:
            changes.setdefault((place, mistake), []).append((len(lines), kind, new))
        waiting = []
        lines.append(line)
    found = []
    for (function, mistake), places in changes.items():
        text = list(lines)
        for number, _, new in places:
            text[number] = text[number] if new is None else new
        blamed = tuple(number + 1 for number, kind, _ in places if kind != "*")
        found.append(Marked(style, function, mistake, "\n".join(text) + "\n", blamed))
    return found
