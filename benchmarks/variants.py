"""Making variants of forward-unroll: one by one, a class of 1,000 at once, beside rendering the same variants by Jinja2.

    python benchmarks/variants.py

Times are medians of rounds taken in turns; the ratios are to the rendering of the same run, since machines are noisy.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

from quizgen.authoring.bank import Bank
from quizgen.generate import draw_all, seal
from quizgen.generate.engine import Drawn
from quizgen.laws import audit

SEEDS = range(1000)
ROUNDS = 7
AUDITED = 100_000
EXERCISE = Bank.load().get("forward-unroll")


def plain_values(drawn: Drawn) -> Drawn:
    """A drawn problem with its key and its slips as plain values."""
    assert drawn.key and drawn.slips
    return drawn


def one_by_one() -> list[Drawn]:
    return [plain_values(next(iter(draw_all(EXERCISE, [seed])))) for seed in SEEDS]


def at_once() -> list[Drawn]:
    return list(draw_all(EXERCISE, SEEDS))


def at_once_as_values() -> list[Drawn]:
    return [plain_values(drawn) for drawn in draw_all(EXERCISE, SEEDS)]


def main() -> None:
    drawn = one_by_one()
    together = at_once()
    assert [(d.key, d.slips, d.redrawn) for d in drawn] == [(d.key, d.slips, d.redrawn) for d in together]
    jobs: dict[str, Callable[[], object]] = {
        "rendering question and solution by Jinja2": lambda: [seal(EXERCISE, d) for d in drawn],
        "one variant with key and live slips, one by one": one_by_one,
        "a class of 1,000 drawn and solved at once": at_once,
        "the same, every slip spelled out": at_once_as_values,
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append((time.perf_counter() - start) / len(SEEDS) * 1e3)
    base = median(times["rendering question and solution by Jinja2"])
    print(f"{'a variant of forward-unroll':52} {'ms':>8} {'/ rendering':>12}")
    for name, taken in times.items():
        print(f"{name:52} {median(taken):8.3f} {median(taken) / base:12.2f}")
    start = time.perf_counter()
    found = [breach for _, breaches in audit(EXERCISE, AUDITED, worded=1) for breach in breaches]
    print(f"audit over {AUDITED:,} seeds: {time.perf_counter() - start:.1f} s, {len(found)} breaches")


if __name__ == "__main__":
    main()
