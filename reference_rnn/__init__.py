"""The recurrent network of the chapter, and every known misconception about it as the same network with one error.

`RNN` is the reference (read reference_rnn/rnn.py first); `MISCONCEPTIONS["fwd-no-bias"]` is the same class with one method
overridden. What goes beyond it is in files of its own, made in the same way: gated cells, stacked layers, the flow of
gradients, clipping, and others; `mutants_of(LSTM)` are the misconceptions about one of them.
"""

from reference_rnn import misconceptions
from reference_rnn.attention import Attention
from reference_rnn.baselines import AverageEmbedding, BagOfWords
from reference_rnn.bidirectional import Bidirectional, BidirectionalShapes
from reference_rnn.clipping import Clipping, clip_by_norm, clip_by_value
from reference_rnn.concepts import CONCEPTS, Concept
from reference_rnn.flow import Flow, MatrixFlow, spectral_radius
from reference_rnn.generation import EncoderDecoder, Generation
from reference_rnn.gru import GRU
from reference_rnn.lstm import LSTM
from reference_rnn.padding import Padded
from reference_rnn.records import Gradients, NotApplicable, Trace
from reference_rnn.registry import (
    CATALOGUE,
    Reference,
    code_mutants_of,
    feedback,
    is_misreading,
    mutants_of,
    reference_of,
    title,
)
from reference_rnn.rnn import RNN
from reference_rnn.shapes import Shapes
from reference_rnn.slips_of_hand import SLIPS_OF_HAND
from reference_rnn.stacked import Layer, Stacked
from reference_rnn.truncated import TruncatedBPTT
from reference_rnn.uses import Uses

MISCONCEPTIONS = mutants_of(RNN)
CODE_MISCONCEPTIONS = code_mutants_of(RNN)
SHAPE_MISCONCEPTIONS = mutants_of(Shapes)
FLOW_MISCONCEPTIONS = mutants_of(Flow)

__all__ = [
    "CATALOGUE",
    "CODE_MISCONCEPTIONS",
    "CONCEPTS",
    "FLOW_MISCONCEPTIONS",
    "GRU",
    "LSTM",
    "MISCONCEPTIONS",
    "RNN",
    "SHAPE_MISCONCEPTIONS",
    "SLIPS_OF_HAND",
    "Attention",
    "AverageEmbedding",
    "BagOfWords",
    "Bidirectional",
    "BidirectionalShapes",
    "Clipping",
    "Concept",
    "EncoderDecoder",
    "Flow",
    "Generation",
    "Gradients",
    "Layer",
    "MatrixFlow",
    "NotApplicable",
    "Padded",
    "Reference",
    "Shapes",
    "Stacked",
    "Trace",
    "TruncatedBPTT",
    "Uses",
    "clip_by_norm",
    "clip_by_value",
    "code_mutants_of",
    "feedback",
    "is_misreading",
    "misconceptions",
    "mutants_of",
    "reference_of",
    "spectral_radius",
    "title",
]
