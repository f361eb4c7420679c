"""The calls that a submission is tested with: their arguments, the values they should return, and the values that came back."""

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.expected import Answer, Engine, answer, truth, truths
from quizgen.submissions.cases.networks import ALL_DIFFERENT, LADDER, PLAIN, Case, drawn
from quizgen.submissions.cases.own_states import BACK, carried, on_states
from quizgen.submissions.cases.returned import UNSEEN, Misfit, Undone, array_of, given_single, is_single, words

__all__ = [
    "ALL_DIFFERENT",
    "BACK",
    "LADDER",
    "PLAIN",
    "UNSEEN",
    "Answer",
    "Array",
    "Call",
    "Case",
    "Engine",
    "Misfit",
    "Undone",
    "answer",
    "array_of",
    "carried",
    "drawn",
    "given_single",
    "is_single",
    "on_states",
    "truth",
    "truths",
    "words",
]
