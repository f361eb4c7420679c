"""Numbers as people write them: comma or point, any minus, fractions, brackets, rows; thousands separators never.

A comma can be a decimal mark or a separator. Every way to read it is tried, and only a reading that is alone in giving
as many numbers as were asked for is taken.
"""

from __future__ import annotations

import math
import re

from quizgen.ask import Reading, Value
from quizgen.reading.notation import without_name
from quizgen.reading.text import Unreadable, plain, short

NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,](?P<tail>\d*))?|[.,](?P<only>\d+))(?:[eE](?P<power>[+-]?\d{1,4}))?")
FRACTION = re.compile(r"([+-]?\d+)/(\d+)")
GROUP = re.compile(r"[\[({]([^\[\](){}]*)[\])}]")
THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:['’]\d{3})+(?:[.,]\d+)?)(?![\d.,])"
)
WHOLE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ .,'’]\d{3})+")
EXACT = 17  # decimals of a fraction: as many as a float can tell
DEEPEST = 4  # brackets within brackets
PAIRS = {"(": ")", "[": "]", "{": "}"}

Read = tuple[float, int]  # a number and how many decimals were typed


def read_numbers(
    text: str, *, name: str, label: str = "", size: int | tuple[int, int], decimals: int, exact: bool
) -> Reading:
    """A number (`size` 1), a vector (its length) or a matrix (rows, columns), with the decimals typed of each number.

    `decimals` are those asked for (0: whole numbers); `exact` says that only the value itself will do. Raises Unreadable.
    """
    body = without_name(plain(text), name, label)
    if isinstance(size, tuple) and min(size) > 1:
        return _matrix(text, body, size, decimals)
    count = size[0] * size[1] if isinstance(size, tuple) else size
    read = row("; ".join(rows(body, by_semicolon=False)), count, decimals)
    values: Value = [value for value, _ in read]
    if isinstance(size, tuple):
        values = [values] if size[0] == 1 else [[value] for value in values]
    return Reading(text, values[0] if size == 1 else values, tuple(places for _, places in read))


def _matrix(text: str, body: str, size: tuple[int, int], decimals: int) -> Reading:
    high, wide = size
    lines = rows(body, by_semicolon=True)
    if len(lines) not in size:
        raise Unreadable(f"{high} rows of {wide} numbers wanted, {len(lines)} found: put ; between the rows.")
    turned = high != wide and len(lines) == wide
    read = [row(line, high if turned else wide, decimals) for line in lines]
    if turned:
        read = [list(column) for column in zip(*read, strict=True)]
    values = [[value for value, _ in line] for line in read]
    return Reading(text, values, tuple(places for line in read for _, places in line), transposed=turned)


def number(piece: str) -> Read | None:
    """One number and its decimals, or None; raises Unreadable when it is a number beyond all measure."""
    if fraction := FRACTION.fullmatch(piece):
        top, bottom = fraction.groups()
        if int(bottom) == 0:
            raise Unreadable(f"{short(piece)} divides by zero.")
        return _finite(int(top) / int(bottom) if len(piece) < 40 else math.inf, piece), EXACT
    found = NUMBER.fullmatch(piece)
    if not found:
        return None
    digits = len(found["tail"] or found["only"] or "")
    return _finite(float(piece.replace(",", ".")), piece), max(0, digits - int(found["power"] or 0))


def _finite(value: float, piece: str) -> float:
    if math.isinf(value):
        raise Unreadable(f"{short(piece)} is too large to be an answer.")
    return value


def row(text: str, count: int, decimals: int) -> list[Read]:
    """The `count` numbers of one row; raises Unreadable."""
    text = re.sub(r"\s*/\s*", "/", text.strip().rstrip(",; "))
    text = re.sub(r"(^|[,;])\s*([+-])\s+(?=[\d.,])", r"\1 \2", text).strip()
    if THOUSANDS.search(text) or (count == 1 and decimals == 0 and WHOLE_THOUSANDS.fullmatch(text)):
        raise Unreadable(
            f"{short(text)} may hold a thousands separator: write 1234.5 for one number, and ; between several."
        )
    readings = [reading for reading in (_pieces(pieces) for pieces in _ways(text)) if reading]
    fitting = [reading for reading in readings if len(reading) == count]
    if any(other != fitting[0] for other in fitting[1:]):
        raise Unreadable(f"{short(text)} can be read in two ways: put ; between the numbers.")
    if fitting:
        return fitting[0]
    if readings:
        found = " or ".join(str(n) for n in sorted({len(reading) for reading in readings}))
        raise Unreadable(f"{count} number{'s' * (count > 1)} wanted, {found} found: {short(text)}.")
    strange = next((piece for piece in re.split(r"[\s,;]+", text) if number(piece) is None), text)
    raise Unreadable(f"{short(strange)} cannot be read as a number.")


def _ways(text: str) -> list[list[str]]:
    """The ways to cut a row: at semicolons; at spaces; at commas with a space; at every comma and space."""
    if ";" in text:
        return [[piece.strip() for piece in text.split(";")]]
    return [text.split(), re.split(r"\s*,\s+|\s+,\s*", text), re.split(r"\s*,\s*|\s+", text)]


def _pieces(pieces: list[str]) -> list[Read] | None:
    read = [number(piece) for piece in pieces]
    return [one for one in read if one is not None] if None not in read else None


def rows(text: str, by_semicolon: bool) -> list[str]:
    """The rows of bracketed or ruled text: inner brackets, else lines, else (for a matrix) what semicolons divide."""
    _check_brackets(text)
    while (inner := _inside(text)) is not None:
        text = inner
    if GROUP.search(text):
        if re.search(r"[^\s,;]", GROUP.sub("", text)):
            raise Unreadable(f"{short(text)} has something beside its brackets, or brackets too deep.")
        return GROUP.findall(text)
    if "\n" in text:
        return [line for line in text.split("\n") if line.strip(" ,;")]
    return [part for part in text.split(";") if part.strip()] if by_semicolon else [text]


def _inside(text: str) -> str | None:
    """What the outermost brackets hold when one pair holds everything, else None."""
    text = text.strip()
    if len(text) < 2 or text[0] not in PAIRS or text[-1] != PAIRS[text[0]]:
        return None
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and place < len(text) - 1:
            return None
    return text[1:-1].strip()


def _check_brackets(text: str) -> None:
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
