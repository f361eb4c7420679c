"""Workers that are killed, stopped, slow, or lose their database: every submission is graded, and none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from postgres_server import server, server_of_its_own
from procrastinate.jobs import Job
from queued_class import NOON, Workers, all_answered, class_of, each_graded_once, full_marks, grade_here, wait_until

from quizgen.classroom.queue import queue_status, run_worker, submit
from quizgen.classroom.queue.retries import JobsInHand
from quizgen.classroom.queue.submit import BATCH_SIZE, settings_of
from quizgen.classroom.tasks import Outcome, Task
from quizgen.store import Store

pytestmark = pytest.mark.slow


def test_a_killed_workers_submissions_are_taken_over_and_none_is_lost_or_duplicated(
    store: Store, workers: Workers
) -> None:
    tasks = class_of(30)
    submit(store, tasks, NOON)
    for graded in (3, 6, 9):
        victim = workers.start(0.1)
        wait_until(lambda least=graded: len(store.current_grades()) >= least, 30)
        victim.send_signal(signal.SIGKILL)  # somewhere in a submission of a job
        victim.wait(10)
    assert 9 <= len(store.current_grades()) < 30
    killed = time.monotonic()
    workers.start(0.0)
    wait_until(lambda: all_answered(store), 40)
    assert time.monotonic() - killed < 20  # ten seconds, and as many again for a busy machine
    assert each_graded_once(store, tasks)


def test_a_slow_worker_duplicates_nothing_and_goes_on(store: Store, workers: Workers) -> None:
    tasks = class_of(10)
    submit(store, tasks, NOON)
    slow = workers.start(0.3)
    wait_until(lambda: len(store.current_grades()) >= 2, 30)
    slow.send_signal(signal.SIGSTOP)
    other = workers.start(0.0)
    wait_until(lambda: all_answered(store), 40)
    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0
    slow.send_signal(signal.SIGCONT)
    later = [
        replace(task, submission=replace(task.submission, name=f"later {task.submission.name}")) for task in class_of(3)
    ]
    submit(store, later, NOON)
    wait_until(lambda: all_answered(store), 40)
    assert each_graded_once(store, tasks + later)
    slow.send_signal(signal.SIGTERM)
    out, err = slow.communicate(timeout=20)
    assert slow.returncode == 0 and "job 2: 3 graded" in out and err == "", (out, err)


def test_a_stopped_worker_finishes_its_submission_and_gives_the_rest_back(store: Store, workers: Workers) -> None:
    tasks = class_of(BATCH_SIZE)
    submit(store, tasks, NOON)
    stopped = workers.start(0.2)
    wait_until(lambda: len(store.current_grades()) >= 2, 30)
    stopped.send_signal(signal.SIGTERM)
    out, err = stopped.communicate(timeout=20)
    assert stopped.returncode == 0 and "given back" in out, (out, err)
    assert queue_status(store).jobs == {"waiting": 1, "running": 0, "failed": 0}
    assert 2 <= len(store.current_grades()) < BATCH_SIZE
    grade_here(store)
    assert each_graded_once(store, tasks)


def test_several_workers_share_the_work_and_grade_nothing_twice(store: Store, workers: Workers) -> None:
    tasks = class_of(8 * BATCH_SIZE)
    several = [workers.start(0.01) for _ in range(3)]
    submit(store, tasks, NOON)
    wait_until(lambda: all_answered(store), 60)
    assert each_graded_once(store, tasks)
    assert len({record.grade.marks[0].typed for record in store.grades()}) > 1
    for process in several:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_two_workers_on_the_same_job_duplicate_nothing(store: Store, url: str) -> None:
    tasks = class_of(4)
    submit(store, tasks, NOON)

    def overtaken(task: Task, wall: object) -> Outcome:
        with Store.open(url) as other:
            assert other.append(full_marks(task, wall).grade, NOON, submission=task.index)
        return full_marks(task, wall)

    assert "4 graded by others meanwhile" in grade_here(store, overtaken)[0]
    assert each_graded_once(store, tasks)


def test_a_job_that_no_worker_survives_is_given_up_in_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizgen.classroom.queue.retries.MAX_RUNS", 1)
    monkeypatch.setattr("quizgen.classroom.queue.retries.STALLED_AFTER", 0.1)
    submit(store, class_of(1), NOON)
    database = store.url.database or ""
    server().query("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')", database)
    server().query("UPDATE procrastinate_jobs SET status = 'doing', worker_id = 1", database)
    stopping = threading.Timer(4, os.kill, (os.getpid(), signal.SIGTERM))
    stopping.start()
    try:
        run_worker(store, lambda: NOON, lambda line: None, grade=full_marks)
    finally:
        stopping.cancel()  # or a worker that fails would end the tests
    assert queue_status(store).jobs["failed"] == 1 and store.grades() == []


def test_a_worker_waits_for_its_database_and_says_so_when_that_does_not_come_back(
    store: Store, workers: Workers
) -> None:
    tasks = class_of(4)
    submit(store, tasks[:2], NOON)
    waiting = workers.start(reconnect_for=4)
    wait_until(lambda: all_answered(store), 30)
    assert waiting.stdout
    database = store.url.database
    for allowed in ("false", "true", "false"):
        server().query(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {allowed}", "postgres")
        if allowed == "false":
            server().query(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'", "postgres"
            )
            lines = iter(waiting.stdout.readline, "")
            assert any(line.startswith("The database does not answer. Trying again") for line in lines)
        else:
            with Store.open(workers.url) as again:
                submit(again, tasks[2:], NOON)
                wait_until(lambda: all_answered(again), 30)
                assert each_graded_once(again, tasks)
    _, err = waiting.communicate(timeout=60)
    assert waiting.returncode and "no longer answers" in err


def test_a_worker_whose_database_crashes_goes_on_alone() -> None:
    crashing = server_of_its_own()
    workers = Workers(crashing.url(crashing.empty()))
    try:
        tasks = class_of(BATCH_SIZE + 5)
        with Store.open(workers.url) as store:
            submit(store, tasks, NOON)
            alone = workers.start(0.05)
            wait_until(lambda: len(store.current_grades()) >= 5, 30)
        crashing.crash()
        time.sleep(1)
        crashing.start()
        with Store.open(workers.url) as store:
            wait_until(lambda: not any(queue_status(store).jobs.values()), 60)
            assert alone.poll() is None and each_graded_once(store, tasks)
        alone.send_signal(signal.SIGTERM)
        assert alone.wait(20) == 0
    finally:
        workers.kill()
        crashing.stop()


def test_a_worker_alone_finishes_a_job_that_the_database_says_it_runs(store: Store, workers: Workers) -> None:
    """As after a crash in which the end of the job, or its start, was not recorded."""
    tasks = class_of(2)
    alone = workers.start()
    database = store.url.database or ""
    submit(store, tasks[:1], NOON)
    wait_until(lambda: all_answered(store), 30)
    batch = store.submit([tasks[1].submission], settings_of(tasks[1]), NOON)
    server().query(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        f"SELECT 'quizgen', 'quizgen.grade', '{{\"batch\": {batch}}}', 'doing', max(id) FROM procrastinate_workers",
        database,
    )
    wait_until(lambda: not any(queue_status(store).jobs.values()), 20)
    assert alone.poll() is None and each_graded_once(store, tasks)


def test_a_job_that_ended_unrecorded_is_requeued_when_it_was_seen_twice() -> None:
    first, second = (Job(id=n, queue="q", lock=None, queueing_lock=None, task_name="grade") for n in (1, 2))
    in_hand = JobsInHand()
    in_hand.start(first)
    in_hand.start(second)
    assert in_hand.orphans([first, second]) == []
    in_hand.end(first)
    assert in_hand.orphans([first, second]) == [], "its end may be about to be recorded"
    assert in_hand.orphans([first, second]) == [first]
    assert in_hand.orphans([second]) == []


def test_workers_that_are_stopped_before_they_began_end_well() -> None:
    program = (
        "import os, signal, time\n"
        "from quizgen.cli.worker import side_by_side\n"
        "def slow_to_start():\n"
        "    os.kill(os.getppid(), signal.SIGTERM)\n"
        "    time.sleep(30)\n"
        "side_by_side(3, slow_to_start)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=25).returncode == 0
