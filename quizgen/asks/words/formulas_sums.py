"""Sums over the steps, written out for the few steps of the networks on which a formula is judged."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.asks.words.formulas_tokens import Symbol, Token
from quizgen.asks.words.formulas_weights import unclear
from quizgen.reading.text import Unreadable

LAST = 4  # the last step of the networks on which it is judged


def written_out(tokens: Sequence[Token], last: int, at: int | None = None) -> list[str]:
    """The tokens with every sum over the steps as that many summands; `at`: the step that t is in one of them."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token == "sum":
            if at is not None:
                raise Unreadable("A sum within a sum is not read.")
            end = end_of_summand(tokens, place)
            parts = [f"({' '.join(written_out(tokens[place:end], last, t))})" for t in range(1, last + 1)]
            found += " + ".join(parts).join("()").replace("(", "( ").replace(")", " )").split()
            place = end
        elif isinstance(token, Symbol):
            found.append(at_step(token, last, at))
        else:
            found.append(token)
    return found


def end_of_summand(tokens: Sequence[Token], start: int) -> int:
    """The place where what a sum is over ends: before a plus or minus, or a bracket that was open."""
    depth = 0
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token in ("+", "-") and not depth:
            return place
        depth += (token == "(") - (token == ")")
        if depth < 0:
            return place
    return len(tokens)


def at_step(symbol: Symbol, last: int, at: int | None) -> str:
    """A symbol of ∂L/∂W_h at its step: delta_2, h_1."""
    base = {"delta": "delta", "da": "delta", "h": "h", "s": "h"}.get(symbol.base, "")
    if symbol == Symbol("T"):
        return "T"
    if not base or symbol.tag or symbol.step is None:
        raise unclear(symbol)
    letter, number = symbol.step
    if letter == "T" or not letter:
        step = number + (last if letter else 0)
    elif at is not None:
        step = at + number
    else:
        raise Unreadable("Of which step is not said.")
    return f"{base}_{step}"
