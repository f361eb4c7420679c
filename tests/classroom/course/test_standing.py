"""What a student's work comes to: laws of adding up, lateness and decisions, and whose a quiz is."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.asks import Numbers
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.course.standing import standings
from quizgen.classroom.roster import Roster
from quizgen.model import Action, Assignment, Decision, Grade, Mark, Quiz, Variant, Verdict

DUE = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = DUE + timedelta(days=30)
HW = Assignment("hw1", due=DUE, penalty=0.1, grace=timedelta(hours=1))
ROSTER = Roster(("id", "name"), (("a1", "Ada Lovelace"), ("b2", "Ben Ray"), ("a3", "Ada Lovelace")))


@dataclass(frozen=True)
class Head:
    id: str
    student: str = ""
    made_at: datetime = DUE - timedelta(days=9)
    seed: str = "7"


@dataclass(frozen=True)
class Kept:
    id: int
    grade: Grade
    when: datetime = LATER


def question(points: float) -> Variant:
    ask = Numbers("h", points=points)
    return Variant("two-steps", 1, 0, "forward-pass", 1, "Two steps", "", "", {}, (ask,), {"h": 0.0})


def quiz_of(points: dict[str, float]):
    """Finds quizzes that ask one question each, of so many points."""
    return lambda id: Quiz(id, 7, (question(points[id]),), assignment="hw1")


numbers = count(1)


def handed_in(points: float, of: float = 10, student: str = "a1", quiz: str = "fp-7", days: float = -1, **more) -> Kept:
    """A graded sheet, handed in so many days after it was due."""
    verdict = more.pop("verdict", Verdict.PARTLY)
    mark = Mark("q1.h", verdict, points, of)
    grade = Grade(f"{student}.toml", "answers", quiz, student, (mark,), assignment="hw1")
    return Kept(next(numbers), replace(grade, submitted_at=DUE + timedelta(days=days), **more))


def decided(action: Action, points: float | None = None, student: str = "a1", id: int = 1, **more) -> Decision:
    return Decision("hw1", student, "", action, points, id=id, **more)


def all_of(records, assignment=HW, heads=(), decisions=(), points=None, roster=ROSTER, now=LATER):
    """Standings by student."""
    rules = CourseRules({}, decisions, (), quiz_of(points or {head.id: 10 for head in heads}))
    return {one.student: one for one in standings(assignment, records, heads, rules, roster, now)}


def of_ada(*args, **more):
    return all_of(*args, **more)["a1"]


# ---------------------------------------------------------------- laws

worth = st.integers(0, 40).map(lambda quarter: quarter / 4)
days = st.floats(-5, 40, allow_nan=False)
penalties = st.floats(0, 1)
actions = st.sampled_from([Action.OVERRIDE, Action.EXTRA, Action.EXCUSED, Action.EXTENDED, Action.WITHDRAWN])
some_decisions = st.lists(
    st.builds(
        lambda action, points, late: decided(action, points, until=DUE + timedelta(days=late)), actions, worth, days
    ),
    max_size=4,
).map(lambda all: [replace(one, id=place) for place, one in enumerate(all, 1)])


@settings(deadline=None)
@given(worth, days, days, penalties)
def test_later_never_earns_more_and_nobody_falls_below_nothing(points, one, other, penalty):
    assignment = replace(HW, penalty=penalty)
    early, late = (of_ada([handed_in(points, days=day)], assignment) for day in sorted((one, other)))
    assert 0 <= late.final_points <= early.final_points <= points
    assert late.late_days >= early.late_days


@settings(deadline=None)
@given(st.lists(st.tuples(worth, days), min_size=1, max_size=5), st.randoms(), some_decisions)
def test_the_order_in_which_work_was_graded_does_not_matter(works, random, decisions):
    records = [handed_in(points, days=day, source=f"{place}.toml") for place, (points, day) in enumerate(works)]
    shuffled = random.sample(records, len(records))
    assert of_ada(records, decisions=decisions) == of_ada(shuffled, decisions=decisions[::-1])


@settings(deadline=None)
@given(st.lists(st.tuples(worth, days), min_size=1, max_size=4), worth, days)
def test_one_more_file_never_lowers_anybody(works, points, day):
    records = [handed_in(*one) for one in ((points, 10, "a1", "fp-7", day) for points, day in works)]
    assert of_ada([*records, handed_in(points, days=day)]).final_points >= of_ada(records).final_points


@settings(deadline=None)
@given(worth, days, worth, st.lists(worth, max_size=3))
def test_points_set_by_hand_replace_the_total_and_extra_credit_adds_up_beside_it(points, day, by_hand, extra):
    more = [decided(Action.EXTRA, one, id=place) for place, one in enumerate(extra, 2)]
    record = handed_in(points, days=day)
    assert of_ada([record], decisions=[decided(Action.OVERRIDE, by_hand), *more]).final_points == by_hand + sum(extra)
    without = of_ada([record])
    with_extra = of_ada([record], decisions=more)
    assert with_extra.final_points == pytest.approx(without.final_points + sum(extra))
    assert with_extra.final_max == without.final_max == 10


@settings(deadline=None)
@given(worth, some_decisions)
def test_excused_work_counts_neither_way_and_leaves_the_others_alone(points, before):
    records = [handed_in(points), handed_in(5, student="b2")]
    plain = all_of(records, decisions=before)
    found = all_of(records, decisions=[*before, decided(Action.EXCUSED, id=99)])
    assert (found["a1"].final_points, found["a1"].final_max, found["a1"].counts) == (0, 0, False)
    assert found["b2"] == plain["b2"]


@settings(deadline=None)
@given(worth, days, st.floats(1, 200))
def test_a_scale_changes_the_points_and_not_their_share(points, day, scale):
    plain = of_ada([handed_in(points, days=day)])
    scaled = of_ada([handed_in(points, days=day)], replace(HW, points=scale))
    assert scaled.final_points / scale == pytest.approx(plain.final_points / 10, abs=1e-6)
    assert scaled.final_max == pytest.approx(scale)


def test_what_was_withdrawn_holds_no_longer():
    gone = [decided(Action.OVERRIDE, 3), decided(Action.EXTRA, 2, id=2), decided(Action.WITHDRAWN, id=3)]
    assert of_ada([handed_in(8)], decisions=gone) == of_ada([handed_in(8)])
