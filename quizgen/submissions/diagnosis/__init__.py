"""Why a function failed its checks, and which of its failures cost nothing because another function caused them."""

from quizgen.submissions.diagnosis.carry_back import carried_back
from quizgen.submissions.diagnosis.carry_forward import carried_on, pardoned
from quizgen.submissions.diagnosis.explain import Reasons, look_for_reasons
from quizgen.submissions.diagnosis.isolate import right_without

__all__ = ["Reasons", "carried_back", "carried_on", "look_for_reasons", "pardoned", "right_without"]
