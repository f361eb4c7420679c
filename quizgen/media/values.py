"""Values as people read them: to the decimals asked, with a real minus sign."""

from __future__ import annotations

from typing import Any

from quizgen.model import Ask, Choice, Formula, Numbers, Value

FEW_LETTERS = 24


def show(value: Value, ask: Ask) -> str:
    """A value of an answer as text: 0.4118, (0.5545, −0.4503), [[1, 2], [3, 4]], (128, 300), B."""
    if value is None:
        return "–"
    if isinstance(value, list) and value and isinstance(value[0], list):
        return f"[{', '.join(f'[{joined(row, ask)}]' for row in value)}]"
    if isinstance(value, list):
        return f"({joined(value, ask)})"
    return one(value, ask)


def joined(values: list[Any], ask: Ask) -> str:
    return ", ".join(one(value, ask) for value in values)


def one(value: Any, ask: Ask) -> str:
    """A single number or word."""
    if isinstance(value, (int, float)):
        if isinstance(ask, Numbers) and ask.tolerance:
            rounded = round(value, ask.decimals) + 0.0  # never the -0.0 that rounding may leave
            return f"{rounded:.{ask.decimals}f}".replace("-", "−")
        return format(value, ".6g").replace("-", "−")
    return str(value)


def told(value: Value, ask: Ask) -> str:
    """A right answer in words: the letter with its option, the formula as written, or the value."""
    if isinstance(ask, Choice):
        return ", ".join(option.letter for option in ask.options if option.accepted)
    if isinstance(ask, Formula):
        return f"${ask.display}$"
    return show(value, ask)


def short(ask: Choice) -> bool:
    """Whether several options fit on a line: formulas and a few words."""
    return all(option.text.startswith("$") or len(option.text) < FEW_LETTERS for option in ask.options)


def points(value: float) -> str:
    """ "1 point", "2.5 points"."""
    return f"{value:g} point{'' if value == 1 else 's'}"
