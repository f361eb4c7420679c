"""`quizgen regrade --withdraw`: which corrections end, and which questions count again as they were printed."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.ask import plain
from quizgen.classroom.course.corrections import holding, is_about, of_same
from quizgen.cli.common import next_command, say
from quizgen.documents.corrections import line
from quizgen.errors import UserError
from quizgen.generate.corrected_questions import CorrectedQuestions
from quizgen.model import Change, Correction, Quiz
from quizgen.store import Store


def withdrawal(store: Store, new: Correction, quizzes: Sequence[Quiz]) -> tuple[list[Correction], CorrectedQuestions]:
    """The withdrawal, none if it holds already, and the questions of these quizzes that count again as they were printed.

    UserError: nothing was corrected there.
    """
    keys = CorrectedQuestions()
    stored = store.corrections(new.assignment)
    places = [new.quiz] if new.quiz else ["", *(quiz.id for quiz in quizzes)]
    inside = [one for one in stored if is_about(one.target, (new.target,)) and of_same(new, one)]
    held = {one.id for place in places for one in holding(inside, place)}
    ended = [one for one in inside if one.id in held]
    if not ended:
        if any(one.change is Change.WITHDRAWN and one.quiz in ("", new.quiz) for one in inside):
            say("This is withdrawn already.")
            return [], keys
        where = f"{new.target} of {new.quiz or new.assignment}"
        listed = next_command("assignment", new.assignment)
        raise UserError(f"Nothing was corrected in {where}. '{listed}' lists the corrections.")
    for one in ended:
        say(f"Withdraws  {line(one)}")
    for quiz in quizzes if any(one.change is Change.EXERCISE for one in ended) else ():
        printed = store.quiz(quiz.id, printed=True)
        for place, (was, now) in enumerate(zip(printed.variants, quiz.variants, strict=True), 1):
            if new.target == f"q{place}" and plain(was) != plain(now):
                keys.variants[quiz.id, place] = was
    return [new], keys
