"""What a machine learns from decided answers of a question: which key points to propose, and from where to ask a person.

It learns little from little: a key point is proposed otherwise only where people overruled the machine by more than PRIOR
answers, and only if that would have met people's points more often, each answer judged by the others. Points that count
without a person are never other than those of the key points found: an answer is left to a person or not, that is all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quizgen.asks.words.assessment import SURE
from quizgen.classroom.course.decisions import waits
from quizgen.classroom.course.reviewing import CLOSE, Proposal, RubricKey, proposal, rubric_key
from quizgen.model import Action, Decision, Grade, Mark, Quiz, Verdict, storable

if TYPE_CHECKING:
    from quizgen.ask import Ask

ENOUGH = 10  # decided answers from which a question recalibrates
PRIOR = 4  # so many answers the machine's own opinion counts
SAME = 0.1  # shares of the points that differ by less agree
RELEASING = 20  # decided answers without a single difference from which a lower confidence will do
RECENT = 500  # so many decisions are read again, the newest
LEAST = 0.4  # confidence below which a person always decides

Habit = tuple[str, bool]  # a key point, and whether the machine found it
SCORED = (Verdict.RIGHT, Verdict.PARTLY, Verdict.SLIP, Verdict.WRONG)


@dataclass(frozen=True)
class Decided:
    """An answer in words that a person decided: what a machine proposes, what the person ticked, and the share of the points."""

    proposal: Proposal
    ticked: frozenset[str]
    share: float

    @property
    def habits(self) -> list[tuple[Habit, bool]]:
        """For each key point whether the machine found it, and whether the person ticked it."""
        return [((one.name, one.found), one.name in self.ticked) for one in self.proposal.ticks]

    def off(self, ticked: Iterable[str]) -> float:
        """By which share of the points these ticks would give more than the person did; below 0: less."""
        most = self.proposal.most or 1.0
        return self.proposal.points(frozenset(ticked), self.proposal.charged) / most - self.share


@dataclass(frozen=True)
class Calibration:
    """What `count` decided answers taught. `before`, `after`: in how many the proposed points agreed with the person's.

    `habits`: how often a person ticked a key point or not; empty where following them would not agree more often. An answer
    counts without a person from the confidence `sure`.
    """

    count: int
    before: int
    after: int
    habits: Mapping[Habit, tuple[int, int]] = field(default_factory=dict)
    sure: float = SURE

    def ticked(self, made: Proposal) -> frozenset[str]:
        """The key points to propose."""
        return expected(made, self.habits)

    def trusts(self, made: Proposal) -> bool:
        """Whether the points of an answer count without a person."""
        if self.ticked(made) != made.ticked:
            return False
        return made.confidence >= (self.sure if made.clean else max(self.sure, SURE))


def expected(made: Proposal, habits: Mapping[Habit, tuple[int, int]]) -> frozenset[str]:
    """The key points that people would tick: the machine's own opinion, until people overruled it often enough."""
    ticked = set(made.ticked)
    for one in made.ticks:
        yes, no = habits.get((one.name, one.found), (0, 0))
        if one.found and no > yes + PRIOR:
            ticked.discard(one.name)
        elif not one.found and yes > no + PRIOR and not made.withheld:
            ticked.add(one.name)
    return frozenset(ticked)


def calibration(decided: Sequence[Decided]) -> Calibration | None:
    """What decided answers of one question teach, each judged by what the others teach. None: they are too few."""
    if len(decided) < ENOUGH:
        return None
    ticks = Counter((habit, ticked) for one in decided for habit, ticked in one.habits)

    def counted(left_out: Decided | None = None) -> dict[Habit, tuple[int, int]]:
        own = Counter(left_out.habits) if left_out else Counter()
        return {
            habit: (ticks[habit, True] - own[habit, True], ticks[habit, False] - own[habit, False])
            for habit in {habit for habit, _ in ticks}
        }

    plain = [one.off(one.proposal.ticked) for one in decided]
    learnt = [one.off(expected(one.proposal, counted(one))) for one in decided]
    before, after = (sum(abs(off) < SAME for off in each) for each in (plain, learnt))
    if after > before:
        return Calibration(len(decided), before, after, counted(), sure_from(decided, learnt))
    return Calibration(len(decided), before, before, {}, sure_from(decided, plain))


