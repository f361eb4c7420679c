"""The sentences of a learner's progress, and of a class's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from quizgen.classroom.practice.learner import CLEARED_AFTER
from quizgen.classroom.practice.next_question import KNOWN_BEFORE_ACROSS
from quizgen.documents.practice_terminal import in_words
from quizgen.documents.progress import MisconceptionRow, Phase, Progress, SectionRow, State, TopicRow
from quizgen.documents.progress_class import ClassProgress, Held, LearnerRow, TopicSpread
from quizgen.documents.progress_time import Event, Timeline
from quizgen.model import topic_name
from reference_rnn import title

KNOWN = (
    "A topic is known when two of its last three questions, from level 2 on where there are several, were right at the first try. "
    "It is open when the topics that it needs are known."
)
PASSED = "A point of the chapter is passed once a question that asks it was right at the first try."
ACTIVE = (
    "A misconception is active when it explained two answers, and cleared after three questions in which it could have shown and "
    "did not."
)


def counted(number: int, noun: str, many: str = "") -> str:
    """ "1 question", "12 questions"."""
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"


def date(when: datetime) -> str:
    """ "5 January 2027"."""
    return f"{when.astimezone().day} {when.astimezone():%B %Y}"


def short_date(when: datetime) -> str:
    """ "5 Jan"."""
    return f"{when.astimezone().day} {when.astimezone():%b}"


def heading(found: Progress) -> str:
    """Whose progress it is."""
    return f"Progress of {found.name}" if found.name else "Your progress"


def overview(found: Progress) -> str:
    """How much was asked, and how it went."""
    if found.first is None or found.last is None:
        return "No question was answered yet."
    first, last = date(found.first), date(found.last)
    when = f"on {first}" if first == last else f"from {first} to {last}"
    waits = f", {found.waiting} {'waits' if found.waiting == 1 else 'wait'} for a person" if found.waiting else ""
    known = sum(one.state is State.KNOWN for one in found.topics)
    return (
        f"{counted(found.questions, 'question')} {when}: {found.right} right at the first try{waits}. "
        f"{known} of {counted(len(found.topics), 'topic')} known."
    )


def left_out(found: Progress | ClassProgress) -> Iterator[str]:
    """What is in no number, and what to do about it."""
    if (count := found.elsewhere) > 0:
        belong, are = ("belongs to a quiz", "is") if count == 1 else ("belong to quizzes", "are")
        yield (
            f"{counted(count, 'grade')} {belong} that this store does not have, and {are} in none of these numbers: "
            "name the store with the quizzes, --db FILE."
        )
    if (count := found.code) > 0:
        are, them = ("is", "it") if count == 1 else ("are", "them")
        yield f"{counted(count, 'grade')} of code {are} not counted here; 'quizgen results' lists {them}."


def state(row: TopicRow) -> str:
    """Where a learner is with a topic."""
    if row.state is not State.CLOSED:
        return "known" if row.state is State.KNOWN else "open"
    if row.across:
        return f"closed until {in_words(KNOWN_BEFORE_ACROSS)} topics are known"
    return f"closed, needs {joined([topic_name(one) for one in row.missing])}"


def level(row: TopicRow) -> str:
    """The level at which a topic is asked next."""
    return f"level {row.level} of {row.highest}"


def closed(rows: Sequence[TopicRow]) -> Iterator[str]:
    """The closed topics of which nothing was asked: those that open next, by what they need, and those that are further on."""
    shut = {row.topic: row for row in rows if row.state is State.CLOSED and not row.results}
    found: dict[str, list[str]] = {}
    for row in shut.values():
        if shut.keys().isdisjoint(row.missing):
            found.setdefault(state(row).removeprefix("closed, ").removeprefix("closed "), []).append(
                topic_name(row.topic)
            )
    for why, names in found.items():
        if why.startswith("until"):
            yield f"Closed {why}: {joined(names)}."
        else:
            yield f"Closed: {joined(names)}, which {why if len(names) == 1 else why.replace('needs', 'need', 1)}."
    if further := [topic_name(row.topic) for row in shut.values() if not shut.keys().isdisjoint(row.missing)]:
        yield f"Further on: {joined(further)}."


def joined(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def results(row: TopicRow) -> str:
    """ "4 of 6 right"."""
    return f"{row.right} of {row.judged} right" if row.results else ""


def results_aloud(row: TopicRow, shown: Sequence[bool | None]) -> str:
    """The last results one by one, for whoever does not see them."""
    words = {True: "right", False: "wrong", None: "waits"}
    return f"{topic_name(row.topic).capitalize()}, the last {len(shown)}: {', '.join(words[one] for one in shown)}."


def section(row: SectionRow) -> str:
    """How many items of a section were asked and passed."""
    asked = len(row.passed) + len(row.not_yet)
    return f"{len(row.passed)} passed, {asked} of {row.items} asked"


def answers(count: int) -> str:
    """ "one answer", "three answers"."""
    return f"{in_words(count)} {'answer' if count == 1 else 'answers'}"


def standing(row: MisconceptionRow) -> str:
    """How a learner stands with a misconception, in a sentence."""
    one = row.standing
    since = f", then {in_words(one.avoided)} {'question' if one.avoided == 1 else 'questions'} without it"
    if row.phase is Phase.ACTIVE and one.active_since:
        left = CLEARED_AFTER - one.avoided
        return (
            f"Active since {short_date(one.active_since)}: {answers(one.recent)} explained{since if one.avoided else ''}; "
            f"{in_words(left)} more without it {'clears' if left == 1 else 'clear'} it."
        )
    if row.phase is Phase.CLEARED and one.cleared:
        return f"Cleared on {short_date(one.cleared)}, after {answers(one.explained)}."
    seen = f"It explained {answers(one.explained)}, the last on {short_date(one.last)}" if one.last else ""
    return f"{seen}{since if one.avoided else ''}."


def chart_aloud(row: MisconceptionRow, line: Timeline) -> str:
    """What a row of the chart shows, for whoever does not see it."""
    said = []
    for event in (Event.EXPLAINED, Event.CLEARED):
        days = dict.fromkeys(
            short_date(column.last) for cell, column in zip(row.cells, line.columns, strict=True) if cell.event is event
        )
        if days:
            said.append(f"{event.value} on {joined(list(days))}")
    active = sum(cell.active for cell in row.cells)
    said.append(f"active in {active} of {counted(len(row.cells), line.unit)}")
    return f"{title(row.standing.id)}: {'; '.join(said)}."


def chart_legend(line: Timeline) -> str:
    """What a column is."""
    return f"Each column is one {line.unit}."


def slips(found: Progress) -> str:
    """The slips of the hand; "" for none."""
    if not found.slips:
        return ""
    return (
        "Slips of the hand: " + "; ".join(f"{title(id)}, {answers(count)}" for id, count in found.slips.items()) + "."
    )


def avoided(found: Progress) -> str:
    """How many known misconceptions never showed; "" for none."""
    if not found.avoided:
        return ""
    other = " other" if found.misconceptions else ""
    return f"{found.avoided}{other} known misconceptions could have shown in these answers and never did."


def need(row: LearnerRow) -> str:
    """What a learner needs next."""
    if row.active:
        return titles([one.id for one in row.active])
    if row.seen:
        return f"seen once: {titles([one.id for one in row.seen])}"
    return topic_name(row.next_topic) if row.next_topic else "–"


def titles(ids: Collection[str]) -> str:
    """The titles of a few misconceptions."""
    shown = [title(one) for one in list(ids)[:2]]
    more = f", {len(ids) - 2} more" if len(ids) > 2 else ""
    return "; ".join(shown) + more


def some(names: Sequence[str], most: int) -> str:
    """Names, as many as there is room for."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def percent(share: float | None) -> str:
    """ "58%"; a dash where nothing is judged."""
    return "–" if share is None else f"{100 * share:.0f}%"


def class_overview(found: ClassProgress) -> str:
    """How large the class is, and who has done nothing."""
    questions = sum(one.questions for one in found.learners)
    holding = sum(bool(one.active) for one in found.learners)
    silent = f" Of {counted(len(found.silent), 'more learner')} nothing is stored." if found.silent else ""
    return (
        f"{counted(len(found.learners), 'learner')}, {counted(questions, 'question')}. "
        f"{holding or 'Nobody'} {'holds' if holding <= 1 else 'hold'} an active misconception.{silent}"
    )


def spread(one: TopicSpread) -> str:
    """How many of a class know a topic."""
    never = f", {one.never} never asked" if one.never else ""
    return f"{one.known} know it, {one.begun} not yet{never}"


def held(one: Held) -> str:
    """How many of a class hold a misconception."""
    counts = [(len(one.active), "active in"), (len(one.seen), "seen once in"), (len(one.cleared), "cleared in")]
    told = ", ".join(f"{words} {count}" for count, words in counts if count)
    return f"{told[:1].upper()}{told[1:]} of {counted(one.met, 'learner')} whose answers could show it."
