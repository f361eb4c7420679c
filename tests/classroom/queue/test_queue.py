"""The queue: what is handed over is graded once, by whoever, whatever happens to whoever graded it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import places
import pytest
from click.testing import CliRunner
from postgres_server import server

from quizgen.classroom.collect import Submission
from quizgen.classroom.queue import queue_status, run_worker, submit
from quizgen.classroom.queue.submit import BATCH_SIZE
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.cli import main
from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SLOW = """
import sys, time
from dataclasses import replace
from datetime import UTC, datetime
from quizgen.classroom.tasks import Outcome
from quizgen.model import Grade, Mark, Verdict
from quizgen.classroom.queue import run_worker
from quizgen.store import Store

def slowly(task, wall):
    time.sleep(float(sys.argv[2]))
    mark = Mark("rnn_step.F1", Verdict.RIGHT, 1, 1, typed=str(sys.argv[3]))
    return Outcome(task.index, Grade(task.submission.name, "code", "", task.submission.student, (mark,), digest=task.digest))

with Store.open(sys.argv[1]) as store:
    run_worker(store, lambda: datetime.now(UTC), lambda line: print(line, flush=True), grade=slowly)
"""
RIGHT = places.RIGHT / "plain.py"


def judged(task: Task, wall: object) -> Outcome:
    """A grade for everybody."""
    mark = Mark("rnn_step.F1", Verdict.RIGHT, 1, 1)
    return Outcome(
        task.index, Grade(task.submission.name, "code", "", task.submission.student, (mark,), digest=task.digest)
    )


PLAINLY = GradingOptions()


def a_class(count: int, asking: GradingOptions = PLAINLY, quiz: str = "") -> list[Task]:
    work = [Submission(f"{n:03}.py", f"student {n}", b"x = %d" % n) for n in range(count)]
    return [Task(n, one, asking, quiz) for n, one in enumerate(work)]


@pytest.fixture
def url() -> str:
    return server().url(server().empty())


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def worker(url: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts real workers, which take so many seconds a submission."""
    started: list[subprocess.Popen[str]] = []

    def start(seconds: float = 0.0) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SLOW, url, str(seconds), str(len(started))]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=30)


