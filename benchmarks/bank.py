"""The whole bank: 1,000 variants with their words, the slowest one alone, the audit, and a quiz across topics.

    python benchmarks/bank.py [--audit]

CPU time of this process where variants are made, wall time of whole processes. With --audit also 1,000 seeds of every exercise.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.generate import variant, variants

TOPICS = ("forward-pass", "loss", "bptt", "rnn-types", "strengths-and-limits")
ROUNDS = 9
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
ALONE = range(100, 110)  # seeds made one by one


def seconds(exercise: Exercise, seed: int) -> float:
    """The CPU time of one variant alone."""
    start = time.process_time()
    variant(exercise, seed)
    return time.process_time() - start


def wall(*words: str, where: str) -> float:
    """The wall time of a command."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "quizgen", *words]
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL, env=COMPILED)
    return time.perf_counter() - start


def main() -> None:
    exercises = list(Bank.load().exercises.values())
    for exercise in exercises:
        variant(exercise, 0)  # compiles its words, finds its misconceptions
    each = -(-1000 // len(exercises))
    start = time.process_time()
    for exercise in exercises:
        variants(exercise, range(1, 1 + each))
    made = each * len(exercises)
    print(f"{made:,} variants of {len(exercises)} exercises: {(time.process_time() - start) / made * 1e3:.2f} ms each")
    alone = {exercise.name: [seconds(exercise, seed) * 1e3 for seed in ALONE] for exercise in exercises}
    slowest = max(alone, key=lambda name: max(alone[name]))
    print(f"one by one: {sum(map(sum, alone.values())) / sum(map(len, alone.values())):.2f} ms each")
    print(f"the slowest: {max(alone[slowest]):.1f} ms ({slowest}, {median(alone[slowest]):.1f} ms as a rule)")
    with tempfile.TemporaryDirectory() as folder:
        words = ["make", "--count", "5", "--seed", "7", *(part for topic in TOPICS for part in ("--topic", topic))]
        times = [wall(*words, where=folder) for _ in range(ROUNDS)]
        print(f"quizgen make, five questions across five topics: {median(times):.2f} s")
        if "--audit" in sys.argv:
            print(f"quizgen bank audit --seeds 1000: {wall('bank', 'audit', '--seeds', '1000', where=folder):.0f} s")


if __name__ == "__main__":
    main()
