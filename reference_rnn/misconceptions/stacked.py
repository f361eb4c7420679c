"""Misconceptions about layers of RNNs."""

from __future__ import annotations

from reference_rnn.products import Array
from reference_rnn.records import NotApplicable
from reference_rnn.stacked import Layer


class UpperLayerReadsInput(Layer, id="stk-reads-input", tier="beyond"):
    """Equals what you get if the upper layer reads x_t: it reads the state of the layer below at the same step."""

    title = "Upper layer reads x_t"

    def reads(self, below: Array, before: Array, x: Array) -> Array:
        if x.shape[-1] != below.shape[-1]:
            raise NotApplicable("Reading x_t in the upper layer takes as many inputs as units below (D = H).")
        return x


class UpperLayerReadsPrevious(Layer, id="stk-reads-previous", tier="beyond"):
    """Equals what you get if the upper layer reads the lower one's state of step t-1: it reads the state of step t."""

    title = "Upper layer one step behind"

    def reads(self, below: Array, before: Array, x: Array) -> Array:
        return before
