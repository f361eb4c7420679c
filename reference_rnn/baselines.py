"""What an RNN is compared with: the average of word vectors, and the bag of words. Neither knows the order of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, floats
from reference_rnn.registry import Reference

Gram = tuple[str, ...]


class AverageEmbedding(Reference):
    """The mean of the word vectors of a sentence. x is (T, *P, D), time first."""

    def __init__(self, x: ArrayLike) -> None:
        self.x = floats(x)

    def total(self) -> Array:
        """The sum of the vectors: (*P, D)."""
        return np.asarray(self.x.sum(axis=0))

    def divisor(self) -> int:
        """What the sum is divided by: T."""
        return len(self.x)

    def average(self) -> Array:
        """The mean vector: (*P, D)."""
        return self.total() / self.divisor()


class BagOfWords(Reference):
    """How often each word of a sentence occurs; with n > 1, each run of n words (an n-gram)."""

    def __init__(self, words: Sequence[str], n: int = 1) -> None:
        self.words, self.n = tuple(words), n

    def seen(self) -> tuple[str, ...]:
        """The words that are counted: all of them."""
        return self.words

    def run_length(self) -> int:
        """How many neighbouring words are counted as one item."""
        return self.n

    def grams(self) -> list[Gram]:
        """Every run of n words, in order."""
        words, n = self.seen(), self.run_length()
        return [words[i : i + n] for i in range(len(words) - n + 1)]

    def items(self) -> tuple[tuple[Gram, int], ...]:
        """The bag: each n-gram with its count, sorted, so that two bags are equal if and only if these are."""
        return tuple(sorted(Counter(self.grams()).items()))
