"""The store gives back what it was given, and never changes or loses it: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from places import ROOT
from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.exc import IntegrityError
from store_places import KINDS, asked, place

from quizgen.asks.choice import Choice
from quizgen.asks.code import Code
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.shape import Shape
from quizgen.asks.text import KeyPoint, Text
from quizgen.errors import UserError
from quizgen.model import (
    Action,
    Assignment,
    Box,
    Change,
    Correction,
    Decision,
    Grade,
    Mark,
    Paper,
    Quiz,
    Slip,
    Student,
    Variant,
    Verdict,
)
from quizgen.store import Record, Store, Summary

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ids = st.lists(words, max_size=3).map(tuple)
numbers = st.floats(allow_nan=False)
points = st.floats(0, 100)
values = st.recursive(numbers | st.integers() | st.text(max_size=5) | st.none(), lambda v: st.lists(v, max_size=3))
dictionaries = st.dictionaries(words, values, max_size=3)

numeric = st.builds(
    Numbers, words, points, size=st.integers(1, 4) | st.tuples(st.integers(1, 4), st.integers(1, 4)),
    between=st.none() | st.tuples(numbers, numbers), total=st.none() | numbers,
)  # fmt: skip
options = st.lists(st.builds(Option, words, words, st.booleans(), ids, words), max_size=3).map(tuple)
asks = st.one_of(
    numeric,
    st.builds(Shape, words, points, note=words),
    st.builds(Formula, words, points, variables=st.dictionaries(words, st.lists(numbers, max_size=2), max_size=2)),
    st.builds(Choice, words, points, of=st.none() | numeric, options=options),
    st.builds(Text, words, key_points=st.lists(st.builds(KeyPoint, points, words), max_size=2).map(tuple)),
    st.builds(Code, words, points, functions=ids),
)
variants = st.builds(
    Variant, words, st.integers(1, 9), st.integers(), words, st.integers(1, 3), words, words, words, dictionaries,
    st.lists(asks, max_size=3).map(tuple), dictionaries, st.lists(st.builds(Slip, ids, dictionaries, words), max_size=2).map(tuple),
    st.dictionaries(words, words, max_size=2), ids, words,
)  # fmt: skip
quizzes = st.builds(Quiz, words, st.integers(), st.lists(variants, max_size=2).map(tuple), words)
marks = st.builds(Mark, words, st.sampled_from(Verdict), points, points, words, ids, words)
grades = st.builds(
    Grade, words, words, words, words, st.lists(marks, max_size=4).map(tuple), st.dictionaries(words, words, max_size=2),
    words, ids, words,
)  # fmt: skip

moments = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.timezones())


def question(exercise: str = "forward-h1", key: float = 0.5) -> Variant:
    """A small envelope."""
    return Variant(exercise, 1, 7, "forward-pass", 1, "h_1", "t", "s", {}, (Numbers("h_1"),), {"h_1": key}, source="d1")


def grade(student: str = "Ada", quiz: str = "forward-pass-7", score: float = 1) -> Grade:
    """A small grade with a slip in it."""
    slip = Mark("q1.h_1", Verdict.SLIP, 0, 2, "equals what you get if b is left out", ("fwd-no-bias", "twin"), "0.5")
    return Grade(
        "a.toml", "answers", quiz, student, (slip, Mark("q1.h_2", Verdict.RIGHT, score, 2)), {"q1": "Two steps"}
    )


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request.param, tmp_path)


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with Store.open(where) as opened:
        yield opened


@pytest.fixture(scope="module", params=KINDS)
def kept_long(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(place(request.param, tmp_path_factory.mktemp("store"))) as opened:
        yield opened


# ---------------------------------------------------------------- what goes in comes out


@given(quizzes)
@settings(max_examples=examples(60), deadline=None)
def test_a_quiz_comes_back_as_it_went_in(kept_long: Store, quiz: Quiz) -> None:
    kept = kept_long.keep_quiz(quiz, {}, NOON)
    assert replace(kept, id=quiz.id) == quiz
    assert kept_long.quiz(kept.id) == kept
    assert kept_long.keep_quiz(quiz, {}, NOON) == kept


@given(grades, moments, words, words)
@settings(max_examples=examples(60), deadline=None)
def test_a_grade_comes_back_as_it_went_in(kept_long: Store, given: Grade, when: datetime, by: str, why: str) -> None:
    number = kept_long.append(given, when, by=by, why=why)
    assert kept_long.grades(given.student, given.quiz)[-1] == Record(number, when.astimezone(UTC), given, None, by, why)


def test_what_no_database_can_keep_is_spelled_out(store: Store) -> None:
    odd = replace(grade(), source="caf\udce9.toml", student="A\0da")
    store.append(odd, NOON)
    found = store.grades("A\0da")[0].grade
    assert (found.source, found.student) == (r"caf\udce9.toml", r"A\x00da")


def test_a_moment_is_the_same_in_every_zone(store: Store) -> None:
    store.append(grade(), NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert store.grades()[0].when == NOON
    assert store.grades()[0].when.utcoffset() == timedelta(0)
    with pytest.raises(Exception, match="without a zone"):
        store.append(grade(), NOON.replace(tzinfo=None))
    assert len(store.grades()) == 1


# ---------------------------------------------------------------- quizzes


def test_an_id_names_one_content_for_ever(store: Store) -> None:
    first = Quiz("forward-pass-7", 7, (question(key=0.5),))
    other = Quiz("forward-pass-7", 7, (question(key=0.25),))
    assert store.keep_quiz(first, {}, NOON) == first
    kept = store.keep_quiz(other, {}, NOON)
    assert kept.id.startswith("forward-pass-7-") and len(kept.id) == len("forward-pass-7-") + 4
    assert store.keep_quiz(other, {}, NOON) == store.keep_quiz(kept, {}, NOON) == kept
    assert store.quiz("forward-pass-7") == first


def test_two_contents_with_the_same_four_digits_still_get_two_ids(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = {0.1: "a" * 64, 0.2: "beef" + "0" * 60, 0.3: "beef" + "1" * 60}
    monkeypatch.setattr(
        "quizgen.store.row_mapping.digest_of_json", lambda quiz: digests[quiz["variants"][0]["key"]["h_1"]]
    )
    kept = [store.keep_quiz(Quiz("q", 1, (question(key=key),)), {}, NOON).id for key in digests]
    assert kept == ["q", "q-beef", "q-beef1111"]


def test_an_exercise_file_is_kept_once_and_as_it_was(store: Store, where: str) -> None:
    for number in range(3):
        store.keep_quiz(Quiz(f"q{number}", 7, (question(),)), {"d1": "exercise = ...\n", "d2": "# ŷ"}, NOON)
    assert (store.source("d1"), store.source("d2")) == ("exercise = ...\n", "# ŷ")
    assert asked(where, "SELECT count(*) FROM sources") == [(2,)]
    with pytest.raises(UserError, match="'d3' is not in"):
        store.source("d3")


def test_an_unknown_quiz_is_answered_by_the_closest_one(store: Store) -> None:
    store.keep_quiz(Quiz("forward-pass-7", 7, ()), {}, NOON)
    with pytest.raises(UserError, match=r"No quiz 'foward-pass-7' in .*Did you mean 'forward-pass-7'\?"):
        store.quiz("foward-pass-7")
    with pytest.raises(UserError, match="--db"):
        store.quiz("banana")


# ---------------------------------------------------------------- grades


def test_grades_come_by_student_by_quiz_or_all_newest_last(store: Store) -> None:
    wanted = [("Ada", "a"), ("Bob", "a"), ("Ada", "b"), ("Ada", "a")]
    numbers = store.append_all([grade(student, quiz) for student, quiz in wanted], NOON)
    assert [record.id for record in store.grades()] == numbers == sorted(numbers)
    assert [record.id for record in store.grades("Ada")] == [numbers[0], numbers[2], numbers[3]]
    assert [record.id for record in store.grades(quiz="a")] == [numbers[0], numbers[1], numbers[3]]
    assert [record.id for record in store.grades("Ada", "a")] == [numbers[0], numbers[3]]
    assert store.grades("Eve") == []


def test_a_summary_says_of_a_grade_what_a_list_needs(store: Store) -> None:
    number = store.append(grade("Ada"), NOON)
    waiting = (Mark("q1.why", Verdict.NEEDS_A_PERSON, 0, 3), Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 1.5))
    store.append(replace(grade("Bob"), marks=waiting), NOON)
    ada, bob = store.summaries()
    assert ada == Summary(number, NOON, "a.toml", "forward-pass-7", "Ada", 1, 4, ("fwd-no-bias", "twin"))
    assert (bob.student, bob.misconceptions, bob.waiting) == ("Bob", (), 4.5) and ada.waiting == 0
    assert store.summaries("Bob") == [bob] and store.summaries(quiz="other") == []


def test_a_regrade_is_a_new_grade_that_names_the_old_one(store: Store) -> None:
    first, second = store.append_all([grade(score=0), grade("Bob")], NOON)
    third = store.append(grade(score=2), NOON, replaces=first, by="Dr. Elman", why="misread on paper")
    assert [(r.id, r.replaces, r.by, r.why) for r in store.grades("Ada")] == [
        (first, None, "", ""),
        (third, first, "Dr. Elman", "misread on paper"),
    ]
    assert [record.id for record in store.grades(latest=True)] == [second, third]


def test_a_grade_may_replace_the_current_grade_of_the_file_and_the_student(store: Store) -> None:
    odd = "caf\udce9.py"  # as a file name that is no UTF-8 arrives
    for source in ("a.py", odd):
        code = replace(grade(), source=source, kind="code")
        others = [replace(code, student="Bob"), replace(code, source=source + "b"), replace(code, kind="answers")]
        before = len(store.grades())
        numbers = [store.append(one, NOON, replace_current=True) for one in (*others, code, code, code)]
        new = store.grades()[before:]
        assert [record.replaces for record in new] == [None, None, None, None, *numbers[3:5]]


def test_a_history_never_forks(store: Store) -> None:
    first = store.append(grade(), NOON)
    second = store.append(grade(), NOON, replaces=first)
    with pytest.raises(UserError, match=f"already replaced by grade {second}"):
        store.append(grade(), NOON, replaces=first)
    with pytest.raises(UserError, match="no grade 99"):
        store.append(grade(), NOON, replaces=99)
    assert len(store.grades()) == 2


def test_a_batch_is_stored_completely_or_not_at_all(store: Store) -> None:
    with pytest.raises(UserError):
        store.append_all([grade(), grade()], NOON, replaces=[None, 99])
    for entries in (1, 3):
        with pytest.raises(ValueError):
            store.append_all([grade(), grade()], NOON, replaces=[None] * entries)
    assert store.grades() == []
    assert store.append_all([], NOON) == []


def test_a_report_is_one_query(store: Store, where: str) -> None:
    store.keep_quiz(Quiz("forward-pass-7", 7, (question("forward-unroll"),)), {}, NOON)
    store.append_all([grade("Ada"), grade("Bob")], NOON)
    report = """
        SELECT exercise, misconception, count(*), sum(marks.max_points - marks.points) FROM grades
        JOIN marks ON marks.grade = grades.id
        JOIN mark_misconceptions AS named ON named.grade = marks.grade AND named.mark = marks.place
        JOIN questions ON questions.quiz = grades.quiz AND questions.question = marks.question
        WHERE verdict = 'SLIP' GROUP BY exercise, misconception ORDER BY misconception"""
    assert asked(where, report) == [
        ("forward-unroll", "fwd-no-bias", 2, 4.0),
        ("forward-unroll", "twin", 2, 4.0),
    ]


def test_the_query_in_the_manual_counts_the_current_grades(store: Store, where: str) -> None:
    manual = ROOT / "docs" / "store.md"
    query = manual.read_text(encoding="utf-8").partition("```sql\n")[2].partition("```")[0]
    first, _ = store.append_all([grade("Ada"), grade("Bob")], NOON)
    store.append(replace(grade("Ada"), marks=()), NOON, replaces=first)
    assert sorted(asked(where, query)) == [("fwd-no-bias", 1, 2.0), ("twin", 1, 2.0)]


# ---------------------------------------------------------------- code, and what was handed in


@dataclass(frozen=True)
class Submission:
    name: str
    student: str
    data: bytes
    submitted_at: datetime | None = None


def code(name: str = "ada.py", student: str = "Ada", digest: str = "d1") -> Grade:
    """A grade of code."""
    return replace(grade(student, ""), source=name, kind="code", interface="chapter", notes=("a", "ŷ"), digest=digest)


def test_the_current_grade_of_each_file_and_student_is_the_newest(store: Store) -> None:
    first = store.append(code(digest="d1"), NOON)
    second = store.append(code(digest="d2"), NOON, replaces=first)
    other = store.append(code("bob.py", "Bob"), NOON)
    again = store.append(code("bob.py", "Bob", "d3"), NOON)
    store.append(grade("Ada"), NOON)
    assert store.current_grades() == {("", "ada.py", "Ada"): (second, "d2"), ("", "bob.py", "Bob"): (again, "d3")}
    assert again > other
    assert list(store.current_grades("answers")) == [("", "a.toml", "Ada")]


def handed_in(store: Store, *names: str) -> list[int]:
    """The numbers of Ada's files, just handed in."""
    batch = store.submit([Submission(name, "Ada", name.encode()) for name in names], {}, NOON)
    return [one.id for one in store.pending(batch)]


