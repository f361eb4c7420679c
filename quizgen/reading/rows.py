"""Text cut into rows, and a row into numbers.

A comma can be a decimal mark or a separator. Every way to cut a row is tried, and only a reading that is alone in giving
as many numbers as were asked for is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quizgen.reading.brackets import check_brackets, groups, unwrapped
from quizgen.reading.fractions import one_mixed_number
from quizgen.reading.one_number import Number, number, number_or_arithmetic
from quizgen.reading.text import Unreadable, short

THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:['’]\d{3})+(?:[.,]\d+)?)(?![\d.,])"
)
WHOLE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ .,'’]\d{3})+")
ONE_SEPARATOR = re.compile(r"(?![+-]?\d+[.,]000$)[+-]?[1-9]\d{0,2}([ .,'’])\d{3}(?:\1\d{3})*")  # 12.000 may be 12
MAYBE_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?!\d)")
OPERATOR = re.compile(r"[*^/()]|(?<=\d) *[+-]")


def rows(text: str, by_semicolon: bool) -> list[str]:
    """The rows of bracketed or ruled text: inner brackets, else lines, else (for a matrix) what semicolons divide."""
    check_brackets(text)
    text = _innermost(text)
    found, outside = groups(text)
    of_numbers = not re.search(r"[\[{]", text)  # round brackets, which may as well belong to arithmetic
    of_rows = not (by_semicolon and of_numbers) or any(re.search(r"[\s,;]", group.strip()) for group in found)
    if found and of_rows and not outside.strip(" ,;\n"):
        return [_innermost(group) for group in found]
    if found and not of_numbers:
        raise Unreadable(f"{short(text)} has something beside its brackets, or brackets too deep.")
    if "\n" in text:
        return [line for line in text.split("\n") if line.strip(" ,;")]
    return [part for part in text.split(";") if part.strip()] if by_semicolon else [text]


def _innermost(text: str) -> str:
    while (inner := unwrapped(text)) is not None:
        text = inner
    return text


def row(text: str, count: int, decimals: int, *, thousands: bool = False) -> list[Number]:
    """The `count` numbers of one row; raises Unreadable.

    `decimals` are those asked for (0: whole numbers). `thousands`: 55.169 is a whole number with a separator.
    """
    text = re.sub(r"\s*/\s*", "/", text.strip().rstrip(",; "))
    text = re.sub(r"(^|[,;])\s*([+-])\s+(?=[\d.,])", r"\1 \2", text).strip()
    text = one_mixed_number(text) if count == 1 else text
    if thousands and ONE_SEPARATOR.fullmatch(text):
        return [Number(float(re.sub(r"[ .,'’]", "", text)), 0, unusual=True)]
    if THOUSANDS.search(text) or (count == 1 and decimals == 0 and _maybe_thousands(text)):
        raise Unreadable(
            f"{short(text)} may hold a thousands separator: write 1234.5 for one number, and ; between several."
        )
    if decimals == 0 and "%" in text:
        raise Unreadable(f"{short(text)} is a percentage, and a whole number is wanted.")
    return _one_reading(text, count)


def _maybe_thousands(text: str) -> bool:
    return bool(WHOLE_THOUSANDS.fullmatch(text) or (MAYBE_THOUSANDS.search(text) and OPERATOR.search(text)))


def _one_reading(text: str, count: int) -> list[Number]:
    """The only way to read `count` numbers; arithmetic where no way to cut the text gives plain numbers."""
    ways = _ways(text)
    plain, trouble = _readings(ways, number)
    fitting = [reading for reading in plain if len(reading) == count]
    if not plain:
        fitting, unclear = _readings([way for way in ways if len(way) == count], number_or_arithmetic)
        trouble = unclear or trouble
        if fitting:  # a comma may as well be a decimal mark within the arithmetic
            fitting += _readings([way for way in ways if len(way) < count], number_or_arithmetic)[0]
    if any(other != fitting[0] for other in fitting[1:]):
        raise Unreadable(f"{short(text)} can be read in two ways: put ; between the numbers.")
    if fitting:
        return fitting[0]
    if plain:
        raise Unreadable(_wanted(text, count, sorted({len(reading) for reading in plain})))
    if trouble:
        raise trouble
    pieces = re.split(r"[\s,;]+", text)
    if strange := next((piece for piece in pieces if not _is_number(piece)), ""):
        raise Unreadable(f"{short(strange)} cannot be read as a number.")
    if len(pieces) == count:
        raise Unreadable(f"{short(text)} cannot be read as {'one number' if count == 1 else f'{count} numbers'}.")
    raise Unreadable(_wanted(text, count, [len(pieces)]))


def _wanted(text: str, count: int, found: Sequence[int]) -> str:
    return f"{count} number{'s' * (count > 1)} wanted, {' or '.join(map(str, found))} found: {short(text)}."


def _is_number(piece: str) -> bool:
    try:
        return number_or_arithmetic(piece) is not None
    except Unreadable:
        return True


def _ways(text: str) -> list[list[str]]:
    """The ways to cut a row: at semicolons; at spaces; at commas with a space; at every comma and space."""
    if ";" in text:
        return [[piece.strip() for piece in text.split(";")]]
    return [text.split(), re.split(r"\s*,\s+|\s+,\s*", text), re.split(r"\s*,\s*|\s+", text)]


def _readings(
    ways: Sequence[list[str]], reader: Callable[[str], Number | None]
) -> tuple[list[list[Number]], Unreadable | None]:
    """The readings of those ways all of whose pieces are numbers, and what stood against the first of the others."""
    readings: list[list[Number]] = []
    trouble: Unreadable | None = None
    for pieces in ways:
        try:
            read = [reader(piece) for piece in pieces]
        except Unreadable as one:
            trouble = trouble or one
            continue
        if None not in read:
            readings.append([one for one in read if one is not None])
    return readings, trouble
