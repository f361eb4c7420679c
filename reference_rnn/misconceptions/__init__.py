"""The ways to miss the truth: one module a topic, one short class a misconception, one method overridden in each."""

from reference_rnn.misconceptions import backward, cell, flow, loss, output, sequence, shapes, update

__all__ = ["backward", "cell", "flow", "loss", "output", "sequence", "shapes", "update"]
