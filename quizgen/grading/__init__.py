"""What an answer is worth, and why a wrong one is wrong: judged by value, explained by the mistake that gives it."""

from quizgen.grading.carried import Follow
from quizgen.grading.sheet import grade, unanswered

__all__ = ["Follow", "grade", "unanswered"]
