"""Expressions evaluated on arrays of numbers by recursive descent; nothing in them is ever run as code.

sum     = product {(+|-) product}
product = signed {(*|/) signed}             where allowed, factors side by side multiply
signed  = {+|-} power
power   = factor [^ {+|-} factor]
factor  = number | symbol | function ( sum ) | ( sum )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from quizgen.reading.text import Unreadable, short

Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Function = Callable[[Values], Values]
DEEPEST = 30  # brackets within brackets


class TwoWays(Unreadable):
    """An expression that has no one value: it can be read in two ways, or is not finite."""


def evaluated(
    tokens: Sequence[str],
    symbols: Mapping[str, Values],
    functions: Mapping[str, Function],
    *,
    side_by_side: bool,
    not_finite: Literal["ignore", "raise"],
) -> Values:
    """The value of an expression cut into tokens. Raises Unreadable.

    `side_by_side` allows W_h h_1 for W_h * h_1. `not_finite`: what to do when a step divides by zero or is too large, go on or
    raise FloatingPointError.
    """
    reader = _Reader(tokens, symbols, functions, side_by_side)
    with np.errstate(all=not_finite, under="ignore"):
        value = reader.sum(0)
    if reader.here:
        raise Unreadable(f"The expression does not go on after {short(reader.here)}.")
    return value


class _Reader:
    """The tokens and the place reached; `here` is the token in front, "" at the end."""

    def __init__(
        self,
        tokens: Sequence[str],
        symbols: Mapping[str, Values],
        functions: Mapping[str, Function],
        side_by_side: bool,
    ) -> None:
        self.tokens, self.place = [*tokens, ""], 0
        self.symbols, self.functions, self.side_by_side = symbols, functions, side_by_side

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
        value = self.signed(depth)
        while self.here not in ("", "+", "-", ")"):
            if self.here == "/":
                self.next()
                value = value / self.signed(depth)
                continue
            if self.here == "*":
                self.next()
            elif not self.side_by_side:
                raise Unreadable(f"Put * before {short(self.here)} if it is a product.")
            value = value * self.signed(depth)
        return value

    def signed(self, depth: int) -> Values:
        sign = self.sign()
        value = self.factor(depth)
        if self.here == "^":
            self.next()
            exponent = self.sign()
            value = np.power(value, exponent * self.factor(depth))
            if self.here == "^":
                raise TwoWays("A power of a power can be read in two ways: put brackets around one of them.")
        return sign * value

    def sign(self) -> float:
        sign = 1.0
        while self.here in ("+", "-"):
            sign = -sign if self.next() == "-" else sign
        return sign

    def factor(self, depth: int) -> Values:
        token = self.next() if self.here else ""
        if token in self.symbols:
            return self.symbols[token]
        if token in self.functions and self.here == "(":
            self.next()
            return self.functions[token](self.bracket(depth))
        if token == "(":
            return self.bracket(depth)
        if token[:1].isdigit():
            return np.asarray(float(token))
        raise Unreadable(
            f"A symbol or a number is missing before {short(token)}." if token else "The formula breaks off."
        )

    def bracket(self, depth: int) -> Values:
        """The sum up to the closing bracket, whose opening one was read."""
        if depth == DEEPEST:
            raise Unreadable("The formula has brackets too deep.")
        value = self.sum(depth + 1)
        if self.here != ")":
            raise Unreadable("A bracket is not closed.")
        self.next()
        return value
