"""Typed text into values, without ever guessing."""

from quizgen.reading.sheet import blank_sheet, filled_sheet, read_answers
from quizgen.reading.text import Unreadable
from quizgen.reading.values import read_value

__all__ = ["Unreadable", "blank_sheet", "filled_sheet", "read_answers", "read_value"]
