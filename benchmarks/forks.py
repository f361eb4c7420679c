"""What judging costs on top of the child: a submission graded, beside a confined child that makes the same calls.

python benchmarks/forks.py

As in a class, many files answer alike, and what was judged once is memoised.
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

from mixed import texts

from quizgen.errors import UserError
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Job, Limits, Loaded, Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

FILES, ROUNDS = 100, 5


def rounds_of(source: bytes, wall: Wall) -> list[list[Job]]:
    """The jobs that a file is asked, a list for each round."""
    asked: list[list[Job]] = []
    run = Session.run

    def noted(self: Session, jobs: Sequence[Job]) -> tuple[Result, ...]:
        asked.append(list(jobs))
        return run(self, jobs)

    with patch.object(Session, "run", noted):
        grade(source, "submission.py", wall=wall)
    return asked


def bare(source: bytes, rounds: list[list[Job]], wall: Wall) -> None:
    """A child that loads the file and makes the same calls; nobody looks at what comes back."""
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
        times: dict[str, list[float]] = {"graded": [], "bare": []}
        for _ in range(ROUNDS):
            began = time.perf_counter()
            for source, rounds in sources:
                bare(source, rounds, wall)
            middle = time.perf_counter()
            for source, _ in sources:
                grade(source, "submission.py", wall=wall)
            times["bare"].append((middle - began) / len(sources))
            times["graded"].append((time.perf_counter() - middle) / len(sources))
    child, whole = (statistics.median(times[name]) for name in ("bare", "graded"))
    print(f"a confined child with the same calls  {1000 * child:6.2f} ms a file")
    print(f"graded, with diagnosis                {1000 * whole:6.2f} ms a file  {whole / child:.2f} x  (aim 1.5 x)")


if __name__ == "__main__":
    main()
