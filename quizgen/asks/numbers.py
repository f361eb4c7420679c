"""Numbers: one number, a vector or a matrix, judged by distance in units of the last decimal wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import FINEST, Ask, Coarse, KnownWrong, Reading, Spread, Value
from quizgen.asks.number_checks import another_order, impossible, layout, trivial
from quizgen.asks.number_fields import FEWER, LAYOUT, number_fields
from quizgen.asks.number_hints import first_number
from quizgen.asks.number_sentences import how_far, sum_check
from quizgen.asks.values import EDGE, Array, entries, flat, show_number, show_value, write_value
from quizgen.interactions import Entry, Field, Loss
from quizgen.reading.numbers import read_numbers

__all__ = ["Numbers"]

MATCH = 1.5  # units within which a misconception is recognised
FEWEST = 2  # decimals of agreement below which no misconception is even suggested
PAIR = 4  # decimals of a vector that show two misconceptions at once, whose candidates are many more
NEAR = 0.2  # the spread of wrong answers near the truth; of whole numbers a share of their size
BORDER = 0.02  # no computed component this close (in units) to where rounding changes its last decimal
WIDEST = 12  # characters of a number that fit a blank


@dataclass(frozen=True)
class Numbers(Ask):
    """One number, a vector or a matrix, wanted to `decimals` decimals.

    `size` is 1, a length, or (rows, columns). Tolerances count units of the last decimal, u = 10^-decimals (grading rule R2):
    `tolerance` against the truth, `carried` against the value that follows from the learner's own earlier answers;
    tolerance 0 asks for the exact value. `between` is the open interval of possible values (a tanh state: (-1, 1)),
    `total` the sum the components must have (a softmax: 1).
    """

    size: int | tuple[int, int] = 1
    decimals: int = 4
    tolerance: float = 2
    carried: float = 1
    between: tuple[float, float] | None = None
    total: float | None = None

    kind: ClassVar[str] = "numeric"
    by_value: ClassVar[bool] = True
    charged_once: ClassVar[bool] = True

    @property
    def shape(self) -> tuple[int, ...]:
        """() for one number, (n,) for a vector, (rows, columns) for a matrix."""
        if isinstance(self.size, tuple):
            return self.size
        return () if self.size == 1 else (self.size,)

    @property
    def count(self) -> int:
        """How many numbers are wanted."""
        rows, columns = self.size if isinstance(self.size, tuple) else (1, self.size)
        return rows * columns

    @property
    def unit(self) -> float:
        """u = 10^-decimals, the unit of the last decimal wanted."""
        return float(10.0**-self.decimals)

    # ------------------------------------------------------------ how it is answered

    def interaction(self) -> Entry:
        rows, columns = self.size if isinstance(self.size, tuple) else (1, self.size)
        exact = "" if self.decimals == 0 else f", {self.precision}"
        whole = "whole number" if self.decimals == 0 else "number"
        if isinstance(self.size, tuple):
            rule = f"{rows} rows of {columns} {whole}s{exact}; a semicolon between rows"
        else:
            rule = f"{'one' if self.size == 1 else self.size} {whole}{'s' * (self.size != 1)}{exact}"
        return Entry(rows, columns, sort=whole, rule=rule)

    @property
    def precision(self) -> str:
        """ "4 decimals"."""
        return f"{self.decimals} decimal{'s' * (self.decimals != 1)}"

    def read(self, text: str) -> Reading:
        return read_numbers(
            text, name=self.name, label=self.label, size=self.size, decimals=self.decimals, exact=self.exact
        )

    @property
    def is_fraction(self) -> bool:
        """Whether the quantity is a part of 1, which some give in percent."""
        return self.between == (0, 1) or self.total == 1

    def write(self, value: Value) -> str:
        return write_value(value, self._written)

    def _written(self, value: Any) -> str:
        return f"{value:.{self.decimals}f}" if self.tolerance else f"{value:.12g}"

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        return tuple(first_number(value, self.shape, self.decimals, self._show if self.tolerance else show_number))

    def show(self, value: Value) -> str:
        return show_value(value, self._show if self.tolerance else show_number)

    def _show(self, value: Any) -> str:
        rounded = round(value, self.decimals) + 0.0  # never the -0.0 that rounding may leave
        return f"{rounded:.{self.decimals}f}".replace("-", "−")

    # ------------------------------------------------------------ how it is made

    def on_rounding_border(self, values: Array) -> NDArray[np.bool_] | None:
        if not self.tolerance:
            return None
        units = values.reshape(len(values), -1) / self.unit
        return np.asarray((abs(units - np.floor(units) - 0.5) < BORDER).any(axis=-1))

    @property
    def diagnosis_tolerance(self) -> float:
        return (MATCH if self.tolerance else 0.1) * self.unit

    # ------------------------------------------------------------ how it is judged

    @property
    def exact(self) -> bool:
        return self.tolerance == 0

    @property
    def allowed(self) -> tuple[float, float]:
        return (self.tolerance, self.carried) if self.tolerance else (0.0, 0.0)

    def distance(self, value: Value, wanted: Value) -> Array:
        ours, theirs = flat(wanted), flat(value)
        if ours.size != theirs.size:
            return np.full(max(theirs.size, 1), np.inf)
        return self._units(theirs, ours)

    def distances(self, values: Sequence[Value], wanted: Value) -> list[Array]:
        ours, theirs = flat(wanted), [flat(value) for value in values]
        if not theirs or any(one.size != ours.size for one in theirs):
            return super().distances(values, wanted)
        return list(self._units(np.array(theirs), ours))

    def _units(self, theirs: Array, ours: Array) -> Array:
        """How far off numbers are, in units of the last decimal."""
        with np.errstate(all="ignore"):
            units = np.maximum(np.abs(theirs - ours) - EDGE * np.maximum(1.0, np.abs(ours)), 0.0) / self.unit
        return np.where(np.isfinite(units), units, np.inf)

    @property
    def noticeable(self) -> float:
        return 0.0 if self.exact else 2 * MATCH

    def agreement(self, reading: Reading, value: Value) -> int | None:
        if self.exact and (self.distance(reading.value, value) == 0).all():
            return FINEST
        ours, theirs = flat(value), flat(reading.value)
        if ours.size != theirs.size:
            return None
        places = np.minimum(reading.decimals, FINEST)
        wanted = np.full_like(places, self.decimals)
        for decimals in (places,) if self.exact else sorted((wanted, places), key=lambda d: -int(d.min())):
            if (np.abs(theirs - ours) <= MATCH * 10.0**-decimals + EDGE).all():
                return int(decimals.min()) if decimals.min() >= FEWEST else None
        return None

    @property
    def sure_decimals(self) -> int:
        return 3 if self.count > 1 else 4

    @property
    def pair_decimals(self) -> int | None:
        return PAIR if not self.exact and self.count > 1 and self.decimals >= PAIR else None

    @property
    def enough_evidence(self) -> bool:
        return self.exact or self.decimals >= self.sure_decimals

    def grids(self, reading: Reading) -> tuple[Array, ...]:
        places = np.minimum(reading.decimals, FINEST)
        asked = 10.0 ** -np.minimum(places, self.decimals)
        return (10.0**-places, asked) if (places > self.decimals).all() else (asked,)

    def spread(self, truth: Array) -> Spread:
        largest = float(abs(truth).max())
        low, high = self.between or (-max(1.0, 2 * largest), max(1.0, 2 * largest))
        if self.decimals:
            return Spread(low, high, NEAR)
        return Spread(0.0 if self.between is None and (truth >= 0).all() else low, high, max(1.0, NEAR * largest))

    def coarse(self, reading: Reading) -> Coarse:
        places = np.minimum(reading.decimals, self.decimals)
        counts = (places > 0) & (places < self.decimals)
        slack = 0.5 * 10.0 ** (self.decimals - places)
        share = np.where(counts, places / max(self.decimals, 1), 0.0)
        return Coarse(slack, share, f"Right so far: give {self.precision}.")

    def impossible(self, value: Value) -> str:
        return impossible(self.mention, self.between, value)

    def trivial(self, value: Value, problem: Mapping[str, Value]) -> str:
        whole = self.decimals == 0 and self.count == 1  # single whole numbers meet by chance
        return "" if whole else trivial(value, self.decimals, problem)

    def layout(self, value: Value, wanted: Value, allowed: float) -> str:
        if not (self.exact or self.decimals >= 3) or flat(value).size != flat(wanted).size:
            return ""
        for sentence, meant in layout(self.shape, flat(value), flat(wanted), self.is_fraction, self.exact):
            if (self.distance(meant, wanted) <= allowed).all():
                return sentence
        return ""

    def another_order(self, value: Value, wanted: Value) -> Iterator[tuple[str, Value]]:
        if self.count > 1 and (self.exact or self.decimals >= 3) and flat(value).size == flat(wanted).size:
            yield from another_order(self.shape, flat(value), flat(wanted))

    def how_far(self, shares: Array, distances: Array) -> str:
        return f"{how_far(self.shape, self.decimals, shares, distances)}; no known mistake gives this."

    def remark(self, reading: Reading) -> str:
        typed = flat(reading.value)
        if (
            self.exact
            and self.decimals == 0
            and (abs(typed - typed.round()) > EDGE * np.maximum(1.0, abs(typed))).any()
        ):
            return f"{'A whole number is' if self.count == 1 else 'Whole numbers are'} asked."
        if self.total is None:
            return ""
        return sum_check(self.total, typed, min([self.decimals, *reading.decimals]))

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        rows, columns = self.size if isinstance(self.size, tuple) else (1, self.size)
        tolerances = (self.tolerance * self.unit, self.diagnosis_tolerance)
        return number_fields(key, (rows, columns), known, tolerances, self._written, self.interaction().sort)

    def losses(self) -> tuple[Loss, ...]:
        layouts = self.count > 1 and (self.exact or self.decimals >= 3)
        return ((FEWER,) if self.decimals > 1 else ()) + ((LAYOUT,) if layouts else ())

    # ------------------------------------------------------------ what the laws ask

    @property
    def rounded_to(self) -> int | None:
        return self.decimals if self.tolerance else None

    def blank_fault(self, values: Array) -> str:
        if values.shape[1:] != self.shape:
            return f"has shape {values.shape[1:]}, but the blank is for {self.shape}"
        low, high = self.between or (-np.inf, np.inf)
        fits = (values > low) & (values < high) & (abs(values) < 10.0 ** (WIDEST - 2 - self.decimals))
        return "" if fits.all() else "leaves its range or its blank"

    def giveaways(self, key: Value) -> Iterator[str]:
        if self.decimals >= 3:
            yield from (f"{abs(value):.{self.decimals}f}" for value in entries(key))

    def conventions(self) -> tuple[tuple[str, ...], ...]:
        return (("decimals",),) if self.tolerance else (("exact", "whole number", "How many"),)

    def to_public_json(self) -> dict[str, Any]:
        fields = super().to_public_json()
        if isinstance(self.size, tuple):
            fields["shape"], fields["size"] = list(self.size), self.count
        return fields
