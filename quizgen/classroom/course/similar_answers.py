"""Pairs of students whose wrong answers fit the other's variant, and how often honest classes have such a pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log10

import numpy as np

from quizgen.ask import Ask, Reading
from quizgen.asks.values import flat
from quizgen.classroom.course.similar_column import ANSWER, SAME_ANSWER, Column, Copy, Fit, Wrong
from quizgen.classroom.course.similar_simulated import CLASSES, simulated_maxima
from quizgen.model import Grade, Mark, Quiz, Variant, Verdict
from quizgen.reading import read_value

MOST = 0.05  # honest classes with a pair that is reported: one in 20

Pair = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A graded sheet and the quiz that it answers."""

    student: str
    quiz: Quiz
    grade: Grade


@dataclass(frozen=True)
class FittingAnswer:
    """A wrong answer of `who` that fits `whose` numbers: `what` is "" for the key, "answer" for what was answered there and
    is right or explained there, "same" for an answer that is wrong for both, else the misconception that gives it there."""

    who: str
    whose: str
    ask: str  # "q2.h_1", as on the sheet of `who`
    other_ask: str
    typed: str
    what: str


@dataclass(frozen=True)
class SimilarSheets:
    """Two students, in alphabetical order. `strength`: how unlikely the agreement is by chance, as a power of ten.

    `reached`: of the simulated honest classes, how many have a pair as alike.
    """

    students: tuple[str, str]
    strength: float
    reached: int
    answers: tuple[FittingAnswer, ...]


@dataclass(frozen=True)
class ComparedSheets:
    """How many pairs were compared, in how many honest classes it was tried, from which strength on pairs are reported."""

    pairs: int = 0
    classes: int = CLASSES
    least: float = 0.0
    alike: tuple[SimilarSheets, ...] = ()


def compare_sheets(sheets: Iterable[Sheet], seed: int = 0) -> ComparedSheets:
    """The pairs whose unexplained wrong answers agree more than in all but one of 20 simulated honest classes.

    Sheets that were handed in together are not compared. The order of the sheets does not matter.
    """
    ordered = sorted(sheets, key=lambda one: (one.student, one.quiz.id, one.grade.source))
    table = Table(ordered)
    pairs = table.pairs()
    if not pairs:
        return ComparedSheets()
    found = scores(table.fits(), table)
    maxima = simulated_maxima(
        table.columns,
        table.questions,
        table.share_of_wrong,
        lambda fits: best(fits, table),
        np.random.default_rng(seed),
    )
    least = max(log10(len(pairs) / MOST), float(maxima[int(MOST * len(maxima))]))  # of descending maxima
    alike = [
        SimilarSheets(
            (table.names[pair[0]], table.names[pair[1]]),
            round(strength, 6),
            int((maxima >= strength).sum()),
            tuple(table.shown(fits)),
        )
        for pair, (strength, fits) in found.items()
        if pair in pairs and strength > least
    ]
    return ComparedSheets(
        len(pairs), len(maxima), least, tuple(sorted(alike, key=lambda one: (-one.strength, one.students)))
    )


