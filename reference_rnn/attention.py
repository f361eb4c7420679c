"""Dot attention: which of the states h_1 ... h_T a query looks at, and what it reads there."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.functions import softmax
from reference_rnn.products import Array, floats, per_problem
from reference_rnn.registry import Reference


class Attention(Reference):
    """The context Σ w_t h_t with w = softmax(s) and s_t = q · h_t.

    h is (T, *P, H), time first, the query q (*P, H): the dot score of Luong et al. 2015. With `scaled`, as in a Transformer
    (Vaswani et al. 2017), the scores are divided by √H.
    """

    def __init__(self, h: ArrayLike, q: ArrayLike, *, scaled: bool = False) -> None:
        self.h, self.q, self.scaled = floats(h), floats(q), scaled

    def products(self) -> Array:
        """q · h_t for each t: (T, *P)."""
        return np.asarray((self.q * self.h).sum(axis=-1))

    def divisor(self) -> float:
        """What the products are divided by."""
        return float(np.sqrt(self.h.shape[-1])) if self.scaled else 1.0

    def scores(self) -> Array:
        """s_t for each t: (T, *P)."""
        return self.products() / self.divisor()

    def weights(self, scores: Array) -> Array:
        """w = softmax(s), over the steps: (T, *P)."""
        return softmax(scores, axis=0)

    def context(self, weights: Array) -> Array:
        """Σ w_t h_t: (*P, H)."""
        return np.asarray((per_problem(weights, self.h) * self.h).sum(axis=0))
