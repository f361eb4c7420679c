"""Checks of bce_loss, sequence_ce and masked_ce: both classes, the natural logarithm, the reductions, the padding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.submissions.cases import Array, Call, random_array
from quizgen.submissions.checks.check import Procedure, check, equals_reference
from quizgen.submissions.checks.side_effects import no_side_effects

one = np.abs(random_array("y_hat of one unit", 1, 1))
several = np.abs(random_array("y_hat of three units", 4, 3))
alternating = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
PADDED = 5  # steps
K = 6  # classes, as many as the vocabulary of a character model that is asked
steps = np.abs(random_array("y_hat of sequences", 2, 3, K))
steps /= steps.sum(axis=-1, keepdims=True)
classes = np.eye(K)[[[0, 3, 1], [2, 1, 0]]]
padded_steps = np.abs(random_array("y_hat of padded sequences", 2, PADDED, K))
padded_steps /= padded_steps.sum(axis=-1, keepdims=True)
padded_classes = np.eye(K)[[[0, 3, 1, 4, 4], [2, 1, 0, 5, 2]]]
certain = (
    np.full((1, 3, K), 1e-15) + np.eye(K)[[[0, 3, 1]]] * 0.5 + np.eye(K)[[[1, 2, 3]]] * 0.5
)  # two share every step


def masked(lengths: Sequence[int], rows: Sequence[int] = (0, 1)) -> Call:
    """Sequences of these lengths; at PAD steps there are predictions and targets as at any other."""
    mask = (np.arange(PADDED) < np.array(lengths)[:, None]).astype(float)
    return Call("masked_ce", (padded_steps[list(rows)], padded_classes[list(rows)], mask))


def bce(y_hat: Array, y: Array) -> Call:
    return Call("bce_loss", (y_hat, y))


def ce(y_hat: Array, y: Array, time: str = "sum", batch: str = "mean") -> Call:
    return Call("sequence_ce", (y_hat, y, time, batch))


BOTH_CLASSES = bce(one, np.ones_like(one)), bce(one, np.zeros_like(one))
HALF = bce(np.array([[0.5]]), np.array([[1.0]]))
BATCHES = bce(several[:, :1], alternating[:, :1]), bce(several, alternating)
TARGETS = ce(steps[:1, :1], classes[:1, :1]), ce(certain, np.eye(K)[[[0, 3, 1]]])
HALF_OF_ONE = ce(np.array([[[0.5, *[0.5 / (K - 1)] * (K - 1)]]]), np.eye(K)[[[0]]])
REDUCTIONS = tuple(ce(steps, classes, time, batch) for time in ("sum", "mean") for batch in ("mean", "sum"))


FULL, SHORT = masked([5, 5]), (masked([3], [0]), masked([2], [1]))
OF_TWO_LENGTHS = masked([4, 2]), masked([2, 5])


@check("bce_loss", "L1", 3)
def both_terms() -> Procedure:
    """-ln ŷ where y = 1, and -ln(1-ŷ) where y = 0."""
    yield from equals_reference(*BOTH_CLASSES)


@check("bce_loss", "L2", 3)
def bce_natural() -> Procedure:
    """The natural logarithm: ŷ = ½ costs ln 2."""
    yield from equals_reference(HALF)


@check("bce_loss", "L3", 4)
def bce_reductions() -> Procedure:
    """The sum over outputs and the mean over the batch."""
    yield from equals_reference(*BATCHES)


@check("bce_loss", "L4", 0, public=True)
def bce_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(BATCHES[1], ("y_hat", "y"))


@check("sequence_ce", "L1", 3)
def target_class() -> Procedure:
    """-ln of the target's probability, also where another class has next to none."""
    yield from equals_reference(*TARGETS)


@check("sequence_ce", "L2", 3)
def ce_natural() -> Procedure:
    """The natural logarithm: a probability of ½ costs ln 2."""
    yield from equals_reference(HALF_OF_ONE)


@check("sequence_ce", "L3", 4)
def ce_reductions() -> Procedure:
    """Sum or mean over time and over the batch, as asked."""
    yield from equals_reference(*REDUCTIONS)


@check("sequence_ce", "L4", 0, public=True)
def ce_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(REDUCTIONS[0], ("y_hat", "y", "time", "batch"))


@check("masked_ce", "L1", 2)
def without_padding() -> Procedure:
    """Sequences without padding: the mean over steps and batch."""
    yield from equals_reference(FULL)


@check("masked_ce", "L2", 4)
def of_one_length() -> Procedure:
    """One padded sequence: the mean over its real steps."""
    yield from equals_reference(*SHORT)


@check("masked_ce", "L3", 4)
def of_several_lengths() -> Procedure:
    """Sequences of different lengths: the mean over the real steps of each, then over the batch."""
    yield from equals_reference(*OF_TWO_LENGTHS)


@check("masked_ce", "L4", 0, public=True)
def masked_ce_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(OF_TWO_LENGTHS[0], ("y_hat", "y", "mask"))
