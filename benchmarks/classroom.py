"""A whole class graded by `quizgen grade folder --jobs 2`: one process from start to end.

python benchmarks/classroom.py                        300 files, with and without endless loops
python benchmarks/classroom.py --peers peers/bin      the same beside other graders (other_graders.py says how to install them)
python benchmarks/classroom.py --nightly              300, 1,000, 3,000 and 10,000 files: is time linear and memory flat?
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from mixed_class import PLAIN, write_class

ROUNDS = 5
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
AIMS = {"GradescopeUtils": 9, "Pytest": 40, "Nbgrader": 150, "Otter": 250}


def grade(folder: Path, *paths: str) -> tuple[float, float]:
    """Seconds and the largest process in MiB of one `quizgen grade`, with a new database."""
    database = folder / "quizgen.db"
    for file in folder.glob("quizgen.db*"):
        file.unlink()
    command = [sys.executable, "-m", "quizgen", "--db", str(database), "grade", *paths]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=COMPILED, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return taken, usage.ru_maxrss / 1024


def class_of(count: int, loops: int = 0, rounds: int = ROUNDS) -> tuple[float, float]:
    """The median time and memory of a class."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_class(folder / "submissions", count, loops)
        runs = [grade(folder, "submissions", "--jobs", "2") for _ in range(rounds)]
    return median(taken for taken, _ in runs), max(memory for _, memory in runs)


def single() -> float:
    """The median time of one submission.py, stored."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_bytes(PLAIN.read_bytes())
        return median(grade(folder, "submission.py")[0] for _ in range(2 * ROUNDS))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--peers", type=Path)
    options.add_argument("--nightly", action="store_true")
    wanted = options.parse_args()
    if wanted.nightly:
        for count in (300, 1_000, 3_000, 10_000):
            taken, memory = class_of(count, rounds=1)
            print(f"{count:6} files {taken:7.2f} s  {1000 * taken / count:6.2f} ms a file  {memory:6.0f} MiB")
        return
    whole, memory = class_of(300)
    print(
        f"300 files, two at a time          {whole:6.2f} s  {1000 * whole / 300:6.2f} ms a file  {memory:4.0f} MiB (aim 2.5 s)"
    )
    looped, _ = class_of(300, loops=3)
    print(f"the same, three of them in loops  {looped:6.2f} s")
    print(f"one submission.py, whole process  {single():6.2f} s  (aim 0.38 s)")
    if wanted.peers:
        from other_graders import seconds_of_each

        for name, seconds in seconds_of_each(wanted.peers).items():
            print(f"{name:18} {1000 * seconds:8.0f} ms a file  {seconds * 300 / whole:6.0f} x  (aim {AIMS[name]} x)")


if __name__ == "__main__":
    main()
