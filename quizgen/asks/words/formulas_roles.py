"""What the symbols of a typed formula stand for in an equation of the reference, whichever letters were chosen for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quizgen.asks.words.formulas_sums import LAST, written_out
from quizgen.asks.words.formulas_tokens import MATRICES, Symbol, Token
from quizgen.asks.words.formulas_weights import (
    INPUT_TAGS,
    OUTPUT_TAGS,
    PREACTIVATIONS,
    RECURRENT_TAGS,
    STATES,
    Names,
    matrices,
    moment,
    symbols,
    unclear,
    weights_of_cell,
)
from quizgen.reading.text import Unreadable


def variables_in(name: str, left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The right side in the variables of the equation `name`. Raises Unreadable where a symbol has no clear meaning there."""
    return ROLES[name](left, right)


def is_left(name: str, left: Symbol, right: Sequence[Token]) -> bool:
    """Whether the equation `name` can begin with `left`."""
    base, tag = left.base, left.tag
    if name == "h_t":
        recurrent = any(symbol.base == base and symbol.step != left.step for symbol in symbols(right))
        return tag in ("", "new", "next") and (base in ("h", "s") or (base == "a" and recurrent))
    if name == "y_hat":
        return base in ("yhat", "y", "o", "p")
    if name == "loss":
        return base in ("L", "J", "E", "l")
    if name == "delta_t":
        return base in ("delta", "da")
    if name == "dW_h":
        return base in ("dW", "dU", "dV") and tag in ("", "h", *RECURRENT_TAGS)
    if name == "update":
        return parameter(left) is not None
    return name == "params" and base in ("params", "P", "N", "n")


def parameter(symbol: Symbol) -> tuple[str, str] | None:
    """The letter and index of a weight or bias, whether it is the new one or the old."""
    if symbol.base in (*MATRICES, "b", "theta", "w"):
        return symbol.base, "" if symbol.tag in ("new", "next") else symbol.tag
    return None


def renamed(tokens: Sequence[Token], name: Callable[[int, Symbol], str]) -> list[str]:
    return [name(place, token) if isinstance(token, Symbol) else token for place, token in enumerate(tokens)]


