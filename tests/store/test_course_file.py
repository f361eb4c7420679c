"""A course leaves as one file and comes back elsewhere as it was, or not at all."""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_program import empty_workspace, output_of, refused
from store_places import KINDS, place

from quizgen.asks.numbers import Numbers
from quizgen.classroom.collect import Submission
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
    Student,
    Variant,
    Verdict,
)
from quizgen.store import NewGrade, Store

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
QUESTION = Variant(
    "forward-h1", 1, 7, "forward-pass", 1, "ŷ", "t", "s", {}, (Numbers("h_1"),), {"h_1": 0.5}, source="d1"
)
SLIP = Mark("q1.h_1", Verdict.SLIP, 0, 2, "equals …", ("fwd-no-bias", "twin"), "0.5")
GRADE = Grade("a.toml", "answers", "fp-7", "Ada", (SLIP,), {"q1": "h₁"}, assignment="hw1", submitted_at=NOON)

PAPER = Paper("ABCDEFGH", "hw1", Student("ada", "Ada", "A"), Quiz("", 1, (QUESTION,), "Ada", "hw1"))


def fill(store: Store) -> None:
    """Something in every table."""
    store.keep_quiz(Quiz("fp-7", 2**80, (QUESTION, QUESTION), "Ada", "hw1"), {"d1": "text"}, NOON)
    store.describe(Assignment("hw1", ("rnn_step",), 10, NOON, 0.1, timedelta(minutes=5)), NOON, "Eve")
    first = store.append(GRADE, NOON, content=b"\0\xffsheet")
    [waiting] = [store.submit([Submission("b.py", "Ben", b"x")], {"public": False}, NOON)]
    [queued] = store.pending(waiting)
    store.append(replace(GRADE, kind="code", source="b.py"), NOON, submission=queued.id, content=b"x")
    [refused] = store.pending(store.submit([Submission("c.py", "Cy", b"x")], {}, NOON))
    store.refuse(refused.id, "no function in it", NOON)
    better = replace(GRADE, marks=(replace(SLIP, points=2),))
    store.keep_papers([PAPER], {}, NOON)
    store.keep_boxes(PAPER.code, [Box("q1.h_1", "1", 1, 10.5, 20, 30, 12)])
    decision = Decision("hw1", "Ada", "q1.h_1", Action.OVERRIDE, 2.0, "fp-7", NOON, "0.5", 0.0, "Eve", "misprint")
    ticked = replace(decision, target="q2.h_1", key_points=("p1", "p2"))
    store.decide([decision, ticked], [NewGrade(better, first, "Eve", "misprint")], NOON)
    correction = Correction("hw1", "q2", Change.EXERCISE, by="Eve", why="wrong key")
    store.correct(
        [correction], [], NOON, {("fp-7", 2): replace(QUESTION, key={"h_1": 0.6}, source="d2")}, {"d2": "new"}
    )
    store.secret()


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    with Store.open(tmp_path_factory.mktemp("course") / "first.db") as store:
        fill(store)
        return "".join(store.dump())


@pytest.mark.parametrize("kind", KINDS)
def test_exported_read_back_and_exported_again_it_is_the_same_file(text: str, kind: str, tmp_path: Path) -> None:
    assert all(table["rows"] for table in json.loads(text)["tables"].values()), "every table is tried"
    with Store.open(place(kind, tmp_path)) as store:
        store.load(text, "course.json")
        assert "".join(store.dump()) == text
        assert store.quiz("fp-7").variants[1].key == {"h_1": 0.6}
        assert [record.grade.points for record in store.grades("Ada", latest=True)] == [0, 2]
        assert store.append(GRADE, NOON, replace_current=True) == 4, "the course goes on"


def test_the_secret_stays_in_its_store(text: str, tmp_path: Path) -> None:
    with Store.open(tmp_path / "first.db") as first, Store.open(tmp_path / "new.db") as new:
        assert first.secret().hex() not in text and "secrets" not in text
        new.load(text, "course.json")
        assert new.secret() != first.secret()


