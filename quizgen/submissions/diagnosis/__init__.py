"""Why a function failed its checks, and which of its failures cost nothing because another function caused them."""

from quizgen.submissions.diagnosis.blame import blame_lines
from quizgen.submissions.diagnosis.carry_back import excuse_backward
from quizgen.submissions.diagnosis.carry_forward import excuse_forward, excuse_gradients
from quizgen.submissions.diagnosis.diagnose import Diagnosis
from quizgen.submissions.diagnosis.explain import Explanations, explain_failures
from quizgen.submissions.diagnosis.isolate import excuse_with_stubs
from quizgen.submissions.diagnosis.right_somewhere import uncounted_checks
from quizgen.submissions.diagnosis.telling import most_telling

__all__ = [
    "Diagnosis",
    "Explanations",
    "blame_lines",
    "excuse_backward",
    "excuse_forward",
    "excuse_gradients",
    "excuse_with_stubs",
    "explain_failures",
    "most_telling",
    "uncounted_checks",
]
