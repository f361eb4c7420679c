"""Typed text into values, without ever guessing."""

from quizgen.reading.formula import read_formula
from quizgen.reading.numbers import read_numbers
from quizgen.reading.options import read_option, read_options
from quizgen.reading.shapes import read_shape
from quizgen.reading.sheet import blank_sheet, filled_sheet, read_answers
from quizgen.reading.text import Unreadable
from quizgen.reading.values import read_value

__all__ = [
    "Unreadable",
    "blank_sheet",
    "filled_sheet",
    "read_answers",
    "read_formula",
    "read_numbers",
    "read_option",
    "read_options",
    "read_shape",
    "read_value",
]
