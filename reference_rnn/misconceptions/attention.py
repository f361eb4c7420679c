"""Misconceptions about attention."""

from __future__ import annotations

import numpy as np

from reference_rnn.attention import Attention
from reference_rnn.functions import sigmoid
from reference_rnn.products import Array


class NotNormalised(Attention, id="attn-not-normalised", tier="beyond"):
    """Equals what you get if the scores themselves are the weights: the weights are softmax(s), and add to 1."""

    title = "Scores used as weights"

    def weights(self, scores: Array) -> Array:
        return scores


class Scaled(Attention, id="attn-scaled", tier="beyond"):
    """Equals what you get if the scores are divided by √H where they are not to be, or not where they are to be."""

    title = "Wrong scaling of the scores"

    def divisor(self) -> float:
        return 1.0 if self.scaled else float(np.sqrt(self.h.shape[-1]))


class SharesOfTheScores(Attention, id="attn-no-exponential", tier="beyond"):
    """Equals what you get if each score is divided by the sum of the scores: softmax takes exp(s) of each score first."""

    title = "Exponential of softmax left out"

    def weights(self, scores: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(scores / scores.sum(axis=0))


class ExponentialsNotDivided(Attention, id="attn-not-divided", tier="beyond"):
    """Equals what you get with the weights exp(s): softmax divides them by their sum, so that the weights add to 1."""

    title = "Division of softmax left out"

    def weights(self, scores: Array) -> Array:
        return np.exp(scores)


class SigmoidOfScores(Attention, id="attn-sigmoid", tier="beyond"):
    """Equals what you get with a sigmoid of each score: the states compete for one weight of 1, which takes softmax."""

    title = "Sigmoid in place of attention's softmax"

    def weights(self, scores: Array) -> Array:
        return sigmoid(scores)


class LargestOnly(Attention, id="attn-largest-only", tier="beyond"):
    """Equals what you get if the state with the largest score has all the weight: softmax leaves some to the others."""

    title = "Only the best state attended to"

    def weights(self, scores: Array) -> Array:
        return np.asarray(scores == scores.max(axis=0)).astype(float)


class EqualWeights(Attention, id="attn-equal-weights", tier="beyond"):
    """Equals what you get with the mean of all states: each state counts with its own weight, from its score."""

    title = "Mean state taken as the context"

    def weights(self, scores: Array) -> Array:
        return np.full_like(scores, 1.0 / len(scores))


class ContextDividedByT(Attention, id="attn-mean-of-weighted", tier="beyond"):
    """Equals what you get if the weighted states are averaged: the weights add to 1 already, so they are only added."""

    title = "Weighted states averaged"

    def context(self, weights: Array) -> Array:
        return super().context(weights) / len(self.h)
