"""Goes through the answers to one question: shows them, asks for what they get, and stores it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from quizgen.cli.common import console, say
from quizgen.cli.review_input import TICK_KEYS, Given, Skipped, asked, asked_points, asked_ticks
from quizgen.cli.scan_review import shown

if TYPE_CHECKING:
    from quizgen.classroom.course.calibration import Calibration, Decided
    from quizgen.classroom.course.reviewing import Proposal, RubricKey
    from quizgen.classroom.course.suggestion import Suggestion
    from quizgen.classroom.course.waiting import Waiting
    from quizgen.cli.review_boxes import Pictures
    from quizgen.model import Action, Decision
    from quizgen.store import Store


@dataclass
class Reviewer:
    """Shows questions with their answers, asks for points and stores them. `decisions` are those of the store."""

    store: Store
    by: str
    names: dict[str, str]
    decisions: Sequence[Decision]
    blind: bool
    pictures: Pictures
    told: set[object] = field(
        default_factory=set
    )  # what was explained once: the keys, and from what a question recalibrates

    waits = ("waits", "wait")
    doubtful_first = True
    done = "marked"
    nothing_left = "Nothing waits any more."

    @cached_property
    def decided(self) -> dict[RubricKey, dict[str, Decided]]:
        """Decided answers in words, by question and text."""
        from quizgen.classroom.course.calibration import ask_finder, decided_answers

        return decided_answers(self.decisions, ask_finder(self.store.quiz))

    def review(self, answers: Sequence[Waiting]) -> Iterator[Waiting]:
        """Goes through the answers to one question; yields those that got points, once they are stored.

        Those without a proposal come first, then the most doubtful ones.
        """
        from quizgen.classroom.course.reviewing import proposal
        from quizgen.documents.review_terminal import answer

        made = [(one, proposal(one.ask, one.mark.typed, one.mark.max_points)) for one in answers]
        if self.doubtful_first:
            made.sort(key=lambda each: each[1].confidence if each[1] else -1)
        ticking = made[0][1] is not None
        self.show(made[0][0], ticking=ticking, keys=ticking and TICK_KEYS not in self.told)
        self.told |= {TICK_KEYS} if ticking else set()
        if ticking and not self.blind:
            self.recalibrated(made[0][0])
        for place, (one, proposed) in enumerate(made, 1):
            other = one.text if one.text != made[0][0].text else ""
            pictures = [shown(path) for path in self.pictures.get((one.quiz, one.mark.ask), ())]
            console().print(answer(one, place, len(made), self.names[one.student], other, pictures))
            try:
                if self.review_answer(one, proposed):
                    yield one
            except Skipped:
                return

    def show(self, one: Waiting, *, ticking: bool, keys: bool = True) -> None:
        """Shows the question and, with `keys`, what can be typed where key points are ticked."""
        from quizgen.documents import review_terminal

        console().print(review_terminal.question(one, numbered=ticking))
        if ticking and keys:
            console().print(review_terminal.keys(TICK_KEYS))

    def review_answer(self, one: Waiting, made: Proposal | None) -> bool:
        """Asks for what an answer gets and a comment, and stores them; whether it got something."""
        from quizgen.documents.review_terminal import suggested

        if made is None:
            found = suggestion_for(self.store, one)
            if found:
                console().print(suggested(found))
            given = asked_points(one.mark.max_points, found, lambda: self.show(one, ticking=False))
            read = f"Read as {found.text}." if found and given and given.points == found.mark.points else ""
        else:
            given, read = self.asked_to_tick(one, made), ""
        if given is None:
            return False
        comment = asked("  comment, Enter for none")
        self.store_it(one, given, comment or read, made)
        return True

    def asked_to_tick(self, one: Waiting, made: Proposal) -> Given | None:
        """Shows the proposal for an answer in words, unless it is hidden, and asks for ticks."""
        from quizgen.documents.review_terminal import proposed

        def again() -> None:
            self.show(one, ticking=True)

        if self.blind:
            return asked_ticks(made, (), (), again, letters=False)
        learnt = self.recalibrated(one)
        ticked = learnt.ticked(made) if learnt else made.ticked
        console().print(proposed(made, ticked))
        return asked_ticks(made, ticked, made.charged, again, letters=True)

    def recalibrated(self, one: Waiting) -> Calibration | None:
        """What decided answers of the question teach; said when they are first enough, and with each question."""
        from quizgen.classroom.course.calibration import calibration
        from quizgen.classroom.course.reviewing import rubric_key
        from quizgen.documents.review_terminal import recalibrated

        assert one.ask is not None
        key = rubric_key(one.ask)
        learnt = calibration(list(self.decided.get(key, {}).values()))
        if learnt and key not in self.told:
            console().print(recalibrated(learnt))
            self.told.add(key)
        return learnt

    def store_it(self, one: Waiting, given: Given, comment: str, made: Proposal | None) -> None:
        """Stores what was decided, with the grade that follows."""
        from quizgen.classroom.course.calibration import decided_answer
        from quizgen.classroom.course.marking import decide
        from quizgen.classroom.course.reviewing import rubric_key
        from quizgen.media.values import amount
        from quizgen.model import Action

        why = with_evidence(comment, given, made)
        if one.waits:
            new = self.decision(one, Action.POINTS, given, why)
        else:
            new = self.decision(one, Action.OVERRIDE, given, why or "Read by a person.")
        decide(self.store, [new], datetime.now(UTC))
        say((f"  Stored: {amount(given.points)} of {amount(one.mark.max_points)}.", "green"))
        if one.ask and (decided := decided_answer(new, one.ask)):
            self.decided.setdefault(rubric_key(one.ask), {})[new.typed] = decided

    def decision(self, one: Waiting, action: Action, given: Given, why: str) -> Decision:
        """A decision on an answer."""
        from quizgen.model import Decision

        return Decision(
            one.assignment,
            one.student,
            one.mark.ask,
            action,
            given.points,
            one.quiz,
            typed=one.mark.typed,
            before=None if one.waits else one.mark.points,
            most=one.mark.max_points,
            by=self.by,
            why=why,
            key_points=given.key_points,
        )


def with_evidence(comment: str, given: Given, made: Proposal | None) -> str:
    """A person's comment and, where key points are missing, what was said and what is missing."""
    if made is None or given.key_points is None or given.points >= made.most:
        return comment
    if given.points > made.points(given.key_points):
        return comment  # points were typed
    return f"{comment} {made.in_words(given.key_points, given.charged)}".strip()


def suggestion_for(store: Store, one: Waiting) -> Suggestion | None:
    """What an answer that could not be read may say."""
    if not one.unreadable:
        return None
    from quizgen.classroom.course.suggestion import suggestion
    from quizgen.generate import Follower

    return suggestion(one, Follower(store.source))
