"""From save to verdict: how long `quizgen watch` takes, beside a process that grades the same file once.

python benchmarks/watch.py
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from mixed_class import PLAIN

SAVES = 40
LAST_LINE = "Ctrl-C stops."


def lines_until(stream: Iterator[str], end: str) -> None:
    """Reads up to a line with this text."""
    while end not in next(stream):
        pass


def main() -> None:
    right = PLAIN.read_text(encoding="utf-8")
    contents = [right, right.replace("dW += ", "dW = ")]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "submission.py")
        path.write_text(right, encoding="utf-8")
        quizgen = [sys.executable, "-m", "quizgen", "--db", str(Path(name, "quizgen.db"))]
        seen: list[float] = []
        once: list[float] = []
        with subprocess.Popen([*quizgen, "watch", str(path)], stdout=subprocess.PIPE, text=True) as watch:
            lines_until(watch.stdout, LAST_LINE)
            for save in range(SAVES):
                time.sleep(0.2)  # as if somebody typed
                began = time.perf_counter()
                path.write_text(contents[save % 2 - 1], encoding="utf-8")
                lines_until(watch.stdout, LAST_LINE)
                seen.append(time.perf_counter() - began)
                if save % 8 == 0:
                    began = time.perf_counter()
                    subprocess.run([*quizgen, "grade", str(path)], check=True, stdout=subprocess.DEVNULL)
                    once.append(time.perf_counter() - began)
            watch.terminate()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {SAVES} saves")
    for what, taken in {"watch, from save to verdict": seen, "quizgen grade, a process": once}.items():
        print(f"{what:30} {1000 * median(taken):6.0f} ms  (worst {1000 * max(taken):.0f} ms)")


if __name__ == "__main__":
    main()
