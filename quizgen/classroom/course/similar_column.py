"""One number, vector or matrix that an exercise asks for, over all students: the answers that each variant would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, Reading
from quizgen.asks.values import EDGE, flat
from quizgen.grading.coincidence import NARROWEST
from quizgen.model import Variant

Array = NDArray[np.float64]
Places = NDArray[np.int64]

WINDOW = 1.5  # units of the last decimal within which a value is recognised, as in a diagnosis
DIGITS = 9  # zeros at the end of a number that are looked for
TENS = 10.0 ** np.arange(DIGITS + 1)
SAMPLED = 40  # variants from which it is measured how often a number of one is a number of another
MOST_EACH = 6.0  # decades of evidence of one answer at most
KEY, ANSWER, SAME_ANSWER = "", "answer", "same"  # what an answer fits, where it is no misconception


@dataclass(frozen=True)
class Copy:
    """An ask as one student got it. `answer` is what was typed, where it is right or explained on the student's own numbers."""

    student: int
    question: int
    variant: Variant
    ask: Ask
    answer: Reading | None = None


@dataclass(frozen=True)
class Wrong:
    """Wrong answers: the copies (rows) that they answer, their values and units, and the simulated class of each."""

    rows: Places
    values: Array  # (wrong, parts)
    units: Array
    trials: Places


@dataclass(frozen=True)
class Fit:
    """The wrong answer to one copy fits another, or the other way round: `what` is KEY, ANSWER (what
    that student answered, right or explained there), SAME_ANSWER (wrong for both) or a misconception.

    `evidence`: how unlikely this is for an honest answer, as a power of ten.
    """

    row: int
    other: int
    what: str
    evidence: float
    trial: int = 0


@dataclass(frozen=True)
class Fitting:
    """Values that a wrong answer may fit, the copies (rows) that they belong to, and what they are."""

    values: Array  # (many, parts)
    rows: Places
    what: NDArray[np.str_]

    def only(self, some: NDArray[np.bool_]) -> Fitting:
        """Some of them."""
        return Fitting(self.values[some], self.rows[some], self.what[some])


