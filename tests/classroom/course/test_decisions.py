"""What people decide holds for what they decided about, whatever is graded later, and can be taken back exactly."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx, mark

from quizgen.classroom.course.decisions import decided, is_about, undecided
from quizgen.classroom.course.rules import CourseRules
from quizgen.model import WHOLE, Action, Change, Correction, Decision, Grade, Mark, Verdict

ASKS = ("q1.a", "q1.b", "q2.why", "q3.answer", "q10.a")
TARGETS = (*ASKS, "q1", "q3", "q10", WHOLE)
words = st.sampled_from(["", "Too short.", "good", "= 1 + 1"])
amounts = st.integers(0, 40).map(lambda quarters: quarters / 4)


@st.composite
def mark_of(draw: st.DrawFn, ask: str) -> Mark:
    verdict = draw(st.sampled_from([Verdict.RIGHT, Verdict.SLIP, Verdict.BLANK, Verdict.NEEDS_A_PERSON]))
    most = draw(st.integers(0, 6))
    earned = {Verdict.RIGHT: most}.get(verdict, 0)
    slips = ("fwd-no-bias",) if verdict is Verdict.SLIP else ()
    return Mark(ask, verdict, earned, most, draw(words), slips, draw(st.sampled_from(["", "x", "y"])))


grades = st.tuples(*map(mark_of, ASKS)).map(lambda marks: Grade("a.toml", "answers", "iv-3", "Ada", marks))
decision = st.builds(
    lambda target, action, points, quiz, typed, why: Decision(
        "", "Ada", target, action, points, quiz, typed=typed, by="Eve", why=why
    ),
    st.sampled_from(TARGETS),
    st.sampled_from(Action),
    amounts,
    st.sampled_from(["iv-3", "iv-3", "iv-4"]),
    st.sampled_from(["", "", "x"]),
    words,
)
decisions = st.lists(decision, max_size=6)


@given(grades, decisions, decisions)
def test_decisions_are_applied_to_what_was_judged_and_never_to_what_was_decided(grade, before, now):
    once = decided(grade, now)
    assert decided(once, now) == once
    assert decided(decided(grade, before), now) == once
    assert undecided(once) == grade


@given(grades, decisions)
def test_what_was_withdrawn_leaves_the_grade_as_it_was_judged(grade, before):
    withdrawn = [Decision("", "Ada", target, Action.WITHDRAWN) for target in TARGETS]
    assert decided(decided(grade, before), [*before, *withdrawn]) == grade


@given(grades, decisions)
def test_a_decision_touches_nothing_but_its_target(grade, before):
    after = decided(grade, before)
    assert replace(after, marks=grade.marks, judged=()) == grade
    for old, new in zip(grade.marks, after.marks, strict=True):
        if not any(is_about(one.target, old.ask) and one.quiz == "iv-3" for one in before):
            assert new == old
    assert after.points == round(sum(mark.points for mark in after.marks), 6)


@given(grades, grades, st.sampled_from(TARGETS[:-1]), amounts)
def test_an_override_gives_its_points_whatever_is_graded_later(grade, later, target, points):
    override = Decision("hw", "Ada", target, Action.OVERRIDE, points, "iv-3", by="Eve", why="misprint")
    rules = CourseRules(decisions=[override])
    for one in (grade, later):
        marks = [mark for mark in one.marks if is_about(target, mark.ask)]
        after = rules.applied(replace(one, assignment="hw"))
        new = [mark for mark in after.marks if is_about(target, mark.ask)]
        if any(mark.max_points for mark in marks):
            assert sum(mark.points for mark in new) == approx(points)
            shares = {round(mark.points / mark.max_points, 9) for mark in new if mark.max_points}
            assert len(shares) == 1, "in proportion to what each answer is worth"
            assert any("by Eve: misprint" in mark.feedback for mark in new)
            assert all(mark.feedback for mark in new if mark.points < mark.max_points)


def test_points_by_hand_hold_for_the_answer_that_was_read():
    waits = Mark("q3.answer", Verdict.NEEDS_A_PERSON, 0, 4, "Waits for a person.", typed="shared weights")
    grade = Grade("a.toml", "answers", "iv-3", "Ada", (waits,))
    given = Decision(
        "", "Ada", "q3.answer", Action.POINTS, 3.0, "iv-3", typed="shared weights", by="Eve", why="Why so?"
    )
    [mark] = decided(grade, [given]).marks
    assert (mark.verdict, mark.points, mark.feedback) == (Verdict.PARTLY, 3, "Eve: Why so?")
    changed = replace(grade, marks=(replace(waits, typed="no idea"),))
    assert decided(changed, [given]) == changed, "another answer waits again"
    other = replace(given, points=1.0, typed="no idea")
    assert decided(grade, [given, other]).points == 3, "the first answer, handed in again, was read already"
    assert decided(grade, [given, replace(given, points=4.0)]).marks[0].verdict is Verdict.RIGHT


@mark.parametrize(
    ("action", "expected"),
    [
        (Action.EXCUSED, (0, 0, Verdict.EXCUSED, "Excused, so that it does not count. Eve: ill that week")),
        (Action.COMMENT, (1, 2, Verdict.PARTLY, "One row is off. Eve: ill that week")),
        (Action.OVERRIDE, (1.5, 2, Verdict.PARTLY, "Set to 1.5 of 2 by Eve: ill that week. One row is off")),
    ],
)
def test_every_decision_says_who_and_why(action, expected):
    grade = Grade("a.py", "code", "", "Ada", (Mark("rnn_step.F1", Verdict.PARTLY, 1, 2, "One row is off"),))
    [mark] = decided(grade, [Decision("", "Ada", "rnn_step", action, 1.5, by="Eve", why="ill that week")]).marks
    assert (mark.points, mark.max_points, mark.verdict, mark.feedback) == expected


def test_a_comment_stays_when_points_are_set_later():
    grade = Grade("a.toml", "answers", "iv-3", "Ada", (Mark("q1.a", Verdict.WRONG, 0, 2),))
    about = [Decision("", "Ada", "q1", action, 2.0, "iv-3", why=action) for action in (Action.COMMENT, Action.OVERRIDE)]
    assert decided(grade, about).marks[0].feedback == "Set to 2 of 2: override. comment"


def test_a_sheet_without_a_student_is_decided_by_its_file():
    grade = Grade("iv-3/answers.toml", "answers", "iv-3", "", (Mark("q1.a", Verdict.WRONG, 0, 2),))
    rules = CourseRules(decisions=[Decision("", "iv-3/answers.toml", "q1", Action.OVERRIDE, 2.0, "iv-3")])
    assert rules.applied(grade).points == 2
    assert rules.applied(replace(grade, source="other/answers.toml")).points == 0


@given(
    grades, st.sampled_from([Action.POINTS, Action.OVERRIDE]), st.integers(0, 6), st.integers(1, 6), st.integers(1, 9)
)
def test_points_by_hand_keep_their_share_where_a_question_counts_otherwise(grade, action, points, most, worth):
    one = Decision("hw", "Ada", "q3.answer", action, min(points, most), most=most)
    waits = Mark("q3.answer", Verdict.NEEDS_A_PERSON, 0, most)
    grade = replace(grade, assignment="hw", marks=(*(m for m in grade.marks if m.ask != "q3.answer"), waits))
    rules = CourseRules(decisions=[one], quiz=lambda id: None)
    before = rules.applied(grade).marks[-1]
    corrected = replace(rules, corrections=[Correction("hw", "q3", Change.POINTS, str(worth))])
    after = corrected.applied(grade).marks[-1]
    assert (before.points, before.max_points) == (min(points, most), most)
    assert after.points / worth == approx(before.points / most) and after.max_points == worth
