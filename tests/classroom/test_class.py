"""Workers grade side by side: no grade is lost if one dies, and unchanged files are not graded again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from class_folders import lay

from quizgen.classroom.collect import Reader, Submission, find_submissions
from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.classroom.grading_run import Item, prepare, store_grades
from quizgen.classroom.pool import PIPE_BYTES, Pool
from quizgen.classroom.tasks import GradingOptions, Outcome, Task, checks_digest, grade_task
from quizgen.errors import FatalUserError, UserError
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.process import Child
from quizgen.sandbox.records import Limits, NoWall
from quizgen.sandbox.wall import Wall
from quizgen.store import Store

STEP = (
    b"import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def tasks(*texts: bytes) -> list[Task]:
    return [Task(place, Submission(f"{place}.py", f"s{place}", text)) for place, text in enumerate(texts)]


def obedient(task: Task, wall: Wall) -> Outcome:
    """A grading function that does what the file says, to imitate all that may happen to the process that grades."""
    match task.submission.data.split(b" ")[0]:
        case b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"exit":
            os._exit(7)
        case b"raise":
            raise MemoryError
        case b"system":
            raise OSError("no space")
        case b"fault":
            return Outcome(task.index, fault="Traceback: no")
        case b"once":  # dies the first time
            mark = Path(task.submission.data.split(b" ")[1].decode())
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case b"nowall":
            raise NoWall("There is no wall here. Grade elsewhere.")
    return Outcome(task.index, Grade(task.submission.name, "code", "", task.submission.student, (), digest=task.digest))


def graded(outcomes: Iterator[Outcome]) -> dict[int, Outcome]:
    found = {outcome.index: outcome for outcome in outcomes}
    return dict(sorted(found.items()))


# ---------------------------------------------------------------- the pool


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_comes_back_once_whatever_the_number_of_workers(jobs):
    with Pool(jobs, grade=obedient) as pool:
        found = list(pool.outcomes(tasks(*[b"fine"] * 40)))
    assert sorted(outcome.index for outcome in found) == list(range(40))


@pytest.mark.parametrize(("word", "says"), [(b"die", "SIGKILL"), (b"exit", "exit status 7")])
def test_a_worker_that_dies_costs_its_submission_alone(word, says):
    with Pool(2, grade=obedient) as pool:
        found = graded(pool.outcomes(tasks(*[b"fine", word] * 5)))
    assert len(found) == 10
    for place, outcome in found.items():
        assert (outcome.grade is not None) == (place % 2 == 0)
        assert place % 2 == 0 or says in outcome.fault


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    with Pool(2, grade=obedient) as pool:
        found = graded(pool.outcomes(tasks(b"fine", f"once {tmp_path}/mark".encode(), b"fine")))
    assert all(outcome.grade for outcome in found.values()) and (tmp_path / "mark").exists()


@pytest.mark.parametrize(
    ("word", "says"), [(b"raise", "MemoryError"), (b"system", "no space"), (b"fault", "Traceback: no")]
)
def test_a_fault_of_quizgen_is_reported_with_its_traceback_and_stops_nothing(word, says):
    with Pool(1, grade=obedient) as pool:
        found = graded(pool.outcomes(tasks(b"fine", word, b"fine")))
    assert [outcome.grade is None for outcome in found.values()] == [False, True, False]
    assert says in found[1].fault


def test_where_no_more_processes_can_be_started_fewer_do_the_work_and_without_any_it_is_a_sentence(monkeypatch):
    fork, forked = os.fork, []

    def limited() -> int:
        if forked:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        forked.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    with Pool(3, grade=obedient) as pool:
        assert len(graded(pool.outcomes(tasks(*[b"fine"] * 9)))) == 9
    with pytest.raises(FatalUserError, match="No process can be started"):
        Pool(1, grade=obedient)


def test_without_a_sandbox_nothing_is_graded():
    with Pool(2, grade=obedient) as pool, pytest.raises(NoWall, match="Grade elsewhere"):
        list(pool.outcomes(tasks(b"nowall", b"fine")))


def test_no_more_is_read_than_there_is_work_for():
    taken = 0

    def many() -> Iterator[Task]:
        nonlocal taken
        for task in tasks(*[b"fine"] * 300):
            taken += 1
            yield task

    with Pool(2, grade=obedient) as pool:
        for done, _ in enumerate(pool.outcomes(many()), 1):
            assert taken <= done + 2 * 2, "two a worker: the one it is at, and one at its door"


def test_large_files_block_nobody():
    large = b"fine " + b"x" * 3_000_000
    with Pool(2, grade=obedient) as pool:
        found = list(pool.outcomes(tasks(*[large, b"fine", b"fine " * (PIPE_BYTES // 5)] * 10)))
    assert len(found) == 30 and all(outcome.grade for outcome in found)


def test_an_outcome_among_the_tasks_is_passed_on():
    with Pool(2, grade=obedient) as pool:
        items = [
            Outcome(0, why="a sheet"),
            *tasks(b"fine")[:0],
            Task(1, Submission("a", "", b"fine")),
            Outcome(2, unchanged=5),
        ]
        assert {outcome.index for outcome in pool.outcomes(items)} == {0, 1, 2}


def test_workers_are_started_when_there_is_something_to_grade():
    with Pool(grade=obedient) as pool:
        assert graded(pool.outcomes([Outcome(0, why="a sheet"), Outcome(1, unchanged=5)])).keys() == {0, 1}
        assert not pool._workers
        items = [Outcome(0, unchanged=5), *tasks(*[b"fine"] * 3)[1:]]
        assert graded(pool.outcomes(items)).keys() == {0, 1, 2}
        [worker] = pool._workers
        pool.start(1)
        assert pool._workers == [worker], "there is one already"


def test_a_pool_leaves_no_process_behind():
    with Pool(3, grade=obedient) as pool:
        list(pool.outcomes(tasks(*[b"fine"] * 5)))
        pids = [worker.pid for worker in pool._workers]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_real_submissions_get_the_grades_they_get_alone():
    files = [STEP, STEP.replace(b" + b)", b")"), b"import os\nos._exit(0)\n" + STEP, b"hello", b"def rnn_step(: pass"]
    with Pool(2) as pool:
        together = graded(pool.outcomes(tasks(*files)))
    with Wall() as wall:
        alone = graded(grade_task(task, wall) for task in tasks(*files))
    assert {place: (o.why, o.grade and o.grade.marks) for place, o in together.items()} == {
        place: (o.why, o.grade and o.grade.marks) for place, o in alone.items()
    }
    assert together[0].grade is not None and together[0].grade.points == together[0].grade.max_points
    assert "defines none of the functions" in together[3].why and not together[3].fault


# ---------------------------------------------------------------- what is graded again


def test_a_digest_covers_the_file_the_options_and_the_checks():
    one = Task(0, Submission("a.py", "ada", STEP))
    assert one.digest == Task(5, Submission("b.py", "ben", STEP)).digest, "not its place"
    others = [
        Task(0, Submission("a.py", "ada", STEP + b"\n")),
        replace(one, options=GradingOptions(("rnn_step",))),
        replace(one, options=GradingOptions(interface="cs231n")),
        replace(one, options=GradingOptions(public=True)),
        replace(one, quiz="exam-1"),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 6
    assert len(checks_digest()) == 64


class NoSheets:
    def sheet(self, submission: Submission, assignment: str, *, shared: bool) -> Grade:
        raise UserError("no sheets here.")

    def task(self, number, place, handed, asking, assignment) -> Task:
        return Task(number, handed, asking, assignment=assignment)


def rounds(root: Path, store: Store, again: bool = False) -> list[str]:
    """One run over a folder: what became of each file, in order."""
    works = [Item(place, place.path.stem) for place in find_submissions([root]).locations]
    results = []
    with Reader() as reader:
        items = prepare(works, reader, NoSheets(), GradingOptions(), store.current_grades, again=again)
        outcomes = (item if isinstance(item, Outcome) else obedient(item, None) for item in items)
        for outcome in store_grades(outcomes, lambda: CourseAppender(store), store.current_grades, lambda: NOW):
            results.append("graded" if outcome.grade else "unchanged" if outcome.unchanged else "ungraded")
    return results


def test_unchanged_files_are_skipped_and_changed_ones_replace_the_old_grade(tmp_path):
    root = lay(tmp_path / "class", {"ada.py": STEP, "ben.py": STEP, "cy.txt.py": b"\xff", "readme.toml": b"x ="})
    with Store.open(tmp_path / "q.db") as store:
        assert rounds(root, store) == ["graded", "graded", "graded", "ungraded"]
        assert rounds(root, store) == ["unchanged", "unchanged", "unchanged", "ungraded"]
        (root / "ben.py").write_bytes(STEP + b"# now\n")
        (root / "dora.py").write_bytes(STEP)
        assert rounds(root, store) == ["unchanged", "graded", "unchanged", "graded", "ungraded"]
        assert rounds(root, store, again=True)[:4] == ["graded"] * 4
        records = store.grades()
        assert [(Path(r.grade.source).name, r.replaces, r.why) for r in records] == [
            ("ada.py", None, ""),
            ("ben.py", None, ""),
            ("cy.txt.py", None, ""),
            ("ben.py", 2, "the file or the question changed"),
            ("dora.py", None, ""),
            ("ada.py", 1, "graded again"),
            ("ben.py", 4, "graded again"),
            ("cy.txt.py", 3, "graded again"),
            ("dora.py", 5, "graded again"),
        ]
        assert len(store.current_grades()) == 4
        assert list(store.grades_by_number([4, 2, 99])) == [records[3], records[1]]
    with Reader() as reader:
        alone = [Item(find_submissions([root / "ada.py"]).locations[0], "")]
        [task] = prepare(alone, reader, NoSheets(), GradingOptions(), dict, again=False)
        assert isinstance(task, Task), "a file named by itself is always graded"


def test_two_runs_over_one_folder_lose_nothing(tmp_path):
    root = lay(tmp_path / "class", {"ada.py": STEP})
    with Store.open(tmp_path / "q.db") as store:
        rounds(root, store)
        before = store.current_grades()
        rounds(root, store, again=True)  # another run was quicker
        grade = store.grades()[0].grade
        for seen in (before, {}):  # this run looked when there was one grade, or none
            [outcome] = store_grades(
                [Outcome(0, grade)], lambda: CourseAppender(store), lambda kind, seen=seen: seen, lambda: NOW
            )
            assert outcome.grade == grade
        assert [record.replaces for record in store.grades()] == [None, 1, 2, 3]


def test_whatever_happens_in_grading_is_an_outcome():
    with Wall() as wall:
        assert "at most" in grade_task(Task(0, Submission("a.py", "", b"#" * 300_000)), wall).why
        fault = grade_task(Task(0, Submission("a.py", "", STEP), GradingOptions(("no_such_function",))), wall).fault
    assert fault.startswith("Traceback") and "no_such_function" in fault
    good = Grade("a.py", "code", "", "", (Mark("f.F1", Verdict.RIGHT, 1.0, 1.0),))
    assert good.points == 1


def test_what_failed_by_a_fault_of_quizgen_is_tried_again_by_the_next_run():
    class Fallen(Wall):
        def child(self, limits: Limits) -> Child:
            raise BlockingIOError("no more processes")

    [task] = tasks(STEP)
    with Wall() as wall, Fallen() as fallen:
        sound, failed = grade_task(task, wall).grade, grade_task(task, fallen).grade
    assert sound.digest == task.digest and failed.digest == ""
    assert {mark.verdict for mark in failed.marks} == {Verdict.OUR_FAULT}


def test_a_fault_of_quizgen_on_a_sheet_is_reported_and_stops_nothing(tmp_path):
    class Broken(NoSheets):
        def sheet(self, submission: Submission, assignment: str, *, shared: bool) -> Grade:
            raise ZeroDivisionError

    found = find_submissions([lay(tmp_path / "class", {"a.toml": b'quiz = "x"', "b.py": STEP})])
    works = [Item(place, "") for place in found.locations]
    with Reader() as reader:
        first, second = prepare(works, reader, Broken(), GradingOptions(), dict, again=True)
    assert isinstance(first, Outcome) and "ZeroDivisionError" in first.fault and isinstance(second, Task)


def test_a_worker_ends_with_its_parent():
    """The parent is killed at once, as by the system, and its workers are not informed."""
    read, write = os.pipe()
    parent = os.fork()
    if not parent:
        pool = Pool(2, grade=obedient)
        os.write(write, " ".join(str(worker.pid) for worker in pool._workers).encode())
        time.sleep(60)
        os._exit(0)
    os.close(write)
    pids = [int(word) for word in os.read(read, 100).split()]
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    until = time.monotonic() + 30
    while (
        left := [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and alive(pid)]
    ) and time.monotonic() < until:
        time.sleep(0.02)
    os.close(read)
    assert len(pids) == 2 and not left


def alive(pid: int) -> bool:
    """Whether a process still runs, and is not merely an entry that was not waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
