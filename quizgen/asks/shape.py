"""Shape: the shape of an array, right or wrong as a whole; the exact transpose earns half."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from quizgen.ask import Ask, Reading, Value
from quizgen.asks.values import Array, flat, show_number, whole, write_value
from quizgen.interactions import Entry
from quizgen.reading.shapes import read_shape

__all__ = ["Shape"]


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

    def how_far(self, shares: Array, distances: Array) -> str:
        return "This is not the shape; no known mistake gives it."


def _same(typed: list[float], wanted: list[float]) -> bool:
    """A vector may be written as a column: 128 and 128 x 1 are the same shape."""
    if {len(typed), len(wanted)} == {1, 2}:
        return all(one == other for one, other in zip_longest(typed, wanted, fillvalue=1.0))
    return typed == wanted
