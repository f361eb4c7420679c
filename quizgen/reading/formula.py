"""A formula in the chapter's symbols, evaluated on the numbers given; nothing in it is ever run as code.

sum    = [+-] product {(+|-) product}
product = factor {[*|/] factor}          a space or nothing between factors multiplies
factor = number | symbol | ( sum )       and a sign before a factor after * or /
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from quizgen.ask import Reading
from quizgen.reading.notation import without_name
from quizgen.reading.text import Unreadable, plain, short

Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LOWERED = str.maketrans({**{chr(0x2080 + n): f"_{n}" for n in range(10)}, "ₕ": "_h", "ₓ": "_x", "ₜ": "_t", "ᵧ": "_y"})
TOKEN = re.compile(r"\s*(?:(\d+(?:[.,]\d+)?)|([^\W\d]\w*)|([-+*/()]))")
LONGEST, DEEPEST = 400, 30  # characters, brackets within brackets


def read_formula(text: str, *, name: str, label: str = "", variables: Mapping[str, Sequence[float]]) -> Reading:
    """A formula in the symbols of `variables` as its values on their numbers; see evaluate. Raises Unreadable."""
    return Reading(text, evaluate(without_name(text, name, label), variables))


def evaluate(text: str, variables: Mapping[str, Sequence[float]]) -> list[float]:
    """The value of `text` on every assignment; `variables` maps each symbol to its numbers. Raises Unreadable."""
    symbols = {name: np.asarray(numbers, dtype=float) for name, numbers in variables.items()}
    line = _one_notation(text)
    if len(line) > LONGEST:
        raise Unreadable(f"A formula of more than {LONGEST} characters is not read.")
    reader = _Reader(_tokens(line, symbols), symbols)
    with np.errstate(all="ignore"):
        value = reader.sum(0)
    if reader.here != "":
        raise Unreadable(f"{short(text)} does not go on after {short(reader.here)}.")
    count = len(next(iter(symbols.values()), np.zeros(1)))
    values = np.broadcast_to(value, (count,))
    if not np.isfinite(values).all():
        raise Unreadable(f"{short(text)} divides by zero or grows beyond all numbers.")
    return [float(v) for v in values]


def _one_notation(text: str) -> str:
    """LaTeX, Unicode subscripts and the signs of multiplication as one plain notation."""
    text = re.sub(r"\\(cdot|times|,|;| )", lambda found: "*" if found[1] in ("cdot", "times") else " ", text)
    text = plain(text.translate(LOWERED)).replace("\n", " ").replace("$", "")
    text = re.sub(r"_\{(\w+)\}", r"_\1", text)
    return re.sub(r"[·⋅×∗@∙]", "*", text)


def _tokens(line: str, symbols: Mapping[str, Values]) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(line):
        found = TOKEN.match(line, place)
        if not found:
            raise Unreadable(f"{short(line[place:].strip())} cannot be read here; use {_known(symbols)}.")
        place = found.end()
        number, name, sign = found.groups()
        tokens += [number.replace(",", ".")] if number else _names(name, symbols) if name else [sign]
    return tokens


def _names(run: str, symbols: Mapping[str, Values]) -> list[str]:
    """The symbols a run of letters stands for: one, or several without a space, when only one way to cut it fits."""
    if run in symbols:
        return [run]
    short_names = {name.replace("_", ""): name for name in symbols} | {name: name for name in symbols}
    ways = _cuts(run, short_names)
    if len(ways) == 1:
        return ways[0]
    if ways:
        raise Unreadable(f"{short(run)} can be read in two ways: put a space between the symbols.")
    raise Unreadable(f"{short(run)} is no symbol of this question; use {_known(symbols)}.")


def _cuts(run: str, names: Mapping[str, str]) -> list[list[str]]:
    """Every way to cut `run` into names, or numbers after a name; two of them are enough to know it is unclear."""
    cuts: list[list[list[str]]] = [[[]]]
    for end in range(1, len(run) + 1):
        ways = [
            [*before, piece]
            for start in range(end)
            if (piece := names.get(run[start:end], run[start:end] if start and run[start:end].isdigit() else ""))
            for before in cuts[start]
        ]
        cuts.append([way for n, way in enumerate(ways) if way not in ways[:n]][:2])
    return cuts[-1]


def _known(symbols: Mapping[str, Values]) -> str:
    return ", ".join(symbols) + " with + - * and brackets"


class _Reader:
    """Recursive descent over the tokens; `here` is the token in front, "" at the end."""

    def __init__(self, tokens: Sequence[str], symbols: Mapping[str, Values]) -> None:
        self.tokens, self.symbols, self.place = [*tokens, ""], symbols, 0

    @property
    def here(self) -> str:
        return self.tokens[self.place]

    def next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def sum(self, depth: int) -> Values:
        value = self.product(depth)
        while self.here in ("+", "-"):
            value = value + self.product(depth) if self.next() == "+" else value - self.product(depth)
        return value

    def product(self, depth: int) -> Values:
        value = self.factor(depth)
        while self.here not in ("", "+", "-", ")"):
            if self.here == "/":
                self.next()
                value = value / self.factor(depth)
            else:
                if self.here == "*":
                    self.next()
                value = value * self.factor(depth)
        return value

    def factor(self, depth: int) -> Values:
        sign = 1.0
        while self.here in ("+", "-"):
            sign = -sign if self.next() == "-" else sign
        token = self.next() if self.here else ""
        if token in self.symbols:
            return sign * self.symbols[token]
        if token == "(":
            if depth == DEEPEST:
                raise Unreadable("The formula has brackets too deep.")
            value = self.sum(depth + 1)
            if self.here != ")":
                raise Unreadable("A bracket is not closed.")
            self.next()
            return sign * value
        if token[:1].isdigit():
            return np.asarray(sign * float(token))
        raise Unreadable(
            f"A symbol or a number is missing before {short(token)}." if token else "The formula breaks off."
        )