class Column:
    """All copies of one ask, their right answers, and those under each misconception."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        self.copies = copies
        self.questions = np.array([copy.question for copy in copies])
        self.students = np.array([copy.student for copy in copies])
        self.keys = np.array([flat(copy.variant.key[copy.ask.name]) for copy in copies])
        ask = copies[0].ask
        exact = Reading("", copies[0].variant.key[ask.name], (DIGITS,) * self.keys.shape[1])
        self.unit: Array = ask.grids(exact)[-1]
        self.allowed = max(ask.allowed[0], 1.0) * self.unit + EDGE
        spreads = [ask.spread(key) for key in self.keys]
        self.spreads: Array = np.array([[one.low, one.high, one.near] for one in spreads]).T  # (3, copies)
        known = {(copy.variant.seed, key.tobytes()): 0 for copy, key in zip(copies, self.keys, strict=True)}
        numbers = {name: at for at, name in enumerate(known)}
        self.variants = np.array(
            [numbers[copy.variant.seed, key.tobytes()] for copy, key in zip(copies, self.keys, strict=True)]
        )
        self.slips: dict[str, Array] = {}  # misconception -> (copies, parts); NaN where it does not show
        for row, copy in enumerate(copies):
            for slip in copy.variant.slips:
                value = flat(slip.answers.get(copy.ask.name))
                if value.size == self.keys.shape[1]:
                    table = self.slips.setdefault(slip.misconceptions[0], np.full(self.keys.shape, np.nan))
                    table[row] = value

    @cached_property
    def holders(self) -> Places:
        """For each copy how many students have the same variant."""
        return np.array([len({*self.students[self.variants == one].tolist()}) for one in self.variants])

    @cached_property
    def fitting(self) -> Fitting:
        """What a wrong answer may fit."""
        values, rows, what = [self.keys], [*range(len(self.copies))], [KEY] * len(self.copies)
        for name, table in self.slips.items():
            with np.errstate(invalid="ignore"):  # NaN where it does not show
                there = np.flatnonzero((abs(table - self.keys) > self.allowed).any(axis=-1))
            values.append(table[there])
            rows += there.tolist()
            what += [name] * len(there)
        for row, copy in enumerate(self.copies):
            if copy.answer is not None and (typed := flat(copy.answer.value)).size == self.keys.shape[1]:
                values.append(typed[None])
                rows.append(row)
                what.append(ANSWER)
        return Fitting(np.concatenate(values), np.array(rows), np.array(what))

    @cached_property
    def several(self) -> Places:
        """How many values an answer may fit, for each copy."""
        return np.bincount(self.fitting.rows, minlength=len(self.copies))

    @cached_property
    def by_structure(self) -> float:
        """How often a number of one variant is one of another's: small whole numbers often are."""
        some = self.fitting.only(self.fitting.rows < SAMPLED)
        variants = self.variants[some.rows]
        other = variants[:, None] != variants[None, :]
        near = (abs(some.values[:, None] - some.values[None, :]) <= WINDOW * self.unit + EDGE).all(axis=-1)
        return float((near & other).sum() / max(other.sum(), 1))

    @cached_property
    def telling(self) -> Fitting:
        """The same without what an honest answer fits as often as not."""
        rows = self.fitting.rows
        return self.fitting.only(self.by_structure * self.several[rows] * self.holders[rows] < 1)

    def unexplained(self, wrong: Wrong, unknown: NDArray[np.str_] | str = "") -> Wrong:
        """Without the answers that the student's own numbers explain; of each, one misconception may be `unknown`."""
        rows, values = wrong.rows, wrong.values
        keep = (abs(values - self.keys[rows]) > self.allowed).any(axis=-1)
        for name, table in self.slips.items():
            keep &= (unknown == name) | ~(abs(values - table[rows]) <= WINDOW * self.unit + EDGE).all(axis=-1)
        return Wrong(rows[keep], values[keep], wrong.units[keep], wrong.trials[keep])

    def fits(self, wrong: Wrong) -> Iterable[Fit]:
        """Every fit of a wrong answer with another student's variant, or with another wrong answer."""
        if not len(wrong.rows):
            return
        known = self.telling
        near = np.ones((len(wrong.rows), len(known.rows)), bool)
        for part in range(self.keys.shape[1]):
            apart = abs(known.values[None, :, part] - wrong.values[:, None, part])
            near &= apart <= WINDOW * wrong.units[:, None, part] + EDGE
        near &= self.variants[known.rows][None] != self.variants[wrong.rows][:, None]
        near &= self.students[known.rows][None] != self.students[wrong.rows][:, None]
        at, target = np.nonzero(near)
        others = known.rows[target]
        chance = self.chance(wrong.rows[at], known.values[target]) * self.several[others]
        evidence = decades(chance) - np.log10(self.holders[others])
        yield from listed(wrong.rows[at], others, known.what[target], evidence, wrong.trials[at])
        yield from self._same(wrong)

    def _same(self, wrong: Wrong) -> Iterable[Fit]:
        """Equal wrong answers of two students."""
        near = (abs(wrong.values[None] - wrong.values[:, None]) <= 0.5 * wrong.units[:, None] + EDGE).all(axis=-1)
        near &= near.T & (wrong.trials[None] == wrong.trials[:, None])
        near &= self.students[wrong.rows][None] != self.students[wrong.rows][:, None]
        at, other = np.nonzero(np.triu(near, 1))
        rows, others = wrong.rows[at], wrong.rows[other]
        chance = np.maximum(self.chance(rows, wrong.values[other]), self.chance(others, wrong.values[at]))
        # a misconception that nobody knows gives the same to many who have one variant
        often = (near.sum(axis=1)[at] + 1) / len({*self.students.tolist()})
        chance = np.where(self.variants[rows] == self.variants[others], np.maximum(chance, often), chance)
        yield from listed(rows, others, np.full(len(rows), SAME_ANSWER), decades(chance), wrong.trials[at])

    def chance(self, rows: Places, values: Array) -> Array:
        """The chance that an honest wrong answer to a copy comes so near to a value, for each of these.

        Wrong answers lie anywhere in the possible range, or near the right one, whichever is likelier.
        """
        keys, (low, high, spread) = self.keys[rows], self.spreads[:, rows, None]
        grid = self.unit * tens(values / self.unit)
        uniform = np.where((values >= low) & (values <= high), 1 / (high - low), 0.0)
        near = np.exp(-(((values - keys) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
        each = np.minimum(1.0, WINDOW / NARROWEST * grid * np.maximum(uniform, near))
        wrong = abs(values - keys) > self.allowed
        return np.asarray(np.maximum(np.where(wrong, each, 1.0).prod(axis=-1), self.by_structure))


def listed(rows: Places, others: Places, what: NDArray[np.str_], evidence: Array, trials: Places) -> Iterable[Fit]:
    """Those fits that are any evidence."""
    some = evidence > 0
    return map(Fit, *(one[some].tolist() for one in (rows, others, what, evidence, trials)))


def tens(values: Array) -> Array:
    """For each whole number the largest power of ten that divides it: 0.5 is no rarer with four decimals than with one."""
    divides = np.abs(np.round(values))[..., None] % TENS == 0
    return np.asarray(TENS[divides.sum(axis=-1) - 1])


def decades(chances: Array) -> Array:
    """Chances as powers of ten, without their minus sign."""
    return np.asarray(np.minimum(MOST_EACH, -np.log10(np.maximum(chances, 1e-300))))
