"""Whether practice finds one fixed misconception, and clears it in those who learn: simulated learners, one for each.

    python benchmarks/practice.py [sessions of each learner, 5]

Every misconception of tier A that is live in an exercise answered in the terminal. A learner answers with its slip wherever a
question can show it, and with the key elsewhere; once it is active it has been explained, and is gone. Sessions have thirty
questions: on the topics in which the misconception lives; the same for learners in whom it shows in seven of ten questions, and
who leave the last answer out in three of ten; and on the whole chapter, in which those topics have to open first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

from practising import Found, Simulated, found, home, whole_deck

from quizgen.classroom.practice.learner import Learner
from quizgen.classroom.practice.next_question import Chooser
from reference_rnn import CATALOGUE, title

WITHIN = (3, 6, 10, 30)  # questions
QUESTIONS = 30
STEADY = 0.7
TOPICS, WAVERING, CHAPTER = (
    "On its topics",
    "On its topics, showing it in 70 % of the questions",
    "On the whole chapter",
)


def tier_a() -> list[str]:
    """The misconceptions of tier A that are live in a question of the terminal."""
    live = frozenset().union(*(card.live for card in whole_deck().cards))
    return [name for name, mutant in CATALOGUE.items() if mutant.tier == "A" and name in live]


def sweep(
    names: Sequence[str], topics: Callable[[str], tuple[str, ...]], sessions: int, steady: float = 1.0
) -> dict[str, list[Found]]:
    """How the sessions of each learner go."""
    return {
        name: [found(Simulated(name, True, steady), topics(name), QUESTIONS, seed) for seed in range(sessions)]
        for name in names
    }


def table(heading: str, results: dict[str, list[Found]]) -> None:
    """The share of the sessions in which it was named, active and cleared, after so many questions; and those that failed."""
    every = [one for several in results.values() for one in several]
    print(f"\n{heading}: {len(results)} misconceptions, {len(every)} sessions of up to {QUESTIONS} questions")
    print("within   named  active  cleared")
    for most in WITHIN:
        shares = [
            sum((getattr(one, what) or most + 1) <= most for one in every) / len(every)
            for what in ("named", "active", "cleared")
        ]
        print(f"{most:6}" + "".join(f"{100 * share:7.1f}%" for share in shares))
    wrongly = [(name, other) for name, several in results.items() for one in several for other in one.wrongly]
    print(
        f"sessions in which another misconception was active: {len({id(o) for s in results.values() for o in s if o.wrongly})}"
    )
    for pair in dict.fromkeys(wrongly):
        print(f"  {pair[0]} taken for {pair[1]}: {wrongly.count(pair)}")
    for name, several in results.items():
        late = sum((one.active or 99) > WITHIN[1] for one in several)
        if late and heading == TOPICS:
            print(f"  not within {WITHIN[1]}: {name} ({title(name)}), {late} of {len(several)}")


def times() -> None:
    """How long it takes to choose a question."""
    taken = []
    learner = Learner()
    for _, learner in Simulated().practise((), 60):  # noqa: B007
        pass
    for number in range(60):
        some = Learner(learner.attempts[:number])
        begun = perf_counter()
        Chooser(whole_deck(), some, learner.attempts[-1].when, (), f"time:{number}").choice()
        taken.append(perf_counter() - begun)
    taken.sort()
    print(f"\nTo choose a question: median {1000 * taken[30]:.0f} ms, longest {1000 * taken[-1]:.0f} ms")


if __name__ == "__main__":
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    names = tier_a()
    table(TOPICS, sweep(names, home, sessions))
    table(WAVERING, sweep(names, home, sessions, STEADY))
    table(CHAPTER, sweep(names, lambda name: (), max(1, sessions // 2)))
    times()
