"""All an exercise file needs: what to ask, how to draw numbers, and the reference to solve with."""

from quizgen.asks import EXPORTS
from quizgen.authoring import families
from quizgen.authoring.by_unit import states_by_unit, times
from quizgen.authoring.draw import Draw
from quizgen.authoring.exercise import Exercise
from quizgen.authoring.gap_data import completed_sentence, gaps_from, some_sentences
from quizgen.authoring.problem import Problem
from quizgen.authoring.typeset import with_formulas

longhand = states_by_unit  # its name in exercises published by 0.2.0, whose texts are kept and followed as they were
globals().update(EXPORTS)  # every kind of ask, and the nouns that belong to it

__all__ = [
    "Draw",
    "Exercise",
    "Problem",
    "completed_sentence",
    "families",
    "gaps_from",
    "longhand",
    "some_sentences",
    "states_by_unit",
    "times",
    "with_formulas",
    *EXPORTS,
]
