"""Misconceptions about padded sequences."""

from __future__ import annotations

import numpy as np

from reference_rnn.padding import Padded
from reference_rnn.products import Array


class PaddingChangesState(Padded, id="pad-changes-state", tier="beyond"):
    """Equals what you get if the state is read after the PAD steps: these change h too, by W_h·h and b. Read the state of
    the last real step, or mask."""

    title = "State changed by PAD steps"

    def kept(self, h_t: Array, h_prev: Array, real: Array) -> Array:
        return h_t


class PaddingZeroesState(Padded, id="pad-zeroes-state", tier="beyond"):
    """Equals what you get if the state is 0 at PAD steps: a mask leaves the state of the last real step as it is."""

    title = "State set to 0 at PAD"

    def kept(self, h_t: Array, h_prev: Array, real: Array) -> Array:
        return np.where(real[..., None], h_t, 0.0)


class LengthOffByOne(Padded, id="pad-one-step-early", tier="beyond"):
    """Equals what you get if the last real step is masked too: of a sequence of n words the state h_n counts."""

    title = "Last real step masked too"

    def real_steps(self) -> Array:
        return self.lengths - 1


class PaddingCounted(Padded, id="pad-counted-in-loss", tier="beyond"):
    """Equals what you get if the loss of the PAD steps counts: there is nothing to predict there, so the mask is 0."""

    title = "Loss of PAD steps counted"

    def counts(self, t: int) -> Array:
        return np.ones_like(self.lengths, bool)


class AveragedOverPadding(Padded, id="pad-mean-over-all", tier="beyond"):
    """Equals what you get if the mean divides by all T steps, PAD included: it divides by the number of real steps."""

    title = "Mean divides by PAD steps too"

    def averaged_over(self, T: int) -> Array:
        return np.full_like(self.lengths, T)


class LossNotMasked(Padded, id="pad-loss-not-masked", tier="beyond"):
    """Equals what you get with the mean of all T losses, PAD included: only the real steps count, in sum and number."""

    title = "Loss not masked at all"

    def shares(self, T: int) -> Array:
        return np.full((T, *self.lengths.shape), 1.0 / T if self.time == "mean" else 1.0)


class MaskedSum(Padded, id="pad-sum-for-mean", tier="beyond"):
    """Equals what you get with the sum of the real steps' losses: a mean divides it by the number of real steps."""

    title = "Masked losses not averaged"

    def averaged_over(self, T: int) -> Array:
        return np.ones_like(self.lengths)
