"""Pictures drawn from data, without a plotting library: networks as graphs, with their descriptions, as blocks of markup."""

from quizgen.authoring.pictures.block import draw_net, picture
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

__all__ = [
    "Arrow",
    "Net",
    "Node",
    "bidirectional",
    "draw_net",
    "encoder_decoder",
    "feed_forward",
    "folded",
    "many_to_many",
    "many_to_one",
    "one_to_many",
    "one_to_one",
    "picture",
    "stacked",
    "unfolded",
]
