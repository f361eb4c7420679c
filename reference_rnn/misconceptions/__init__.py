"""The misconceptions: a module for each topic, a short class for each misconception, one method overridden in each."""

from reference_rnn.misconceptions import backward, cell, clipping, flow, gated, loss, output, sequence, shapes, update

__all__ = ["backward", "cell", "clipping", "flow", "gated", "loss", "output", "sequence", "shapes", "update"]
