"""What an answer in words is judged by: key points, contradictions, known formulas; and the scheme that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class KeyPoint:
    """One thing a good free-text answer says, and its weight: all together they earn the points of the ask.

    An answer says it if, close together, it has a word of each group of `concepts`, or the words of one of `alternatives`, or
    a formula that equals one of `formulas` (names of KnownFormulas), or at least `count` different ones of `examples`, each of
    them groups of concepts. Without any of these only a person can find it.
    A `required` point that is missing leaves the answer to a person.
    """

    weight: float
    text: str  # markup
    id: str = ""
    required: bool = False
    concepts: tuple[tuple[str, ...], ...] = ()
    alternatives: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    examples: tuple[tuple[tuple[str, ...], ...], ...] = ()
    count: int = 1

    @property
    def can_be_found(self) -> bool:
        """Whether a machine can look for it."""
        return bool(self.concepts or self.alternatives or self.formulas or self.examples)


@dataclass(frozen=True)
class Contradiction:
    """Something wrong that answers say: a word of each group of `concepts` close together, or a regular expression `pattern`.

    `penalty` is the share of the points of the ask that it costs, from 0 to 1; `point`: the key point that it costs instead.
    """

    text: str  # markup: what is wrong, and what is right
    concepts: tuple[tuple[str, ...], ...] = ()
    pattern: str = ""
    penalty: float = 0.5
    point: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class KnownFormula:
    """An equation of the reference on a few assignments of numbers: its values, and those that misconceptions give it.

    `name` is what stands on its left, such as "h_t"; `variables` maps each symbol to its numbers, one an assignment.
    """

    name: str
    display: str  # LaTeX of the right side
    variables: Mapping[str, list[float]] = field(default_factory=dict)
    values: tuple[float, ...] = ()
    misconceptions: Mapping[str, list[float]] = field(default_factory=dict)  # id -> values
    feedback: Mapping[str, str] = field(default_factory=dict)  # id -> sentence


class Scheme(Protocol):
    """All that an answer is judged by; an ask of free text is one."""

    @property
    def key_points(self) -> tuple[KeyPoint, ...]: ...
    @property
    def contradictions(self) -> tuple[Contradiction, ...]: ...
    @property
    def formulas(self) -> tuple[KnownFormula, ...]: ...
    @property
    def model_answer(self) -> str: ...
    @property
    def asked(self) -> str: ...
