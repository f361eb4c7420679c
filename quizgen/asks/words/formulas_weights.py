"""Which step a symbol of a formula is of, and which weights a matrix stands for: known by their index, or by what they multiply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizgen.asks.words.formulas_tokens import MATRICES, Symbol, Token
from quizgen.reading.text import Unreadable

INPUT_TAGS = {"x", "xh", "hx", "ih", "ax", "sx", "xs", "in", "input"}
RECURRENT_TAGS = {"hh", "aa", "ss", "rec", "recurrent", "hidden"}
OUTPUT_TAGS = {"y", "hy", "yh", "ya", "o", "ho", "oh", "out", "output"}
STATES = ("h", "s", "a")
PREACTIVATIONS = ("a", "z", "net")
Names = dict[Symbol, str]


def symbols(tokens: Iterable[Token]) -> list[Symbol]:
    return [token for token in tokens if isinstance(token, Symbol)]


def unclear(symbol: Symbol) -> Unreadable:
    return Unreadable(f"{symbol.base} has no clear meaning here.")


def moment(symbol: Symbol, left: Symbol | None, right: Sequence[Token]) -> str:
    """The step of a symbol seen from the left side: "t", "t-1", "0"; "" if none is written."""
    if symbol.step is None:
        return ""
    letter, number = symbol.step
    if left is not None and left.step is not None:
        at, origin = left.step
        if letter == at:
            ahead = number - origin
            return "t" + (f"{ahead:+d}" if ahead else "") if letter or abs(ahead) <= 1 else str(number)
        if letter:
            raise unclear(symbol)
        return str(number)
    letters = {one.step[0] for one in symbols(right) if one.step is not None and one.step != ("", 0)}
    if len(letters) > 1:
        raise unclear(symbol)
    origin = max(one.step[1] for one in symbols(right) if one.step is not None)
    ahead = number - (max(origin, 0) if letter else origin)
    return "t" + (f"{ahead:+d}" if ahead else "")


def multiplied(tokens: Sequence[Token], place: int) -> Token | None:
    """What the matrix at a place multiplies: what follows it, else, as in x W, what stands before it."""
    after = next((token for token in tokens[place + 1 :] if token != "*"), None)
    if isinstance(after, Symbol) or after == "(":
        return after
    before = next((token for token in reversed(tokens[:place]) if token != "*"), None)
    return before if isinstance(before, Symbol) else None


def matrices(tokens: Sequence[Token]) -> dict[Symbol, set[str]]:
    """The bases of the symbols that each matrix multiplies."""
    found: dict[Symbol, set[str]] = {}
    for place, token in enumerate(tokens):
        if isinstance(token, Symbol) and token.base in MATRICES:
            if token.step is not None:
                raise unclear(token)  # other weights at each step
            partner = multiplied(tokens, place)
            found.setdefault(token, set()).add(partner.base if isinstance(partner, Symbol) else partner or "")
    return found


def weights_of_cell(found: Mapping[Symbol, set[str]], own: str) -> Names:
    """W and W_h for each matrix: by what it multiplies, unless its index says otherwise."""
    recurrent = {own, "yhat", "y", "o", *PREACTIVATIONS}
    by_place: Names = {}
    for matrix, partners in found.items():
        roles = {"W" if base == "x" else "W_h" if base in recurrent else "" for base in partners}
        by_place[matrix] = roles.pop() if len(roles) == 1 else ""
    tagged_h = [matrix for matrix in found if matrix.tag == "h"]
    by_name: Names = {}
    for matrix in found:
        if matrix.tag in INPUT_TAGS:
            by_name[matrix] = "W"
        elif matrix.tag in RECURRENT_TAGS or (matrix.tag == "h" and len(tagged_h) == 1):
            by_name[matrix] = "W_h"
        elif matrix.tag in OUTPUT_TAGS:
            raise unclear(matrix)
        elif matrix == Symbol("W") and tagged_h == [Symbol("W", "h")]:
            by_name[matrix] = "W"
    agreed = all(by_name.get(matrix, role) == role for matrix, role in by_place.items())
    chosen = by_place if agreed else by_name
    if len(chosen) < len(found) or "" in chosen.values() or len(set(chosen.values())) < len(chosen):
        raise Unreadable("It is not clear which weights are which.")
    return chosen
