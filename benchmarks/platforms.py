"""Questions for the platforms of a course: `quizgen export --format` with many variants, beside drawing the same questions alone.

    python benchmarks/platforms.py [questions]

The command runs in a process of its own with all that it does: drawing, keeping the questions in a new store, scoring, writing. Its
memory is the largest resident set; for a tenth of the questions too, since it should not grow. All in one run, CPU seconds.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
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
        run = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
        found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
        found["wall"] = time.perf_counter() - start
        found["size"] = sum(path.stat().st_size for path in Path(home, "exam").iterdir())
    return found


def run(words: list[str]) -> None:
    """The command in this process; then its CPU seconds and its memory as JSON."""
    from quizgen.cli import main as quizgen

    quizgen(words, standalone_mode=False)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