def until(true: Callable[[], bool], seconds: float) -> None:
    """Waits for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def everybody_once(store: Store, work: list[Task]) -> bool:
    """Whether each has exactly one grade."""
    return sorted(r.grade.source for r in store.grades()) == sorted(one.submission.name for one in work)


def done(store: Store) -> bool:
    return not store.unanswered_counts()


def graded_here(store: Store, judge: Callable[[Task, object], Outcome] = judged) -> list[str]:
    """Grades what is in the queue in this process; what the worker said."""
    said: list[str] = []
    run_worker(store, lambda: NOON, said.append, wait=False, grade=judge)
    return said


# ---------------------------------------------------------------- handed over, graded, told


def test_what_is_handed_over_is_graded_and_leaves_the_queue(store: Store) -> None:
    work = a_class(2 * BATCH_SIZE + 3)
    assert submit(store, iter(work), NOON) == len(work)
    assert queue_status(store).jobs == {"waiting": 3, "running": 0, "failed": 0}
    assert queue_status(store).submissions["waiting"] == len(work)
    said = graded_here(store)
    assert [line.partition(" (")[0] for line in said] == ["job 1: 25 graded", "job 2: 25 graded", "job 3: 3 graded"]
    assert everybody_once(store, work) and set(queue_status(store).jobs.values()) == {0}


def test_a_submission_is_asked_as_it_was_handed_over(store: Store) -> None:
    seen: list[Task] = []

    def looking(task: Task, wall: object) -> Outcome:
        seen.append(task)
        return judged(task, wall)

    work = a_class(2, GradingOptions(("rnn_step",), "cs231n", True)) + a_class(2, quiz="code-7")
    assert submit(store, work, NOON) == 4
    graded_here(store, looking)
    assert [(task.submission, task.options, task.quiz) for task in seen] == [
        (t.submission, t.options, t.quiz) for t in work
    ]
    assert [record.grade.digest for record in store.grades()] == [task.digest for task in work]


def test_what_cannot_be_graded_is_told_and_stops_nobody(store: Store, url: str) -> None:
    def picky(task: Task, wall: object) -> Outcome:
        return Outcome(task.index, why="no function in it") if task.submission.name == "001.py" else judged(task, wall)

    submit(store, a_class(3), NOON)
    assert "2 graded, 1 not to be graded" in graded_here(store, picky)[0]
    assert [r.grade.source for r in store.grades()] == ["000.py", "002.py"]
    told = CliRunner().invoke(main, ["--db", url, "queue"])
    assert "not graded  001.py: no function in it" in told.output and told.exit_code == 0


def test_a_fault_of_ours_is_tried_again_then_told_and_costs_nobody_else(store: Store, url: str) -> None:
    tries: list[str] = []

    def faulty(task: Task, wall: object) -> Outcome:
        tries.append(task.submission.name)
        return Outcome(task.index, fault="KeyError: 'W'") if task.submission.name == "001.py" else judged(task, wall)

    submit(store, a_class(3), NOON)
    graded_here(store, faulty)
    assert tries == ["000.py", "001.py", "002.py", "001.py"]
    assert [r.grade.source for r in store.grades()] == ["000.py", "002.py"]
    said = json.loads(CliRunner().invoke(main, ["--db", url, "queue", "--json"]).output)
    assert said["jobs"]["failed"] == said["submissions"]["failed"] == 1
    submit(store, a_class(3)[1:2], NOON)
    graded_here(store)
    assert queue_status(store).jobs["failed"] == 0, "it was handed in again, and graded"


@pytest.mark.parametrize("command", ["queue", "worker"])
def test_without_postgresql_the_queue_is_one_sentence(tmp_path: Path, command: str) -> None:
    told = CliRunner().invoke(main, ["--db", str(tmp_path / "q.db"), command])
    assert told.exit_code == 2
    assert "The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'." in told.stderr


def test_without_the_engine_the_next_step_is_to_install_it(url: str) -> None:
    program = "import sys; sys.modules['procrastinate'] = None\nfrom quizgen.cli import main\nmain(['--db', sys.argv[1], 'queue'])"
    ended = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True)
    assert ended.returncode == 2 and "pip install 'quizgen[postgres]'" in ended.stderr and "\n" not in ended.stderr[:-1]


def test_a_database_without_our_queue_hands_over_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "q.db") as store, pytest.raises(UserError, match="needs PostgreSQL"):
        submit(store, a_class(1), NOON)


# ---------------------------------------------------------------- workers that are killed, stopped, many


def test_a_killed_workers_submissions_are_taken_over_and_nothing_is_lost_or_doubled(
    store: Store, worker: Callable[..., subprocess.Popen[str]]
) -> None:
    work = a_class(30)
    submit(store, work, NOON)
    for graded in (3, 6, 9):
        victim = worker(0.1)
        until(lambda least=graded: len(store.current_grades()) >= least, 30)
        victim.send_signal(signal.SIGKILL)  # somewhere in a submission of a job
        victim.wait(10)
    assert 9 <= len(store.current_grades()) < 30
    killed = time.monotonic()
    worker(0.0)
    until(lambda: done(store), 40)
    assert time.monotonic() - killed < 20  # ten seconds, and as many again for a busy machine
    assert everybody_once(store, work)


def test_a_worker_that_was_only_slow_doubles_nothing_and_goes_on(
    store: Store, worker: Callable[..., subprocess.Popen[str]]
) -> None:
    work = a_class(10)
    submit(store, work, NOON)
    slow = worker(0.3)
    until(lambda: len(store.current_grades()) >= 2, 30)
    slow.send_signal(signal.SIGSTOP)
    other = worker(0.0)
    until(lambda: done(store), 40)
    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0
    slow.send_signal(signal.SIGCONT)
    later = [
        replace(task, submission=replace(task.submission, name=f"later {task.submission.name}")) for task in a_class(3)
    ]
    submit(store, later, NOON)
    until(lambda: done(store), 40)
    assert everybody_once(store, work + later)
    slow.send_signal(signal.SIGTERM)
    out, err = slow.communicate(timeout=20)
    assert slow.returncode == 0 and "job 2: 3 graded" in out and err == "", (out, err)


def test_a_stopped_worker_finishes_its_submission_and_gives_the_rest_back(
    store: Store, worker: Callable[..., subprocess.Popen[str]]
) -> None:
    work = a_class(BATCH_SIZE)
    submit(store, work, NOON)
    stopped = worker(0.2)
    until(lambda: len(store.current_grades()) >= 2, 30)
    stopped.send_signal(signal.SIGTERM)
    out, err = stopped.communicate(timeout=20)
    assert stopped.returncode == 0 and "given back" in out, (out, err)
    assert queue_status(store).jobs == {"waiting": 1, "running": 0, "failed": 0}
    assert 2 <= len(store.current_grades()) < BATCH_SIZE
    graded_here(store)
    assert everybody_once(store, work)


def test_several_workers_share_the_work_and_grade_nothing_twice(
    store: Store, worker: Callable[..., subprocess.Popen[str]]
) -> None:
    work = a_class(8 * BATCH_SIZE)
    workers = [worker(0.01) for _ in range(3)]
    submit(store, work, NOON)
    until(lambda: done(store), 60)
    assert everybody_once(store, work)
    assert len({record.grade.marks[0].typed for record in store.grades()}) > 1
    for process in workers:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_two_workers_at_the_same_job_double_nothing(store: Store, url: str) -> None:
    work_of_both = a_class(4)
    submit(store, work_of_both, NOON)

    def overtaken(task: Task, wall: object) -> Outcome:
        with Store.open(url) as other:
            assert other.append(judged(task, wall).grade, NOON, submission=task.index)
        return judged(task, wall)

    assert "4 graded by others meanwhile" in graded_here(store, overtaken)[0]
    assert everybody_once(store, work_of_both)


def test_a_job_that_no_worker_survives_is_given_up_in_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizgen.classroom.queue.retries.MAX_RUNS", 1)
    monkeypatch.setattr("quizgen.classroom.queue.retries.STALLED_AFTER", 0.1)
    submit(store, a_class(1), NOON)
    database = store.url.database or ""
    server().said("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')", database)
    server().said("UPDATE procrastinate_jobs SET status = 'doing', worker_id = 1", database)
    stopping = threading.Timer(4, os.kill, (os.getpid(), signal.SIGTERM))
    stopping.start()
    run_worker(store, lambda: NOON, lambda line: None, grade=judged)
    assert queue_status(store).jobs["failed"] == 1 and store.grades() == []


def test_a_worker_whose_database_goes_away_says_so(
    store: Store, url: str, worker: Callable[..., subprocess.Popen[str]]
) -> None:
    submit(store, a_class(2), NOON)
    lonely = worker()
    until(lambda: done(store), 30)
    server().said(f"ALTER DATABASE {store.url.database} ALLOW_CONNECTIONS false", "postgres")
    server().said(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{store.url.database}'", "postgres"
    )
    _, err = lonely.communicate(timeout=60)
    assert lonely.returncode and "no longer answers" in err


def test_the_commands_hand_over_grade_and_show_real_submissions(tmp_path: Path, url: str, store: Store) -> None:
    (tmp_path / "ada.py").write_bytes(RIGHT.read_bytes())
    (tmp_path / "bob.py").write_text("import math\n")
    environment = os.environ | {"QUIZGEN_DB": url}

    def said(*words: str) -> str:
        command = [sys.executable, "-m", "quizgen", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert said("grade", str(tmp_path), "--queue").startswith("2 submissions wait for a worker.")
    command = [sys.executable, "-m", "quizgen", "worker", "--jobs", "2"]
    at_work = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        until(lambda: done(store), 60)
        at_work.send_signal(signal.SIGTERM)
        out, _ = at_work.communicate(timeout=20)
    finally:
        at_work.kill()
    assert at_work.returncode == 0 and "job 1: 1 graded, 1 not to be graded" in out
    (record,) = store.grades()
    assert record.grade.points == record.grade.max_points > 0
    assert "bob.py: defines none of the functions" in said("queue")
    assert said("grade", str(tmp_path), "--queue").startswith("1 submissions wait"), "what is graded is left out"
    assert said("grade", str(tmp_path), "--queue", "--again").startswith("2 submissions wait"), "unless it is asked for"
