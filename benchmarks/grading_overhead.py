"""What checks and diagnosis cost: a submission graded, beside an isolated process that makes the same calls.

python benchmarks/grading_overhead.py

As in a class, many files give the same results; a result that was judged once is judged from memory.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from mixed_class import texts

from quizgen.errors import UserError
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Job, Limits, Loaded, Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

FILES, ROUNDS = 100, 5


def rounds_of(source: bytes, wall: Wall) -> list[list[Job]]:
    """The jobs run for a file, a list for each round."""
    jobs_run: list[list[Job]] = []
    run = Session.run

    def run_and_record(self: Session, jobs: Sequence[Job]) -> tuple[Result, ...]:
        jobs_run.append(list(jobs))
        return run(self, jobs)

    with patch.object(Session, "run", run_and_record):
        grade(source, "submission.py", wall=wall)
    return jobs_run


def run_only(source: bytes, rounds: list[list[Job]], wall: Wall) -> None:
    """Load the file in an isolated process and make the same calls, without looking at the results."""
    with Session(source, Limits(), wall) as session:
        if isinstance(session.loaded, Loaded):
            for jobs in rounds:
                session.run(jobs)


def main() -> None:
    with Wall() as wall:
        sources = []
        for source in islice(texts(), 2 * FILES):
            try:
                sources.append((source, rounds_of(source, wall)))
            except UserError:
                continue
        sources = sources[FILES // 2 :][:FILES]
        times: dict[str, list[float]] = {"graded": [], "calls": []}
        for _ in range(ROUNDS):
            began = time.perf_counter()
            for source, rounds in sources:
                run_only(source, rounds, wall)
            middle = time.perf_counter()
            for source, _ in sources:
                grade(source, "submission.py", wall=wall)
            times["calls"].append((middle - began) / len(sources))
            times["graded"].append((time.perf_counter() - middle) / len(sources))
    calls, graded = (statistics.median(times[name]) for name in ("calls", "graded"))
    print(f"an isolated process with the same calls  {1000 * calls:6.2f} ms a file")
    print(
        f"graded, with diagnosis                   {1000 * graded:6.2f} ms a file  {graded / calls:.2f} x  (aim 1.5 x)"
    )


if __name__ == "__main__":
    main()
