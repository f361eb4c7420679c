"""Submissions that are the same program under other names: pairs of students, and how often honest classes have such a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizgen.sandbox.records import Outline

Matrix = NDArray[np.float64]

MOST = 0.05  # honest classes with a pair that is reported: one in 20
COPIED = 0.9  # of the statements of a function that was copied
DEPENDENT = (
    0.5  # of the evidence of a statement: a list that is made is appended to, and stacked, and that is one choice
)
RAREST = (
    0.1  # the chance of a statement is taken to be no smaller: who writes one rare thing writes others that go with it
)
COMMON = 3  # programs that have a function of this name, from which it is compared by itself
AGREES = 0.5  # of a function, from which it is named


@dataclass(frozen=True)
class Program:
    """What a student handed in; `source` is the file that it came from."""

    student: str
    source: str
    outline: Outline


@dataclass(frozen=True)
class AlikeFunction:
    """A function, how many different statements the two have of it, and how many of them both have."""

    name: str
    statements: int
    same: int


@dataclass(frozen=True)
class AlikePrograms:
    """Two programs. `strength`: how many times likelier they are if one was copied, as a power of ten.

    `rate`: at most this share of honest classes of this size has a pair as alike.
    """

    first: Program
    second: Program
    strength: float
    rate: float
    functions: tuple[AlikeFunction, ...]


@dataclass(frozen=True)
class ComparedPrograms:
    """How many pairs were compared, and those that are reported."""

    pairs: int = 0
    alike: tuple[AlikePrograms, ...] = ()


def compare_programs(programs: Iterable[Program], given: Iterable[Outline] = ()) -> ComparedPrograms:
    """The pairs of different students whose programs agree more than an honest class lets expect.

    What is in `given`, such as the starter, is no evidence. What others have too is little. Files that were handed in
    together are not compared. The order of the programs does not matter.
    """
    ordered = sorted(programs, key=lambda one: (one.student, one.source))
    known = frozenset[int]().union(*(outline.statements for outline in given))
    places = np.triu_indices(len(ordered), 1)
    pairs = [(ordered[i], ordered[j], i, j) for i, j in zip(*(at.tolist() for at in places), strict=True)]
    pairs = [one for one in pairs if one[0].student != one[1].student and one[0].source != one[1].source]
    if not pairs:
        return ComparedPrograms()
    strengths = evidence(ordered, known)
    alike = []
    for first, second, i, j in pairs:
        rate = min(1.0, len(pairs) * 10.0 ** -strengths[i, j])
        if rate <= MOST:
            agreeing = tuple(functions(first.outline, second.outline, known))
            alike.append(AlikePrograms(first, second, float(strengths[i, j]), rate, agreeing))
    return ComparedPrograms(len(pairs), tuple(sorted(alike, key=lambda one: -one.strength)))


def evidence(programs: Sequence[Program], known: frozenset[int]) -> Matrix:
    """For each pair how many times likelier the two programs are if one was copied, as a power of ten.

    Each function was copied or not, with equal chances. In honest classes the expected number of times is 1 at most, so a
    pair has the strength s with a chance of 10^-s at most, whatever code is usual in this class.
    """
    total = np.zeros((len(programs), len(programs)))
    for block in blocks(programs, known):
        have = np.array([bool(one) for one in block])
        total += np.log10(0.5 + 0.5 * 10.0 ** (agreement(block) * np.outer(have, have)))
    return total


def blocks(programs: Sequence[Program], known: frozenset[int]) -> Iterable[list[frozenset[int]]]:
    """Function by function what each program has of it; those that few have count as one."""
    often = Counter(name for program in programs for name in program.outline.functions)
    shared = sorted(name for name, count in often.items() if count >= COMMON and name)
    for name in shared:
        yield [program.outline.functions.get(name, frozenset()) - known for program in programs]
    yield [
        frozenset[int]().union(*(own for name, own in one.outline.functions.items() if name not in shared)) - known
        for one in programs
    ]


def agreement(block: Sequence[frozenset[int]]) -> Matrix:
    """The evidence of one function. What few others have counts most; what only one of the two has counts against it."""
    places = {number: at for at, number in enumerate(sorted(frozenset[int]().union(*block)))}
    has = np.zeros((len(block), len(places)))
    for row, own in enumerate(block):
        has[row, [places[number] for number in own]] = 1
    chance = (has.sum(axis=0) - 1) / max(sum(map(bool, block)), 2)  # that an honest one has it too
    chance = np.maximum(chance, RAREST)
    same = (has * np.log10(COPIED / chance + 1 - COPIED)) @ has.T
    size, common = has.sum(axis=1), has @ has.T
    different = (size[:, None] + size[None, :] - 2 * common) / 2
    return np.asarray(DEPENDENT * (same + different * np.log10(1 - COPIED)))


def functions(first: Outline, second: Outline, known: frozenset[int]) -> Iterable[AlikeFunction]:
    """The functions of which most is the same in both."""
    for name, own in first.functions.items():
        other = second.functions.get(name, frozenset())
        either, same = len((own | other) - known), len((own & other) - known)
        if either and same >= AGREES * either:
            yield AlikeFunction(name, either, same)
