"""How far a quiz that is taken in the terminal has come: kept as the last line of its sheet, a comment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizgen.model import Mark

COMMENT = re.compile(r"^# taken: (\{.*\})$", re.MULTILINE)
MOST = 10**6  # of a number in it, which anybody may have edited


@dataclass
class Asked:
    """What became of one question: judged `tries` times, hints seen by ask; `closed`: nothing more can be answered."""

    tries: int = 0
    hints: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    first: tuple[Mark, ...] = ()  # the marks of its first try, in this session


def comment_of(asked: Mapping[str, Asked]) -> str:
    """The comment that says how far each question has come; "" where nothing was asked."""
    kept = {q: {"tries": one.tries, "hints": one.hints, "closed": one.closed} for q, one in asked.items()}
    return f"# taken: {json.dumps(kept, ensure_ascii=False)}" if kept else ""


def asked_in(sheet: str) -> dict[str, Asked] | None:
    """How far a quiz had come by its sheet's comment; None: it has none that can be read."""
    found = COMMENT.search(sheet)
    try:
        kept = json.loads(found[1]) if found else None
    except (ValueError, RecursionError):
        return None
    return None if kept is None else {str(question): asked_of(one) for question, one in kept.items()}


def asked_of(kept: Any) -> Asked:
    """One question of the comment; what is no number counts as none."""
    kept = kept if isinstance(kept, dict) else {}
    hints = kept.get("hints")
    counts = {str(name): number(count) for name, count in hints.items()} if isinstance(hints, dict) else {}
    return Asked(number(kept.get("tries")), counts, kept.get("closed") is True)


def number(value: object) -> int:
    """A whole number from 0; 0 for anything else."""
    return min(value, MOST) if type(value) is int and value > 0 else 0
