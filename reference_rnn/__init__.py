"""The recurrent network of the chapter, and every known misconception about it as the same network with one error.

`RNN` is the reference; `MISCONCEPTIONS["fwd-no-bias"]` is the same class with one method overridden.
"""

from reference_rnn import misconceptions
from reference_rnn.clipping import clip_by_norm, clip_by_value
from reference_rnn.concepts import CONCEPTS
from reference_rnn.flow import Flow
from reference_rnn.records import Gradients, NotApplicable, Trace
from reference_rnn.registry import CATALOGUE, Reference, feedback, mutants_of, title
from reference_rnn.rnn import RNN
from reference_rnn.shapes import Shapes
from reference_rnn.slips_of_hand import SLIPS_OF_HAND

MISCONCEPTIONS = mutants_of(RNN)
SHAPE_MISCONCEPTIONS = mutants_of(Shapes)
FLOW_MISCONCEPTIONS = mutants_of(Flow)


def is_misreading(mutant: type[Reference]) -> bool:
    """Whether a misconception starts from another h_0 or reads other inputs, and computes correctly from there."""
    return issubclass(mutant, RNN) and (mutant.start is not RNN.start or mutant.sequence is not RNN.sequence)


__all__ = [
    "CATALOGUE",
    "CONCEPTS",
    "FLOW_MISCONCEPTIONS",
    "MISCONCEPTIONS",
    "RNN",
    "SHAPE_MISCONCEPTIONS",
    "SLIPS_OF_HAND",
    "Flow",
    "Gradients",
    "NotApplicable",
    "Reference",
    "Shapes",
    "Trace",
    "clip_by_norm",
    "clip_by_value",
    "feedback",
    "is_misreading",
    "misconceptions",
    "mutants_of",
    "title",
]
