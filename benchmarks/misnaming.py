"""How often slips of the hand are named, and how often a random wrong answer is given a story that is not its own.

    python benchmarks/misnaming.py [random answers, 100000]

Every numeric exercise of the bank, each with other seeds. A slip is injected at a random place and carried to the end by
`solve`; a random wrong answer is uniform in the possible range, or near the truth (sigma 0.2), in all components or in one.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from quizgen.ask import Ask
from quizgen.asks.values import flat
from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.grading.digits import slipped_digits
from quizgen.model import Answers, Mark, Quiz, Variant, Verdict

INJECTED = 60  # slips of each kind an exercise
SEEDS = 50  # problems an exercise
HAND = "hand-"


class Question:
    """A sealed variant that is graded again and again."""

    def __init__(self, exercise: Exercise, variant: Variant) -> None:
        self.variant, self.follow = variant, Follower(lambda _: exercise.source)
        self.asks = [ask for ask in variant.asks if ask.by_value and ask.kind == "numeric"]

    def marks(self, **answers: Any) -> dict[str, Mark]:
        """The marks of answers that are written as asked; those not given are left blank."""
        typed = {ask.name: ask.write(answers[ask.name]) for ask in self.asks if ask.name in answers}
        found = grade(Quiz("q", 1, (self.variant,)), Answers("q", "", {"q1": typed}), self.follow)
        return {mark.ask.removeprefix("q1."): mark for mark in found.marks}


def questions(exercises: list[Exercise]) -> dict[str, list[Question]]:
    """The numeric exercises with their problems."""
    return {one.name: [Question(one, variant) for variant in variants(one, range(SEEDS))] for one in exercises}


def shaped(ask: Ask, numbers: Any, key: Any) -> Any:
    """Flat numbers in the form of a key, rounded as asked."""
    rounded = np.round(np.reshape(numbers, np.shape(key)), ask.decimals) + 0.0
    return rounded.tolist()


# ---------------------------------------------------------------- random wrong answers


def random_answers(question: Question, draw: Random) -> Iterator[tuple[str, Ask, Any]]:
    """One random answer of each sort to one ask."""
    ask = draw.choice(question.asks)
    truth = flat(question.variant.key[ask.name])
    spread, one = ask.spread(truth), draw.randrange(truth.size)
    for sort in ("uniform", "near", "one component uniform", "one component near"):
        answer = truth.copy()
        for i in [one] if sort.startswith("one") else range(truth.size):
            if sort.endswith("uniform"):
                answer[i] = draw.uniform(spread.low, spread.high)
            else:
                answer[i] = draw.gauss(truth[i], spread.near)
        yield sort, ask, answer


def measure_random(asked: dict[str, list[Question]], wanted: int) -> None:
    """Prints how often random wrong answers are named, by the sort of answer."""
    draw = Random("misnaming")
    tried: Counter[str] = Counter()
    by_hand: Counter[str] = Counter()
    by_misconception: Counter[str] = Counter()
    worst: Counter[str] = Counter()
    known: Counter[str] = Counter()
    every = [question for several in asked.values() for question in several]
    while tried.total() < wanted:
        question = draw.choice(every)
        for sort, ask, answer in random_answers(question, draw):
            key = question.variant.key
            before = {a.name: key[a.name] for a in question.asks[: question.asks.index(ask)]}
            mark = question.marks(**before, **{ask.name: shaped(ask, answer, key[ask.name])})[ask.name]
            if mark.verdict is Verdict.RIGHT:
                continue
            tried[sort] += 1
            if any(name.startswith(HAND) for name in mark.misconceptions):
                by_hand[sort] += 1
                worst[f"{question.variant.exercise}.{ask.name} {mark.misconceptions[0]}"] += 1
            elif mark.misconceptions:
                by_misconception[sort] += 1
                known[f"{question.variant.exercise}.{ask.name}"] += 1
    print(f"\n{'random wrong answers':26}{'tried':>8}{'slip of hand':>14}{'misconception':>15}")
    for sort, many in tried.items():
        print(f"{sort:26}{many:8}{by_hand[sort] / many:14.3%}{by_misconception[sort] / many:15.3%}")
    many = tried.total()
    print(f"{'all':26}{many:8}{by_hand.total() / many:14.3%}{by_misconception.total() / many:15.3%}")
    print("slips of the hand most often:", worst.most_common(5))
    print("misconceptions most often:", known.most_common(12))


# ---------------------------------------------------------------- slips


def injected(question: Question, ask: Ask, draw: Random) -> Iterator[tuple[str, Any]]:
    """For each kind of slip one answer to an ask, at a random place, going on from right earlier answers."""
    variant = question.variant
    key = variant.key[ask.name]
    before = {a.name: shaped(a, flat(variant.key[a.name]), variant.key[a.name]) for a in question.asks}
    before = {a.name: before[a.name] for a in question.asks[: question.asks.index(ask)]}
    try:
        slips = question.follow.slips_of_hand(variant, before)
    except LookupError:
        return
    rows: dict[str, list[int]] = defaultdict(list)
    for i, id in enumerate(slips.ids):
        values = slips.answers[ask.name].reshape(len(slips.ids), -1)
        if id and np.isfinite(values[i]).all():
            rows[id].append(i)
    for id, places in rows.items():
        yield id, slips.answers[ask.name][draw.choice(places)]
    truth = flat(key)
    place = draw.randrange(truth.size)
    if slipped := list(slipped_digits(float(np.round(truth[place], ask.decimals)), ask.decimals, exact=ask.exact)):
        answer = truth.copy()
        answer[place] = draw.choice(slipped)[0]
        yield "hand-digits-slipped", answer
    if truth.size > 1:
        yield "hand-rows-exchanged", np.roll(np.reshape(truth, np.shape(key)), 1, axis=0)


def measure_slips(asked: dict[str, list[Question]]) -> None:
    """Prints how often each kind of slip is named, by exercise."""
    draw = Random("slips")
    total: Counter[tuple[str, str, str]] = Counter()
    for name, several in asked.items():
        for n in range(INJECTED):
            question = several[n % len(several)]
            ask = draw.choice(question.asks)
            for id, answer in injected(question, ask, draw):
                key = question.variant.key
                before = {a.name: key[a.name] for a in question.asks[: question.asks.index(ask)]}
                mark = question.marks(**before, **{ask.name: shaped(ask, answer, key[ask.name])})[ask.name]
                if mark.verdict is Verdict.RIGHT:
                    continue
                hand = [one for one in mark.misconceptions if one.startswith(HAND)]
                found = "named" if id in hand else "other" if hand else "known" if mark.misconceptions else "nothing"
                total[name, id, found] += 1
    ids = sorted({id for _, id, _ in total})
    print(f"{'named, or a misconception':26}" + "".join(f"{id.removeprefix(HAND)[:12]:>14}" for id in ids))
    for name in [*asked, ""]:
        cells = []
        for id in ids:
            found: Counter[str] = Counter()
            for (exercise, slip, what), many in total.items():
                if slip == id and name in ("", exercise):
                    found[what] += many
            all_of = found.total()
            cells.append(f"{found['named'] / all_of:7.0%}{found['known'] / all_of:5.0%}  " if all_of else f"{'–':>14}")
        print(f"{name or 'all':26}" + "".join(f"{cell:>14}" for cell in cells))
    others = Counter({(id, what): many for (_, id, what), many in total.items() if what == "other"})
    print("named as another slip of the hand:", f"{others.total() / max(1, total.total()):.2%} of {total.total()}")


def main() -> None:
    bank = Bank.load()
    numeric = [bank.get(name) for name in bank.exercises if "numeric" in bank.get(name).kinds]
    asked = questions([exercise for exercise in numeric if exercise.solving is not None])
    measure_slips(asked)
    measure_random(asked, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)


if __name__ == "__main__":
    main()
