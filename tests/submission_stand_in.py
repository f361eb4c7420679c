"""A session without a sandbox: a misconception, or two of them at once, answers the calls itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quizgen.model import Mark
from quizgen.sandbox.records import Result
from quizgen.submissions.answers import Engine, answer
from quizgen.submissions.cases import Call
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.conversation import Conversation
from quizgen.submissions.marks import marks_of
from reference_rnn import RNN, NotApplicable


@dataclass
class StandIn:
    """`engine` answers for `function`, and the reference for the others and where `engine` cannot be computed."""

    function: str
    engine: Engine

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]:
        return tuple(Result(self.value(call)) for call in calls)

    def value(self, call: Call) -> object:
        with np.errstate(all="ignore"):
            try:
                return answer(self.engine if call.function == self.function else RNN, call)
            except NotApplicable:
                return answer(RNN, call)


def marks(function: str, engine: Engine) -> dict[str, Mark]:
    """check id -> the mark that `engine` gets for `function`."""
    held = Conversation()
    session = StandIn(function, engine)
    held.hold(session, CHECKS[function])
    held.ask_for_reasons(session)
    return {mark.ask.partition(".")[2]: mark for mark in marks_of(function, held)}
