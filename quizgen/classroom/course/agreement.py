"""How far two readers agree on answers in words: on the points, and on every key point."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from quizgen.ask import Ask
from quizgen.classroom.course.readings import first_reading
from quizgen.classroom.course.reviewing import CLOSE, proposal, rubric_key
from quizgen.model import Action, Decision, Variant

ENOUGH = 30  # pairs below which a kappa says little

Pair = tuple[Hashable, Hashable]  # what the first and the second reader said of the same


@dataclass(frozen=True)
class Agreement:
    """Of `both` that two readers judged they judged `same` alike; `kappa`: None where chance alone would make them agree."""

    both: int
    same: int
    kappa: float | None


@dataclass(frozen=True)
class QuestionAgreement:
    """The agreement on a question: on none, part or all of the points, and on each key point by its text (markup)."""

    text: str
    points: Agreement
    key_points: tuple[tuple[str, Agreement], ...] = ()


@dataclass(frozen=True)
class Readings:
    """The agreement on each question, and on all: points and key points."""

    questions: tuple[QuestionAgreement, ...]
    points: Agreement
    key_points: Agreement

    @property
    def too_few(self) -> bool:
        """Whether some of the numbers come from too few answers."""
        return any(one.points.both < ENOUGH for one in self.questions)


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Raw agreement and Cohen's kappa: how much of the agreement that chance does not explain there is."""
    count = len(pairs)
    same = sum(one == other for one, other in pairs)
    by_chance = sum(
        sum(one == each for one, _ in pairs) * sum(other == each for _, other in pairs)
        for each in {each for pair in pairs for each in pair}
    )
    if not count or by_chance == count**2:
        return Agreement(count, same, None)
    expected = by_chance / count**2
    return Agreement(count, same, (same / count - expected) / (1 - expected))


def read_twice(decisions: Sequence[Decision]) -> list[tuple[Decision, Decision]]:
    """The first and the second reading of each answer that was read twice."""
    newest = {(one.by, *key): one for one in decisions if one.action is Action.SECOND for key in [answer_of(one)]}
    pairs = ((first_reading(decisions, one), one) for one in newest.values())
    return [(first, second) for first, second in pairs if first is not None]


def answer_of(one: Decision) -> tuple[str, ...]:
    """Which answer a decision is about, whatever was typed in it."""
    return one.assignment, one.student, one.quiz, one.target


def readings(
    decisions: Sequence[Decision], asked: Callable[[str, str], tuple[Variant | None, Ask | None]], question: str = ""
) -> Readings:
    """The agreement of the readings in decisions; `asked` finds the question of a quiz and a target."""
    groups: dict[Hashable, list[tuple[Decision, Decision]]] = {}
    texts: dict[Hashable, tuple[str, Ask | None]] = {}
    for first, second in read_twice(decisions):
        if question not in ("", second.target, second.target.partition(".")[0]):
            continue
        variant, ask = asked(second.quiz, second.target)
        key: Hashable = (ask and rubric_key(ask)) or (second.assignment, second.target)
        texts.setdefault(key, (variant.text if variant else second.target, ask))
        groups.setdefault(key, []).append((first, second))
    questions = []
    all_points: list[Pair] = []
    all_ticks: list[Pair] = []
    for key, pairs in groups.items():
        points: list[Pair] = [(part(first), part(second)) for first, second in pairs]
        ticks = on_key_points(pairs, texts[key][1])
        by_text = tuple((text, agreement(each)) for text, each in ticks.items())
        questions.append(QuestionAgreement(texts[key][0], agreement(points), by_text))
        all_points += points
        all_ticks += [pair for each in ticks.values() for pair in each]
    return Readings(tuple(questions), agreement(all_points), agreement(all_ticks))


def part(one: Decision) -> str:
    """Whether a decision gives none, part or all of the points."""
    points, most = one.points or 0.0, one.most or 0.0
    return "none" if points < CLOSE else "part" if points < most - CLOSE else "all"


def on_key_points(pairs: Iterable[tuple[Decision, Decision]], ask: Ask | None) -> dict[str, list[Pair]]:
    """Whether two readers ticked each key point, by its text; answers to which one of them typed points are left out."""
    found: dict[str, list[Pair]] = {}
    made = proposal(ask, "", ask.points) if ask else None
    for first, second in pairs if made else ():
        assert made is not None
        if ticked(first) and ticked(second):
            for one in made.ticks:
                both = one.name in (first.key_points or ()), one.name in (second.key_points or ())
                found.setdefault(one.point.text, []).append(both)
    return found


def ticked(one: Decision) -> bool:
    """Whether the points come from key points."""
    return one.key_points is not None and (bool(one.key_points) or not one.points)
