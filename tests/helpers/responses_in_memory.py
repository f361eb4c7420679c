"""Tables of responses read against quizzes that are kept in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from platform_responses import as_csv

from quizgen.authoring.bank import Bank, digest
from quizgen.classroom.collect.roster_search import Person
from quizgen.classroom.collect.table import read_table
from quizgen.classroom.responses.asked import AskedQuestions
from quizgen.classroom.responses.records import ResponseSheets
from quizgen.classroom.responses.sheets import is_report, read_report, response_sheets
from quizgen.errors import UserError
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.media.platform_html import html_item
from quizgen.model import Mark, Quiz
from quizgen.reading import read_answers

BANK = Bank.load()
SOURCES = {digest(one.source): one.source for one in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Kept:
    """A store of quizzes in memory, with the marks of the answers that were graded."""

    def __init__(self, *quizzes: Quiz) -> None:
        self.quizzes = {quiz.id: quiz for quiz in quizzes}
        self.marks: dict[tuple[str, str], tuple[Mark, ...]] = {}

    def quiz(self, id: str, *, printed: bool = False) -> Quiz:
        if id not in self.quizzes:
            raise UserError(f"No quiz {id!r} in memory.")
        return self.quizzes[id]

    def source(self, digest: str) -> str:
        return SOURCES[digest]

    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime, signer: str = "") -> Quiz:
        self.quizzes[quiz.id] = quiz
        return quiz


def quiz_of(*names: str, seed: int = 7, id: str = "", assignment: str = "") -> Quiz:
    """A quiz of these exercises."""
    variants = tuple(variant(BANK.exercises[name], seed) for name in names)
    return Quiz(id or f"practice-{seed}", seed, variants, assignment=assignment)


def read(
    rows: Sequence[Sequence[str]],
    store: Kept,
    people: Sequence[Person] = (),
    *,
    quiz: Quiz | None = None,
    assignment: str = "",
) -> ResponseSheets:
    """The sheets of a table."""
    table = read_table("responses.csv", as_csv(rows))
    assert quiz or is_report(table)
    asked = AskedQuestions(store, assignment, html_item, lambda: NOON)
    return response_sheets(read_report(table, quiz), asked, people)


def marks_of(text: str, store: Kept) -> tuple[Mark, ...]:
    """The marks of a sheet; the same answers are graded once."""
    answers = read_answers(text)
    which = answers.quiz, repr(answers.typed)
    if which not in store.marks:
        store.marks[which] = grade(store.quiz(answers.quiz), answers, FOLLOW).marks
    return store.marks[which]


def points_of(text: str, store: Kept) -> float:
    """The points of a sheet."""
    return sum(mark.points for mark in marks_of(text, store))
