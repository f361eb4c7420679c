"""The checks: each a claim about one function, worth some points. Importing this package registers them all."""

from quizgen.submissions.checks.check import CHECKS, Check, Talk, loss_of
from quizgen.submissions.checks.compare import NAMES, PARTS, require_array, tolerance
from quizgen.submissions.checks.failed import Lost, Wording

from quizgen.submissions.checks import backward, forward, losses, output, step_backward, update  # isort: skip
from quizgen.submissions.checks.output import last_output

__all__ = [
    "CHECKS",
    "NAMES",
    "PARTS",
    "Check",
    "Lost",
    "Talk",
    "Wording",
    "backward",
    "forward",
    "last_output",
    "loss_of",
    "losses",
    "output",
    "require_array",
    "step_backward",
    "tolerance",
    "update",
]
