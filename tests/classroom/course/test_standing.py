"""What a student's work comes to: laws of adding up, lateness and decisions, and whose a quiz is."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.asks.numbers import Numbers
from quizgen.classroom.course import asked_work
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.course.standing import standings
from quizgen.classroom.roster import Roster
from quizgen.model import Action, Assignment, Decision, Grade, Mark, Quiz, Student, Variant, Verdict
from quizgen.store.papers import PaperHead
from quizgen.submissions.points import points_of

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
    signer: str = ""


@dataclass(frozen=True)
class Kept:
    id: int
    grade: Grade
    when: datetime = LATER
    content: str = ""


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


def all_of(records, assignment=HW, heads=(), decisions=(), points=None, roster=ROSTER, now=LATER, papers=()):
    """Standings by student."""
    rules = CourseRules({}, decisions, (), quiz_of(points or {head.id: 10 for head in heads}))
    return {one.student: one for one in standings(assignment, records, heads, rules, roster, now, papers)}


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


# ---------------------------------------------------------------- what was left out


def test_work_that_was_left_out_costs_its_points_after_the_due_date_and_is_shown_before():
    heads = [Head("fp-7"), Head("gates-7")]
    record = handed_in(8)
    late = of_ada([record, handed_in(1, student="b2", quiz="gates-7")], heads=heads)
    assert (late.points, late.max_points) == (8, 20)
    assert late.sentences == ("Forward pass: not handed in, 0 of 10 points.",)
    early = of_ada([record], heads=heads[:1], points={"fp-7": 10}, now=DUE)
    assert (early.points, early.max_points) == (8, 10)
    idle = all_of([record], heads=heads[:1], now=DUE)["b2"]
    assert not idle.counts and idle.sentences[0].startswith("Forward pass: not handed in yet, due 2026-03-01 ")


def test_what_was_left_out_is_under_decisions_too():
    """Points by hand for a question of a missing sheet count; full points for those who handed in do not."""

    blank = handed_in(0, student="b2").grade
    rules = CourseRules()
    judged = asked_work.Missing.under(HW, rules, asked_work.People(ROSTER)).judged(
        replace(blank, marks=(Mark("q1.h", Verdict.RIGHT, 10, 10),)), "b2"
    )
    assert (judged.points, judged.max_points) == (0, 10)


def test_an_exam_that_nobody_took_was_a_draft():
    drafts = [Head(f"exam-6-{id}", "Ada Lovelace", seed="6") for id in ("a1", "a3")]
    papers = [Head("exam-7-a1", "Ada Lovelace"), Head("exam-7-a3", "Ada Lovelace")]
    found = all_of([handed_in(7, quiz="exam-7-a1")], heads=drafts + papers)
    assert [part.name for part in found["a1"].parts] == ["exam-7"]
    assert (found["a3"].points, found["a3"].max_points) == (0, 10), "but one who did not come gets nothing"


def sheets(*heads: Head, student: str = "a1") -> list[PaperHead]:
    """Papers of one exam, of one student, in the order in which they were made."""
    own = Student(student, "Ada Lovelace")
    return [PaperHead(f"CODE{n}", "hw1", head.id, own, 1, head.made_at) for n, head in enumerate(heads)]


EDITIONS = [Head(f"hw1-{n}-a1", "Ada Lovelace", DUE + timedelta(hours=n), str(n)) for n in (1, 2, 3)]


@given(st.lists(st.tuples(st.sampled_from(EDITIONS), worth), max_size=4))
def test_of_several_papers_of_one_exam_a_student_is_asked_one(graded):
    records = [handed_in(points, quiz=head.id, source=f"{n}") for n, (head, points) in enumerate(graded)]
    most = {head.id: 10 + n for n, head in enumerate(EDITIONS)}
    found = all_of(records, heads=EDITIONS, points=most, papers=sheets(*EDITIONS))["a1"]
    [part] = found.parts
    assert part.name == "hw1" and found.points == max((points for _, points in graded), default=0)
    assert part.grade is not None if graded else (part.quiz, part.max_points) == ("hw1-3-a1", 12)
    assert ("files were handed in" in "".join(found.sentences)) == (len(graded) > 1)


def test_of_two_papers_with_equal_points_the_one_graded_last_counts():
    records = [handed_in(5, quiz=head.id, source=head.id) for head in (EDITIONS[1], EDITIONS[0])]
    [part] = all_of(records, heads=EDITIONS, papers=sheets(*EDITIONS))["a1"].parts
    assert part.quiz == "hw1-1-a1"


def test_a_paper_that_a_student_wrote_on_and_that_was_made_for_another_is_the_only_one_asked():
    others = [Head("hw1-1-b2", "Ben Ray")]
    papers = [*sheets(*EDITIONS), *sheets(*others, student="b2")]
    found = all_of([handed_in(7, quiz="hw1-1-b2")], heads=[*EDITIONS, *others], papers=papers)
    assert (found["a1"].points, found["a1"].max_points, found["b2"].max_points) == (7, 10, 10)


def test_a_paper_is_that_of_the_student_whom_the_store_names_whatever_its_id_looks_like():
    head = Head("mid-1-1-1-a3", "Zoe", seed="1")  # the exam "mid-1", its first edition, the student "1-a3"
    found = all_of([], heads=[head], papers=sheets(head, student="1-a3"))
    assert {student for student, one in found.items() if one.parts} == {"1-a3"}


FUNCTIONS = ("rnn_step", "rnn_forward")


def code(*marks: tuple[str, float, float], student: str = "a1", quiz: str = "", source: str = "a.py") -> Kept:
    graded = tuple(Mark(f"{name}.F1", Verdict.PARTLY, points, of) for name, points, of in marks)
    return Kept(next(numbers), Grade(source, "code", quiz, student, graded, assignment="hw1", interface="chapter"))


def test_a_function_that_is_not_in_the_file_costs_its_points():
    found = of_ada([code(("rnn_step", 8, 8))], replace(HW, functions=FUNCTIONS))
    assert (found.points, found.max_points) == (8, 8 + points_of("rnn_forward"))
    nothing = all_of([code(("rnn_step", 8, 8))], replace(HW, functions=FUNCTIONS))["b2"]
    assert nothing.max_points == sum(map(points_of, FUNCTIONS))
    assert nothing.sentences == (f"Code: not handed in, 0 of {nothing.max_points:g} points.",)


def test_a_file_that_does_not_say_its_quiz_counts_for_the_quiz_that_asks_for_its_functions():
    from quizgen.asks.code import Code

    ask = Code("code", points=8, functions=("rnn_step",))
    variant = replace(question(1), asks=(ask,))
    rules = CourseRules(quiz=lambda id: Quiz(id, 7, (variant,), assignment="hw1"))
    records = [code(("rnn_step", 3, 8), quiz="code-7"), code(("rnn_step", 8, 8), ("rnn_forward", 2, 12), source="b.py")]
    assignment = replace(HW, functions=FUNCTIONS)
    [ada, *_] = standings(assignment, records, [Head("code-7")], rules, ROSTER, LATER)
    assert [(part.name, part.points, part.max_points) for part in ada.parts] == [("code-7 code", 8, 8), ("code", 2, 12)]


def test_of_two_files_the_one_that_is_worth_more_counts_and_a_sentence_names_it():
    found = of_ada([handed_in(7, source="in-time.toml"), handed_in(8, days=3, source="late.toml")])
    assert found.final_points == 7 and found.late_days == 0
    assert found.sentences == ("fp-7: 2 files were handed in; the best counts, in-time.toml.",)


def test_a_file_that_was_graded_under_a_name_and_under_an_id_is_one_file():
    found = all_of([handed_in(7, student=name, source="hw1/ben.toml") for name in ("b2", "Ben Ray")])["b2"]
    assert found.final_points == 7 and found.sentences == ()


# ---------------------------------------------------------------- late work and what people decided, in words


def test_every_adjustment_is_said():
    decisions = [
        decided(Action.EXTRA, 2, why="Found an error in the sheet"),
        decided(Action.COMMENT, why="Come and see me.", id=2),
    ]
    found = of_ada([handed_in(31, 40, days=2)], replace(HW, points=20), decisions=decisions)
    assert found.sentences == (
        "2 days late: 20% of 31 points, −6.2.",
        "24.8 of 40 points count as 12.4 of 20 points.",
        "Extra credit: +2: Found an error in the sheet.",
        "Come and see me.",
    )
    assert (found.penalty, found.final_points, found.final_max) == (6.2, 14.4, 20)


@pytest.mark.parametrize(("late", "days"), [(0, 0), (3600, 0), (3601, 1), (3600 + 86400, 1), (3600 + 86401, 2)])
def test_a_day_begins_when_the_grace_ends(late, days):
    assert of_ada([handed_in(10, days=late / 86400)]).late_days == days


def test_only_the_late_part_costs():
    records = [handed_in(10, days=-1), handed_in(10, quiz="gates-7", days=1.5)]
    found = of_ada(records, heads=[Head("fp-7"), Head("gates-7")])
    assert found.final_points == 18 and found.sentences == ("gates-7: 2 days late: 20% of 10 points, −2.",)


def test_an_extension_moves_the_students_own_due_date():
    longer = decided(Action.EXTENDED, until=DUE + timedelta(days=4), why="ill")
    found = of_ada([handed_in(10, days=3)], decisions=[longer])
    assert found.final_points == 10 and found.late_days == 0
    assert found.sentences[0].startswith("Due 2026-03-05 ") and found.sentences[0].endswith(" by an extension: ill.")


# ---------------------------------------------------------------- whose it is


@pytest.mark.parametrize("roster", [ROSTER, None])
def test_namesakes_get_their_own_papers(roster):
    heads = [Head("exam-7-a1", "Ada Lovelace"), Head("exam-7-a3", "Ada Lovelace"), Head("exam-7-b2", "Ben Ray")]
    records = [handed_in(points, student="Ada Lovelace", quiz=f"exam-7-{id}") for id, points in (("a1", 9), ("a3", 4))]
    found = all_of(records, heads=heads, roster=roster)
    assert {student: one.points for student, one in found.items() if one.points} == {"a1": 9, "a3": 4}
    assert len(found) == 3


def test_papers_of_another_roster_belong_to_the_students_of_this_one():
    canvas = Roster(
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
        (("Lovelace, Ada", "1", "a1", "ada", "S"), ("Lovelace, Ada", "2", "a3", "ada2", "S"), ("Ray, Ben", "3", "b2", "ben", "S")),
    )  # fmt: skip
    heads = [
        Head("fp-7-a1", "Ada Lovelace (a1)"), Head("fp-7-a3", "Ada Lovelace (a3)"), Head("fp-7-b2", "Ben Ray"),
        Head("fp-7-ben", "Ben Ray"),
    ]  # fmt: skip
    found = all_of([handed_in(4, student="ada", quiz="fp-7-a1")], heads=heads, roster=canvas)
    assert list(found) == ["ada", "ada2", "ben"] and found["ada"].points == 4


def test_a_paper_whose_name_counts_exercises_is_its_students():
    id = "h1-and-7-more-7-a1"  # composed with the seed 7
    found = all_of([handed_in(5, student="a1", quiz=id)], heads=[Head(id, "Ada Lovelace (a1)")])
    assert found["a1"].points == 5 and "Ada Lovelace (a1)" not in found


def test_a_file_without_a_student_is_nobody_even_when_decided_about():
    record = handed_in(5, student="", source="x.toml")
    assert set(all_of([record], decisions=[decided(Action.EXTRA, 2, student="x.toml")])) == {"a1", "b2", "a3"}


def test_a_paper_under_a_name_and_code_under_the_id_are_one_students():
    found = all_of([handed_in(5, student="Ben Ray"), code(("rnn_step", 3, 8), student="b2")])
    assert found["b2"].points == 8 and "Ben Ray" not in found


def test_a_file_whose_student_was_settled_later_is_that_students_alone():
    doubtful, settled = handed_in(5, student="Ada Lovelace"), handed_in(5, student="a3", source="Ada Lovelace.toml")
    found = all_of([doubtful, settled])
    assert found["a3"].points == 5 and "Ada Lovelace" not in found
    another = replace(handed_in(6, student="b2", source="Ada Lovelace.toml"), content="6")
    assert all_of([doubtful, another])["Ada Lovelace"].points == 5, "another file of the same name"
    shared = [handed_in(5, student=student, source="team.toml") for student in ("a1", "b2")]
    assert [one.points for one in all_of(shared).values()] == [5, 5, 0], "a team's file counts for each"
