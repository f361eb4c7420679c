"""What every student of an assignment answered, item by item. An item is one question across students, whose numbers differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from quizgen.model import Grade, Mark, Quiz, Variant, Verdict

NOTHING_GIVEN = (Verdict.BLANK, Verdict.NOT_DONE, Verdict.NOT_RUN)
NOT_JUDGED = (Verdict.NEEDS_A_PERSON, Verdict.OUR_FAULT)
TAIL = 1e-9  # of a sum of binary fractions


@dataclass(frozen=True, order=True)
class Item:
    """One answer of an exercise, or a function of code; `time` counts how often a student is asked the same."""

    exercise: str  # of code, the function
    ask: str = ""
    time: int = 1


@dataclass(frozen=True)
class Words:
    """What people read for an item: the title of its question, the label of its answer in LaTeX, and the question's name ("q2").

    The label is None where the ask's name is, or where different numbers bring different labels. The question is "" of code,
    and where quizzes differ.
    """

    title: str
    label: str | None = None
    question: str = ""


@dataclass(frozen=True)
class Response:
    """A student's answer to an item, as far as it is judged; what waits, or failed through our fault, is not in `possible`."""

    earned: float
    possible: float
    waiting: float = 0.0
    our_faults: int = 0
    unreadable: bool = False
    given: bool = True  # False for a blank
    shown: frozenset[str] = frozenset()  # the misconceptions that explain it
    live: frozenset[str] = frozenset()  # those that would have been recognised on this student's numbers, of a sheet
    typed: str = ""

    @property
    def share(self) -> float:
        """The part of the points that was earned, from 0 to 1."""
        return max(0.0, min(1.0, self.earned / self.possible))

    @property
    def wrong_answers(self) -> frozenset[str]:
        """What a wrong answer has in common with other students' ones: its misconceptions, else what was typed."""
        if not self.possible or self.share >= 1 or not self.given:
            return frozenset()
        return self.shown or frozenset(filter(None, [" ".join(self.typed.split())]))


@dataclass(frozen=True)
class Responses:
    """Student -> item -> response, and what people read for each item; items are in the order in which they were asked."""

    students: Mapping[str, Mapping[Item, Response]]
    items: Mapping[Item, Words]

    def judged(self, item: Item) -> dict[str, Response]:
        """The responses to an item that are worth points, by student."""
        found = {student: row[item] for student, row in self.students.items() if item in row}
        return {student: response for student, response in found.items() if response.possible}

    def rest(self, student: str, item: Item) -> float | None:
        """The part of the points that a student earned on all other items; None if there are none."""
        earned, possible = self._totals[student]
        one = self.students[student][item]
        left = possible - one.possible
        return round((earned - one.earned) / left, 9) if left > TAIL else None

    @cached_property
    def _totals(self) -> dict[str, tuple[float, float]]:
        return {
            student: (fsum(one.earned for one in row.values()), fsum(one.possible for one in row.values()))
            for student, row in self.students.items()
        }


def responses(handed_in: Iterable[tuple[str, Grade]], quiz: Callable[[str], Quiz | None]) -> Responses:
    """The responses in students' grades for one assignment; `quiz` finds a quiz by its id, None where it is not kept."""
    students: dict[str, dict[Item, Response]] = {}
    items: dict[Item, Words] = {}
    for student, grade in handed_in:
        found = of_code(grade) if grade.is_code else of_sheet(grade, quiz(grade.quiz))
        row = students.setdefault(student, {})
        for exercise, ask, words, response in found:
            time = 1 + sum((one.exercise, one.ask) == (exercise, ask) for one in row)
            item = Item(exercise, ask, time)
            row[item] = response
            items[item] = in_common(items.get(item, words), words)
    return Responses(students, items)


def in_common(one: Words, other: Words) -> Words:
    """What holds for an item in both quizzes."""
    same_label, same_place = one.label == other.label, one.question == other.question
    return Words(one.title, one.label if same_label else None, one.question if same_place else "")


Found = tuple[str, str, Words, Response]  # exercise, ask


def of_code(grade: Grade) -> list[Found]:
    """A function is an item: its checks depend on one another, and students know no single check."""
    marks: dict[str, list[Mark]] = {}
    for mark in grade.marks:
        marks.setdefault(mark.ask.partition(".")[0], []).append(mark)
    return [(name, "", Words(name), response(several)) for name, several in marks.items() if worth(several)]


def of_sheet(grade: Grade, quiz: Quiz | None) -> list[Found]:
    """An answer is an item; without its quiz, a question is told by its title."""
    variants = {f"q{place}": variant for place, variant in enumerate(quiz.variants if quiz else (), 1)}
    found = []
    for mark in grade.marks:
        question, _, ask = mark.ask.partition(".")
        title = grade.titles.get(question, question)
        variant = variants.get(question)
        words = Words(title, grade.titles.get(mark.ask), question)
        if worth([mark]):
            live = recognised(variant, ask) if variant else frozenset()
            found.append((variant.exercise if variant else title, ask, words, response([mark], live)))
    return found


def recognised(variant: Variant, ask: str) -> frozenset[str]:
    """The misconceptions that give an answer of their own on these numbers."""
    return frozenset(id for slip in variant.slips if ask in slip.answers for id in slip.misconceptions)


def worth(marks: Sequence[Mark]) -> bool:
    """Whether marks are worth any points; a sheet's mark for code, or one of a question that was dropped, is not."""
    return any(mark.max_points > 0 for mark in marks)


def response(marks: Sequence[Mark], live: frozenset[str] = frozenset()) -> Response:
    """The response that these marks judge."""
    judged = [mark for mark in marks if mark.verdict not in NOT_JUDGED]
    return Response(
        fsum(mark.points for mark in judged),
        fsum(mark.max_points for mark in judged),
        fsum(mark.max_points for mark in marks if mark.verdict is Verdict.NEEDS_A_PERSON),
        sum(mark.verdict is Verdict.OUR_FAULT for mark in marks),
        any(mark.verdict is Verdict.UNREADABLE for mark in marks),
        any(mark.verdict not in (*NOTHING_GIVEN, *NOT_JUDGED, Verdict.UNREADABLE) for mark in marks),
        frozenset(id for mark in judged for id in mark.misconceptions),
        live,
        marks[0].typed if len(marks) == 1 else "",
    )
