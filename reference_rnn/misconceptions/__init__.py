"""The misconceptions: a module for each topic, a short class for each misconception, one method overridden in each."""

from reference_rnn.misconceptions import backward, cell, flow, loss, output, sequence, shapes, update, uses

__all__ = ["backward", "cell", "flow", "loss", "output", "sequence", "shapes", "update", "uses"]
