"""The calls that a submission is tested with: their arguments, the values they should return, and the values that came back."""

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.expected import Engine, Value, compute, expected_parts, expected_value
from quizgen.submissions.cases.gated import AFTER, GATES, GatedCase, gated_case
from quizgen.submissions.cases.gated_compared import ABOUT_GRU, ABOUT_LSTM, BACKWARD, reset_acts_after
from quizgen.submissions.cases.gated_values import OF_PARAMETERS, by_gate, stacked
from quizgen.submissions.cases.networks import ALL_DIFFERENT, GROWING_CASES, PLAIN, Case, random_array
from quizgen.submissions.cases.own_states import FORWARD_OF, on_own_states, with_states
from quizgen.submissions.cases.returned import (
    DOUBLE,
    HALF,
    NOT_OBSERVABLE,
    SINGLE,
    Made,
    MadeResult,
    Missing,
    WrongShape,
    as_array,
    describe,
    is_single_precision,
    precision_of,
    takes_single_precision,
)

__all__ = [
    "ABOUT_GRU",
    "ABOUT_LSTM",
    "AFTER",
    "ALL_DIFFERENT",
    "BACKWARD",
    "DOUBLE",
    "FORWARD_OF",
    "GATES",
    "GROWING_CASES",
    "HALF",
    "NOT_OBSERVABLE",
    "OF_PARAMETERS",
    "PLAIN",
    "SINGLE",
    "Array",
    "Call",
    "Case",
    "Engine",
    "GatedCase",
    "Made",
    "MadeResult",
    "Missing",
    "Value",
    "WrongShape",
    "as_array",
    "by_gate",
    "compute",
    "describe",
    "expected_parts",
    "expected_value",
    "gated_case",
    "is_single_precision",
    "on_own_states",
    "precision_of",
    "random_array",
    "reset_acts_after",
    "stacked",
    "takes_single_precision",
    "with_states",
]
