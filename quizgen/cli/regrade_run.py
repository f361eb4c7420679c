"""The run of `quizgen regrade`: judges again, shows what changes, and stores it if asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import click

from quizgen.classroom.course.corrections import holding, of_same, question_of
from quizgen.classroom.course.regrading import Rejudged, SheetJudge, concerns, failed, options_of, prepare, rejudged
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.pool import Pool
from quizgen.cli.common import load_bank, say
from quizgen.cli.course import known_assignment, known_student
from quizgen.cli.grade import cores
from quizgen.cli.grade_files import warn
from quizgen.cli.progress import counting
from quizgen.cli.regrade_corrections import Wanted, asking, check_target, known_question
from quizgen.cli.regrade_shown import say_stored, show
from quizgen.cli.regrade_withdrawal import withdrawal
from quizgen.errors import UserError, did_you_mean
from quizgen.generate.corrected_questions import CorrectedQuestions, corrected_questions
from quizgen.model import Change, Correction, Grade, Quiz
from quizgen.store import NewGrade, Record, Store

SHOWN = 5  # quizzes named in a message
AGAIN = "judged again with today's rules"
MEANWHILE = "Somebody graded at the same time, so nothing was stored. Give the same command again."
FAULT = "judging it failed by a fault of quizgen's own, shown above; its grade stays as it is. Report the fault."


@dataclass(frozen=True)
class Scope:
    """What is judged again: the current grades, and the quizzes that a correction concerns."""

    assignment: str
    records: list[Record]
    quizzes: list[Quiz]  # none are read where all questions are judged again with the keys that they have
    asked: list[Quiz]  # of these, without the papers of an exam that did not come back: others may have been handed out
    name: Callable[[str], str]  # id of a student -> the name shown
    current: frozenset[int]  # the numbers of all current grades of the assignment


def scope_of(
    store: Store,
    assignment: str | None,
    student: str | None,
    quiz: str | None,
    roster: Path | None,
    *,
    with_quizzes: bool,
) -> Scope:
    """The work that the options select. UserError: there is none."""
    from quizgen.classroom.roster import read_roster
    from quizgen.cli.grade_files import people_on

    name = known_assignment(store, assignment)
    records = sorted(store.grades(assignment=name, latest=True), key=lambda one: one.grade.student)
    current = frozenset(one.id for one in records)
    made = [head.id for head in store.quizzes(name)]
    ids = list(dict.fromkeys([*made, *(one.grade.quiz for one in records if one.grade.quiz)]))
    if quiz is not None:
        if quiz not in ids:
            raise UserError(f"No quiz {quiz!r} in {name}.{did_you_mean(quiz, ids) or few(ids)}")
        ids, records = [quiz], [one for one in records if one.grade.quiz == quiz]
    students = read_roster(roster) if roster else None
    if student is not None:
        who = known_student(student, [one.grade.student for one in records], students)
        records = [one for one in records if one.grade.student == who]
    if not records:
        raise UserError(f"Nothing was graded for {name} yet. Grade it:  quizgen grade FOLDER --assignment {name}.")
    names = {person.id: person.name for person in people_on(students)} if students else {}
    quizzes = [store.quiz(id) for id in ids] if with_quizzes else []
    graded = {one.grade.quiz for one in records}
    unused = {one.quiz for one in store.papers(name)} - graded
    asked = [one for one in quizzes if one.id not in unused] or quizzes
    return Scope(name, records, quizzes, asked, lambda id: names.get(id) or id, current)


def regrade(
    store: Store,
    wanted: Wanted,
    assignment: str | None,
    student: str | None,
    quiz: str | None,
    question: str,
    why: str,
    by: str,
    allow_lower: bool,
    apply: bool,
    roster: Path | None,
    unsafe: bool,
) -> bool:
    """Judges again, shows what changes, and with `apply` stores it. Whether something could not be judged."""
    with_quizzes = bool(question) or wanted.change is not None
    scope = scope_of(store, assignment, student, quiz, roster, with_quizzes=with_quizzes)
    targets = {"": ""}  # everything
    if question:
        targets = known_question(question, scope.asked, (one.grade for one in scope.records))
        for target, exercise in targets.items():
            check_target(wanted, target, scope.asked, exercise)
        scope = replace(scope, records=[one for one in scope.records if targets_in(one.grade, targets, scope)])
    keys = CorrectedQuestions()
    if wanted.change is Change.EXERCISE:
        keys = keys_of_exercises(scope, question.partition(".")[0])
        new = [
            Correction(scope.assignment, target, Change.EXERCISE, exercise, quiz or "", by, why)
            for target, exercise in keys.questions
        ]
        if not new:
            say("No key changes: the exercises of the bank give the keys that the quizzes have.")
    elif wanted.change is Change.WITHDRAWN:
        new = []
        for target, exercise in targets.items():
            mistaken = Correction(scope.assignment, target, Change.WITHDRAWN, "", quiz or "", by, why, exercise)
            withdrawn, printed = withdrawal(store, mistaken, asking(scope.quizzes, target, exercise))
            new += withdrawn
            keys.variants |= printed.variants
    else:
        new = [
            one
            for target, exercise in targets.items()
            for one in correction_of(store, scope, wanted, target, exercise, quiz or "", by, why)
        ]
    found, broken = judged_again(store, scope, new, keys, targets if question else {}, unsafe)
    lowered = [] if allow_lower else [one for one in found if one.lowered]
    kept = {one.id for one in lowered}
    changed = [one for one in found if one.changed and one.id not in kept]
    show(scope.assignment, scope.name, found, changed, lowered, broken)
    if not (new or changed):
        say("Nothing to store.")
    elif apply:
        reason = why or (AGAIN if wanted.change is None else wanted.change.value)
        store_all(store, scope, new, [NewGrade(one.new, one.id, by, reason) for one in changed], keys)
        say_stored(scope.assignment, new, changed)
    else:
        more = " and --because WORDS" if wanted.change and not why else ""
        say(f"Nothing was stored. Give the same command with --apply{more} to store it.")
    return broken > 0


def targets_in(grade: Grade, targets: Mapping[str, str], scope: Scope) -> list[str]:
    """Those targets that a grade's work was asked, of an exercise where that is asked there."""
    known = {one.id: one for one in scope.quizzes}
    own = [known[grade.quiz]] if grade.quiz in known else []
    return [
        target
        for target, exercise in targets.items()
        if concerns(target, grade, known.__getitem__) and (not exercise or asking(own, target, exercise))
    ]