def state(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """h_t: a matrix is known by its index, or by what it multiplies."""
    own = left.base if left is not None and left.base in STATES else "h"
    weights = weights_of_cell(matrices(right), own)
    biases: list[Symbol] = []

    def name(place: int, symbol: Symbol) -> str:
        if symbol in weights:
            return weights[symbol]
        if symbol.base == "b" and symbol.step is None and symbol.tag not in OUTPUT_TAGS:
            biases.extend([] if symbol in biases else [symbol])
            return "b" if biases[0] == symbol else "0"  # several biases are one, in two parts
        at = moment(symbol, left, right)
        if symbol.tag:
            raise unclear(symbol)
        if symbol.base == "x":
            return f"x_{at or 't'}"
        if symbol.base == own:
            if not at and any(one.base == "x" and one.step for one in symbols(right)):
                raise unclear(symbol)
            return f"h_{at or 't-1'}"
        if symbol.base in PREACTIVATIONS and at:
            return f"a_{at}"
        if symbol.base in ("yhat", "y", "o") and at:
            return f"y_hat_{at}"
        raise unclear(symbol)

    return renamed(right, name)


def prediction(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """ŷ: one matrix, which multiplies a state."""
    found = matrices(right)
    if len(found) > 1 or any(matrix.tag in (*INPUT_TAGS, *RECURRENT_TAGS, "h") for matrix in found):
        raise Unreadable("It is not clear which weights these are.")
    if any(partners - {"h", "s", "a", "x"} for partners in found.values()):
        raise Unreadable("It is not clear what the weights multiply.")
    biases = {symbol for symbol in symbols(right) if symbol.base in ("b", "c")}
    if len(biases) > 1:
        raise Unreadable("There are two biases.")

    def name(place: int, symbol: Symbol) -> str:
        if symbol in found:
            return "W_y"
        if symbol in biases and symbol.step is None:
            return "b_y"
        at = moment(symbol, left, right)
        if symbol.base in STATES and not symbol.tag:
            return f"h_{at or 't'}"
        if symbol.base == "x" and not symbol.tag:
            return f"x_{at or 't'}"
        raise unclear(symbol)

    return renamed(right, name)


def loss(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The loss of one prediction: its symbols may carry the same step."""
    if len({symbol.step for symbol in symbols(right)}) > 1:
        raise Unreadable("The loss is of several steps.")
    predicted = any(symbol.base == "yhat" for symbol in symbols(right))

    def name(place: int, symbol: Symbol) -> str:
        if symbol.tag:
            raise unclear(symbol)
        if symbol.base == "yhat" or (symbol.base in ("p", "a", "o") and not predicted):
            return "y_hat"
        if symbol.base == "y":
            return "y"
        raise unclear(symbol)

    return renamed(right, name)


def delta(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """δ_t: W_h multiplies δ_(t+1), W_y what comes from the output."""
    found = matrices(right)
    weights: Names = {}
    for matrix, partners in found.items():
        if partners == {"delta"} or partners == {"da"}:
            weights[matrix] = "W_h"
        elif partners <= {"dz", "dyhat", "dy", "dout", "("} and matrix.tag not in ("h", *RECURRENT_TAGS):
            weights[matrix] = "W_y"
        else:
            raise unclear(matrix)
    if len(set(weights.values())) < len(weights):
        raise Unreadable("It is not clear which weights are which.")

    def name(place: int, symbol: Symbol) -> str:
        if symbol in weights:
            return weights[symbol]
        at = moment(symbol, left, right) or "t"
        called = {
            "h": "h", "s": "h", "a": "a", "net": "a", "delta": "delta", "da": "delta", "slope": "slope", "y": "y", "yhat": "y_hat",
            "dh": "dh", "ds": "dh", "dz": "dz",
        }.get(symbol.base)  # fmt: skip
        if called is None or symbol.tag:
            raise unclear(symbol)
        return f"{called}_{at}"

    return renamed(right, name)


def recurrent_gradient(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """∂L/∂W_h: the steps are numbered once a sum is written out, and the last one is T."""
    if "sum" not in right and any(token in ("+", "-") for token in right):
        raise Unreadable("How many steps there are is not said.")
    return written_out(right, LAST)


def update(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The new value of any parameter, from the old one and its gradient."""
    own = parameter(left) if left is not None else None
    if own is None:
        raise Unreadable("It is not clear what is updated.")
    decimals = [token for token in right if isinstance(token, str) and token.startswith("0.")]
    if len(decimals) == 1 and not any(symbol.base == "alpha" for symbol in symbols(right)):
        right = ["alpha" if token == decimals[0] else token for token in right]  # a learning rate in numbers

    def name(place: int, symbol: Symbol) -> str:
        if symbol.base == "alpha":
            return "alpha"
        if symbol.base[:1] == "d" and symbol.step is not None:
            raise unclear(symbol)  # of one step
        if parameter(symbol) == own:
            return "theta"
        if symbol.base == "grad" or (symbol.base[:1] == "d" and parameter(Symbol(symbol.base[1:], symbol.tag)) == own):
            return "gradient"
        raise unclear(symbol)

    return renamed(right, name)


def parameters(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """How many numbers are learnt, in D, H, K and T; small letters are read where none is capital."""
    found = symbols(right)
    small = all(symbol.base in "dhk" for symbol in found)

    def name(place: int, symbol: Symbol) -> str:
        letter = symbol.base.upper() if small else symbol.base
        if letter not in ("D", "H", "K", "T") or symbol.tag or symbol.step:
            raise unclear(symbol)
        return letter

    return renamed(right, name)


ROLES: Mapping[str, Callable[[Symbol | None, Sequence[Token]], list[str]]] = {
    "h_t": state,
    "y_hat": prediction,
    "loss": loss,
    "delta_t": delta,
    "dW_h": recurrent_gradient,
    "update": update,
    "params": parameters,
}
