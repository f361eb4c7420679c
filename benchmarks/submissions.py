"""How long it takes to grade one submission.py, beside a process that only imports NumPy.

python benchmarks/submissions.py
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 15
RIGHT = Path(__file__).resolve().parent.parent / "tests" / "submissions" / "right" / "plain.py"
GRADE = "import sys; from quizgen.submissions import grade; grade(open(sys.argv[1], 'rb').read(), 'submission.py')"


def milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began)


def process(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True)


def main() -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported, here and in the processes below
    from quizgen.submissions import grade

    right = RIGHT.read_bytes()
    slip = right.replace(b"dW += ", b"dW = ").replace(b"dW_h += ", b"dW_h = ").replace(b"db += ", b"db = ")
    unknown = right.replace(b"+ b)", b"+ 1.01 * b)").replace(b"h[:, t] ** 2", b"h[:, t] ** 3")
    actions = {
        "python -I -c 'import numpy'": process("-I", "-c", "import numpy"),
        "grade, all functions right": lambda: grade(right, "submission.py"),
        "grade, one misconception": lambda: grade(slip, "submission.py"),
        "grade, unknown mistakes in two functions": lambda: grade(unknown, "submission.py"),
        "a whole process that grades": process("-c", GRADE, str(RIGHT)),
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS):  # in turns, so that other load affects all alike
        for name, action in actions.items():
            times[name].append(milliseconds(action))
    base, *_ = (statistics.median(taken) for taken in times.values())
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; median of {ROUNDS}")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:42} {median:7.1f} ms  {median / base:5.2f} ×")


if __name__ == "__main__":
    main()
