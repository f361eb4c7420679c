"""Decisions about single answers and functions, applied to a grade; those about a whole assignment are in standing.py.

A grade that people decided about keeps in `judged` its marks as they were without them. So decisions are applied again, and
withdrawn, exactly: always to what was judged, never to what was decided before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizgen.model import WHOLE, Action, Decision, Grade, Mark, Verdict, storable

POINTS = (Action.POINTS, Action.OVERRIDE, Action.EXCUSED)  # of these one holds for a target


def owner(grade: Grade) -> str:
    """Whom decisions about a grade are about: its student, else the file, which is then a work of its own."""
    return grade.student or grade.source


def undecided(grade: Grade) -> Grade:
    """The grade as it was judged, without what people decided."""
    return replace(grade, marks=grade.judged, judged=()) if grade.judged else grade


def decided(grade: Grade, decisions: Sequence[Decision]) -> Grade:
    """The grade as people decided it; `decisions` are those about this student and assignment, oldest first.

    Where decisions on a question and on one of its answers hold, the newer one is applied last.
    """
    grade = undecided(grade)
    marks = list(grade.marks)
    for decision in holding(grade, decisions):
        places = [place for place, mark in enumerate(grade.marks) if is_about(decision.target, mark.ask)]
        for place, mark in zip(places, applied(decision, [marks[place] for place in places]), strict=True):
            marks[place] = mark
    return replace(grade, marks=tuple(marks), judged=grade.marks) if tuple(marks) != grade.marks else grade


def waits(mark: Mark) -> bool:
    """Whether a person judges the answer: free text, or what could not be read."""
    unreadable = mark.verdict is Verdict.UNREADABLE and mark.max_points > 0
    return unreadable or mark.verdict is Verdict.NEEDS_A_PERSON


def target_of(words: str) -> str:
    """What a person calls a target: question 3 is "3", as the page shows it, or "q3"."""
    return f"q{words}" if words.isdecimal() else words


def is_about(target: str, ask: str) -> bool:
    """Whether a mark is of that target: an answer ("q3.answer"), or all answers of a question, all checks of a function."""
    return target in (ask, ask.partition(".")[0]) and target != WHOLE


def holding(grade: Grade, decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold for this grade: for each target the newest on points, oldest first, then the newest comment."""
    typed = {mark.ask: storable(mark.typed) for mark in grade.marks}  # as decisions keep it
    waiting = {mark.ask for mark in grade.marks if waits(mark)}
    newest: dict[tuple[str, bool], Decision] = {}
    for one in decisions:
        if one.target == WHOLE or (one.quiz and one.quiz != grade.quiz):
            continue
        if one.action is Action.WITHDRAWN:
            newest = {key: other for key, other in newest.items() if other.target != one.target}
        elif one.action in (*POINTS, Action.COMMENT):
            if one.typed and typed.get(one.target) != one.typed:
                continue  # it is about an answer that was changed since
            if one.action is Action.POINTS and one.target not in waiting and one.key_points is None:
                continue  # key points were ticked in an answer in words: they hold, whatever a machine makes of it later
            key = one.target, one.action is Action.COMMENT
            newest.pop(key, None)
            newest[key] = one
    return sorted(newest.values(), key=lambda one: one.action is Action.COMMENT)  # which keeps the order otherwise


def applied(decision: Decision, marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a target under one decision."""
    if decision.action is Action.COMMENT:
        return commented(decision, marks)
    if decision.action is Action.EXCUSED:
        why = f"Excused, so that it does not count. {said(decision)}".strip()
        return [replace(mark, verdict=Verdict.EXCUSED, points=0.0, max_points=0.0, feedback=why) for mark in marks]
    most = sum(mark.max_points for mark in marks)
    points = decision.points_of(most)
    assert points is not None
    share = points / most if most else 0.0
    set_to = [with_points(mark, share * mark.max_points) if mark.max_points else mark for mark in marks]
    why = reason(decision, points, most)
    counted = [place for place, mark in enumerate(set_to) if mark.max_points]
    for place in [place for place in counted if not set_to[place].feedback] or counted[:1]:
        set_to[place] = replace(set_to[place], feedback=f"{why} {set_to[place].feedback}".strip())
    return set_to


def with_points(mark: Mark, points: float) -> Mark:
    """A mark with other points. Why it lost points before stays, if it still does, for a learner to read."""
    full = points >= mark.max_points
    verdict = Verdict.RIGHT if full else Verdict.PARTLY if points > 0 else Verdict.WRONG
    explained = not full and mark.points < mark.max_points and mark.verdict is not Verdict.NEEDS_A_PERSON
    feedback, named = (mark.feedback, mark.misconceptions) if explained else ("", ())
    return replace(mark, verdict=verdict, points=points, feedback=feedback, misconceptions=named)


def reason(decision: Decision, points: float, most: float) -> str:
    """Who gave points, and why: beside every mark that says nothing else."""
    if decision.action is Action.POINTS:
        return said(decision) or ("" if points >= most else "A person read it and left no comment.")
    who = f" by {decision.by}" if decision.by else ""
    return f"Set to {points:g} of {most:g}{who}: {sentence(decision.why)}"


def commented(decision: Decision, marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a target, a comment added to the first of them."""
    return [
        replace(mark, feedback=f"{sentence(mark.feedback)} {said(decision)}".strip()) if place == 0 else mark
        for place, mark in enumerate(marks)
    ]


def said(decision: Decision) -> str:
    """A person's words, with the name in front: "Eve: names the gradient, not the memory."; nothing without words."""
    words = decision.why.strip()
    return f"{decision.by}: {words}" if words and decision.by else words


def sentence(text: str) -> str:
    """The text with a full stop, where it ends without one and something follows or stands alone."""
    text = text.strip()
    return f"{text}." if text and text[-1].isalnum() else text
