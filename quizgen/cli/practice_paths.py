"""The paths of quizgen practice whose order is fixed: the chain, an interview, revision."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from quizgen.cli.asking import Stopped
from quizgen.cli.common import console

if TYPE_CHECKING:
    from quizgen.classroom.practice.attempt import Attempt
    from quizgen.classroom.practice.paths import Round
    from quizgen.cli.practice_session import Limit, Session
    from quizgen.documents.interview_terminal import Heard
    from quizgen.generate.deck import Shown


def chosen(session: Session, topics: tuple[str, ...], limit: Limit, most: int | None = None) -> None:
    """Questions chosen by what was answered, at most so many. Stopped."""
    from quizgen.documents.practice_terminal import heading, reason

    start = len(session.asked)
    while not limit.reached(session) and (most is None or len(session.asked) - start < most):
        choice = session.chooser(topics).choice()
        if choice is None:
            return
        why = reason(choice)
        session.ask(
            choice.shown,
            lambda: console().print(heading(session.minutes, limit.minutes, why)),  # noqa: B023
        )


def revision(session: Session, limit: Limit) -> None:
    """The chapter in its order, a few questions a topic. Stopped."""
    from quizgen.classroom.practice.paths import REVISION

    for topic, many in REVISION.items():
        chosen(session, (topic,), limit, many)


def chain(session: Session, limit: Limit) -> None:
    """The exercise that carries one problem through eight parts, with new numbers until the limit is reached. Stopped."""
    from quizgen.classroom.practice.paths import CHAIN

    while not limit.reached(session):
        shown = new_numbers(session, CHAIN)
        ask(session, limit, shown, "One problem from the first state to the updated weight: an error is charged once.")
        if CHAIN in session.skipped:
            return


def interview(session: Session, limit: Limit) -> None:
    """Four questions, each followed by the calculation that proves the claim, with the time each took. Stopped."""
    from quizgen.classroom.practice.paths import rounds
    from quizgen.documents.interview_terminal import summary

    heard: list[Heard] = []
    try:
        for one in rounds(session.learner, session.deck, session.stream):
            if limit.reached(session):
                return
            play(session, limit, one, heard)
    finally:
        if heard:
            console().print(summary(heard))


def play(session: Session, limit: Limit, one: Round, heard: list[Heard]) -> None:
    """One round, which is added to those heard, whatever of it was answered. Stopped."""
    from quizgen.classroom.practice.paths import question_on
    from quizgen.documents.interview_terminal import Heard, duration
    from quizgen.media.terminal import solved

    begun = monotonic()
    words: Attempt | None = None
    proof: Attempt | None = None
    question = question_on(session.deck, one.item, session.stream)
    try:
        if question is not None:
            words = ask(session, limit, question, f"Interview: {one.about}.", tries=1, solutions=False)
            console().print(f"   {duration(monotonic() - begun)}\n")
        proved = monotonic()
        proof = ask(session, limit, new_numbers(session, one.proof), f"Prove it: {one.about}, in numbers.", tries=1)
        console().print(f"   {duration(monotonic() - proved)}\n")
        if question is not None:
            console().print("   What a good answer says:")
            console().print(solved(question.variant, ()))
    except Stopped:
        if words is not None:
            heard.append(Heard(one.about, words, None, monotonic() - begun))
        raise
    heard.append(Heard(one.about, words, proof, monotonic() - begun))


def new_numbers(session: Session, exercise: str) -> Shown:
    """A variant of an exercise."""
    return session.deck.by_name[exercise].some(session.stream, 1)[0]


def ask(
    session: Session, limit: Limit, shown: Shown, why: str, tries: int = 2, *, solutions: bool = True
) -> Attempt | None:
    """Asks a question of a path. Stopped."""
    from quizgen.documents.practice_terminal import heading

    return session.ask(
        shown,
        lambda: console().print(heading(session.minutes, limit.minutes, why)),
        tries,
        solutions=solutions,
    )
