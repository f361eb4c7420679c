"""A second reader: the same answers once more without seeing what was decided, and how far two readers agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizgen.cli.common import console, say
from quizgen.cli.review_input import Given, asked
from quizgen.cli.reviewer import Reviewer, with_evidence

if TYPE_CHECKING:
    from quizgen.classroom.course.reviewing import Proposal
    from quizgen.classroom.course.waiting import Waiting
    from quizgen.model import Decision
    from quizgen.store import Store

FIRST, SECOND = "1", "2"


class SecondReader(Reviewer):
    """Asks as for an answer that waits. What is given is stored beside what the first reader decided, which goes on holding."""

    waits = ("was decided by somebody else", "were decided by somebody else")
    done = "read"
    doubtful_first = False  # which would tell what the machine thinks
    nothing_left = "You have read all that others decided."

    def store_it(self, one: Waiting, given: Given, comment: str, made: Proposal | None) -> None:
        """Stores the second reading; where it differs, shows both and asks which holds."""
        from quizgen.classroom.course.marking import decide
        from quizgen.classroom.course.readings import first_reading
        from quizgen.model import Action

        reading = self.decision(one, Action.SECOND, given, comment)
        decide(self.store, [reading], datetime.now(UTC))
        first = first_reading(self.store.decisions(one.assignment, one.student), reading)
        if first is None:
            return
        who = first.by or "The first reader"
        if first.points == given.points:
            yours = "" if first.key_points == given.key_points else f"; you gave {words_of(reading, made)}"
            say((f"  {who} gave as much: {words_of(first, made)}{yours}.", "green"))
            return
        say(f"  {who} gave {words_of(first, made)}; you give {words_of(reading, made)}.")
        answer = asked(f"  {SECOND} if yours is to hold, Enter leaves the first")
        if answer != SECOND:
            say(("  The first holds. Both are stored.", "green"))
            return
        why = with_evidence(comment, given, made)
        mine = self.decision(one, first.action, given, why or "Read by a second person.")
        decide(self.store, [mine], datetime.now(UTC))
        say(("  Yours holds. Both are stored.", "green"))


def words_of(one: Decision, made: Proposal | None) -> str:
    """ "3 of 4 for 1 2", with the numbers of the key points ticked."""
    from quizgen.media.values import amount

    names = [each.name for each in made.ticks] if made else []
    places = [str(names.index(name) + 1) for name in one.key_points or () if name in names]
    ticked = f" for {' '.join(places)}" if places else ""
    why = f" ({one.why})" if one.why and not places else ""
    return f"{amount(one.points or 0)} of {amount(one.most or 0)}{ticked}{why}"


def show_agreement(store: Store, decisions: Sequence[Decision], question: str) -> None:
    """Shows how far two readers agree."""
    from functools import lru_cache

    from quizgen.classroom.course.agreement import ENOUGH, readings
    from quizgen.classroom.course.waiting import asked as asked_in
    from quizgen.documents.agreement_terminal import table

    quiz = lru_cache(maxsize=None)(store.quiz)
    found = readings(decisions, lambda id, target: asked_in(quiz, id, target), question)
    if not found.questions:
        say("No answer was read by two people. A second person reads with:  quizgen review --second --by NAME")
        return
    console().print(table(found))
    if found.too_few:
        say(f"A kappa of fewer than {ENOUGH} answers says little. Look at the answers that differ.")
