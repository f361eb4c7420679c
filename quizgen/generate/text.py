"""The words of a variant: an exercise's Jinja2 text over its numbers. Templates are compiled once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from quizgen.ask import Value
from quizgen.asks.values import column, number
from quizgen.authoring.pictures import picture


def row(values: Sequence[float], decimals: int | None = None) -> str:
    """Numbers with commas between them, each with `decimals` decimals (None: as drawn)."""
    return ", ".join(number(v, decimals) for v in values)


def vector(name: str, values: Sequence[float], decimals: int | None = None) -> str:
    """name = (column of values) as inline maths."""
    return f"${equals(name)}{column(values, decimals)}$"


def matrix(name: str, rows: Sequence[Sequence[float]], decimals: int | None = None) -> str:
    """name = (matrix) as inline maths."""
    return f"${equals(name)}{column(rows, decimals)}$"


def scalar(name: str, value: float, decimals: int | None = None) -> str:
    """name = value as inline maths; a list of one is that one."""
    while isinstance(value, list):
        (value,) = value
    return f"${equals(name)}{number(value, decimals)}$"


def equals(name: str) -> str:
    """ "name = ", or nothing for an empty name."""
    return f"{name} = " if name else ""


def blank(name: str) -> str:
    """Where the ask `name` is answered."""
    return f"[[{name}]]"


ENVIRONMENT = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False)
ENVIRONMENT.globals.update(
    number=number,
    vector=vector,
    matrix=matrix,
    scalar=scalar,
    column=column,
    picture=picture,
    blank=blank,
    row=row,
    zip=zip,
    enumerate=enumerate,
)


@lru_cache(maxsize=1024)
def compiled(text: str) -> Template:
    """The template of an exercise's text."""
    return ENVIRONMENT.from_string(text)


def render_text(text: str, values: Mapping[str, Value], /, **more: Any) -> str:
    """The text with its numbers."""
    return compiled(text).render({**values, **more}).strip()
