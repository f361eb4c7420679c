"""Layers of RNNs: each reads the states of the one below as its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from numpy.typing import ArrayLike

from reference_rnn.products import Array
from reference_rnn.records import Gradients, Trace
from reference_rnn.registry import Reference
from reference_rnn.rnn import RNN


class Stacked(Reference):
    """RNNs one above the other: layer 1 reads x, layer 2 the states of layer 1; the output layer is the topmost one's.

    The size of a layer's input (D) is the hidden size (H) of the layer below.
    """

    def __init__(self, *layers: RNN) -> None:
        for below, above in pairwise(layers):
            H, D = below.W.shape[-2], above.W.shape[-1]
            if H != D:
                raise ValueError(f"A layer of {H} units is below one with {D} inputs: these must be equal.")
        self.layers = layers

    def read_from_below(self, below: Trace) -> Array:
        """What a layer reads of the one below: its states h_1 ... h_T, (*P, B, T, H)."""
        return below.h

    def forward(self, x: ArrayLike, h_0: Sequence[ArrayLike | None] | None = None) -> tuple[Trace, ...]:
        """The pass over x (*P, B, T, D), a trace for each layer from below; h_0 holds an initial state for each, or zeros."""
        traces: list[Trace] = []
        for layer, first in zip(self.layers, h_0 or [None] * len(self.layers), strict=True):
            traces.append(layer.forward(self.read_from_below(traces[-1]) if traces else x, first))
        return tuple(traces)

    def backward(self, traces: Sequence[Trace], y: ArrayLike) -> tuple[Gradients, ...]:
        """The gradients of the topmost layer's loss, for each layer from below: ∂L/∂x of a layer is ∂L/∂h of the one below."""
        found = [self.layers[-1].backward(traces[-1], y)]
        for layer, trace in zip(self.layers[-2::-1], traces[-2::-1], strict=True):
            found.insert(0, layer.backward_from(found[0].x, trace))
        return tuple(found)
