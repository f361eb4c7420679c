"""The checks, a module for each group of functions; importing them registers them."""

from quizgen.submissions.check import CHECKS, Check
from quizgen.submissions.checks import backward, forward, losses, output, step_backward, update

__all__ = ["CHECKS", "Check", "backward", "forward", "losses", "output", "step_backward", "update"]
