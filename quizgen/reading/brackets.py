"""Brackets of any kind: whether they match, what the outermost pair holds, and the groups side by side."""

from __future__ import annotations

from quizgen.reading.text import Unreadable, short

PAIRS = {"(": ")", "[": "]", "{": "}"}
DEEPEST = 5  # brackets within brackets


def check_brackets(text: str) -> None:
    """Raises Unreadable when brackets do not match or are nested too deeply."""
    awaited: list[str] = []
    for character in text:
        if character in PAIRS:
            awaited.append(PAIRS[character])
        elif character in PAIRS.values() and (not awaited or awaited.pop() != character):
            awaited.append("")
            break
        if len(awaited) > DEEPEST:
            raise Unreadable(f"{short(text)} has brackets too deep.")
    if awaited:
        raise Unreadable(f"The brackets in {short(text)} do not match.")


def groups(text: str) -> tuple[list[str], str]:
    """What each outermost pair of matching brackets holds, and the text outside them."""
    found: list[str] = []
    outside = ""
    depth = start = 0
    for place, character in enumerate(text):
        if character in PAIRS:
            start = start if depth else place + 1
            depth += 1
        elif character in PAIRS.values():
            depth -= 1
            if depth == 0:
                found.append(text[start:place])
        elif depth == 0:
            outside += character
    return found, outside


def unwrapped(text: str) -> str | None:
    """What the outermost brackets hold when one pair holds everything, else None."""
    text = text.strip()
    found, outside = groups(text)
    return found[0].strip() if len(found) == 1 and not outside else None
