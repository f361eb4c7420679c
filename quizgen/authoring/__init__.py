"""All an exercise file needs: what to ask, how to draw numbers, and the reference to solve with."""

from quizgen.authoring import families
from quizgen.authoring.by_unit import longhand, times
from quizgen.authoring.draw import Draw
from quizgen.authoring.exercise import Exercise
from quizgen.authoring.problem import Problem
from quizgen.model import Choice, Code, Formula, KeyPoint, Numbers, Option, Shape, Text

__all__ = [
    "Choice",
    "Code",
    "Draw",
    "Exercise",
    "Formula",
    "KeyPoint",
    "Numbers",
    "Option",
    "Problem",
    "Shape",
    "Text",
    "families",
    "longhand",
    "times",
]
