"""What an answer is worth, and why a wrong one is wrong: judged by value, explained by the mistake that gives it."""

from quizgen.grading.sheet import awaiting, grade
from quizgen.grading.trails import Follow

__all__ = ["Follow", "awaiting", "grade"]
