"""On simulated classes the report finds planted faults and no others; on small ones it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from item_response_class import COMMON, ITEMS, KEY_IS, difficulties, graded

from quizgen.classroom.course.faulty import Reason
from quizgen.classroom.course.item_responses import Item, Words, responses
from quizgen.classroom.course.report import AssignmentReport, CourseReport, Work, course_report
from quizgen.model import Grade, Mark, Quiz, Verdict

SEEDS = range(20)
WRONG_KEY, REVERSED_KEY = 6, 9  # items, from 0


def simulated(*assignments: str, common: Sequence[float] = (0.4,), **more: object) -> CourseReport:
    """The report of classes with these assignments."""
    quizzes: dict[str, Quiz] = {}
    works = []
    for name, share in zip(assignments, common, strict=True):
        pairs = list(graded(assignment=name, common=share, **more))
        quizzes |= {quiz.id: quiz for quiz, _ in pairs}
        works.append(work([record.grade for _, record in pairs], name))
    return course_report(works, quizzes.get)


def work(grades: Iterable[Grade], name: str = "hw1") -> Work:
    """All these grades count."""
    grades = list(grades)
    scores = {grade.student: grade.points / grade.max_points if grade.max_points else None for grade in grades}
    return Work(name, [(grade.student, grade) for grade in grades], scores)


def report_on(marks: Callable[[int], Sequence[Mark]], students: int = 30, kind: str = "answers") -> AssignmentReport:
    """The report of a class in which student n has these marks."""
    grades = [Grade(f"{n}.toml", kind, "quiz", f"s{n}", tuple(marks(n))) for n in range(students)]
    [found] = course_report([work(grades)], lambda id: None).assignments
    return found


def ladder(n: int, student_of: int = 30) -> list[Mark]:
    """Three sound items, so that a higher n is a better student."""
    return [
        Mark(f"q{place}.a", Verdict.RIGHT if right else Verdict.WRONG, 2 * right, 2, typed=f"{n}")
        for place, right in enumerate((n > 5, n > student_of // 2, n > student_of - 8), 1)
    ]


def named(report: AssignmentReport) -> set[int]:
    return {finding.item - 1 for finding in report.findings if finding.looks_faulty}


# ---------------------------------------------------------------- simulated classes


def test_of_20_classes_with_two_wrong_keys_both_are_named_in_every_one_and_no_sound_item_in_any():
    for seed in SEEDS:
        [report] = simulated("hw1", seed=seed, wrong_key=WRONG_KEY, reversed_key=REVERSED_KEY).assignments
        assert named(report) == {WRONG_KEY, REVERSED_KEY}, seed
        reasons = {(finding.item - 1, finding.reason) for finding in report.findings}
        assert {(WRONG_KEY, Reason.ONE_WRONG_ANSWER), (REVERSED_KEY, Reason.NEGATIVE)} <= reasons


def test_of_20_sound_classes_at_most_one_item_in_a_hundred_is_named():
    false = [len(named(simulated("hw1", seed=seed).assignments[0])) for seed in SEEDS]
    assert sum(false) <= 0.01 * len(SEEDS) * len(ITEMS), false


def test_a_wrong_key_shows_as_the_answer_on_which_the_best_agree():
    [report] = simulated("hw1", wrong_key=WRONG_KEY).assignments
    finding = next(one for one in report.findings if one.reason is Reason.ONE_WRONG_ANSWER)
    assert finding.answer == KEY_IS and finding.best > finding.count / finding.students * finding.of_best


def test_difficulties_come_out_in_their_order_and_sound_items_discriminate():
    [report] = simulated("hw1", students=400, seed=1).assignments
    easiest_first = sorted(report.items, key=lambda one: -one.difficulty)
    planted = [difficulties()[one.number - 1] for one in easiest_first]
    assert planted == sorted(planted)
    assert all(0.15 < one.discrimination < 0.7 and one.groups.difference > 0 for one in report.items)
    assert 0.5 < report.reliability.alpha < 0.8 and report.reliability.items == len(ITEMS)


def test_a_common_misconception_is_counted_among_those_who_could_show_it_and_followed_over_assignments():
    report = simulated("hw1", "hw2", "hw3", common=(0.5, 0.25, 0.0), students=200)
    [trend] = report.misconceptions
    assert trend.id == COMMON and [share.could for share in trend.shares] == [200, 200, 200]
    first, second, third = (share.share for share in trend.shares)
    assert first > second + 0.1 > third + 0.2 and third == 0
    assert not any(named(one) for one in report.assignments)


def test_the_report_does_not_depend_on_the_order_of_students():
    pairs = list(graded(seed=3, wrong_key=WRONG_KEY))
    quizzes = {quiz.id: quiz for quiz, _ in pairs}
    grades = [record.grade for _, record in pairs]
    one, other = (course_report([work(some)], quizzes.get) for some in (grades, grades[::-1]))
    assert one == other


# ---------------------------------------------------------------- signs


def test_good_students_who_fail_make_an_item_look_faulty():
    report = report_on(lambda n: [*ladder(n), Mark("q4.a", Verdict.WRONG, 2 * (n < 12), 2, typed=f"{n}")])
    assert [(one.item, one.reason) for one in report.findings] == [(4, Reason.NEGATIVE)]
    assert report.items[3].groups.upper == 0
    assert report.items[3].groups.lower == pytest.approx((6 + 2 * 6 / 10) / 8)  # two of the ten who are next


def test_a_hard_item_that_the_best_earn_something_on_is_only_hard():
    def hard(best: int) -> AssignmentReport:
        return report_on(
            lambda n: [*ladder(n, 60), Mark("q4.a", Verdict.WRONG, 2 * (n >= 60 - best), 2, typed=f"{n}")], 60
        )

    assert Reason.HARDLY_ANYBODY in {one.reason for one in hard(0).findings}
    assert not hard(3).findings


def test_one_text_typed_by_most_is_one_wrong_answer_and_the_same_number_of_different_ones_is_none():
    same = report_on(lambda n: [*ladder(n), Mark("q4.a", Verdict.WRONG, 2 * (n % 5 == 0), 2, typed=" true  ")])
    [finding] = [one for one in same.findings if one.reason is Reason.ONE_WRONG_ANSWER]
    assert (finding.answer, finding.count, finding.students) == ("true", 24, 30)
    differs = report_on(lambda n: [*ladder(n), Mark("q4.a", Verdict.WRONG, 2 * (n % 5 == 0), 2, typed=f"{n}")])
    assert not differs.findings


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.UNREADABLE, Reason.UNREADABLE),
        (Verdict.OUR_FAULT, Reason.OUR_FAULT),
        (Verdict.NEEDS_A_PERSON, Reason.WAITS),
    ],
)
def test_what_is_not_judged_is_named_with_its_number(verdict, reason):
    def marks(n: int) -> list[Mark]:
        return [*ladder(n), Mark("q4.a", verdict, 0, 2) if n % 3 == 0 else Mark("q4.a", Verdict.RIGHT, 2, 2)]

    report = report_on(marks)
    assert [(one.item, one.reason, one.count, one.students) for one in report.findings] == [(4, reason, 10, 30)]
    assert report.items[3].difficulty == pytest.approx(2 / 3 if verdict is Verdict.UNREADABLE else 1)
    assert report.findings[0].looks_faulty == (reason is not Reason.WAITS)


# ---------------------------------------------------------------- what the numbers rest on


@pytest.mark.parametrize(("students", "mean", "correlation"), [(1, 0, 0), (4, 0, 0), (5, 1, 0), (19, 1, 0), (20, 1, 1)])
def test_nothing_is_said_of_too_few(students, mean, correlation):
    report = report_on(lambda n: ladder(n, students), students)
    assert (report.scores is not None) == mean
    assert {one.difficulty is not None for one in report.items} == {bool(mean)}
    assert (report.items[1].discrimination is not None) == (report.items[1].groups is not None) == correlation
    assert (report.reliability.alpha is not None) == correlation
    assert correlation or "too few students" in report.reliability.why


def test_an_item_that_everybody_gets_right_cannot_discriminate():
    report = report_on(lambda n: [*ladder(n), Mark("q4.a", Verdict.RIGHT, 2, 2)])
    assert (report.items[3].difficulty, report.items[3].discrimination, report.items[3].groups) == (1, None, None)


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        (lambda n: ladder(n)[:1], "it needs at least 2 items"),
        (lambda n: [replace(ladder(n)[0], ask=f"q{n}.{a}") for a in "ab"], "asked different items"),
        (lambda n: [Mark(f"q{q}.a", Verdict.RIGHT, 1, 1) for q in (1, 2)], "all students have the same points"),
    ],
)
def test_the_report_says_why_there_is_no_alpha(marks, why):
    report = report_on(marks)
    assert report.reliability.alpha is None and why in report.reliability.why


def test_alpha_rests_on_those_who_were_asked_most():
    """Four who handed in only a first part leave alpha to the thirty who handed in both, not to the one common item."""
    report = report_on(lambda n: ladder(n)[:1] if n >= 30 else ladder(n), 34)
    assert (report.reliability.items, report.reliability.students) == (3, 30)


def test_a_function_is_an_item_and_what_waits_or_failed_is_not_in_its_points():
    marks = (
        Mark("rnn_step.F1", Verdict.RIGHT, 1, 1),
        Mark("rnn_step.F2", Verdict.SLIP, 0, 3, "", ("fwd-no-bias",)),
        Mark("rnn_step.F3", Verdict.OUR_FAULT, 0, 5),
        Mark("rnn_forward.F1", Verdict.NOT_DONE, 0, 2),
        Mark("dropped.F1", Verdict.WRONG, 0, 0),
    )
    table = responses([("Ada", Grade("s.py", "code", "", "Ada", marks))], lambda id: None)
    step, forward = table.students["Ada"].values()
    assert list(table.items) == [Item("rnn_step"), Item("rnn_forward")]
    assert (step.share, step.our_faults, step.wrong_answers) == (0.25, 1, {"fwd-no-bias"})
    assert (forward.share, forward.given) == (0, False)


def test_the_same_exercise_asked_twice_is_two_items_and_its_order_in_the_quiz_does_not_matter():
    [quiz, _], *_ = graded(students=1)
    turned = replace(quiz, id="turned", variants=quiz.variants[::-1])
    twice = replace(quiz, id="twice", variants=quiz.variants[:1] * 2)
    quizzes = {one.id: one for one in (quiz, turned, twice)}

    def asked(id: str, *questions: str) -> list[Item]:
        marks = tuple(Mark(f"{question}.h_1", Verdict.RIGHT, 1, 1) for question in questions)
        return list(responses([("Ada", Grade("a", "answers", id, "Ada", marks))], quizzes.get).items)

    assert asked(quiz.id, "q1") == asked("turned", "q6") == [Item("two-steps", "h_1")]
    assert asked("twice", "q1", "q2") == [Item("two-steps", "h_1", 1), Item("two-steps", "h_1", 2)]


def test_a_question_has_its_name_where_all_quizzes_ask_it_there():
    quizzes = {"one": "q1", "other": "q1", "turned": "q2"}
    [quiz, _], *_ = graded(students=1)
    kept = {id: replace(quiz, id=id, variants=quiz.variants[:1] * 2) for id in quizzes}

    def words(*ids: str) -> Words:
        marks = {id: (Mark(f"{quizzes[id]}.h_1", Verdict.RIGHT, 1, 1),) for id in ids}
        sheets = [(id, Grade(id, "answers", id, id, marks[id], {quizzes[id]: "Two"})) for id in ids]
        return responses(sheets, kept.get).items[Item("two-steps", "h_1")]

    assert words("one", "other") == Words("Two", None, "q1") and words("one", "turned") == Words("Two")
