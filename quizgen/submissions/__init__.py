"""Code as an answer: which functions a submission defines, what they are worth, and what is wrong with them."""

from quizgen.submissions.grading import grade
from quizgen.submissions.starter import starter
from quizgen.submissions.titles import misconception_titles

__all__ = ["grade", "misconception_titles", "starter"]
