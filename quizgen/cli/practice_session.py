"""A session of practice: asks a question, stores its grade at once, and keeps what the learner knows up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from quizgen.cli.asking import Questioner, Stopped
from quizgen.cli.asking_state import TRIES
from quizgen.cli.common import console, sources

if TYPE_CHECKING:
    from quizgen.classroom.practice.attempt import Asked, Attempt
    from quizgen.classroom.practice.learner import Learner
    from quizgen.classroom.practice.next_question import Chooser
    from quizgen.generate import Follower
    from quizgen.generate.deck import Deck, Shown
    from quizgen.model import Grade, Quiz, Variant
    from quizgen.store import Store


@dataclass(frozen=True)
class Limit:
    """When a session ends: after so many minutes, or questions."""

    minutes: float
    questions: int | None = None

    def reached(self, session: Session) -> bool:
        """Whether no further question is asked."""
        enough = self.questions is not None and len(session.asked) >= self.questions
        return enough or session.minutes >= self.minutes


@dataclass
class Session:
    """One session of a student; its attempts, and the exercises that were skipped, change as it goes on."""

    store: Store
    deck: Deck
    student: str
    seed: int
    before: Learner
    follow: Follower
    learner: Learner
    started: float = field(default_factory=monotonic)
    asked: list[tuple[str, Attempt]] = field(default_factory=list)  # title of the question, attempt
    skipped: set[str] = field(default_factory=set)

    @cached_property
    def source(self) -> str:
        """What the grades of this session are kept under, as those of a file are under its name."""
        return f"practice {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"

    @property
    def minutes(self) -> float:
        """How long it has taken."""
        return (monotonic() - self.started) / 60

    @property
    def stream(self) -> str:
        """Names the seeds of the next question: the same seed and history give the same."""
        return f"{self.seed}:{len(self.learner.attempts)}:{len(self.skipped)}"

    def chooser(self, topics: tuple[str, ...]) -> Chooser:
        """What chooses the next question, as things stand."""
        from quizgen.classroom.practice.next_question import Chooser

        return Chooser(self.deck, self.learner, datetime.now(UTC), topics, self.stream, frozenset(self.skipped))

    def ask(
        self, shown: Shown, why: Callable[[], None], tries: int = TRIES, *, solutions: bool = True
    ) -> Attempt | None:
        """Asks one question and stores its grades; None: it was skipped. `why` prints what stands above it. Stopped."""
        quiz = self.kept(shown.variant)
        questioner = Questioner(
            quiz,
            self.follow,
            lambda typed: None,
            {},
            self.source,
            self.student,
            tries=tries,
            solutions=solutions,
            shift=len(self.asked),
        )
        why()
        try:
            outcome = questioner.ask(1)
        except (Stopped, KeyboardInterrupt):
            state = questioner.asked.get("q1")
            if state is not None and state.tries:  # it is left in the second try: the first counts
                self.store_grades(shown, (questioner.grade_so_far(),))
            raise Stopped from None
        if outcome.grade is None:
            self.skipped.add(shown.variant.exercise)
            return None
        return self.store_grades(shown, outcome.grades or (outcome.grade,))

    def kept(self, variant: Variant) -> Quiz:
        """The quiz of this one question, in the store."""
        from quizgen.model import Quiz

        exercise = self.deck.by_name[variant.exercise].exercise
        quiz = Quiz(f"practice-{variant.exercise}-{variant.seed}", variant.seed, (variant,))
        return self.store.keep_quiz(quiz, sources((exercise,)), datetime.now(UTC))

    def store_grades(self, shown: Shown, grades: tuple[Grade, ...]) -> Attempt:
        """Appends the grades of all tries; the attempt that they are."""
        from quizgen.classroom.practice.attempt import Attempt
        from quizgen.classroom.practice.next_question import asked_of

        for grade in grades:
            self.store.append(replace(grade, source=self.source), datetime.now(UTC), replace_current=True)
        attempt = Attempt(asked_of(self.deck, shown), datetime.now(UTC), tuple(grade.marks for grade in grades))
        self.asked.append((shown.variant.title, attempt))
        self.learner = self.learner.after(attempt)
        self.skipped.discard(attempt.asked.exercise)
        return attempt

    def show(self, topics: tuple[str, ...], path: str = "") -> None:
        """Prints what the session came to."""
        from quizgen.classroom.practice.spacing import reviews
        from quizgen.documents.practice_terminal import Session as Shown
        from quizgen.documents.practice_terminal import summary

        chooser = self.chooser(topics)
        known_before = replace(chooser, learner=self.before).known
        first = min(reviews(self.learner.attempts).values(), key=lambda one: one.due, default=None)
        card = self.deck.by_name.get(first.exercise) if first else None
        newly = tuple(topic for topic in self.deck.by_topic if topic in chooser.known - known_before)
        coming = None if path else chooser.choice()  # a path has an order of its own
        title = card.exercise.title if card else ""
        console().print(
            summary(Shown(self.before, self.learner, tuple(self.asked), self.minutes, newly, coming, first, title))
        )


def begin(store: Store, deck: Deck, student: str, seed: int) -> Session:
    """A session of a student, from what is stored of them."""
    from quizgen.classroom.practice.history import attempts_in
    from quizgen.classroom.practice.learner import Learner
    from quizgen.generate import Follower

    learner = Learner(attempts_in(store, student, asked_in(deck)))
    return Session(store, deck, student, seed, learner, Follower(store.source), learner)


def asked_in(deck: Deck) -> Callable[[Variant], Asked]:
    """What a stored variant asks."""
    from quizgen.classroom.practice.next_question import asked_of
    from quizgen.generate.deck import shown

    return lambda variant: asked_of(deck, shown(variant))
