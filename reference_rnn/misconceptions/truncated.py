"""Misconceptions about truncated backpropagation through time."""

from __future__ import annotations

import numpy as np

from reference_rnn.products import Array
from reference_rnn.truncated import TruncatedBPTT


class ResetsState(TruncatedBPTT, id="tbptt-resets-state", tier="beyond"):
    """Equals what you get if every chunk starts from zeros: truncation cuts the gradient; the state is carried on."""

    title = "State reset at chunk borders"

    def handed_on(self, h: Array) -> Array:
        return np.zeros_like(h)


class NoTruncation(TruncatedBPTT, id="tbptt-no-truncation", tier="beyond"):
    """Equals what you get with the full gradient: in truncated BPTT nothing goes back across a chunk's border."""

    title = "Gradient not cut at chunk borders"

    def across(self, carried: Array) -> Array:
        return carried


class LastChunkOnly(TruncatedBPTT, id="tbptt-last-chunk-only", tier="beyond"):
    """Equals what you get if only the last chunk is trained: every chunk has its backward pass, and all are added."""

    title = "Only the last chunk trained"

    def counted(self, deltas: list[Array]) -> list[Array]:
        return [*(np.zeros_like(delta) for delta in deltas[:-1]), deltas[-1]]


class ChunkTooLong(TruncatedBPTT, id="tbptt-one-step-more", tier="beyond"):
    """Equals what you get with chunks of k+1 steps: k counts the steps of a chunk, not the arrows between them."""

    title = "Chunks one step too long"

    def steps_in_chunk(self) -> int:
        return self.chunk + 1
