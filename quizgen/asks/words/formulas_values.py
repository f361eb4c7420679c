"""The values of a typed formula beside those of the reference and of each misconception."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.asks.words.scheme import KnownFormula
from quizgen.reading.expression import Function, Values, evaluated
from quizgen.reading.text import Unreadable

RELATIVE = 1e-6


def sigmoid(z: Values) -> Values:
    return np.asarray(1.0 / (1.0 + np.exp(-z)))


REAL: dict[str, Function] = {
    "tanh": np.tanh, "tan": np.tan, "sigmoid": sigmoid, "diag": np.asarray, "ln": np.log, "log10": np.log10, "log2": np.log2,
}  # fmt: skip
FUNCTIONS: dict[
    str, dict[str, Function]
] = {  # what an equation's functions are computed with; of others nothing is said
    "h_t": REAL | dict.fromkeys(("f", "relu"), np.tanh),  # f may be either
    "y_hat": REAL | dict.fromkeys(("f", "sigma", "softmax"), sigmoid),
    "delta_t": {name: REAL[name] for name in ("tanh", "diag")},
    "loss": {name: REAL[name] for name in ("ln", "log10", "log2")},
}
KNOWN = {name for functions in FUNCTIONS.values() for name in functions}


def values_of(known: KnownFormula, tokens: Sequence[str]) -> Values:
    """The values of tokens in the variables of a known formula. Raises Unreadable."""
    count = len(known.values)
    variables = {symbol: np.asarray(numbers, dtype=float) for symbol, numbers in known.variables.items()}
    value = evaluated(
        bracketed(tokens), variables, FUNCTIONS.get(known.name, {}), side_by_side=True, not_finite="ignore"
    )
    values = np.broadcast_to(value, (count,))
    if not np.isfinite(values).all():
        raise Unreadable("The formula is not finite.")
    return values


def explained(known: KnownFormula, values: Values) -> str | None:
    """ "" for the values of the reference, the id of a misconception for its values, else None."""
    if same(values, known.values):
        return ""
    return next((id for id, wrong in known.misconceptions.items() if same(values, wrong)), None)


def same(values: Values, wanted: Sequence[float]) -> bool:
    right = np.asarray(wanted)
    return bool((np.abs(values - right) <= RELATIVE * np.maximum(np.abs(right), 1e-3)).all())


def bracketed(tokens: Sequence[str]) -> list[str]:
    """The tokens where every function has its brackets: ln y is ln(y), and tanh^2(a) is (tanh(a))^2."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token not in KNOWN or tokens[place : place + 1] == ["("]:
            found.append(token)
        elif tokens[place : place + 3] == ["^", "2", "("]:
            end = closing(tokens, place + 2)
            found += ["(", token, *bracketed(tokens[place + 2 : end]), ")", "^", "2"]
            place = end
        elif token.startswith(("ln", "log")) and place < len(tokens) and tokens[place][0].isalpha():
            found += [token, "(", tokens[place], ")"]
            place += 1
        else:
            raise Unreadable("It is not clear what the function is applied to.")
    return found


def closing(tokens: Sequence[str], start: int) -> int:
    """The place after the bracket that closes the one at `start`."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += (tokens[place] == "(") - (tokens[place] == ")")
        if not depth:
            return place + 1
    raise Unreadable("A bracket is not closed.")
