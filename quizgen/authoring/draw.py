"""Drawing numbers: every value lies on a decimal grid, so that the number printed is the number solved."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from random import Random
from typing import Any, TypeVar

from quizgen.asks.options import Option, lettered
from quizgen.authoring import families, option_choice
from quizgen.authoring.problem import Problem

T = TypeVar("T")


class Draw:
    """The random choices of one seed. Rests on random() of random.Random(str) alone, which Python promises never to change."""

    def __init__(self, key: str) -> None:
        self.random = Random(key)

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self.random.random() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in random order."""
        return sorted(items, key=lambda _: self.random.random())

    def some_of(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items, in random order."""
        return self.shuffled(items)[:count]

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random.random() * (high - low + 1))

    def array(self, items: Sequence[float], *shape: int) -> Any:
        """Nested lists of the given shape, every entry one of the items; no shape: one entry."""
        if not shape:
            return self.one_of(items)
        random, count = self.random.random, len(items)
        nested: list[Any] = [items[int(random() * count)] for _ in range(prod(shape))]
        for length in shape[:0:-1]:  # from the innermost axis outwards
            nested = [nested[start : start + length] for start in range(0, len(nested), length)]
        return nested

    def signed(self, low: float, high: float, *shape: int) -> Any:
        """Entries ±low ... ±high with one decimal."""
        return self.array(families.signed(low, high), *shape)

    def vanilla(self, *, D: int = 2, H: int = 2, T: int = 2, K: int | None = None, zero_start: bool = False) -> Problem:
        """A tanh network of the calculator family: W (H, D), W_h (H, H), b (H,), x (T, D), h_0 (H,); with K also W_y, b_y.

        Numbers as grading rule 5.1 has them; the engine redraws when a pre-activation leaves 0.25 ... 1.8, W_h is nearly
        symmetric or singular, or two inputs are equal.
        """
        W, b = self.array(families.W, H, D), self.array(families.B, H)
        W_h = self.one_of(families.mixing()) if H == 2 else self.array(families.W_H, H, H)
        h_0 = [0.0] * H if zero_start else self.array(families.W_H, H)
        x = families.clear_inputs(self, W, W_h, b, h_0, T)
        head = {} if K is None else {"W_y": self.array(families.W_Y, K, H), "b_y": self.array(families.B_Y, K)}
        return Problem(families.calculator, W=W, W_h=W_h, b=b, x=x, h_0=h_0, **head)

    def mental(self, *, D: int = 2, H: int = 2, T: int = 2) -> Problem:
        """A ReLU network of small integers (grading rule 5.3): one unit clipped before T, one active at every step, no a_t of 0."""
        return Problem(
            families.mental,
            W=self.array(range(-3, 4), H, D),
            W_h=self.array(range(-3, 4), H, H),
            b=self.array(range(-3, 4), H),
            x=self.array(range(-2, 3), T, D),
            h_0=self.array(range(0, 4), H),
        )

    def options(self, right: Sequence[Option | str], wrong: Sequence[Option | str]) -> tuple[Option, ...]:
        """Options in random order with their letters; those of `right` are accepted."""
        return lettered(self.shuffled([(item, True) for item in right] + [(item, False) for item in wrong]))

    def options_among(
        self, question: str, right: Sequence[Option], wrong: Sequence[Option], fewest: int, most: int
    ) -> tuple[Option, ...]:
        """One of the right options among `fewest` to `most` of the wrong ones, chosen so that its form does not give it away.

        By length, formulas, wording, likeness and words of the question its place among the others is drawn, and all are
        chosen to fit. ValueError: there is no right option, or no wrong one.
        """
        wanted = [self.random.random() for _ in option_choice.CLUES]
        choices = self.shuffled(option_choice.choices(right, wrong, fewest, most))
        one, others = option_choice.nearest(question, choices, wanted)
        return self.options([one], others)
