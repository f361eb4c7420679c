"""Arithmetic where a number is asked ("sqrt(2)/2", "e^-1", "tanh(0.5)"), computed by the formula's own parser."""

from __future__ import annotations

import math
import re

import numpy as np

from quizgen.reading.expression import Function, TwoWays, Values, evaluated
from quizgen.reading.text import Unreadable, short

LONGEST = 400  # characters
CONSTANTS = {"e": np.asarray(math.e), "pi": np.asarray(math.pi), "π": np.asarray(math.pi)}


def _sigmoid(values: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-values)))


FUNCTIONS: dict[str, Function] = {
    "sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "log2": np.log2, "log10": np.log10, "tanh": np.tanh,
    "sigmoid": _sigmoid, "σ": _sigmoid, "sigma": _sigmoid,
}  # fmt: skip
TOKEN = re.compile(r"\s*(?:((?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,4})?)|([^\W\d]\w*)|([-+*/()^]))")
DIFFERENCE = re.compile(r"[\d.,]+\s*-\s*[\d.,]+")  # "0.4-0.5" may be a range
HYPHENATED = re.compile(r"\d+\s*-\s*\d+/\d+")  # "2-1/2" may be 2 1/2
TWO_SIGNS = re.compile(r"[+-]\s*[+-]")
UNEVEN = re.compile(r"[\w)]\s+[+-](?=\S)")  # "0.5 -0.3": two numbers, or their difference
EXPONENT = re.compile(r"(?<![\w.])e[+-]\d|\*10[+-]\d")  # "e-1" and "4*10-1" may be 10^-1 and 4*10^-1


def computed(text: str) -> float:
    """The value of an arithmetic expression in plain notation.

    Raises TwoWays for arithmetic that cannot be computed, Unreadable for what is no arithmetic.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"An expression of more than {LONGEST} characters is not computed.")
    tokens, reason = _tokens(text), "it is too large"
    try:
        value = float(evaluated(tokens, CONSTANTS, FUNCTIONS, side_by_side=False, not_finite="raise"))
    except FloatingPointError as error:
        value, reason = math.inf, _reason(str(error))
    if DIFFERENCE.fullmatch(text.strip()):
        raise TwoWays(f"{short(text)} can be read in two ways, as a difference or as a range: write one number.")
    if HYPHENATED.fullmatch(text.strip()):
        raise TwoWays(f"{short(text)} can be read in two ways: write the value in decimals.")
    if UNEVEN.search(text):
        raise TwoWays(f"{short(text)} can be read in two ways: put spaces on both sides of a + or -, or on none.")
    if TWO_SIGNS.search(text):
        raise TwoWays(f"{short(text)} has two signs in a row: write one, or brackets.")
    if EXPONENT.search(text):
        raise TwoWays(
            f"{short(text)} can be read in two ways: write ^ in front of an exponent, and spaces around a minus."
        )
    if not math.isfinite(value):
        raise TwoWays(f"{short(text)} has no finite value: {reason}.")
    return value


def _reason(error: str) -> str:
    """What NumPy's words for a step without a value mean: "invalid value encountered in sqrt"."""
    if "overflow" in error:
        return "it is too large"
    if "divide by zero" in error:
        return "0 has no logarithm" if "log" in error else "it divides by zero"
    return "it divides 0 by 0" if "divide" in error else "a negative number has no such power, root or logarithm"


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise Unreadable(f"{short(text[place:].strip())} cannot be read as arithmetic.")
        place = found.end()
        number, name, sign = found.groups()
        if number and re.match(r"0\d", number):
            raise Unreadable(f"{short(number)} is no number.")
        if name == "log":
            raise TwoWays("log can be read in two ways: write ln, log2 or log10.")
        if name and name not in CONSTANTS and name.casefold() not in FUNCTIONS:
            raise Unreadable(f"{short(name)} is no function.")
        tokens.append(_decimal(number) if number else name if name in CONSTANTS else name.casefold() if name else sign)
    return tokens


def _decimal(number: str) -> str:
    number = number.replace(",", ".")
    return f"0{number}" if number.startswith(".") else number