def few(ids: Sequence[str]) -> str:
    """The first quizzes of many, as a sentence."""
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f" Quizzes: {', '.join(ids[:SHOWN])}{more}."


def keys_of_exercises(scope: Scope, question: str) -> CorrectedQuestions:
    """The questions whose key changes with the exercises of the bank. UserError: the one named cannot be corrected."""
    bank = load_bank()
    keys = corrected_questions(scope.quizzes, question, bank.get)
    if keys.refused and (question or not keys.variants):
        raise UserError(next(iter(keys.refused)))
    for refused in keys.refused:
        click.echo(f"quizgen: {refused} It stays as it is.", err=True)
    return keys


def correction_of(
    store: Store, scope: Scope, wanted: Wanted, question: str, exercise: str, quiz: str, by: str, why: str
) -> list[Correction]:
    """The correction that is wanted; none if there is none, or if it holds already."""
    if wanted.change is None:
        return []
    asked = {variant.exercise for one in scope.asked if (variant := question_of(one, question))}
    exercise = exercise or min(asked, default="")  # check_target has seen to it that there is at most one
    new = Correction(scope.assignment, question, wanted.change, wanted.value, quiz, by, why, exercise)
    if not is_stored(new, store.corrections(scope.assignment), scope.quizzes):
        return [new]
    say("This correction is stored already.")
    return []


def is_stored(new: Correction, old: Sequence[Correction], quizzes: Iterable[Quiz]) -> bool:
    """Whether a correction holds already wherever it is wanted; of several worths of one target the newest holds."""
    places = [new.quiz] if new.quiz else ["", *(quiz.id for quiz in quizzes)]
    return all(holds(new, holding(old, place)) for place in places)


def holds(new: Correction, held: Iterable[Correction]) -> bool:
    """Whether a correction is among those that hold for a quiz."""
    same = [one.value for one in held if (one.target, one.change) == (new.target, new.change) and of_same(new, one)]
    return bool(same) and (same[-1] == new.value if new.change is Change.POINTS else new.value in same)


def judged_again(
    store: Store,
    scope: Scope,
    new: Sequence[Correction],
    keys: CorrectedQuestions,
    targets: Mapping[str, str],
    unsafe: bool,
) -> tuple[list[Rejudged], int]:
    """The grades beside what they are today, and how many could not be judged, each named on the error stream."""
    stored = CourseRules.of(store)
    known = {one.id: one for one in scope.quizzes}

    @lru_cache(maxsize=64)
    def quiz(id: str) -> Quiz:
        now = known.get(id) or store.quiz(id)
        variants = (keys.variants.get((id, place), variant) for place, variant in enumerate(now.variants, 1))
        return replace(now, variants=tuple(variants))

    def source(digest: str) -> str:
        return keys.sources.get(digest) or store.source(digest)

    rules = replace(stored, corrections=(*stored.corrections, *new), quiz=quiz, source=source)
    tasks = prepare(
        scope.records,
        store.content,
        SheetJudge(quiz, source, next(iter(targets), "") if len(targets) == 1 else ""),
        lambda grade: options_of(grade, stored.assignments, quiz),
    )
    found: dict[int, Rejudged] = {}
    broken = 0
    code = sum(one.grade.is_code and bool(one.content) for one in scope.records)
    with Pool(unsafe=unsafe) as pool, counting(len(scope.records), "Judging again") as tick:
        pool.start(min(code, cores()))
        for outcome in pool.outcomes(tasks):
            tick()
            record = scope.records[outcome.index]
            why, fault = outcome.why, outcome.fault
            if outcome.grade is not None:
                one = rejudged(record, outcome.grade, rules, targets_in(record.grade, targets, scope), quiz)
                found[outcome.index] = one
                fault = failed(one)
            if why or fault:
                if fault:
                    click.echo(fault.rstrip(), err=True)
                warn(f"{record.grade.student} {record.grade.source}".strip(), why or FAULT)
                found.pop(outcome.index, None)
                broken += 1
    return [found[index] for index in sorted(found)], broken


def store_all(
    store: Store, scope: Scope, new: Sequence[Correction], grades: Sequence[NewGrade], keys: CorrectedQuestions
) -> None:
    """Stores corrections and grades, or nothing. UserError: somebody graded meanwhile, and a correction would miss that."""
    if new and {one.id for one in store.summaries(assignment=scope.assignment)} != scope.current:
        raise UserError(MEANWHILE)
    try:
        store.correct(new, grades, datetime.now(UTC), keys.variants, keys.sources)
    except UserError as error:
        if {one.replaces for one in grades} <= {one.id for one in store.grades(latest=True)}:
            raise
        raise UserError(MEANWHILE) from error
