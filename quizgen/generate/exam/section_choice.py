"""Which exercises the sections of an exam take: those that they name, then others that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from quizgen.asks import kinds
from quizgen.asks.values import listed
from quizgen.authoring import Draw, Exercise
from quizgen.authoring.bank import Bank, author_errors
from quizgen.errors import UserError, did_you_mean
from quizgen.generate import variants
from quizgen.generate.code_questions import asks_code
from quizgen.generate.compose import question_of
from quizgen.generate.exam.plan import ExamPlan, Section

ALL_LEVELS = (1, 5)
NAMED = 4  # exercises that a message names
TRIES = 20  # seeds for each of the questions that are to differ


def chosen_exercises(plan: ExamPlan, bank: Bank) -> list[list[Exercise]]:
    """The exercises of every section: those that it names, in its order, then others that fit, in order of level.

    The plan's name alone puts all exercises into an order. Each section takes the first that fit, those that are not yet in
    the exam before others. So another section, or one more question, leaves the choice of the others as it is, unless they
    want the same exercises. UserError: a section cannot have what it asks for.
    """
    by_name = [named_exercises(section, place, bank) for place, section in enumerate(plan.sections)]
    taken = Counter(exercise.name for exercises in by_name for exercise in exercises)
    for place, exercises in enumerate(by_name):
        for exercise in exercises:
            if not has_questions(exercise, taken[exercise.name]):
                raise UserError(
                    f"{section_name(plan.sections[place], place)}: {exercise.name} is named {taken[exercise.name]} times in the "
                    "plan and has fewer different questions. Name another exercise instead."
                )
    return [named + others(plan, place, len(named), bank, taken) for place, named in enumerate(by_name)]


def named_exercises(section: Section, place: int, bank: Bank) -> list[Exercise]:
    """The exercises that a section names. UserError: there is no such exercise, or they are not for paper or too many."""
    where, found = section_name(section, place), []
    for name in section.exercises:
        try:
            found.append(bank.get(name))
        except UserError as error:
            raise UserError(f"{where}: {error}") from error
        if asks_code(found[-1].asks):
            raise UserError(f"{where}: {name} is answered in a file of code, not on paper. Leave it out of the plan.")
    if 0 < section.questions < len(found):
        raise UserError(
            f"{where} has {section.questions} question{'s' * (section.questions > 1)} and names {len(found)} exercises: "
            f"ask for at least {len(found)} questions, or name fewer exercises."
        )
    if not section.questions and not found:
        raise UserError(
            f"{where} says neither how many questions it has nor which exercises it takes: add questions = 3."
        )
    return found


def others(plan: ExamPlan, place: int, have: int, bank: Bank, taken: Counter[str]) -> list[Exercise]:
    """What a section takes besides those that it names; `taken` counts each exercise that it takes."""
    section, found = plan.sections[place], list[Exercise]()
    fitting = fitting_exercises(section, place, bank) if section.questions > have else []
    rank = {one.name: Draw(f"{plan.name}:choice:{one.name}").random.random() for one in fitting}
    while len(found) < section.questions - have:
        by_turns = sorted(fitting, key=lambda one: (taken[one.name], rank[one.name]))
        new = next((one for one in by_turns if has_questions(one, taken[one.name] + 1)), None)
        if new is None:
            raise UserError(too_many(section, place, fitting, have + len(found)))
        taken[new.name] += 1
        found.append(new)
    return sorted(found, key=lambda exercise: exercise.level)


def fitting_exercises(section: Section, place: int, bank: Bank) -> list[Exercise]:
    """The exercises that fit a section and can be answered on paper; those that it names where it says nothing else.

    UserError: a topic or a kind does not exist, or nothing fits.
    """
    where = section_name(section, place)
    for topic in section.topics:
        if topic not in bank.topics():
            raise UserError(
                f"{where}: there is no topic {topic!r}.{did_you_mean(topic, bank.topics())} See 'quizgen bank list'."
            )
    for kind in section.kinds:
        if kind not in kinds():
            raise UserError(
                f"{where}: there is no kind {kind!r}.{did_you_mean(kind, kinds())} Kinds: {', '.join(sorted(kinds()))}."
            )
    if section.exercises and not section.topics and not section.kinds and section.levels == ALL_LEVELS:
        return list({one.name: one for one in named_exercises(section, place, bank)}.values())
    names = [name for name in bank.exercises if not section.topics or bank.exercises.topic(name) in section.topics]
    low, high = section.levels
    fitting = [one for one in map(bank.get, names) if low <= one.level <= high]
    fitting = [one for one in fitting if not section.kinds or set(section.kinds) & set(one.kinds)]
    on_paper = [one for one in fitting if not asks_code(one.asks)]
    if not on_paper and fitting:
        raise UserError(
            f"{where}: what fits is answered in a file of code, not on paper: {some(fitting)}. Choose other topics or kinds."
        )
    if not on_paper:
        have = [f"{one} (level {bank.get(one).level}, {'/'.join(bank.get(one).kinds)})" for one in names[:NAMED]]
        raise UserError(
            f"{where}: no exercise has these topics, kinds and levels. In its topics there are {listed(have)}."
        )
    return on_paper


def has_questions(exercise: Exercise, count: int) -> bool:
    """Whether an exercise has so many different questions, as far as a few seeds for each of them show."""
    found = set[Hashable]()
    with author_errors(exercise):
        for start in range(0, TRIES * count, count):
            if len(found) >= count or count == 1:
                return True
            found |= {question_of(one) for one in variants(exercise, range(start, start + count))}
    return len(found) >= count


def too_many(section: Section, place: int, exercises: Sequence[Exercise], most: int) -> str:
    """Why a section cannot have all its questions."""
    only = f"only {most} different question{'s' * (most != 1)}"
    return (
        f"{section_name(section, place)} is to have {section.questions} questions, and there are {only} for it: no student gets "
        f"one twice, and {some(exercises)} {'has' if len(exercises) == 1 else 'have'} no more. "
        "Ask for fewer, or add topics, kinds, levels or exercises."
    )


def some(exercises: Sequence[Exercise]) -> str:
    """Some exercises by their names."""
    names = [one.name for one in exercises]
    return listed(names) if len(names) <= NAMED else listed([*names[:NAMED], f"{len(names) - NAMED} more"])


def section_name(section: Section, place: int) -> str:
    """What a sentence calls a section."""
    return f"Section {place + 1}" + (f" ({section.title})" if section.title else "")