def sure_from(decided: Sequence[Decided], off: Sequence[float]) -> float:
    """The confidence from which the points of an answer count without a person.

    Above that of every decided answer to which the machine gave too much. Lower than usual only if RELEASING answers at or
    above it, with no doubt but their confidence, all agreed.
    """
    confident = [(one.proposal.confidence, by) for one, by in zip(decided, off, strict=True)]
    too_much = [confidence for confidence, by in confident if by >= SAME and confidence >= SURE]
    if too_much:
        return math.nextafter(max(too_much), math.inf)
    clean = [each for one, each in zip(decided, confident, strict=True) if one.proposal.clean]
    wrong = max((confidence for confidence, by in clean if abs(by) >= SAME), default=0.0)
    agreed = [confidence for confidence, _ in clean if confidence > wrong]
    return min(SURE, max(LEAST, min(agreed))) if len(agreed) >= RELEASING else SURE


# ---------------------------------------------------------------- from a store, and onto grades


FindAsk = Callable[[str, str], "Ask | None"]  # by the id of a quiz and a target


def ask_finder(quiz: Callable[[str], Quiz]) -> FindAsk:
    """What finds an ask; None where the store does not have its quiz."""
    from quizgen.classroom.course.waiting import asked

    return lru_cache(maxsize=None)(lambda id, target: asked(quiz, id, target)[1])


def decided_answers(decisions: Iterable[Decision], ask_of: FindAsk) -> dict[RubricKey, dict[str, Decided]]:
    """The answers in words that people decided by key points, by question and text: equal ones once, as decided last."""
    held: dict[tuple[str, ...], Decision] = {}
    for one in decisions:
        key = one.assignment, one.student, one.quiz, one.target
        if one.action is Action.WITHDRAWN:
            held.pop(key, None)
        elif one.action in (Action.POINTS, Action.OVERRIDE) and one.key_points is not None and one.typed:
            held.pop(key, None)
            held[key] = one
    found: dict[RubricKey, dict[str, Decided]] = {}
    for one in list(held.values())[-RECENT:]:
        ask = ask_of(one.quiz, one.target)
        if ask and (answer := decided_answer(one, ask)):
            found.setdefault(rubric_key(ask), {})[one.typed] = answer
    return found


def decided_answer(one: Decision, ask: Ask) -> Decided | None:
    """A decision beside the proposal for its answer; None: its points do not come from key points."""
    made = proposal(ask, one.typed, one.most or ask.points)
    if made is None or one.key_points is None or one.points is None or not made.most:
        return None
    if one.points > made.points(one.key_points) + CLOSE:
        return None  # points were typed
    return Decided(made, frozenset(one.key_points), one.points / made.most)


def calibrations(decisions: Iterable[Decision], ask_of: FindAsk) -> dict[RubricKey, Calibration]:
    """What people's decisions teach, by question."""
    learnt = ((key, calibration(list(answers.values()))) for key, answers in decided_answers(decisions, ask_of).items())
    return {key: one for key, one in learnt if one is not None}


def calibrated(
    grade: Grade, known: Mapping[RubricKey, Calibration], ask_of: FindAsk, decisions: Iterable[Decision] = ()
) -> Grade:
    """A grade as the machine judged it, its answers in words left to a person, or not, as decided ones teach.

    An answer that a person decided (`decisions` are those about its student) goes on waiting for what was decided.
    """
    by_hand = {(one.target, one.typed) for one in decisions if one.action is Action.POINTS}
    marks = []
    for mark in grade.marks:
        ask = ask_of(grade.quiz, mark.ask) if mark.typed and mark.verdict in (*SCORED, Verdict.NEEDS_A_PERSON) else None
        made = proposal(ask, mark.typed, mark.max_points) if ask and rubric_key(ask) in known else None
        if ask and made and not (waits(mark) and (mark.ask, storable(mark.typed)) in by_hand):
            mark = with_trust(mark, made, known[rubric_key(ask)].trusts(made))
        marks.append(mark)
    return replace(grade, marks=tuple(marks)) if tuple(marks) != grade.marks else grade


def with_trust(mark: Mark, made: Proposal, trusted: bool) -> Mark:
    """The mark, waiting for a person or not."""
    from quizgen.asks.words.sentences import feedback

    if trusted is not waits(mark):
        return mark
    points = made.points(made.ticked, made.charged)
    if not trusted:
        verdict, points = Verdict.NEEDS_A_PERSON, 0.0
    else:
        verdict = Verdict.RIGHT if points >= made.most - CLOSE else Verdict.PARTLY if points else Verdict.WRONG
    words = feedback(replace(made.assessment, confidence=1.0 if trusted else 0.0))
    return replace(mark, verdict=verdict, points=points, feedback=words)
