"""Memory and time of the reports of a class, JSON, CSV, JUnit and SARIF, written from the store: are they flat and linear?

python benchmarks/reports.py
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from store import a_grade

from quizgen.cli.report_files import write_report
from quizgen.documents import gradebook
from quizgen.documents.record import Record
from quizgen.media.json import grades_json
from quizgen.store import Store

SIZES = (100, 1_000, 10_000)
REPORTS: dict[str, Callable[[Iterator[Record]], Iterable[str]]] = {
    "--json": lambda records: grades_json(record.grade for record in records),
    "--csv": gradebook.csv,
    "--junit": lambda records: gradebook.junit(record.grade for record in records),
    "--sarif": lambda records: gradebook.sarif(record.grade for record in records),
}


def fill(database: Path, count: int) -> None:
    """A store with the grades of a class."""
    grade, now = a_grade(), datetime.now(UTC)
    with Store.open(database) as store:
        store.append_all([replace(grade, source=f"{n}.py", student=f"s{n}") for n in range(count)], now)


def write(database: Path, report: str, count: int) -> None:
    """Writes one report of that many grades as `quizgen grade` does it, in this process; prints its seconds and its largest
    memory in MiB."""
    with Store.open(database) as store:
        began = time.perf_counter()
        error = write_report(
            database.with_suffix(".report"), REPORTS[report](store.grades_by_number(range(1, count + 1)))
        )
        taken = time.perf_counter() - began
    assert not error
    print(f"{taken:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def main() -> None:
    print(f"{'grades':>8}" + "".join(f"{report:>24}" for report in REPORTS))
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder, "quizgen.db")
            fill(database, count)
            shown = []
            for report in REPORTS:
                command = [sys.executable, __file__, str(database), report, str(count)]
                said = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout
                seconds, memory = said.split()
                shown.append(f"{seconds:>12} s {memory:>5} MiB")
        print(f"{count:8}" + "".join(f"{one:>24}" for one in shown))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    else:
        main()
