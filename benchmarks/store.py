"""What storing a grade costs, beside the same rows through the driver alone, in one run.

python benchmarks/store.py
"""

from __future__ import annotations

import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

ROUNDS = 1000
LINE = "equals what you get if b is left out: the bias is added inside f at every step"
CHECKS = 60


def a_grade() -> Grade:
    """The grade of a submission with one check in ten wrong, and why."""
    marks = tuple(
        Mark(f"rnn_step.F{n}", Verdict.SLIP, 0, 1, LINE, ("fwd-no-bias",)) if n % 10 == 0
        else Mark(f"rnn_step.F{n}", Verdict.RIGHT, 1, 1)
        for n in range(CHECKS)
    )  # fmt: skip
    return Grade("ada.py", "code", "", "Ada", marks, {"rnn_step": "rnn_step · one step"}, "chapter", (), "d" * 64)


class DriverAlone:
    """The driver alone, on the same tables, with prepared rows."""

    def __init__(self, path: Path) -> None:
        self.line = sqlite3.connect(path, isolation_level=None)
        self.line.execute("PRAGMA synchronous = NORMAL")
        self.tables = {}
        for table in ("grades", "marks", "mark_misconceptions"):
            found = self.line.execute(f"SELECT * FROM {table}").fetchall()
            self.tables[f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})"] = [row[1:] for row in found]
        self.commits: list[float] = []

    def __call__(self) -> None:
        self.line.execute("BEGIN IMMEDIATE")
        (number,) = self.line.execute("SELECT max(id) + 1 FROM grades").fetchone()
        for statement, rows in self.tables.items():
            self.line.executemany(statement, [(number, *row) for row in rows])
        began = time.perf_counter()
        self.line.execute("COMMIT")
        self.commits.append(time.perf_counter() - began)


def taken(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def main() -> None:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {versions}; median of {ROUNDS}")
    grade, now = a_grade(), datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "quizgen.db")
        with Store.open(path) as store:
            store.append(grade, now)
            driver = DriverAlone(path)
            times: dict[str, list[float]] = {"the driver alone": [], "Store.append": []}
            for _ in range(ROUNDS):  # in turns, so that other load affects both
                times["the driver alone"].append(taken(driver))
                times["Store.append"].append(taken(partial(store.append, grade, now)))
            times["of these, the driver's COMMIT"] = driver.commits
            base = median(times["the driver alone"])
            for name, all_times in times.items():
                print(f"{name:32} {median(all_times) * 1e6:7.0f} µs  {median(all_times) / base:5.2f} ×")
            driver.line.close()


if __name__ == "__main__":
    main()