def test_queued_submissions_are_read_back_with_their_settings(store: Store, where: str) -> None:
    work = [
        Submission("ŷ/a.py", "Ada", b"\0\xff", NOON),
        Submission("b.py", "Bob", b"same"),
        Submission("c.py", "Cleo", b"same"),
    ]
    settings = {"interface": "cs231n", "functions": ["rnn_step"]}
    first, second = store.submit(work, settings, NOON), store.submit(work[:1], {}, NOON)
    found = store.pending(first)
    assert [(one.name, one.student, one.data) for one in found] == [(w.name, w.student, w.data) for w in work]
    assert [one.submitted_at for one in found] == [NOON, None, None]
    assert [one.settings for one in (*found, *store.pending(second))] == [settings] * 3 + [{}]
    assert store.unanswered_counts() == {first: 3, second: 1}
    assert asked(where, "SELECT count(*) FROM contents") == [(2,)]


def test_a_batch_and_its_job_are_committed_together(store: Store) -> None:
    def broken(line: object, batch: int) -> None:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        store.submit([Submission("a.py", "Ada", b"")], {}, NOON, broken)
    assert store.unanswered_counts() == {}


def test_a_queued_submission_is_answered_once(store: Store) -> None:
    first, second, third = handed_in(store, "a.py", "b.py", "c.py")
    number = store.append(code(), NOON, submission=first)
    assert store.append(code(), NOON, submission=first) is None
    for why in ("no function in it", "another reason"):
        store.refuse(second, why, NOON)
        store.refuse(first, why, NOON)
    assert store.append(code(), NOON, submission=second) is None
    assert [record.id for record in store.grades()] == [number]
    assert list(store.unanswered_counts().values()) == [1]
    assert store.refused() == [("b.py", "Ada", "no function in it")]
    again = handed_in(store, "b.py")[0]
    assert store.append(code("b.py"), NOON, submission=again)
    assert store.refused() == []
    assert third not in (first, second, again)


