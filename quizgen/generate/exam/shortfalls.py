"""What of a plan cannot be met, in sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quizgen.asks.values import listed
from quizgen.errors import did_you_mean
from quizgen.generate.exam.decimals import rounded_decimals
from quizgen.generate.exam.drawing import question_order
from quizgen.generate.exam.duration import minutes_of
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.section_choice import section_name
from quizgen.model import Student


def shortfalls(plan: ExamPlan, questions: Sequence[ExamQuestion], students: Sequence[Student]) -> tuple[str, ...]:
    """All that cannot be met, a sentence each; what depends on the roster only where there are students."""
    found = [*too_long(plan, questions), *repeated(plan, questions), *other_decimals(plan, questions)]
    if students:
        found += [*not_on_roster(plan, students), *group_orders(plan, questions, students)]
    return tuple(found)


def too_long(plan: ExamPlan, questions: Sequence[ExamQuestion]) -> Iterator[str]:
    """The questions take longer than the exam."""
    minutes = sum(map(minutes_of, questions))
    if plan.duration and minutes > plan.duration:
        yield (
            f"The questions take about {minutes:.0f} minutes, and the exam {plan.duration}: "
            "ask fewer questions, or give more time."
        )


def repeated(plan: ExamPlan, questions: Sequence[ExamQuestion]) -> Iterator[str]:
    """A section asks one exercise several times, with other numbers, because too few others fit."""
    for place, section in enumerate(plan.sections):
        count = Counter(one.exercise.name for one in questions if one.section == place)
        unnamed = {name: times for name, times in count.items() if times > max(1, section.exercises.count(name))}
        if unnamed:
            several = listed([f"{name} {times} times" for name, times in unnamed.items()])
            yield (
                f"{section_name(section, place)} asks {several}, with other numbers or cards each time: not enough other exercises "
                "fit. Add topics, kinds or levels, or ask fewer questions."
            )


def other_decimals(plan: ExamPlan, questions: Sequence[ExamQuestion]) -> Iterator[str]:
    """An exercise keeps decimals of its own."""
    kept: dict[str, set[int]] = {}
    for question in questions:
        if plan.decimals is not None and (own := rounded_decimals(question.exercise)) and own != {plan.decimals}:
            kept[question.exercise.name] = own
    for name, own in kept.items():
        yield (
            f"{name} keeps its {listed([str(one) for one in sorted(own)])} decimals: its text names them in words that cannot be "
            f"changed, or its answers cannot be told from mistakes to {plan.decimals}."
        )


def not_on_roster(plan: ExamPlan, students: Sequence[Student]) -> Iterator[str]:
    """Somebody who gets an accommodation is not on the roster."""
    known = [student.id for student in students]
    for id in plan.accommodations:
        if id not in known:
            yield (
                f"The plan has an accommodation for {id!r}, who is not on the roster.{did_you_mean(id, known)} "
                "Correct the id in the plan, or remove it."
            )


def group_orders(plan: ExamPlan, questions: Sequence[ExamQuestion], students: Sequence[Student]) -> Iterator[str]:
    """Groups that get the same order of questions, and students without a group."""
    if plan.order != "groups":
        return
    if without := [student.id for student in students if not student.group]:
        yield (
            f"{without[0]}{f' and {len(without) - 1} more' if without[1:] else ''} "
            f"{'have' if without[1:] else 'has'} no group in the column {plan.group_column} of the roster."
        )
    same: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for group in sorted({student.group for student in students if student.group}):
        same[tuple(question_order(plan, questions, group))].append(group)
    for groups in same.values():
        if len(groups) > 1:
            yield f"The groups {listed(groups)} get the questions in the same order: the sections have too few questions."
