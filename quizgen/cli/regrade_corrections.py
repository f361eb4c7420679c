"""The correction that `quizgen regrade` is asked for: which, of what, and whether it can be made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizgen.classroom.course.corrections import places_of, question_of
from quizgen.cli.deciding import MOST_POINTS
from quizgen.errors import UserError, did_you_mean
from quizgen.model import Change, Grade, Quiz
from quizgen.reading import read_value
from reference_rnn import CATALOGUE

OPTIONS = {
    Change.EXERCISE: "--with-corrected-exercise",
    Change.ACCEPT: "--accept",
    Change.FULL: "--everyone-full",
    Change.DROP: "--drop",
    Change.POINTS: "--worth",
    Change.WITHDRAWN: "--withdraw",
}


@dataclass(frozen=True)
class Wanted:
    """The change that is wanted, None to judge again only, and its value."""

    change: Change | None = None
    value: str = ""

    @classmethod
    def of(
        cls, exercise: bool, accept: str | None, full: bool, drop: bool, worth: float | None, withdraw: bool
    ) -> Wanted:
        """From the options. UserError: there are several, or a value that means nothing."""
        given = {
            Change.EXERCISE: "" if exercise else None,
            Change.ACCEPT: accept,
            Change.FULL: "" if full else None,
            Change.DROP: "" if drop else None,
            Change.POINTS: None if worth is None else f"{worth:g}",
            Change.WITHDRAWN: "" if withdraw else None,
        }
        wanted = [cls(change, value) for change, value in given.items() if value is not None]
        if len(wanted) > 1:
            names = " and ".join(OPTIONS[one.change] for one in wanted if one.change)
            raise UserError(f"One command makes one correction: give {names} in two commands.")
        if accept is not None and not accept.strip():
            raise UserError("--accept was given nothing. Name a value, or the id of a misconception.")
        if worth is not None and not 0 < worth <= MOST_POINTS:  # also not a number
            raise UserError("--worth takes points above 0. At most 10,000; with --drop a question counts no longer.")
        return wanted[0] if wanted else cls()

    def check(self, question: str | None, student: str | None, why: str | None) -> None:
        """UserError: something is missing that this change needs, or too much is given."""
        if self.change is None:
            return
        name = OPTIONS[self.change]
        if student is not None:
            raise UserError(f"{name} is for everybody; leave --student out, or use 'quizgen override' for one student.")
        if question is None and self.change is not Change.EXERCISE:
            raise UserError(f"{name} needs a question. Name it: --question q2, q2.h_1 or a function.")
        if not (why or "").strip():
            raise UserError("Say why with --because; students read it.")


def known_question(name: str, quizzes: Sequence[Quiz], grades: Iterable[Grade]) -> dict[str, str]:
    """The questions, answers or functions that a name means, each with its exercise where the name is that of one, else "".

    An exercise is meant wherever a quiz asks it. UserError: nothing is asked under that name.
    """
    known: dict[str, None] = {}
    for quiz in quizzes:
        for place, variant in enumerate(quiz.variants, 1):
            known |= dict.fromkeys((f"q{place}", *(f"q{place}.{ask.name}" for ask in variant.asks)))
            known |= dict.fromkeys(function for ask in variant.asks for function in ask.functions)
    known |= dict.fromkeys(function for grade in grades if grade.is_code for function in grade.titles)
    if name in known:
        return {name: ""}
    exercise, dot, answer = name.partition(".")
    targets = [f"{place}{dot}{answer}" for place in places_of(exercise, quizzes)]
    if targets and known.keys() >= {*targets}:
        return dict.fromkeys(targets, exercise)
    known |= {one.exercise: None for quiz in quizzes for one in quiz.variants}
    raise UserError(f"Nothing is asked under {name!r}.{did_you_mean(name, known)} There are: {', '.join(known)}.")


def asking(quizzes: Iterable[Quiz], target: str, exercise: str) -> list[Quiz]:
    """The quizzes that ask an exercise in the question of a target; all where no exercise is named."""
    return [one for one in quizzes if not exercise or target.partition(".")[0] in places_of(exercise, [one])]


def check_target(wanted: Wanted, target: str, quizzes: Sequence[Quiz], exercise: str = "") -> None:
    """UserError: the question is another one in other quizzes, or the value cannot be an answer to it.

    `exercise`: only quizzes that ask it there are meant.
    """
    variants = {
        quiz.id: variant for quiz in asking(quizzes, target, exercise) if (variant := question_of(quiz, target))
    }
    if wanted.change in (None, Change.EXERCISE, Change.WITHDRAWN):
        return
    exercises = {variant.exercise: id for id, variant in variants.items()}
    if len(exercises) > 1:
        named = ", ".join(f"{exercise} in {id}" for exercise, id in sorted(exercises.items()))
        raise UserError(
            f"{target} is not the same question in every quiz: {named}. "
            f"Name the exercise in place of {target}, or a quiz with --quiz."
        )
    if wanted.change is not Change.ACCEPT:
        return
    if not variants:
        raise UserError(f"{target} is code, which has no key. Use --everyone-full, --drop or --worth.")
    ids = {name for one in variants.values() for slip in one.slips for name in slip.misconceptions} | set(CATALOGUE)
    if wanted.value in ids:
        return
    answer = target.partition(".")[2]
    first = next(iter(variants.values()))
    asks = [ask for ask in first.asks if ask.on_sheet and answer in ("", ask.name)]
    if len(asks) != 1:
        named = " or ".join(f"{target}.{ask.name}" for ask in asks)
        raise UserError(
            f"{wanted.value!r} is a value, and {target} asks for {len(asks)}. Name one with --question: {named}."
        )
    readings = [
        read_value(wanted.value, ask) for one in variants.values() for ask in one.asks if ask.name == asks[0].name
    ]
    if all(reading.value is None for reading in readings):
        trouble = readings[0].trouble.rstrip(".")
        hint = did_you_mean(wanted.value, ids) or " Write it as a student would, or give the id of a misconception."
        raise UserError(
            f"{wanted.value!r} is no answer to {target}.{asks[0].name}: {trouble}.{hint}"
            if not answer
            else f"{wanted.value!r} is no answer to {target}: {trouble}.{hint}"
        )
