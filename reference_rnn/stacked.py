"""Layers of RNNs: each reads the states of the one below as its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from numpy.typing import ArrayLike

from reference_rnn.products import Array
from reference_rnn.records import Gradients, Trace, time_inside
from reference_rnn.rnn import RNN


class Layer(RNN):
    """A layer above another: an RNN whose input at step t is the state h_t of the layer below, so its D is that one's H."""

    def reads(self, below: Array, before: Array, x: Array) -> Array:
        """The layer's input, of what there is at step t: the state below, the one before that, what the layer below read."""
        return below


class Stacked:
    """A network of layers: the lowest reads x, every other the states of the one below; the topmost has the output layer."""

    def __init__(self, lowest: RNN, *above: Layer) -> None:
        for below, layer in pairwise((lowest, *above)):
            H, D = below.W.shape[-2], layer.W.shape[-1]
            if H != D:
                raise ValueError(f"A layer of {H} units is below one with {D} inputs: these must be equal.")
        self.lowest, self.above = lowest, above

    def forward(self, x: ArrayLike, h_0: Sequence[ArrayLike | None] | None = None) -> tuple[Trace, ...]:
        """The pass over x (*P, B, T, D), a trace for each layer from below; h_0 holds an initial state for each, or zeros."""
        first, *others = h_0 or [None] * (1 + len(self.above))
        traces = [self.lowest.forward(x, first)]
        for layer, initial in zip(self.above, others, strict=True):
            below = traces[-1]
            read = layer.reads(below.states[1:], below.states[:-1], below.inputs)
            traces.append(layer.forward(time_inside(read), initial))
        return tuple(traces)

    def backward(self, traces: Sequence[Trace], y: ArrayLike) -> tuple[Gradients, ...]:
        """The gradients of the topmost layer's loss, for each layer from below: ∂L/∂x of a layer is ∂L/∂h of the one below."""
        *lower, top = (self.lowest, *self.above)
        found = [top.backward(traces[-1], y)]
        for layer, trace in zip(lower[::-1], traces[-2::-1], strict=True):
            found.insert(0, layer.backward_from(found[0].x, trace))
        return tuple(found)
