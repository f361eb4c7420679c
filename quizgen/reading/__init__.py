"""What was typed, turned into values without ever guessing."""

from quizgen.reading.sheet import blank_sheet, filled_sheet, read_answers, wanted
from quizgen.reading.values import Reading, read_value

__all__ = ["Reading", "blank_sheet", "filled_sheet", "read_answers", "read_value", "wanted"]
