"""Several processes at once, and processes that are killed: nothing recorded is lost, nothing is half recorded."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_places import KINDS, place

from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store, database

pytestmark = pytest.mark.slow
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRADE = Grade("a.toml", "answers", "q", "Ada", (Mark("q1.h_1", Verdict.RIGHT, 2, 2),))

WRITER = """
import sys
from datetime import UTC, datetime
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

path, student, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
marks = tuple(Mark(f"q{n}.h_1", Verdict.SLIP, 1, 2, "sentence", ("fwd-no-bias", "twin")) for n in range(1, 9))
with Store.open(path) as store:
    store.secret()
    for n in range(count):
        grade = Grade(f"{n}.toml", "answers", "q", student, marks)
        print(store.append(grade, datetime(2026, 3, 1, tzinfo=UTC)), flush=True)
"""

LOCKER = """
import sys
from quizgen.store import database

held = database.write_engine(database.create_engine_for(database.parse_url(sys.argv[1]))).connect()
held.begin()
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request.param, tmp_path)


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A child Python at work."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_that_make_the_store_and_write_it_at_once_all_succeed(where: str) -> None:
    children = [started(WRITER, where, f"s{n}", "40") for n in range(4)]
    outputs = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0] * 4, outputs
    numbers = sorted(int(line) for out, _ in outputs for line in out.split())
    assert numbers == list(range(1, 161))
    with Store.open(where) as store:
        for n in range(4):
            assert [record.grade.source for record in store.grades(f"s{n}")] == [f"{m}.toml" for m in range(40)]


def test_a_killed_process_loses_nothing_it_recorded(where: str) -> None:
    reported: list[int] = []
    for _ in range(3):
        child = started(WRITER, where, "Ada", "1000000")
        assert child.stdout
        reported += [int(child.stdout.readline()) for _ in range(30)]
        child.send_signal(signal.SIGKILL)  # somewhere in a later append
        reported += [
            int(line) for line in child.communicate(timeout=60)[0].splitlines(keepends=True) if line[-1] == "\n"
        ]
        assert child.returncode == -signal.SIGKILL
    with Store.open(where) as store:
        records = store.grades()
    assert set(reported) <= {record.id for record in records}
    assert {len(record.grade.marks) for record in records} == {8}
    assert {mark.misconceptions for record in records for mark in record.grade.marks} == {("fwd-no-bias", "twin")}


def test_a_locked_store_is_read_at_once_and_reported_after_a_short_wait(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(where).close()
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.3)
    child = started(LOCKER, where)
    assert child.stdout and child.stdout.readline() == "locked\n"
    with Store.open(where) as store:
        assert store.grades() == []
        begun = time.monotonic()
        with pytest.raises(UserError, match="is locked by another program"):
            store.append(GRADE, NOON)
        assert 0.2 < time.monotonic() - begun < 5
        child.communicate("", timeout=60)
        assert store.append(GRADE, NOON) == 1


def test_a_store_that_another_process_is_creating_is_reported_as_locked(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.3)
    child = started(LOCKER, where)
    assert child.stdout and child.stdout.readline() == "locked\n"
    with pytest.raises(UserError, match="is locked by another program"):
        Store.open(where)
    child.communicate("", timeout=60)
    Store.open(where).close()
