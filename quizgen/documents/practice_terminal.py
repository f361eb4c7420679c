"""Practice in the terminal: why a question comes now, and what a session came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.classroom.practice.attempt import Attempt
from quizgen.classroom.practice.learner import CLEARED_AFTER, Learner, Standing
from quizgen.classroom.practice.next_question import Choice, Why
from quizgen.classroom.practice.spacing import Rating, Review, rating
from quizgen.documents.class_summary import practice
from quizgen.media.terminal_cells import add, printable_text
from quizgen.model import topic_name
from reference_rnn import title

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TIMES = ("never", "once", "twice")
MOST = 4  # misconceptions named in a row


@dataclass(frozen=True)
class Session:
    """A session: the learner before and after it, the questions with their titles, minutes, what would come next."""

    before: Learner
    after: Learner
    questions: tuple[tuple[str, Attempt], ...]
    minutes: float
    newly_known: tuple[str, ...] = ()  # topics
    coming: Choice | None = None
    due: Review | None = None  # the exercise that is to be repeated first
    due_title: str = ""


def in_words(count: int) -> str:
    """ "three", "17"."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def times(count: int) -> str:
    """ "twice", "three times"."""
    return TIMES[count] if count < len(TIMES) else f"{in_words(count)} times"


def reason(choice: Choice) -> str:
    """Why a question comes now, in one line."""
    variant, name = choice.shown.variant, title(choice.misconception)
    match choice.why:
        case Why.ACTIVE:
            answers = "one of your answers" if choice.count == 1 else f"{in_words(choice.count)} of your answers"
            return f"“{name}” explained {answers}: a question in which that shows."
        case Why.SUSPECTED:
            return f"“{name}” explains one of your answers: numbers that tell it from everything else."
        case Why.DUE:
            return f"Due again since {day(choice.since)}: you answered it {times(choice.count)}."
        case Why.LOOKING:
            mistakes = (
                "One common mistake" if choice.count == 1 else f"{in_words(choice.count).capitalize()} common mistakes"
            )
            return f"{mistakes} that your answers were never checked for would show here."
        case Why.ITEM:
            items = "a point" if choice.count == 1 else f"{in_words(choice.count)} points"
            return f"It asks {items} of the chapter that you were not asked yet."
        case Why.LEVEL:
            return f"{topic_name(variant.topic).capitalize()} at level {variant.level}, where you are."


def day(when: datetime | None) -> str:
    """ "Tuesday 5 January"."""
    return "today" if when is None else f"{when.astimezone():%A} {when.astimezone().day} {when.astimezone():%B}"


def heading(minutes: float, of: float | None, why: str) -> RenderableType:
    """What stands above a question: the time, and why it comes now."""
    clock = f"{minutes:.0f} of {of:g} minutes" if of else f"{minutes:.0f} min"
    return Group(Text(f"\n── {clock} " + "─" * 30, style="dim"), Text(printable_text(why), style="cyan"))


def result(attempt: Attempt) -> str:
    """How a question went, in words."""
    match rating(attempt):
        case None:
            return "waits for a person"
        case Rating.AGAIN:
            return "not yet" if attempt.answered else "left blank"
        case Rating.HARD:
            how = "right" if attempt.hinted or attempt.last_share == 1 else "nearly right"
            tried = "in the second try" if len(attempt.tries) > 1 else ""
            return ", ".join(filter(None, [how, tried, "with hints" if attempt.hinted else ""]))
        case _:
            return "right"


def summary(session: Session) -> RenderableType:
    """What a session came to: what was right, what is active, what was cleared, what comes next, when something is due."""
    many = len(session.questions)
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=False)
    for number, (name, attempt) in enumerate(session.questions, 1):
        add(table, str(number), printable_text(name), result(attempt))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True)
    for heading, text in lines(session):
        add(facts, Text(heading, style="bold"), Text(printable_text(text)))
    minutes = max(1, round(session.minutes))
    said = f"\n{many} {'question' if many == 1 else 'questions'} in {minutes} {'minute' if minutes == 1 else 'minutes'}"
    return Group(Text(said, style="bold"), Padding(table, (0, 0, 1, 2)), Padding(facts, (0, 0, 1, 2)))


def lines(session: Session) -> list[tuple[str, str]]:
    """The lines of a summary: what each is about, and what it says."""
    found: list[tuple[str, str]] = []
    for one in session.after.active[:MOST]:
        found.append(("Active", f"{title(one.id)}: {standing(one)}"))
        found.append(("", practice([one.id])))
    if suspected := session.after.suspected[:MOST]:
        found.append(("Seen once", "; ".join(title(one.id) for one in suspected)))
    for one in cleared_in(session):
        found.append(("Cleared", f"{title(one.id)}: it could have shown {times(CLEARED_AFTER)}, and did not"))
    if session.newly_known:
        found.append(("Known now", ", ".join(map(topic_name, session.newly_known))))
    if session.coming:
        found.append(("Next", f"{session.coming.shown.variant.title}. {reason(session.coming)}"))
    if session.due:
        found.append(("Review", f"{session.due_title} is due on {day(session.due.due)}"))
    return found


def standing(one: Standing) -> str:
    """How far an active misconception is from being cleared."""
    answers = f"{in_words(one.explained)} answers"
    return f"{answers}, then {one.avoided} of {CLEARED_AFTER} questions without it" if one.avoided else answers


def cleared_in(session: Session) -> Sequence[Standing]:
    """The misconceptions that were cleared in the session."""
    before = {one.id: one.cleared for one in session.before.misconceptions.values()}
    return [one for one in session.after.cleared if one.cleared != before.get(one.id)]
