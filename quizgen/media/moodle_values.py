"""Numbers as Moodle takes them: shares of its list, values with tolerances, and whole weights of gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from quizgen.interactions import Field, ScoredAnswer

PERCENTS = (
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20", "16.66667", "14.28571",
    "12.5", "11.11111", "10", "5", "0",
)  # fmt: skip
LISTED = {round(float(percent) / 100, 5): percent for percent in PERCENTS}
CLOSE = 5e-6  # of a share to one of the list, which Moodle rounds to 7 decimals
FURTHER = 3  # decimals of a value beyond those of its tolerance
SMALLEST = 12  # decimals of a value that has no tolerance
FEW, MANY = 360, 10_000  # of the unit in which weights are counted: plain fractions, and any others
WEIGHT = 1e-3  # of a weight, by which it may be off


@lru_cache(64)
def percent(share: float) -> str | None:
    """A share as Moodle's list of grades has it, "33.33333" or "-50"; None: it is not on the list."""
    found = LISTED.get(round(abs(share), 5))
    if found is None or abs(float(found) / 100 - abs(share)) > CLOSE:
        return None
    return f"-{found}" if share < 0 and found != "0" else found


def listed(answers: Iterable[ScoredAnswer]) -> bool:
    """Whether all that the answers earn is on Moodle's list."""
    return all(percent(answer.share) is not None for answer in answers)


@lru_cache(64)
def nearest(share: float) -> str:
    """The share of the list that is nearest."""
    found = min(PERCENTS, key=lambda one: abs(float(one) / 100 - abs(share)))
    return f"-{found}" if share < 0 and found != "0" else found


def exact(share: float) -> str:
    """A share in percent, for gaps: there Moodle takes any."""
    return f"{100 * share:.5f}".rstrip("0").rstrip(".")


def value_and_tolerance(answer: ScoredAnswer) -> tuple[str, str]:
    """A number with a few decimals more than matter, and its tolerance, wider by what that rounds."""
    value, tolerance = float(answer.value or 0.0), answer.tolerance
    text = f"{value:.{decimals_within(tolerance)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text), f"{tolerance + abs(float(text) - value):.10g}"


@lru_cache(64)
def decimals_within(tolerance: float) -> int:
    """How many decimals of a value matter, and a few more; its answers have the same tolerance as a rule."""
    return min(SMALLEST, max(0, math.ceil(-math.log10(tolerance)) + FURTHER)) if tolerance else SMALLEST


def by_value(field: Field) -> bool:
    """Whether the answers of a field are numbers."""
    return all(answer.value is not None for answer in field.answers)


def whole_weights(points: Sequence[float]) -> tuple[int, ...]:
    """Whole numbers in the ratio of these points: the smallest, or those that sum to the points where these are whole."""
    fractions = [fraction(one) for one in points]
    common = math.lcm(*(one.denominator for one in fractions))
    weights = [int(one * common) for one in fractions]
    divisor = math.gcd(*weights) or 1
    weights = [one // divisor for one in weights]
    times, left = divmod(round(sum(points), 6), sum(weights)) if any(weights) else (1, 0)
    return tuple(one * int(times) for one in weights) if times >= 1 and not left else tuple(weights)


def fraction(points: float) -> Fraction:
    """Points as a plain fraction, if one is close enough."""
    plain = Fraction(points).limit_denominator(FEW)
    return plain if abs(plain - points) <= WEIGHT * points else Fraction(points).limit_denominator(MANY)


def case_matters(field: Field) -> bool:
    """Whether two answers that earn different shares differ by capitals alone, as h_T and h_t."""
    shares: dict[str, set[float]] = {}
    for answer in field.answers:
        shares.setdefault(answer.text.strip().casefold(), set()).add(answer.share)
    return any(len(found) > 1 for found in shares.values())
