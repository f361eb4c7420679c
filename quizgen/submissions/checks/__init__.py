"""The checks: each a claim about one function, worth some points. Importing this package registers them all."""

from quizgen.submissions.checks import (
    backward,
    forward,
    gradient_check,
    gru,
    losses,
    lstm,
    lstm_backward,
    output,
    output_backward,
    step_backward,
    update,
)  # isort: skip
from quizgen.submissions.checks.check import CHECKS, Check, Procedure, failure_of
from quizgen.submissions.checks.compare import BIASES, NAMES, PARTS, require_array, tolerance
from quizgen.submissions.checks.failed import CheckFailed, CourseNames, Location
from quizgen.submissions.checks.output import last_output

__all__ = [
    "BIASES",
    "CHECKS",
    "NAMES",
    "PARTS",
    "Check",
    "CheckFailed",
    "CourseNames",
    "Location",
    "Procedure",
    "backward",
    "failure_of",
    "forward",
    "gradient_check",
    "gru",
    "last_output",
    "losses",
    "lstm",
    "lstm_backward",
    "output",
    "output_backward",
    "require_array",
    "step_backward",
    "tolerance",
    "update",
]