def edited(change: Callable[[Any], Any]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        data = json.loads(text)
        change(data)
        return json.dumps(data)

    return edit


def put(table: str, column: str, value: object, row: int = 0) -> Callable[[str], str]:
    def change(data: Any) -> None:
        found = data["tables"][table]
        found["rows"][row][found["columns"].index(column)] = value

    return edited(change)


DAMAGE = {
    "cut short": (lambda text: text[: len(text) // 2], "no complete JSON"),
    "empty": (lambda text: "", "no complete JSON"),
    "nested without end": (lambda text: "[" * 100_000, "no complete JSON"),
    "another program's": (lambda text: '{"format": "sheets"}', "neither a course nor a quiz of quizgen"),
    "a list": (lambda text: "[]", "neither a course nor a quiz of quizgen"),
    "newer": (edited(lambda data: data.update(version="0099")), "made by a newer quizgen. Update quizgen"),
    "no version": (edited(lambda data: data.pop("version")), "has the version None"),
    "a table less": (edited(lambda data: data["tables"].pop("marks")), "its tables differ: marks"),
    "a table more": (edited(lambda data: data["tables"].update(plans={})), "its tables differ: plans"),
    "a column more": (edited(lambda data: data["tables"]["marks"]["columns"].append("x")), "marks does not have the columns"),
    "a value less": (edited(lambda data: data["tables"]["marks"]["rows"][0].pop()), "marks, row 1 does not have"),
    "a wrong type": (edited(lambda data: data["tables"]["grades"]["rows"][0].__setitem__(6, "two")), "points cannot be"),
    "no base64": (edited(lambda data: data["tables"]["contents"]["rows"][0].__setitem__(1, "é")), "data cannot be"),
    "no time": (edited(lambda data: data["tables"]["grades"]["rows"][0].__setitem__(1, "noon")), "graded_at cannot be"),
    "a row twice": (edited(lambda data: data["tables"]["marks"]["rows"].append(data["tables"]["marks"]["rows"][0])), "there twice"),
    "an action that is none": (put("decisions", "action", "nonsense"), "means nothing here"),
    "key points that are none": (put("decisions", "key_points", 3), "means nothing here"),
    "a verdict that is none": (put("marks", "verdict", "nonsense"), "means nothing here"),
    "a question that is none": (put("questions", "variant", {}), "means nothing here"),
    "notes that are none": (put("grades", "notes", 3), "means nothing here"),
    "another file's bytes": (put("contents", "data", "AAAA"), "has another digest"),
    "no number": (put("grades", "points", math.inf), "points cannot be"),
    "a grade replaced twice": (put("grades", "replaces", 1, row=1), "contradict each other"),
    "an orphan": (edited(lambda data: data["tables"]["grades"]["rows"].pop(0)), "there is no 1 in grades"),
}  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that refuses whatever is loaded into it."""
    with Store.open(tmp_path_factory.mktemp("empty") / "new.db") as store:
        yield store


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused_in_a_sentence_and_stores_nothing(text: str, damage: str, empty: Store) -> None:
    harm, sentence = DAMAGE[damage]
    with pytest.raises(UserError) as caught:
        empty.load(harm(text), "course.json")
    assert sentence in str(caught.value) and str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert not empty.grades() and not empty.quizzes() and not empty.assignments()


def test_a_store_that_holds_something_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.db") as store:
        store.describe(Assignment("hw9"), NOON)
        with pytest.raises(UserError, match="This store is not empty"):
            store.load(text, "course.json")
        assert list(store.assignments()) == ["hw9"]


def test_on_the_command_line_it_travels_and_only_its_owner_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_workspace(tmp_path, monkeypatch)
    assert "There is nothing to write" in refused("export", "--course", "course.json")
    assert not Path("course.json").exists()
    with Store.open("quizgen.db") as store:
        fill(store)
    assert "It holds the keys" in output_of("export", "--course", "course.json")
    assert stat.S_IMODE(Path("course.json").stat().st_mode) == 0o600
    said = output_of("--db", "new.db", "import", "course.json")
    assert "2 grades, 1 assignment." in said
    output_of("--db", "new.db", "export", "--course", "again.json")
    assert Path("again.json").read_bytes() == Path("course.json").read_bytes()
    assert "not empty" in refused("import", "course.json")
    assert "Cannot read none.json" in refused("import", "none.json")
    assert "would be written over" in refused("export", "--course", "quizgen.db")
    assert "Leave the other options out" in refused("export", "--course", "one.json", "--assignment", "hw1")
    os.mkfifo("pipe")
    assert "it is no regular file" in refused("export", "--course", "pipe")
    Path("folder").mkdir()
    assert "Cannot write" in refused("export", "--course", "folder/none/course.json")


LATER = {"decisions": "key_points", "grades": "causes"}


@pytest.mark.parametrize(
    ("version", "later", "tables"),
    [("0004", ("papers", "paper_pages"), LATER), ("0005", (), LATER), ("0006", (), ["grades"])],
)
def test_a_course_of_an_older_version_is_read_without_what_it_had_not_yet(tmp_path, version, later, tables):
    with Store.open(tmp_path / "old.db") as old:
        old.keep_quiz(Quiz("fp-7", 7, (QUESTION,)), {}, NOON)
        decision = Decision("hw1", "Ada", "q1.h_1", Action.POINTS, 2.0, "fp-7", typed="0.5", by="Eve")
        old.decide([decision], [], NOON)
        old.append(Grade("s.py", "code", "", "Ada", ()), NOON)
        data = json.loads("".join(old.dump()))
    data["version"] = version
    for name in later:
        del data["tables"][name]
    for name in tables:
        assert data["tables"][name]["columns"].pop() == LATER[name]
        for row in data["tables"][name]["rows"]:
            row.pop()
    with Store.open(tmp_path / "new.db") as new:
        new.load(json.dumps(data), "course.json")
        assert new.quiz("fp-7").variants == (QUESTION,)
        assert [replace(one, id=0, when=None) for one in new.decisions()] == [decision]
        assert [record.grade.causes for record in new.grades()] == [()]


@pytest.mark.parametrize("harm", [{"decisions": 3}, {"decisions": {"columns": [], "rows": [3]}}])
def test_a_damaged_file_of_an_older_version_is_refused_too(text, harm, tmp_path):
    data = json.loads(text)
    data["version"] = "0005"
    data["tables"] |= harm
    with (
        Store.open(tmp_path / "new.db") as store,
        pytest.raises(UserError, match="decisions does not have the columns"),
    ):
        store.load(json.dumps(data), "course.json")
