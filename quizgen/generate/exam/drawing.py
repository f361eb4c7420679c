"""Every student's own paper: the questions of an exam with the student's numbers, drawn for many students at once."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from quizgen.authoring import Draw
from quizgen.authoring.bank import author_errors
from quizgen.generate import Drawn, draw_all, seal
from quizgen.generate.compose import Seeds, question_of
from quizgen.generate.engine import first_draws
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.seeds import ALL, paper_code, question_seeds
from quizgen.generate.exam.shuffle import shuffled
from quizgen.generate.exam.worth import with_points
from quizgen.model import Paper, Quiz, Student, Variant

TRIES = 40  # seeds of one question that `accept` may refuse
MORE_TRIES = 20  # for each question asked before: one question in k + 1 is then missed once in half a billion times
# So many seeds of a question are looked at before the next ones: together that is cheaper.
LOOKED_AT = (1, 4, 12, TRIES)
CHUNK = 25  # students drawn together: what they need in memory does not grow with the roster

Accept = Callable[[ExamQuestion, Sequence[Drawn]], Sequence[bool]]
"""Of each draw of a question whether it is about as hard as those of the others; it depends on the plan alone, so that
nobody's numbers depend on who else is on the roster."""

Candidate = tuple[Drawn, bool]  # a draw, and whether it is accepted
Found = tuple[tuple[bool, bool, bool], Variant]  # asked on this sheet, asked before, not accepted; and the variant


@dataclass
class Asked:
    """What one student, or everybody, was asked of each exercise: on this sheet, and on the sheets that it replaces."""

    here: dict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    before: dict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))

    def next_sheet(self) -> Asked:
        """What was asked before the next sheet."""
        before = {name: self.here[name] | self.before[name] for name in [*self.here, *self.before]}
        return Asked(before=defaultdict(set, before))


def draw_papers(
    plan: ExamPlan,
    questions: Sequence[ExamQuestion],
    students: Sequence[Student],
    secret: bytes,
    accept: Accept,
    layout: Callable[[Student], str],
    sheet: int = 1,
) -> Iterator[Paper]:
    """The papers of students, in order. `layout` says what besides the questions is printed: it is a part of the code.

    From `sheet` 2 on they replace others: they have other numbers, and other cards where there are any.
    """
    coming = iter(students)
    while some := list(islice(coming, CHUNK)):
        columns, seeds = drawn_columns(plan, questions, some, secret, accept, sheet)
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
    plan: ExamPlan,
    questions: Sequence[ExamQuestion],
    students: Sequence[Student],
    secret: bytes,
    accept: Accept,
    sheet: int,
) -> tuple[list[list[Variant]], list[Seeds]]:
    """For each question the variants of all students on a sheet, and the seeds of each student.

    Copies of one exercise ask a student different questions, and so do the sheets of one student, as long as there are others.
    """
    asked, of_all = [Asked() for _ in students], [Asked()]
    for number in range(1, sheet + 1):  # the sheets before are drawn too, so that this one asks something else
        seeds = [question_seeds(secret, plan.name, student.id, number) for student in students]
        shared = [question_seeds(secret, plan.name, ALL, number)]
        columns = []
        for question in questions:
            if question.computes or plan.cards == "own":
                columns.append(drawn_column(question, seeds, asked, accept))
            else:
                columns.append(drawn_column(question, shared, of_all, accept) * len(students))
        asked, of_all = [one.next_sheet() for one in asked], [one.next_sheet() for one in of_all]
    return columns, seeds


