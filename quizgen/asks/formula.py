"""Formula: an expression in the chapter's symbols, judged by its values on a few assignments of numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from quizgen.ask import Ask, Reading, Value, WrongAnswer
from quizgen.asks.symbolic import expression
from quizgen.asks.values import Array, flat, listed, show_number, whole
from quizgen.interactions import Entry, Loss
from quizgen.reading.formula import evaluate, read_formula

__all__ = ["Formula"]

RELATIVE = 1e-6  # of a formula's values


@dataclass(frozen=True)
class Formula(Ask):
    """An expression in the chapter's symbols, judged by its value on a few assignments of numbers.

    `variables` maps each symbol allowed to its list of numbers, one an assignment; `display` is the key as people write it.
    """

    variables: Mapping[str, list[float]] = field(default_factory=dict)
    display: str = ""

    kind: ClassVar[str] = "formula"
    secret: ClassVar[tuple[str, ...]] = ("display", "variables")
    by_value: ClassVar[bool] = True
    symbolic: ClassVar[bool] = True

    def interaction(self) -> Entry:
        return Entry(width=24, sort="formula", rule=f"a formula in {', '.join(self.variables)}")

    def read(self, text: str) -> Reading:
        return read_formula(text, name=self.name, label=self.label, variables=self.variables)

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        used = [name for name in self.variables if occurs(name, self.display)]
        unused = [name for name in self.variables if name not in used]
        steps = (
            [f"It does without {listed([f'${name}$' for name in unused[: (len(unused) + 1) // 2]])}."] if unused else []
        )
        return (*steps, f"One of its symbols is ${used[0]}$.") if len(used) > 1 else tuple(steps)

    def show(self, value: Value) -> str:
        return "–" if value is None else show_number(value)

    def tex_of(self, value: Value) -> str:
        return str(value)

    def key_markup(self, value: Value) -> str:
        return f"${self.display}$"

    def key(self, computed: Value) -> Value:
        return self.display

    def as_written(self, slip: WrongAnswer) -> Value:
        return expression(slip.answers[self.name], self.variables)

    def distance(self, value: Value, wanted: Value) -> Array:
        if isinstance(wanted, str):  # a key as people write it
            wanted = evaluate(wanted, self.variables)
        ours, theirs = flat(wanted), flat(value)
        if ours.size != theirs.size:
            return np.full(max(theirs.size, 1), np.inf)
        with np.errstate(all="ignore"):
            return whole(bool((np.abs(theirs - ours) <= RELATIVE * np.maximum(np.abs(ours), RELATIVE)).all()))

    def losses(self) -> tuple[Loss, ...]:
        return (
            Loss(
                "formulas",
                "A person reads the answer, with the right formula beside it; quizgen accepts every equivalent one.",
            ),
        )

    def how_far(self, shares: Array, distances: Array) -> str:
        return "This gives other values than the term asked for; no known mistake gives it."


def occurs(name: str, formula: str) -> bool:
    """Whether a symbol stands in a formula, W not within W_h."""
    return bool(re.search(rf"(?<![\w\\]){re.escape(name)}(?![\w])", formula))
