"""Pictures drawn from data, without a plotting library: networks as graphs, with their descriptions, as blocks of markup."""

from quizgen.authoring.pictures.block import Blanked, blanked, draw_net, draw_side_by_side, picture
from quizgen.authoring.pictures.faults import backwards, not_joined, output_fed_back, own_weights, same_input
from quizgen.authoring.pictures.net import Arrow, Net, Node
from quizgen.authoring.pictures.networks import (
    bidirectional,
    encoder_decoder,
    feed_forward,
    folded,
    many_to_many,
    many_to_one,
    one_to_many,
    one_to_one,
    stacked,
    unfolded,
)
from quizgen.authoring.pictures.plot import line_plot

__all__ = [
    "Arrow",
    "Blanked",
    "Net",
    "Node",
    "backwards",
    "bidirectional",
    "blanked",
    "draw_net",
    "draw_side_by_side",
    "encoder_decoder",
    "feed_forward",
    "folded",
    "line_plot",
    "many_to_many",
    "many_to_one",
    "not_joined",
    "one_to_many",
    "one_to_one",
    "output_fed_back",
    "own_weights",
    "picture",
    "same_input",
    "stacked",
    "unfolded",
]