def drawn_column(
    question: ExamQuestion, seeds: Sequence[Seeds], asked: Sequence[Asked], accept: Accept
) -> list[Variant]:
    """The variants of one question, one for each of `seeds`: of its seeds the first that is new and accepted.

    Where none is, the best of them: not on this sheet before others, then not on a sheet before, then accepted.
    """
    name = question.exercise.name
    known = [len(one.here[name] | one.before[name]) for one in asked]
    best: dict[int, Found] = {}
    refused: dict[int, list[Candidate]] = defaultdict(list)
    start = 0
    with author_errors(question.exercise):
        while left := [
            place
            for place in range(len(seeds))
            if start < TRIES + MORE_TRIES * known[place] and worth_trying(start < TRIES, best.get(place))
        ]:
            end = next((end for end in LOOKED_AT if end > start), start + MORE_TRIES)
            coming: dict[int, deque[Candidate]] = {}
            for place, some in looked_at(question, seeds, left, range(start, end), accept).items():
                if start >= TRIES:
                    coming[place] = deque((drawn, False) for drawn, _ in some)
                    continue
                refused[place] += [one for one in some if not one[1]]
                coming[place] = deque(one for one in some if one[1])
                if end == TRIES:
                    coming[place] += refused[place]
            find_best(question, coming, asked, accept, best)
            start = end
    found = [best[place][1] for place in range(len(seeds))]
    for one, variant in zip(asked, found, strict=True):
        one.here[name].add(question_of(variant))
    return found


def looked_at(
    question: ExamQuestion, seeds: Sequence[Seeds], places: Sequence[int], attempts: Sequence[int], accept: Accept
) -> dict[int, list[Candidate]]:
    """For each place the first draws of its seeds for some attempts. Their slips are not followed: most are not taken."""
    ids = [f"{question.id}:again-{attempt}" if attempt else question.id for attempt in attempts]
    draws = first_draws(question.exercise, [seeds[place](id) for place in places for id in ids])
    candidates = list(zip(draws, accept(question, draws), strict=True))
    return {place: candidates[i * len(ids) : (i + 1) * len(ids)] for i, place in enumerate(places)}


def find_best(
    question: ExamQuestion,
    coming: Mapping[int, deque[Candidate]],
    asked: Sequence[Asked],
    accept: Accept,
    best: dict[int, Found],
) -> None:
    """Writes out the candidates of each place in order, as long as they can be better than the best so far."""
    name = question.exercise.name
    while trying := [place for place, some in coming.items() if some and worth_trying(some[0][1], best.get(place))]:
        candidates = [coming[place].popleft() for place in trying]
        for place, (drawn, even) in zip(trying, in_full(question, candidates, accept), strict=True):
            variant = seal(question.exercise, drawn)
            asks = question_of(variant)
            faults = (asks in asked[place].here[name], asks in asked[place].before[name], not even)
            if place not in best or faults < best[place][0]:
                best[place] = faults, variant


def in_full(question: ExamQuestion, candidates: Sequence[Candidate], accept: Accept) -> list[Candidate]:
    """What the seeds of candidates give when their slips are followed: nearly always the same numbers, else judged anew."""
    draws = list(draw_all(question.exercise, [drawn.seed for drawn, _ in candidates]))
    others = [new for new, (old, _) in zip(draws, candidates, strict=True) if new.problem != old.problem]
    again = dict(zip((one.seed for one in others), accept(question, others) if others else (), strict=True))
    return [(new, again.get(new.seed, even)) for new, (_, even) in zip(draws, candidates, strict=True)]


def worth_trying(accepted: bool, best: Found | None) -> bool:
    """Whether a draw that is accepted, or one that is not, can be better than the best so far."""
    return best is None or any(best[0] if accepted else best[0][:2])


def question_order(plan: ExamPlan, questions: Sequence[ExamQuestion], group: str) -> list[int]:
    """The places of the questions in the order in which a group gets them; sections stay together.

    Groups whose names differ in the last letter alone (A and B, 1 and 2) start at different questions of each section.
    """
    places = range(len(questions))
    if plan.order == "same":
        return list(places)
    draw, turn = Draw(f"{plan.name}:order:{group[:-1]}"), ord(group[-1:] or "A")
    order: list[int] = []
    for section in range(len(plan.sections)):
        here = draw.shuffled([place for place in places if questions[place].section == section])
        order += [here[(i + turn) % len(here)] for i in range(len(here))]
    return order
