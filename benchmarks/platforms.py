"""Questions for the platforms of a course: `quizgen export --format` with many variants, beside drawing the same questions alone.

    python benchmarks/platforms.py [questions]

The command runs with all that it does: drawing, keeping the questions in a new store, scoring, writing. CPU is that of all its
processes. Memory is the largest sum of what they hold, sampled, where pages that several share are counted once (PSS); for a tenth
of the questions too, since it should not grow. All in one run.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

QUESTIONS = 5000
NAMES = ("forward-h2", "forward-h1", "forward-unroll", "h0-effect", "forward-scalar")


def main(questions: int) -> None:
    from quizgen.media import platforms

    draw = drawing(questions)
    print(f"{questions} questions; drawing them takes {draw:.1f} s of CPU")
    print(f"{'':10} {'CPU s':>7} {'x drawing':>9} {'wall s':>7} {'MB':>5} {'MB of a tenth':>14} {'file MB':>8}")
    for name in sorted(platforms()):
        few, many = exported(name, questions // 10), exported(name, questions)
        cells = f"{many['cpu']:7.1f} {many['cpu'] / draw:9.1f} {many['wall']:7.1f} {many['memory']:5.0f} {few['memory']:14.0f}"
        print(f"{name:10} {cells} {many['size'] / 1e6:8.1f}")


def drawing(questions: int) -> float:
    """The CPU seconds of drawing as many questions, in batches as the command does."""
    from quizgen.authoring.bank import Bank
    from quizgen.generate import variants

    bank = Bank.load()
    for name in NAMES:
        variants(bank.exercises[name], range(3))
    start = time.process_time()
    for name in NAMES:
        for first in range(0, questions // len(NAMES), 50):
            variants(bank.exercises[name], range(first, first + 50))
    return time.process_time() - start


def exported(name: str, questions: int) -> dict[str, float]:
    """What the command takes."""
    selected = [word for exercise in NAMES for word in ("--exercise", exercise)]
    words = ["export", *selected, "--count", str(len(NAMES)), "--variants", str(questions // len(NAMES)), "--seed", "1"]
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, __file__, "--run", *words, "--format", name]
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True) as run:
            most = [0.0]
            watching = threading.Thread(target=watch_memory, args=(run, most))
            watching.start()
            shown, _ = run.communicate()
            watching.join()
        found: dict[str, float] = json.loads(shown.splitlines()[-1])
        found["wall"] = time.perf_counter() - start
        found["memory"] = most[0]
        found["size"] = sum(path.stat().st_size for path in Path(home, "exam").iterdir())
    return found


def watch_memory(run: subprocess.Popen[str], most: list[float]) -> None:
    """Notes the largest sum of what a process and its children hold, in MB, until it ends."""
    while run.poll() is None:
        try:
            children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
            most[0] = max(most[0], sum(map(held, [str(run.pid), *children])))
        except OSError:
            pass  # one of them has just ended
        time.sleep(0.1)


def held(process: str) -> float:
    """The memory of a process in MB, its part of what it shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def run(words: list[str]) -> None:
    """The command in this process; then its CPU seconds, with those of its children, as JSON."""
    from quizgen.cli import main as quizgen

    quizgen(words, standalone_mode=False)
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"cpu": sum(one.ru_utime + one.ru_stime for one in used)}))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
