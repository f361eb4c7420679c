"""A formula's values put back into symbols: how a learner would write what a misconception gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

CLOSE = 1e-9
DEGREE, DECIMALS = 3, 3  # of the polynomials that are tried
Numbers = NDArray[np.float64]


def expression(values: Sequence[float], variables: Mapping[str, Sequence[float]]) -> str | None:
    """The simplest expression with these values on the assignments: 0, a symbol, a product of two, twice a symbol, a polynomial."""
    known = {name: np.asarray(v, dtype=float) for name, v in variables.items()}
    for text, candidate in candidates(known):
        if np.allclose(candidate, values, rtol=0, atol=CLOSE):
            return text
    return polynomial(np.asarray(values, dtype=float), known)


def candidates(variables: Mapping[str, Numbers]) -> Iterator[tuple[str, Numbers]]:
    """Expressions with their values, the simplest first."""
    yield "0", np.zeros(1)
    yield from variables.items()
    matrices_first = sorted(variables.items(), key=lambda item: not item[0][:1].isupper())
    for (left, u), (right, v) in combinations(matrices_first, 2):
        yield f"{left} {right}", u * v
    for name, v in variables.items():
        yield f"2 {name}", 2 * v


def polynomial(values: Numbers, variables: Mapping[str, Numbers]) -> str | None:
    """The polynomial of short decimal coefficients with these values; None: there is none, or too few assignments to tell."""
    monomials = [
        names for degree in range(DEGREE, -1, -1) for names in combinations_with_replacement(variables, degree)
    ]
    if len(monomials) > len(values):
        return None
    table = np.array([np.prod([variables[name] for name in names], axis=0) + 0 * values for names in monomials]).T
    scale = abs(table).max(axis=0)
    found = np.round(np.linalg.lstsq(table / scale, values, rcond=None)[0] / scale, DECIMALS)
    if not np.allclose(table @ found, values, rtol=0, atol=CLOSE):
        return None
    terms = [(c, names) for c, names in zip(found.tolist(), monomials, strict=True) if c]
    return " ".join(term(c, names, first=not i) for i, (c, names) in enumerate(terms))


def term(coefficient: float, names: Sequence[str], *, first: bool) -> str:
    """One term with its sign: "- 2 H D", "H^2", "+ 16"."""
    powers = [name if (n := names.count(name)) == 1 else f"{name}^{n}" for name in dict.fromkeys(names)]
    factors = [format(abs(coefficient), "g")] * (abs(coefficient) != 1 or not names) + powers
    sign = "-" if coefficient < 0 else "" if first else "+"
    return " ".join(filter(None, [sign, *factors]))
