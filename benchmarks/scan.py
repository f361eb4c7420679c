"""Scanned pages of exams: printed, filled in and degraded with known truth, and then read; how many are right, flagged or wrong.

    python benchmarks/scan.py [papers] [seed] [processes]

Each paper is of one hand, and has 7 pages or 14. Seeds up to 1,000 were used to find the thresholds; the figures in
docs/scanning.md are of other seeds. A page is wrong if it is taken for another one; flagged if there is a doubt about it. A bubble
is wrong if one with a mark is read as empty or the other way round, or if one with a mark that was perhaps taken back is not
"unsure"; flagged if it is "unsure" and was clear.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / "helpers"), str(Path(__file__).parents[1])]

PAPERS, SEED = 208, 4000
DPI = (150, 150, 200, 300)
Counts = Counter[tuple[str, str, str]]  # (degradation, what, verdict)


def main(papers: int, seed: int, processes: int) -> None:
    counts: Counts = Counter()
    seconds: list[float] = []
    chunk = 4
    with ProcessPoolExecutor(processes) as pool:
        jobs = [(seed, start, min(start + chunk, papers)) for start in range(0, papers, chunk)]
        for found, took, wrong in pool.map(read_some, jobs):
            counts += found
            seconds += took
            for line in wrong:
                print(line, flush=True)
    report(counts, seconds)


def read_some(job: tuple[int, int, int]) -> tuple[Counts, list[float], list[str]]:
    """Some papers: the counts, the seconds of CPU for each, and a line for each thing read wrongly."""
    from scanned_papers import judged_paper

    seed, start, stop = job
    counts: Counts = Counter()
    seconds, wrong = [], []
    for one in (page for number in range(start, stop) for page in judged_paper(seed, number, DPI)):
        counts[one.how, "pages", one.page] += 1
        for drawn, verdict in one.bubbles:
            counts[one.how, "bubbles", verdict] += 1
            counts["", drawn or "nothing", verdict] += 1
        for drawn, state in one.boxes:
            counts["", f"box: {drawn or 'nothing'}", state] += 1
        seconds.append(one.seconds)
        wrong += [f"seed {seed}, papers {start} to {stop - 1}, {one.how}: {line}" for line in one.wrong]
    return counts, seconds, wrong


def report(counts: Counts, seconds: list[float]) -> None:
    """The tables of docs/scanning.md."""
    from degraded_pages import DEGRADATIONS

    print("| degradation | pages right | flagged | wrong | bubbles right | flagged | wrong |")
    print("|---|---|---|---|---|---|---|")
    verdicts = [(what, verdict) for what in ("pages", "bubbles") for verdict in ("right", "flagged", "wrong")]
    for how in DEGRADATIONS:
        print(f"| {how} | " + " | ".join(f"{counts[how, *one]:,}" for one in verdicts) + " |")
    total = [sum(counts[how, *one] for how in DEGRADATIONS) for one in verdicts]
    print("| all | " + " | ".join(f"{n:,}" for n in total) + " |")
    print("\n| what is drawn | right | flagged | wrong |\n|---|---|---|---|")
    for what in sorted({what for how, what, _ in counts if not how and not what.startswith("box")}):
        print(f"| {what} | " + " | ".join(f"{counts['', what, one]:,}" for one in ("right", "flagged", "wrong")) + " |")
    print("\n| in a box to write in | written | empty | unsure |\n|---|---|---|---|")
    for what in sorted({what for how, what, _ in counts if not how and what.startswith("box")}):
        print(
            f"| {what} | " + " | ".join(f"{counts['', what, one]:,}" for one in ("written", "empty", "unsure")) + " |"
        )
    took = sorted(seconds)
    print(
        f"\nCPU seconds a page: mean {sum(took) / len(took):.3f}, 99 % below {took[int(0.99 * len(took))]:.3f}, most {took[-1]:.3f}"
    )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    began = time.perf_counter()
    main(*(given + [PAPERS, SEED, os.cpu_count() or 1][len(given) :]))
    print(f"{time.perf_counter() - began:.0f} s")
