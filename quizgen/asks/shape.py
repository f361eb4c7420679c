"""Shape: the shape of an array, right or wrong as a whole; the exact transpose earns half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from quizgen.ask import Ask, KnownWrong, Reading, Value
from quizgen.asks.values import Array, flat, show_number, whole, write_value
from quizgen.interactions import Entry, Field, Loss, ScoredAnswer
from quizgen.reading.shapes import read_shape

__all__ = ["Shape"]

HALF = 0.5  # what the exact transpose earns
SPELLINGS = Loss(
    "other spellings",
    "A shape, word or symbol counts as it is spelt in a list of usual spellings; quizgen reads any spelling.",
)


@dataclass(frozen=True)
class Shape(Ask):
    """The shape of an array, dimensions in order; the exact transpose earns half and the convention note."""

    note: str = ""  # the convention, for a learner who answers the transpose

    kind: ClassVar[str] = "shape"
    secret: ClassVar[tuple[str, ...]] = ("note",)
    by_value: ClassVar[bool] = True
    layout_outweighs: ClassVar[bool] = True

    def interaction(self) -> Entry:
        return Entry(width=24, sort="shape", rule="a shape, like 3 x 2")

    def read(self, text: str) -> Reading:
        return read_shape(text, name=self.name, label=self.label)

    def write(self, value: Value) -> str:
        return write_value(value, str)

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        sizes = flat(value).tolist()
        many = f"It has {len(sizes)} dimension{'s' * (len(sizes) != 1)}."
        return (many, f"The first is {show_number(sizes[0])}.") if len(sizes) > 1 else (many,)

    def show(self, value: Value) -> str:
        return " × ".join(map(show_number, flat(value).tolist())) or "–"

    @property
    def diagnosis_tolerance(self) -> float:
        return 0.1

    def distance(self, value: Value, wanted: Value) -> Array:
        return whole(_same(list(flat(value)), list(flat(wanted))))

    def layout(self, value: Value, wanted: Value, allowed: float) -> str:
        typed, right = list(flat(value)), list(flat(wanted))
        return f"This is the transpose. {self.note}".strip() if len(typed) == 2 and typed[::-1] == right else ""

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        wanted = flat(key).tolist()
        transpose = [(wanted[::-1], HALF, self.layout(wanted[::-1], wanted, 0.0))] if len(wanted) == 2 else []
        given = [(flat(one.value).tolist(), one.share, one.feedback) for one in known]
        found: dict[str, ScoredAnswer] = {}
        for sizes, share, feedback in [(wanted, 1.0, ""), *transpose, *given]:
            for text in spellings(sizes):
                found.setdefault(text, ScoredAnswer(text, share, feedback))
        return (Field("", self.interaction(), answers=tuple(found.values())),)

    def losses(self) -> tuple[Loss, ...]:
        return (SPELLINGS,)

    def how_far(self, shares: Array, distances: Array) -> str:
        return "This is not the shape; no known mistake gives it."


def spellings(sizes: Sequence[float]) -> list[str]:
    """The usual ways to write a shape, the plainest first; a vector may be written as a column."""
    names = [show_number(size) for size in sizes]
    forms = [" x ".join(names), "x".join(names), " × ".join(names), ", ".join(names), ",".join(names)]
    forms += [f"({', '.join(names)})", f"({','.join(names)})"]
    if len(names) == 1:
        forms = [names[0], f"({names[0]},)", f"({names[0]})", *spellings([*sizes, 1])]
    elif len(names) == 2 and names[1] == "1":
        forms += [names[0], f"({names[0]},)", f"({names[0]})"]
    return list(dict.fromkeys(forms))


def _same(typed: list[float], wanted: list[float]) -> bool:
    """A vector may be written as a column: 128 and 128 x 1 are the same shape."""
    if {len(typed), len(wanted)} == {1, 2}:
        return all(one == other for one, other in zip_longest(typed, wanted, fillvalue=1.0))
    return typed == wanted