class Table:
    """The sheets of a class as columns, one for each ask of each exercise whose answer is a number, a vector or a matrix."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.names = sorted({sheet.student for sheet in sheets})
        numbers = {name: at for at, name in enumerate(self.names)}
        groups: dict[tuple[str, str, int], list[tuple[Copy, Mark, Reading, str]]] = defaultdict(list)
        self.questions: list[int] = []  # the student of each question
        for sheet in sheets:
            marks = {mark.ask: mark for mark in sheet.grade.marks}
            for at, variant in enumerate(sheet.quiz.variants, 1):
                for ask in variant.asks:
                    mark = marks.get(name := f"q{at}.{ask.name}")
                    if mark is None or not (size := parts(ask, variant)):
                        continue
                    reading = read_value(mark.typed, ask)
                    copy = Copy(numbers[sheet.student], len(self.questions), variant, ask, explained(mark, reading))
                    groups[variant.exercise, ask.name, size].append((copy, mark, reading, name))
                self.questions.append(numbers[sheet.student])
        self.columns = [Column([copy for copy, *_ in group]) for group in groups.values()]
        self.marks = [[mark for _, mark, *_ in group] for group in groups.values()]
        self.asked = [[name for *_, name in group] for group in groups.values()]
        self.wrong = [
            wrong_answers(column, [reading for *_, reading, _ in group], marks)
            for column, marks, group in zip(self.columns, self.marks, groups.values(), strict=True)
        ]

    @property
    def share_of_wrong(self) -> float:
        """The share of questions with a wrong answer that nothing explains."""
        wrong = {
            c.copies[row].question for c, w in zip(self.columns, self.wrong, strict=True) for row in w.rows.tolist()
        }
        asked = {copy.question for column in self.columns for copy in column.copies}
        return len(wrong) / max(len(asked), 1)

    def pairs(self) -> set[Pair]:
        """The pairs of students who were asked the same exercise and did not hand in together."""
        found: set[Pair] = set()
        for column in self.columns:
            found.update(combinations(sorted({*column.students.tolist()}), 2))
        together: dict[str, set[int]] = defaultdict(set)
        for sheet in self.sheets:
            together[sheet.grade.source].add(self.names.index(sheet.student))
        return found.difference(*(combinations(sorted(group), 2) for group in together.values()))

    def fits(self) -> list[tuple[int, Fit]]:
        """All fits, each with the number of its column."""
        return [
            (at, fit)
            for at, (column, wrong) in enumerate(zip(self.columns, self.wrong, strict=True))
            for fit in column.fits(wrong)
        ]

    def shown(self, fits: Iterable[tuple[int, Fit]]) -> Iterable[FittingAnswer]:
        """Fits as people read them, question by question."""
        for at, fit in sorted(fits, key=lambda one: (self.asked[one[0]][one[1].row], one[1].row)):
            copies, asked, marks = self.columns[at].copies, self.asked[at], self.marks[at]
            who, whose = self.names[copies[fit.row].student], self.names[copies[fit.other].student]
            yield FittingAnswer(who, whose, asked[fit.row], asked[fit.other], marks[fit.row].typed, fit.what)


def parts(ask: Ask, variant: Variant) -> int:
    """How many numbers an answer has, if it is of numbers that can be evidence; else 0."""
    key = variant.key[ask.name]
    if not ask.by_value or ask.symbolic or not (size := flat(key).size):
        return 0
    return size if ask.grids(Reading("", key, (1,) * size)) else 0


def explained(mark: Mark, reading: Reading) -> Reading | None:
    """What was typed, if it is right on the student's own numbers or a misconception gives it there."""
    return reading if reading.value is not None and (mark.verdict is Verdict.RIGHT or mark.misconceptions) else None


def wrong_answers(column: Column, readings: Sequence[Reading], marks: Sequence[Mark]) -> Wrong:
    """The wrong answers of a column that nothing explains."""
    size = column.keys.shape[1]
    rows = [
        row
        for row, (reading, mark) in enumerate(zip(readings, marks, strict=True))
        if reading.value is not None and not explained(mark, reading) and flat(reading.value).size == size
    ]
    values = np.array([flat(readings[row].value) for row in rows]).reshape(-1, size)
    units = np.array([column.copies[row].ask.grids(readings[row])[-1] for row in rows]).reshape(-1, size)
    return column.unexplained(Wrong(np.array(rows, int), values, units, np.zeros(len(rows), int)))


def scores(fits: Iterable[tuple[int, Fit]], table: Table) -> dict[Pair, tuple[float, list[tuple[int, Fit]]]]:
    """The evidence of each pair of students, and the fits that it is made of.

    An answer counts once, and what two students with one variant have in common counts once a question: a misconception
    that nobody knows gives several equal answers.
    """
    each: dict[tuple[int, int, int], tuple[int, Fit]] = {}  # column and copies -> the best fit
    for at, fit in fits:
        place = at, min(fit.row, fit.other), max(fit.row, fit.other)
        if place not in each or better(fit, each[place][1]):
            each[place] = at, fit
    questions: dict[tuple[int, int], list[tuple[int, Fit]]] = defaultdict(list)
    for at, fit in each.values():
        copies = table.columns[at].copies
        asked = sorted((copies[fit.row].question, copies[fit.other].question))
        questions[asked[0], asked[1]].append((at, fit))
    found: dict[Pair, tuple[float, list[tuple[int, Fit]]]] = {}
    for group in questions.values():
        column, first = table.columns[group[0][0]], group[0][1]
        one = column.variants[first.row] == column.variants[first.other]
        strength = (max if one else sum)(fit.evidence for _, fit in group)
        students = sorted((column.copies[first.row].student, column.copies[first.other].student))
        before, others = found.get((students[0], students[1]), (0.0, []))
        found[students[0], students[1]] = before + strength, [*others, *group]
    return found


def better(fit: Fit, other: Fit) -> bool:
    """Whether a fit counts in place of another one: what has a reason first, then the one with more evidence."""
    by_reason = [(one.what not in (ANSWER, SAME_ANSWER), one.evidence, -one.row) for one in (fit, other)]
    return by_reason[0] > by_reason[1]


def best(fits: Iterable[tuple[int, Fit]], table: Table) -> float:
    """The evidence of the most alike pair."""
    return max((strength for strength, _ in scores(fits, table).values()), default=0.0)
