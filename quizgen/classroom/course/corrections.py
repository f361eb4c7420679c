"""Corrections of questions, applied to a grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quizgen.model import Change, Correction, Grade, Mark, Quiz, Variant, Verdict

if TYPE_CHECKING:
    from quizgen.grading.carried import Follow

SAME = 1e-6  # points that differ by less are equal
NO_ANSWER = (Verdict.BLANK, Verdict.NOT_RUN)
FindQuiz = Callable[[str], Quiz]


def corrected(grade: Grade, corrections: Sequence[Correction], quiz: FindQuiz, follow: Callable[[], Follow]) -> Grade:
    """The grade under the corrections of its assignment, oldest first.

    `quiz` finds a quiz by its id, `follow` what follows a question on; both are called only where they are needed.
    """
    for one in holding(corrections, grade.quiz):
        if one.exercise and grade.quiz and not asks(quiz(grade.quiz), one):
            continue
        wanted = names(grade, one.target, quiz)
        marks = {i: mark for i, mark in enumerate(grade.marks) if is_about(mark.ask, wanted)}
        if marks:
            changed = _changed(grade, one, marks, quiz, follow)
            grade = replace(grade, marks=tuple(changed.get(i, mark) for i, mark in enumerate(grade.marks)))
    return grade


def holding(corrections: Iterable[Correction], quiz: str) -> list[Correction]:
    """The corrections that hold for a quiz, oldest first: not withdrawn, and of several worths of one target the newest."""
    found: list[Correction] = []
    for one in corrections:
        if one.quiz not in ("", quiz):
            continue
        if one.change is Change.WITHDRAWN:
            found = [other for other in found if not (is_about(other.target, (one.target,)) and of_same(one, other))]
            continue
        if one.change is Change.POINTS:
            same = (one.change, one.target, one.quiz)
            found = [
                other for other in found if (other.change, other.target, other.quiz) != same or not of_same(one, other)
            ]
        found.append(one)
    return found


def of_same(one: Correction, other: Correction) -> bool:
    """Whether two corrections may be about one exercise: papers can ask another one at the same place."""
    return one.exercise == other.exercise or not (one.exercise and other.exercise)


def names(grade: Grade, target: str, quiz: FindQuiz) -> tuple[str, ...]:
    """What the marks of a target begin with: of the code that a question asks for, its functions."""
    if not (grade.is_code and grade.quiz):
        return (target,)
    variant = question_of(quiz(grade.quiz), target)
    return (target, *(name for ask in variant.asks for name in ask.functions)) if variant else (target,)


def is_about(ask: str, names: Sequence[str]) -> bool:
    """Whether a mark belongs to one of these questions, answers or functions."""
    return any(ask == name or ask.startswith(f"{name}.") for name in names)


def question_of(quiz: Quiz, target: str) -> Variant | None:
    """The question that a target names, or whose answer it names."""
    place = target.partition(".")[0].removeprefix("q")
    within = place.isdecimal() and 0 < int(place) <= len(quiz.variants)
    return quiz.variants[int(place) - 1] if within else None


def places_of(exercise: str, quizzes: Iterable[Quiz]) -> list[str]:
    """The names of the questions with which these quizzes ask an exercise: "q2", or where they differ "q2" and "q3"."""
    found = {place for quiz in quizzes for place, one in enumerate(quiz.variants, 1) if one.exercise == exercise}
    return [f"q{place}" for place in sorted(found)]


def asks(quiz: Quiz, one: Correction) -> bool:
    """Whether a quiz asks the question of a correction, and not another one at its place."""
    variant = question_of(quiz, one.target)
    return variant is not None and variant.exercise == one.exercise


def _changed(
    grade: Grade, one: Correction, marks: Mapping[int, Mark], quiz: FindQuiz, follow: Callable[[], Follow]
) -> Mapping[int, Mark]:
    """The marks of the target, or for an accepted answer of its question, under one correction."""
    match one.change:
        case Change.ACCEPT:
            variant = None if grade.is_code else question_of(quiz(grade.quiz), one.target)
            return _accepted(grade, one, variant, follow()) if variant else {}
        case Change.FULL:
            return {i: full(mark, one.why) for i, mark in marks.items()}
        case Change.DROP:
            return {i: dropped(mark, one.why) for i, mark in marks.items()}
        case Change.POINTS:
            return worth(marks, float(one.value), one)
        case Change.EXERCISE:
            variant = question_of(quiz(grade.quiz), one.target) if grade.quiz else None
            if variant is None or variant.exercise != one.value:
                return {}
            told = sentence("The key of this question was corrected", one.why)
            return {i: mark if mark.verdict in NO_ANSWER else said(mark, told) for i, mark in marks.items()}
        case Change.WITHDRAWN:  # it ends others, which `holding` leaves out with it
            return {}


def _accepted(grade: Grade, one: Correction, variant: Variant, follow: Follow) -> dict[int, Mark]:
    """The marks of the question that earn more where the further answer is right; also those that go on from it."""
    from quizgen.classroom.course.accepted_answer import judged_with  # imports NumPy and all kinds of questions

    question, _, answer = one.target.partition(".")
    asked = {f"{question}.{ask.name}": ask.name for ask in variant.asks}
    places = {asked[mark.ask]: i for i, mark in enumerate(grade.marks) if mark.ask in asked}
    typed = {name: grade.marks[i].typed for name, i in places.items()}
    told = sentence("Another answer is accepted too", one.why)
    better: dict[int, Mark] = {}
    for anew in judged_with(variant, typed, one.value, answer, follow):
        if anew.ask not in places or not anew.max_points:
            continue
        old = grade.marks[places[anew.ask]]
        if not old.max_points:  # it counts no longer
            continue
        points = round(anew.points / anew.max_points * old.max_points, 6)
        now_right = anew.verdict is Verdict.RIGHT and old.verdict is not Verdict.RIGHT and points > old.points - SAME
        if points > old.points + SAME or now_right:  # full points may have been earned for an error charged before
            kept = replace(anew, ask=old.ask, points=points, max_points=old.max_points, typed=old.typed)
            better[places[anew.ask]] = said(kept, told)
    return better


def full(mark: Mark, why: str) -> Mark:
    """The mark with all its points."""
    if mark.points >= mark.max_points:
        return mark
    given = replace(mark, verdict=Verdict.RIGHT, points=mark.max_points, misconceptions=())
    return said(given, sentence("Full points for everybody", why))


def dropped(mark: Mark, why: str) -> Mark:
    """The mark of what counts no longer."""
    if not (mark.points or mark.max_points):
        return mark
    gone = replace(mark, verdict=Verdict.NOT_RUN, points=0.0, max_points=0.0, misconceptions=())
    return said(gone, sentence("This counts no longer", why))


def worth(marks: Mapping[int, Mark], points: float, one: Correction) -> dict[int, Mark]:
    """The marks of a target that is worth so many points, those earned in proportion; what was dropped stays dropped."""
    total = sum(mark.max_points for mark in marks.values())
    if abs(total - points) < SAME or not total:
        return dict(marks)
    told = sentence(f"{one.target} is worth {points:g} instead of {total:g} points", one.why)
    counting = {i: mark for i, mark in marks.items() if mark.max_points}
    left, scaled = points, dict(marks)
    for i, mark in counting.items():
        most = round(
            left if i == max(counting) else mark.max_points * points / total, 6
        )  # the last takes what rounding left
        left -= most
        earned = round(mark.points / mark.max_points * most, 6)
        scaled[i] = said(replace(mark, points=earned, max_points=most), told)
    return scaled


def said(mark: Mark, told: str) -> Mark:
    """The mark whose feedback begins with a sentence."""
    return mark if told in mark.feedback else replace(mark, feedback=f"{told} {mark.feedback}".strip())


def sentence(what: str, why: str) -> str:
    """What changed, and why."""
    said = f"{what}: {why.strip()}" if why.strip() else what
    return said if said.endswith((".", "!", "?")) else f"{said}."
