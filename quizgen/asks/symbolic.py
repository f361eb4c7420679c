"""A formula's values put back into symbols: how a learner would write what a misconception gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

CLOSE = 1e-9
DEGREES, DECIMALS = (2, 3), 3  # of the polynomials that are tried
Numbers = NDArray[np.float64]


def expression(values: Sequence[float], variables: Mapping[str, Sequence[float]]) -> str | None:
    """The simplest expression with these values on the assignments: 0, a symbol, a product of two, twice a symbol, a polynomial."""
    known = {name: np.asarray(v, dtype=float) for name, v in variables.items()}
    wanted = np.asarray(values, dtype=float)
    for text, candidate in candidates(known):
        if same(candidate, wanted):
            return text
    return polynomial(wanted, known)


def same(one: Numbers, other: Numbers) -> bool:
    """Whether these are the same values, up to floating-point rounding."""
    return bool((abs(one - other) <= CLOSE).all())


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
    for degree in DEGREES:
        monomials = monomials_of(tuple(variables), degree)
        if len(monomials) > len(values):
            return None
        table, solver = system(tuple(variables), degree, *(tuple(v.tolist()) for v in variables.values()))
        found = np.round(solver @ values[: len(monomials)], DECIMALS)
        if same(table @ found, values):
            terms = [(c, names) for c, names in zip(found.tolist(), monomials, strict=True) if c]
            return " ".join(term(c, names, first=not i) for i, (c, names) in enumerate(terms))
    return None


def monomials_of(names: Sequence[str], degree: int) -> list[tuple[str, ...]]:
    """Products of at most so many symbols, the longest first; the last is the empty one, 1."""
    return [chosen for count in range(degree, -1, -1) for chosen in combinations_with_replacement(names, count)]


@lru_cache(8)  # the misconceptions of one question come one after the other
def system(names: tuple[str, ...], degree: int, *assignments: tuple[float, ...]) -> tuple[Numbers, Numbers]:
    """The monomials' values, a column for each, and the matrix that finds their coefficients from the first values."""
    known = dict(zip(names, map(np.array, assignments), strict=True))
    one = np.ones(len(assignments[0]))
    monomials = monomials_of(names, degree)
    table = np.array([np.prod([one, *map(known.__getitem__, chosen)], axis=0) for chosen in monomials]).T
    scale = abs(table).max(axis=0)
    square = table[: len(monomials)] / scale
    enough = np.linalg.slogdet(square)[0] != 0
    return table, np.linalg.inv(square) / scale[:, None] if enough else np.zeros(square.shape)


def term(coefficient: float, names: Sequence[str], *, first: bool) -> str:
    """One term with its sign: "- 2 H D", "H^2", "+ 16"."""
    powers = [name if (n := names.count(name)) == 1 else f"{name}^{n}" for name in dict.fromkeys(names)]
    factors = [format(abs(coefficient), "g")] * (abs(coefficient) != 1 or not names) + powers
    sign = "-" if coefficient < 0 else "" if first else "+"
    return " ".join(filter(None, [sign, *factors]))
