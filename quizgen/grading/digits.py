"""Slips in writing a number down: two neighbouring digits exchanged, or one of the last digits off."""

from __future__ import annotations

from collections.abc import Iterator

EXCHANGED = "Equals what you get if two neighbouring digits of {what} are exchanged."
OFF = "Equals what you get if one digit of {what} slips by {by}."
FEWEST = 3  # digits of a number in which a slip is looked for
BY = {1: "one", 2: "two"}


def slipped_digits(value: float, decimals: int, *, exact: bool) -> Iterator[tuple[float, str]]:
    """Numbers that differ from a value, rounded to `decimals`, by one slip in writing, the likeliest first; and a sentence.

    Where only the exact value will do, its last digit may slip too; elsewhere the last digit does not count.
    """
    unit, sign = 10.0**-decimals, -1.0 if value < 0 else 1.0
    digits = f"{round(abs(value) / unit):0{decimals + 1}d}"
    if len(digits) < FEWEST:
        return
    first = 1 if decimals and digits[0] == "0" else 0  # nobody exchanges the 0 before the decimal point
    for i in range(first, len(digits) - 1):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if swapped != digits:
            yield sign * int(swapped) * unit, EXCHANGED
    for place in (0, 1) if exact else (1,):
        for by in (1, 2) if place == 0 else (1,):
            for step in (by, -by):
                if 0 <= int(digits[-1 - place]) + step <= 9:
                    yield sign * (int(digits) + step * 10**place) * unit, OFF.replace("{by}", BY[by])
