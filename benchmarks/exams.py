"""An exam on paper for a class, with keys: `quizgen exam make`, beside `quizgen export` in the same run.

    python benchmarks/exams.py [students]

CPU is that of the command with all its processes, memory the largest sum of their resident sets, sampled; both ways take the same
exercises. `export` is measured with fewer students, and its times are multiplied; its memory is that of one key of 40 papers.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

STUDENTS = 200
FEWER = 40  # students of `export`
STAGES = {  # stage -> the functions in which it is done
    "drawing": ("quizgen.generate.exam.drawing.draw_papers",),
    "source": ("quizgen.documents.exam.print_exam.paper_source",),
    "record": ("quizgen.documents.exam.print_exam.digest_of_job", "quizgen.documents.exam.folder.ExamFolder.write"),
    "join": ("quizgen.documents.exam.print_exam.write_print_file",),
    "store": ("quizgen.store.Store.keep_papers", "quizgen.store.Store.keep_boxes"),
}


def main(students: int) -> None:
    from quizgen.authoring.bank import Bank

    names = ten_exercises(Bank.load())
    with tempfile.TemporaryDirectory() as home:
        os.chdir(home)
        write_inputs(names, students)
        new = measured(["exam", "make", "exam.toml", "--roster", "all.csv"])
        again = measured(["exam", "make", "exam.toml", "--roster", "all.csv"])
        selected = [word for name in names for word in ("--exercise", name)]
        old = measured(["export", *selected, "--students", "some.csv", "--out", "old"])
        size = sum(path.stat().st_size for path in Path("exam/papers").iterdir()) // students
    scale = students / min(FEWER, students)
    print(f"{students} students x {len(names)} questions, {size / 1e3:.0f} kB a paper")
    print(f"{'':28} {'CPU s':>8} {'wall s':>8} {'MB':>6}")
    print(f"{'exam make':28} {new['cpu']:8.1f} {new['wall']:8.1f} {new['memory']:6.0f}")
    for stage, seconds in new["stages"].items():
        print(f"  {stage:26} {seconds:8.2f}")
    print(f"{'exam make, all is there':28} {again['cpu']:8.1f} {again['wall']:8.1f} {again['memory']:6.0f}")
    print(f"{'export (scaled)':28} {old['cpu'] * scale:8.1f} {old['wall'] * scale:8.1f} {old['memory']:6.0f}")
    print(
        f"CPU of exam make / export: {new['cpu'] / old['cpu'] / scale:.2f};  wall / CPU: {new['wall'] / new['cpu']:.2f}"
    )


def ten_exercises(bank: Any) -> list[str]:
    """Exercises of ten topics, those that compute first."""
    from quizgen.generate.code_questions import asks_code

    by_topic: dict[str, str] = {}
    for name, exercise in sorted(bank.exercises.items(), key=lambda pair: (pair[1].solving is None, pair[0])):
        if not asks_code(exercise.asks):
            by_topic.setdefault(exercise.topic, name)
    return list(by_topic.values())[:10]


def write_inputs(names: list[str], students: int) -> None:
    """A plan, rosters and a secret in the current folder."""
    listed = ", ".join(f'"{name}"' for name in names)
    Path("exam.toml").write_text(
        f'name = "b"\ntitle = "Benchmark"\n[[section]]\ntitle = "All"\nexercises = [{listed}]\n'
    )
    lines = [f"s{n:04},Student {n}\n" for n in range(students)]
    Path("all.csv").write_text("id,name\n" + "".join(lines))
    Path("some.csv").write_text("id,name\n" + "".join(lines[:FEWER]))
    Path("exam.secret").write_text("00" * 32 + "\n")
    Path("exam.secret").chmod(0o600)


def measured(command: list[str]) -> dict[str, Any]:
    """The command in a process of its own: CPU and wall seconds, MB of memory, and CPU seconds of stages."""
    start = time.perf_counter()
    pid = os.posix_spawn(sys.executable, [sys.executable, __file__, "command", *command], dict(os.environ))
    most = [0.0]
    ended = threading.Event()
    watching = threading.Thread(target=watch_memory, args=(pid, most, ended))
    watching.start()
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    ended.set()
    watching.join()
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    stages = json.loads(Path("stages.json").read_text())
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "memory": most[0], "stages": stages}


def watch_memory(pid: int, most: list[float], ended: threading.Event) -> None:
    """Notes the largest sum of the resident sets of a process and its children, in MB."""
    page = os.sysconf("SC_PAGE_SIZE")
    while not ended.wait(0.05):
        total = 0
        for process in (pid, *children(pid)):
            try:
                total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * page
            except OSError:
                continue
        most[0] = max(most[0], total / 1e6)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def run(command: list[str]) -> None:
    """The command in this process, with its stages timed."""
    import resource

    from quizgen.cli import main as quizgen

    times = dict.fromkeys(STAGES, 0.0)
    for stage, functions in STAGES.items():
        for function in functions:
            path, name = function.rsplit(".", 1)
            try:
                owner = importlib.import_module(path)
            except ModuleNotFoundError:
                module, kind = path.rsplit(".", 1)
                owner = getattr(importlib.import_module(module), kind)
            setattr(owner, name, timed(getattr(owner, name), times, stage))
    quizgen(["--db", "benchmark.db", *command], standalone_mode=False)
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    times["compiling"] = below.ru_utime + below.ru_stime
    times["all else"] = time.process_time() - sum(seconds for stage, seconds in times.items() if stage != "compiling")
    Path("stages.json").write_text(json.dumps(times))


def timed(function: Callable[..., Any], times: dict[str, float], stage: str) -> Callable[..., Any]:
    """The function, or the iterator that it returns, with its CPU time added to a stage."""

    def inside(*words: Any, **named: Any) -> Any:
        start = time.process_time()
        made = function(*words, **named)
        times[stage] += time.process_time() - start
        return iterated(made, times, stage) if isinstance(made, Iterator) else made

    return inside


def iterated(items: Iterator[Any], times: dict[str, float], stage: str) -> Iterator[Any]:
    while True:
        start = time.process_time()
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            times[stage] += time.process_time() - start
        yield item


if __name__ == "__main__":
    if sys.argv[1:2] == ["command"]:
        run(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else STUDENTS)
