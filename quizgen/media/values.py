"""Small texts that every medium prints: points, right answers, and whether options fit on one line."""

from __future__ import annotations

from quizgen.ask import Ask, Value
from quizgen.interactions import Pick
from quizgen.markup.parse import Block, Line, Maths, Paragraph, Words, parse

FEW_LETTERS = 24


def amount(value: float) -> str:
    """A number of points with at most two decimals: thirds of a point are rounded where people read."""
    return f"{round(value, 2):g}"


def points(value: float) -> str:
    """ "1 point", "2.5 points"."""
    return f"{amount(value)} point{'' if value == 1 else 's'}"


def short(pick: Pick) -> bool:
    """Whether several items fit on a line: formulas and a few words."""
    return all(item.text.startswith("$") or len(item.text) < FEW_LETTERS for item in pick.items)


def shown(ask: Ask, value: Value) -> Line:
    """A value in the line; a formula as such."""
    tex = ask.tex_of(value)
    return (Maths(tex),) if tex else (Words(ask.show(value)),)


def key_blocks(ask: Ask, value: Value) -> tuple[Block, ...]:
    """The right answer in full."""
    markup = ask.key_markup(value)
    return parse(markup) if markup else (Paragraph((Words(ask.show_key(value)),)),)
