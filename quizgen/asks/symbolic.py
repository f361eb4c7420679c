"""A formula's values put back into symbols: how a learner would write what a misconception gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

CLOSE = 1e-9


def expression(values: Sequence[float], variables: Mapping[str, Sequence[float]]) -> str | None:
    """The simplest expression with these values on the assignments: 0, a symbol, a product of two, twice a symbol."""
    for text, known in candidates({name: np.asarray(v) for name, v in variables.items()}):
        if np.allclose(known, values, rtol=0, atol=CLOSE):
            return text
    return None


def candidates(variables: Mapping[str, NDArray[np.float64]]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Expressions with their values, the simplest first."""
    yield "0", np.zeros(1)
    yield from variables.items()
    matrices_first = sorted(variables.items(), key=lambda item: not item[0][:1].isupper())
    for (left, u), (right, v) in combinations(matrices_first, 2):
        yield f"{left} {right}", u * v
    for name, v in variables.items():
        yield f"2 {name}", 2 * v
