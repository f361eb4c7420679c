"""Misconceptions about the average of word vectors and about bags of words."""

from __future__ import annotations

from functools import reduce

import numpy as np

from reference_rnn.baselines import AverageEmbedding, BagOfWords, Gram
from reference_rnn.products import Array


class RunningHalves(AverageEmbedding, id="avg-two-at-a-time", tier="B"):
    """Equals what you get if the result so far is averaged with each next word: the last word then counts most. In a
    mean all words count alike: add all vectors, then divide once."""

    title = "Words averaged two at a time"

    def average(self) -> Array:
        return np.asarray(reduce(lambda so_far, word: (so_far + word) / 2, self.x))


class SumNotMean(AverageEmbedding, id="avg-not-divided", tier="B"):
    """Equals what you get with the sum of the vectors: the mean divides it by the number of words."""

    title = "Sum in place of the mean"

    def divisor(self) -> int:
        return 1


class DividesByEntries(AverageEmbedding, id="avg-divides-by-entries", tier="B"):
    """Equals what you get if the sum is divided by the number of entries of a vector: divide by the number of words."""

    title = "Sum divided by vector length"

    def divisor(self) -> int:
        return int(self.x.shape[-1])


class WordsCountedOnce(BagOfWords, id="bow-without-counts", tier="B"):
    """Equals what you get if it only matters which items occur: a bag of words also counts how often each of them does."""

    title = "Repeated words counted once"

    def items(self) -> tuple[tuple[Gram, int], ...]:
        return tuple((gram, 1) for gram, _ in super().items())


class OrderKept(BagOfWords, id="bow-keeps-order", tier="B"):
    """Equals what you get if the items are compared in their order: a bag holds the items and their counts alone."""

    title = "Bag of words keeps the order"

    def items(self) -> tuple[tuple[Gram, int], ...]:
        return tuple((gram, 1) for gram in self.grams())


class NotDropped(BagOfWords, id="bow-drops-not", tier="B"):
    """Equals what you get if "not" is passed over: to a bag of words it is a word like any other."""

    title = "The word “not” passed over"

    def seen(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if word != "not")


class SingleWords(BagOfWords, id="bow-single-words", tier="B"):
    """Equals what you get if single words are counted, whatever n is: an n-gram is a run of n neighbouring words."""

    title = "Single words counted for n-grams"

    def run_length(self) -> int:
        return 1
