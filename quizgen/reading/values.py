"""One typed answer as a value: a number, an array, a shape, a letter, a formula's values, or a sentence why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.model import Ask, Choice, Formula, Numbers, Value
from quizgen.reading import formula, numbers
from quizgen.reading.text import LONGEST, Unreadable, as_typed, plain, short


@dataclass(frozen=True)
class Reading:
    """What an answer says. Exactly one of: `value` given, `trouble` told, or neither (left blank).

    `decimals` counts those typed, one for each number in reading order (row by row); `transposed` tells that a matrix
    came with rows and columns exchanged (`value` is then in the shape that was asked for).
    """

    typed: str
    value: Value = None
    decimals: tuple[int, ...] = ()
    trouble: str = ""
    transposed: bool = False

    @property
    def blank(self) -> bool:
        """Nothing was answered."""
        return self.value is None and not self.trouble


def read_value(typed: Any, ask: Ask) -> Reading:
    """`typed` (text, a number, a nested list) as an answer to `ask`; what cannot be read is told, never raised."""
    text = as_typed(typed)
    if not plain(text):
        return Reading(text)
    if ask.kind not in READERS:
        return Reading(text, text)
    try:
        if len(text) > LONGEST:
            raise Unreadable(f"An answer of {len(text)} characters is not read; at most {LONGEST}.")
        return READERS[ask.kind](text, ask)
    except Unreadable as trouble:
        return Reading(text, trouble=str(trouble))


def _numbers(text: str, ask: Ask) -> Reading:
    assert isinstance(ask, Numbers)
    body = _after_name(plain(text), ask)
    if isinstance(ask.size, tuple) and min(ask.size) > 1:
        return _matrix(text, body, ask, *ask.size)
    read = numbers.row("; ".join(numbers.rows(body, by_semicolon=False)), ask.count, ask.decimals)
    values: Value = [value for value, _ in read]
    if isinstance(ask.size, tuple):
        values = [values] if ask.size[0] == 1 else [[value] for value in values]
    return Reading(text, values if ask.shape else values[0], tuple(places for _, places in read))


def _matrix(text: str, body: str, ask: Numbers, high: int, wide: int) -> Reading:
    lines = numbers.rows(body, by_semicolon=True)
    if len(lines) not in (high, wide):
        raise Unreadable(f"{high} rows of {wide} numbers wanted, {len(lines)} found: put ; between the rows.")
    turned = high != wide and len(lines) == wide
    read = [numbers.row(line, high if turned else wide, ask.decimals) for line in lines]
    if turned:
        read = [list(column) for column in zip(*read, strict=True)]
    values = [[value for value, _ in line] for line in read]
    return Reading(text, values, tuple(places for line in read for _, places in line), transposed=turned)


def _after_name(text: str, ask: Ask) -> str:
    """`text` without the name in front of it: "h_1 = (...)" says (...)."""
    name, sign, rest = text.partition("=")
    return rest.strip() if sign and re.sub(r"[\W_]", "", name) in ("", re.sub(r"[\W_]", "", ask.name)) else text


def _shape(text: str, ask: Ask) -> Reading:
    body = _after_name(plain(text), ask).replace("\n", " ").strip()
    if body[:1] + body[-1:] in ("()", "[]", "{}"):
        body = body[1:-1]
    sizes = re.split(r"\s*(?:[xX×✕·*,;]|\bby\b|\s)\s*", body.strip().rstrip(",;")) if body.strip() else []
    if wrong := next((size for size in sizes if not re.fullmatch(r"[1-9]\d{0,8}", size)), None):
        raise Unreadable(f"{short(wrong)} is no size of an axis: write a shape like 3 x 2.")
    if not all(sizes):
        raise Unreadable(f"{short(text)} is not a shape: write one like 3 x 2.")
    return Reading(text, [int(size) for size in sizes])


def _formula(text: str, ask: Ask) -> Reading:
    assert isinstance(ask, Formula)
    return Reading(text, formula.evaluate(_after_name(text, ask), ask.variables))


def _choice(text: str, ask: Ask) -> Reading:
    assert isinstance(ask, Choice)
    said = _bare(text)
    by_text = [option.letter for option in ask.options if _bare(option.text) == said]
    if len(by_text) == 1:
        return Reading(text, by_text[0])
    letter, rest = (found[1], found[2]) if (found := re.fullmatch(r"\(?([^\W\d_])(?:[).:]+(.*))?", said)) else ("", "")
    for option in ask.options:
        if option.letter.casefold() == letter and rest in ("", None, _bare(option.text)):
            return Reading(text, option.letter)
    raise Unreadable(f"{short(text)} is none of {', '.join(option.letter for option in ask.options)}: give one letter.")


def _bare(text: str) -> str:
    """Text for comparison: no case, spaces, mathematics or emphasis marks."""
    return re.sub(r"[\s$*`\\]", "", plain(text)).casefold()


READERS: Mapping[str, Callable[[str, Ask], Reading]] = {
    "numeric": _numbers,
    "shape": _shape,
    "formula": _formula,
    "choice": _choice,
}
