"""One number, vector or matrix that an exercise asks for, over all students: the answers that each variant would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, Reading, Spread
from quizgen.asks.values import EDGE, flat
from quizgen.grading.coincidence import NARROWEST, chances
from quizgen.model import Variant

Array = NDArray[np.float64]
Places = NDArray[np.int64]

WINDOW = 1.5  # units of the last decimal within which a value is recognised, as in a diagnosis
DIGITS = 9  # zeros at the end of a number that are looked for
SAMPLED = 40  # variants from which it is measured how often a number of one is a number of another
MOST_EACH = 6.0  # decades of evidence of one answer at most
KEY, SAME_ANSWER = "", "same"  # what an answer fits, where it is no misconception


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
    """Wrong answers that nothing explains: the copies (rows) that they answer, their values and units."""

    rows: Places
    values: Array  # (wrong, parts)
    units: Array


@dataclass(frozen=True)
class Fit:
    """The wrong answer to one copy fits another, or the other way round: `what` is KEY, SAME_ANSWER or a misconception.

    `evidence`: how unlikely this is for an honest answer, as a power of ten.
    """

    row: int
    other: int
    what: str
    evidence: float


class Column:
    """All copies of one ask, their right answers, and those under each misconception."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        self.copies = copies
        self.students = np.array([copy.student for copy in copies])
        self.keys = np.array([flat(copy.variant.key[copy.ask.name]) for copy in copies])
        ask = copies[0].ask
        exact = Reading("", copies[0].variant.key[ask.name], (DIGITS,) * self.keys.shape[1])
        self.unit: Array = ask.grids(exact)[-1]
        self.allowed = max(ask.allowed[0], 1.0) * self.unit + EDGE
        self.spreads: list[Spread] = [ask.spread(key) for key in self.keys]
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
    def targets(self) -> tuple[Array, Places, list[str]]:
        """What a wrong answer is compared with: values, the copies that they belong to, and what they are."""
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
                what.append(SAME_ANSWER)
        return np.concatenate(values), np.array(rows), what

    @cached_property
    def several(self) -> Places:
        """How many values an answer may fit, for each copy."""
        return np.bincount(self.targets[1], minlength=len(self.copies))

    @cached_property
    def by_structure(self) -> float:
        """How often a number of one variant is one of another's: small whole numbers often are."""
        values, rows, _ = self.targets
        some = np.flatnonzero(rows < SAMPLED)
        values, variants = values[some], self.variants[rows[some]]
        other = variants[:, None] != variants[None, :]
        near = (abs(values[:, None] - values[None, :]) <= WINDOW * self.unit + EDGE).all(axis=-1)
        return float((near & other).sum() / max(other.sum(), 1))

    def unexplained(self, wrong: Wrong, hidden: str = "") -> Wrong:
        """Without the answers that the student's own numbers explain; the misconception `hidden` is not known."""
        rows, values = wrong.rows, wrong.values
        keep = (abs(values - self.keys[rows]) > self.allowed).any(axis=-1)
        for name, table in self.slips.items():
            if name != hidden:
                keep &= ~(abs(values - table[rows]) <= WINDOW * self.unit + EDGE).all(axis=-1)
        return Wrong(rows[keep], values[keep], wrong.units[keep])

    def fits(self, wrong: Wrong) -> Iterable[Fit]:
        """Every fit of a wrong answer with another student's variant, or with another wrong answer."""
        if not len(wrong.rows):
            return
        values, rows, what = self.targets
        near = (abs(values[None] - wrong.values[:, None]) <= WINDOW * wrong.units[:, None] + EDGE).all(axis=-1)
        near &= self.variants[rows][None] != self.variants[wrong.rows][:, None]
        near &= self.students[rows][None] != self.students[wrong.rows][:, None]
        for at, target in zip(*(found.tolist() for found in np.nonzero(near)), strict=True):
            row, other = int(wrong.rows[at]), int(rows[target])
            chance = self.chance(row, values[target]) * self.several[other]
            evidence = decades(chance) - float(np.log10(self.holders[other]))
            if evidence > 0:
                yield Fit(row, other, what[target], evidence)
        yield from self._same(wrong)

    def _same(self, wrong: Wrong) -> Iterable[Fit]:
        """Equal wrong answers of two students."""
        near = (abs(wrong.values[None] - wrong.values[:, None]) <= 0.5 * wrong.units[:, None] + EDGE).all(axis=-1)
        near &= near.T
        near &= self.students[wrong.rows][None] != self.students[wrong.rows][:, None]
        for at, other_at in zip(*(found.tolist() for found in np.nonzero(np.triu(near, 1))), strict=True):
            row, other = int(wrong.rows[at]), int(wrong.rows[other_at])
            chance = max(self.chance(row, wrong.values[other_at]), self.chance(other, wrong.values[at]))
            if self.variants[row] == self.variants[other]:  # a misconception that nobody knows gives the same to many
                many = len({*self.students[wrong.rows[near[at]]].tolist()}) + 1
                chance = max(chance, many / len({*self.students.tolist()}))
            if (evidence := decades(chance)) > 0:
                yield Fit(row, other, SAME_ANSWER, evidence)

    def chance(self, row: int, value: Array) -> float:
        """The chance that an honest wrong answer to a copy comes so near to a value."""
        key = self.keys[row]
        parts = abs(value - key) > self.allowed
        if not parts.any():
            return 1.0
        grid = self.unit * tens(value / self.unit)
        met = chances(value[None, parts], key[parts], grid[parts], self.spreads[row])
        return max(float(met.max()) * (WINDOW / NARROWEST) ** int(parts.sum()), self.by_structure)


def tens(values: Array) -> Array:
    """For each whole number the largest power of ten that divides it: 0.5 is no rarer with four decimals than with one."""
    whole, power = np.abs(np.round(values)), np.ones(len(values))
    for digit in range(1, DIGITS + 1):
        power = np.where(whole % 10**digit == 0, 10.0**digit, power)
    return power


def decades(chance: float) -> float:
    """A chance as a power of ten, without its minus sign."""
    return min(MOST_EACH, -float(np.log10(max(chance, 1e-300))))
