"""Every student's own paper: the questions of an exam with the student's numbers, drawn for many students at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice

from quizgen.authoring import Draw
from quizgen.authoring.bank import author_errors
from quizgen.generate import Drawn, draw_all, seal
from quizgen.generate.compose import Seeds, question_of
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.seeds import ALL, paper_code, question_seeds
from quizgen.generate.exam.shuffle import shuffled
from quizgen.generate.exam.worth import with_points
from quizgen.model import Paper, Quiz, Student, Variant

TRIES = 40  # seeds of one question; the last is taken whatever it gives
CHUNK = 25  # students drawn together: what they need in memory does not grow with the roster

Accept = Callable[[ExamQuestion, Sequence[Drawn]], Sequence[bool]]
"""Of each draw of a question whether it is about as hard as those of the others; it depends on the plan alone, so that
nobody's numbers depend on who else is on the roster."""


def draw_papers(
    plan: ExamPlan,
    questions: Sequence[ExamQuestion],
    students: Sequence[Student],
    secret: bytes,
    accept: Accept,
    layout: Callable[[Student], str],
    sheet: int = 1,
) -> Iterator[Paper]:
    """The papers of students, in order. `layout` says what besides the questions is printed: it is a part of the code."""
    coming = iter(students)
    while some := list(islice(coming, CHUNK)):
        seeds = [question_seeds(secret, plan.name, student.id, sheet) for student in some]
        shared = question_seeds(secret, plan.name, ALL)
        columns = drawn_columns(plan, questions, seeds, shared, accept)
        for place, student in enumerate(some):
            own = [column[place] for column in columns]
            order = question_order(plan, questions, student.group)
            sealed = tuple(finished(plan, questions[i], own[i], seeds[place]) for i in order)
            quiz = Quiz(f"{plan.name}-1-{student.id}", 1, sealed, student.name, plan.name)
            code = paper_code(secret, plan.name, student.id, quiz, layout(student))
            yield Paper(code, plan.name, student, quiz, sheet)


def finished(plan: ExamPlan, question: ExamQuestion, variant: Variant, seeds: Seeds) -> Variant:
    """A variant as it is printed: worth what the plan says, its options in the student's own order."""
    if plan.shuffle_options:
        variant = shuffled(variant, seeds(f"{question.id}:options"))
    return variant if question.points is None else with_points(variant, question.points)


def drawn_columns(
    plan: ExamPlan, questions: Sequence[ExamQuestion], seeds: Sequence[Seeds], shared: Seeds, accept: Accept
) -> list[list[Variant]]:
    """For each question the variants of all students; copies of one exercise ask each student different questions."""
    asked: dict[tuple[int, str], set[Hashable]] = {}
    columns = []
    for question in questions:
        if question.computes or plan.cards == "own":
            before = [asked.setdefault((place, question.exercise.name), set()) for place in range(len(seeds))]
            columns.append(drawn_column(question, seeds, before, accept))
        else:
            before = [asked.setdefault((-1, question.exercise.name), set())]
            columns.append(drawn_column(question, [shared], before, accept) * len(seeds))
    return columns


def drawn_column(
    question: ExamQuestion, seeds: Sequence[Seeds], asked: Sequence[set[Hashable]], accept: Accept
) -> list[Variant]:
    """The variants of one question, one for each of `seeds`: of its seeds the first that is new and accepted."""
    found: dict[int, Variant] = {}
    for attempt in range(TRIES):
        id = f"{question.id}:again-{attempt}" if attempt else question.id
        left = [place for place in range(len(seeds)) if place not in found]
        with author_errors(question.exercise):
            draws = list(draw_all(question.exercise, [seeds[place](id) for place in left]))
            last = attempt == TRIES - 1
            for place, drawn, even in zip(left, draws, accept(question, draws), strict=True):
                if even or last:
                    variant = seal(question.exercise, drawn)
                    if last or question_of(variant) not in asked[place]:
                        found[place] = variant
        if len(found) == len(seeds):
            break
    for place, variant in found.items():
        asked[place].add(question_of(variant))
    return [found[place] for place in range(len(seeds))]


def question_order(plan: ExamPlan, questions: Sequence[ExamQuestion], group: str) -> list[int]:
    """The places of the questions in the order in which a group gets them; sections stay together."""
    places = range(len(questions))
    if plan.order == "same":
        return list(places)
    draw = Draw(f"{plan.name}:order:{group}")
    order: list[int] = []
    for section in range(len(plan.sections)):
        order += draw.shuffled([place for place in places if questions[place].section == section])
    return order