def test_the_grade_of_a_queued_submission_replaces_the_current_one(store: Store) -> None:
    first, second = handed_in(store, "ada.py", "ada.py")
    by_hand = store.append(code(digest="d0"), NOON)
    one = store.append(code(digest="d1"), NOON, submission=first)
    two = store.append(code(digest="d2"), NOON, submission=second)
    assert [record.replaces for record in store.grades()] == [None, by_hand, one]
    assert store.current_grades() == {("", "ada.py", "Ada"): (two, "d2")}


# ---------------------------------------------------------------- append-only


def test_only_insertions_are_ever_issued(store: Store) -> None:
    seen: list[str] = []
    acts = {"BEGIN", "SELECT", "INSERT"} if store._write_engine.dialect.name == "sqlite" else {"SELECT", "INSERT"}

    def listen(*spoken: object) -> None:
        seen.append(str(spoken[2]).split()[0].upper())

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        for number in range(2):
            store.keep_quiz(Quiz("q", number, (question(),)), {"d1": "text"}, NOON)
            store.append(grade(), NOON, replaces=number or None)
            store.secret()
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert set(seen) == acts


def test_the_database_itself_refuses_to_change_or_forget(store: Store, where: str) -> None:
    store.keep_quiz(Quiz("q", 1, (question(),)), {"d1": "text"}, NOON)
    store.append(grade(), NOON)
    store.secret()
    store.refuse(handed_in(store, "a.py")[0], "no function in it", NOON)
    store.describe(Assignment("hw1"), NOON)
    store.decide([Decision("hw1", "Ada", "q1", Action.OVERRIDE, 2)], [], NOON)
    store.correct([Correction("hw1", "q1", Change.EXERCISE)], [], NOON, {("q", 1): question()})
    store.keep_papers([Paper("ABCDEFGH", "hw1", Student("ada", "Ada"), Quiz("", 1, (question(),), "Ada"))], {}, NOON)
    store.keep_boxes("ABCDEFGH", [Box("q1.y_hat", "", 1, 10, 20, 30, 12)])
    engine = create_engine(where)
    columns = {table: inspect(engine).get_columns(table) for table in inspect(engine).get_table_names()}
    engine.dispose()
    del columns["quizgen_version"]
    assert len(columns) == 17
    for table, (column, *_) in columns.items():
        name = column["name"]
        for attempt in (f"DELETE FROM {table}", f"UPDATE {table} SET {name} = {name}"):
            with pytest.raises(IntegrityError, match=f"{table} is append-only"):
                asked(where, attempt)


# ---------------------------------------------------------------- the secret


def test_the_secret_is_made_once_a_store(store: Store, where: str, tmp_path: Path) -> None:
    with Store.open(where) as again, Store.open(tmp_path / "other.db") as other:
        assert len(store.secret()) == 32
        assert store.secret() == again.secret() != other.secret()
