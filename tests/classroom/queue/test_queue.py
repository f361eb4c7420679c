"""The queue: what is submitted is graded once, as it was submitted, and what cannot be graded is reported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import places
import pytest
from class_folders import lay
from click.testing import CliRunner
from notebooks import notebook
from queued_class import NOON, all_answered, class_of, each_graded_once, full_marks, grade_here, wait_until

from quizgen.classroom.queue import queue_status, submit
from quizgen.classroom.queue.submit import BATCH_SIZE
from quizgen.classroom.tasks import GradingOptions, Outcome, Task, grade_task
from quizgen.cli import main
from quizgen.errors import UserError
from quizgen.store import Store

pytestmark = pytest.mark.slow
RIGHT = places.RIGHT / "plain.py"


def test_submitted_work_is_graded_and_leaves_the_queue(store: Store) -> None:
    tasks = class_of(2 * BATCH_SIZE + 3)
    assert submit(store, iter(tasks), NOON) == len(tasks)
    assert queue_status(store).jobs == {"waiting": 3, "running": 0, "failed": 0}
    assert queue_status(store).submissions["waiting"] == len(tasks)
    lines = grade_here(store)
    assert [line.partition(" (")[0] for line in lines] == ["job 1: 25 graded", "job 2: 25 graded", "job 3: 3 graded"]
    assert each_graded_once(store, tasks) and set(queue_status(store).jobs.values()) == {0}


def test_a_submission_is_graded_with_the_options_it_was_submitted_with(store: Store) -> None:
    seen: list[Task] = []

    def looking(task: Task, wall: object) -> Outcome:
        seen.append(task)
        return full_marks(task, wall)

    tasks = class_of(2, GradingOptions(("rnn_step",), "cs231n", True)) + class_of(2, quiz="code-7")
    assert submit(store, tasks, NOON) == 4
    grade_here(store, looking)
    assert [(task.submission, task.options, task.quiz) for task in seen] == [
        (t.submission, t.options, t.quiz) for t in tasks
    ]
    assert [record.grade.digest for record in store.grades()] == [task.digest for task in tasks]


def test_what_cannot_be_graded_is_reported_and_stops_nothing(store: Store, url: str) -> None:
    def picky(task: Task, wall: object) -> Outcome:
        return (
            Outcome(task.index, why="no function in it") if task.submission.name == "001.py" else full_marks(task, wall)
        )

    submit(store, class_of(3), NOON)
    assert "2 graded, 1 not to be graded" in grade_here(store, picky)[0]
    assert [r.grade.source for r in store.grades()] == ["000.py", "002.py"]
    result = CliRunner().invoke(main, ["--db", url, "queue"])
    assert "not graded  001.py: no function in it" in result.output and result.exit_code == 0


def test_a_fault_of_quizgen_is_tried_again_then_reported_and_affects_no_other(store: Store, url: str) -> None:
    tries: list[str] = []

    def faulty(task: Task, wall: object) -> Outcome:
        tries.append(task.submission.name)
        return (
            Outcome(task.index, fault="KeyError: 'W'") if task.submission.name == "001.py" else full_marks(task, wall)
        )

    submit(store, class_of(3), NOON)
    grade_here(store, faulty)
    assert tries == ["000.py", "001.py", "002.py", "001.py"]
    assert [r.grade.source for r in store.grades()] == ["000.py", "002.py"]
    status = json.loads(CliRunner().invoke(main, ["--db", url, "queue", "--json"]).output)
    assert status["jobs"]["failed"] == status["submissions"]["failed"] == 1
    submit(store, class_of(3)[1:2], NOON)
    grade_here(store)
    assert queue_status(store).jobs["failed"] == 0, "it was handed in again, and graded"


@pytest.mark.parametrize("command", ["queue", "worker"])
def test_without_postgresql_the_queue_is_one_sentence(tmp_path: Path, command: str) -> None:
    result = CliRunner().invoke(main, ["--db", str(tmp_path / "q.db"), command])
    assert result.exit_code == 2
    assert (
        "The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'." in result.stderr
    )


def test_without_procrastinate_the_next_step_is_to_install_it(url: str) -> None:
    program = "import sys; sys.modules['procrastinate'] = None\nfrom quizgen.cli import main\nmain(['--db', sys.argv[1], 'queue'])"
    ended = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True)
    assert ended.returncode == 2 and "pip install 'quizgen[postgres]'" in ended.stderr and "\n" not in ended.stderr[:-1]


def test_nothing_is_submitted_without_postgresql(tmp_path: Path) -> None:
    with Store.open(tmp_path / "q.db") as store, pytest.raises(UserError, match="needs PostgreSQL"):
        submit(store, class_of(1), NOON)


def test_the_commands_submit_grade_and_show_real_submissions(tmp_path: Path, url: str, store: Store) -> None:
    (tmp_path / "ada.py").write_bytes(RIGHT.read_bytes())
    (tmp_path / "bob.py").write_text("import math\n")
    environment = os.environ | {"QUIZGEN_DB": url}

    def output_of(*words: str) -> str:
        command = [sys.executable, "-m", "quizgen", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert output_of("grade", str(tmp_path), "--queue").startswith("2 submissions wait for a worker.")
    command = [sys.executable, "-m", "quizgen", "worker", "--jobs", "2"]
    at_work = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: all_answered(store), 60)
        at_work.send_signal(signal.SIGTERM)
        out, _ = at_work.communicate(timeout=20)
    finally:
        at_work.kill()
    assert at_work.returncode == 0 and "job 1: 1 graded, 1 not to be graded" in out
    (record,) = store.grades()
    assert record.grade.points == record.grade.max_points > 0
    assert "bob.py: defines none of the functions" in output_of("queue")
    assert output_of("grade", str(tmp_path), "--queue").startswith("1 submissions wait"), "what is graded is left out"
    assert output_of("grade", str(tmp_path), "--queue", "--again").startswith("2 submissions wait"), (
        "unless it is asked for"
    )


def test_notebooks_are_graded_from_the_queue_as_files_are(store: Store, url: str, tmp_path: Path) -> None:
    for who in ("ada", "ben"):
        lay(tmp_path, {f"class/{who}/a.ipynb": notebook(RIGHT.read_text())})
    result = CliRunner().invoke(main, ["--db", url, "grade", str(tmp_path / "class"), "--queue"])
    assert result.exit_code == 0, result.output
    assert "2 graded" in grade_here(store, grade_task)[0]
    grades = [record.grade for record in store.grades()]
    assert sorted(grade.student for grade in grades) == ["ada", "ben"]
    assert all(mark.points == mark.max_points for grade in grades for mark in grade.marks)
