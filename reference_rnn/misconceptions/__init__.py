"""The misconceptions: a module for each topic, a short class for each misconception, one method overridden in each."""

from reference_rnn.misconceptions import (
    attention,
    backward,
    baselines,
    bidirectional,
    cell,
    clipping,
    flow,
    gated,
    generation,
    loss,
    output,
    padding,
    sequence,
    shapes,
    truncated,
    update,
)

__all__ = [
    "attention",
    "backward",
    "baselines",
    "bidirectional",
    "cell",
    "clipping",
    "flow",
    "gated",
    "generation",
    "loss",
    "output",
    "padding",
    "sequence",
    "shapes",
    "truncated",
    "update",
]
