"""The formulas of test statistics on plain numbers: spread, discrimination, reliability. None where a formula has no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, sqrt, tanh

BINS = 10  # of a histogram
PART = 0.27  # of the students are in the upper group, and in the lower one
ONE_SIDED = 1.645  # standard errors: 95 % of a normal distribution lie below


@dataclass(frozen=True)
class Distribution:
    """How values between 0 and 1 are spread; `histogram` counts them in equal bins, the last one with 1 in it."""

    mean: float
    sd: float | None
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    histogram: tuple[int, ...]


def distribution(values: Sequence[float]) -> Distribution:
    """The distribution of at least one value between 0 and 1; sd has n - 1 in its denominator."""
    ranked = sorted(values)
    counts = [0] * BINS
    for value in ranked:
        counts[min(max(int(value * BINS + 1e-9), 0), BINS - 1)] += 1
    spread = variance(ranked)
    return Distribution(
        mean=mean(ranked),
        sd=None if spread is None else sqrt(spread),
        lowest=ranked[0],
        lower_quartile=quantile(ranked, 0.25),
        median=quantile(ranked, 0.5),
        upper_quartile=quantile(ranked, 0.75),
        highest=ranked[-1],
        histogram=tuple(counts),
    )


def mean(values: Sequence[float]) -> float:
    """The mean of at least one value."""
    return fsum(values) / len(values)


def quantile(ranked: Sequence[float], share: float) -> float:
    """The value below which that share of the ranked values lies, between two values by a straight line."""
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def variance(values: Sequence[float]) -> float | None:
    """The variance with n - 1; None of fewer than two values. Values that differ by rounding alone have none."""
    if len(values) < 2:
        return None
    centre = mean(values)
    found = fsum((value - centre) ** 2 for value in values) / (len(values) - 1)
    return 0.0 if found <= (1e-9 * max(map(abs, values))) ** 2 else found


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's correlation, from -1 to 1; None where one side does not vary.

    Between an item that is right or wrong and a score it is the point-biserial correlation. It is corrected if the score
    leaves the item out, which would otherwise correlate with itself (Henrysson 1963; Ebel and Frisbie 1991, chapter 13).
    """
    if not variance(xs) or not variance(ys):
        return None
    x_mean, y_mean = mean(xs), mean(ys)
    both = fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    x_square, y_square = (fsum((v - m) ** 2 for v in values) for values, m in ((xs, x_mean), (ys, y_mean)))
    return max(-1.0, min(1.0, both / sqrt(x_square) / sqrt(y_square)))


def highest_likely(correlation: float, students: int) -> float:
    """The value that the true correlation stays below with 95 % certainty, by Fisher's transformation."""
    if students <= 3:
        return 1.0
    inside = max(-1 + 1e-12, min(1 - 1e-12, correlation))
    return tanh(atanh(inside) + ONE_SIDED / sqrt(students - 3))


@dataclass(frozen=True)
class Groups:
    """The mean of an item in the upper and in the lower group, each of `size` students."""

    upper: float
    lower: float
    size: int

    @property
    def difference(self) -> float:
        """From -1 to 1; Ebel's scale calls 0.4 and more very good, below 0.2 poor."""
        return self.upper - self.lower


def groups(values: Sequence[float], scores: Sequence[float]) -> Groups:
    """An item's values in the 27 % with the highest scores and the 27 % with the lowest (Kelley 1939).

    Of students with equal scores, of whom only some fit into a group, the mean is taken, so that their order does not matter.
    """
    size = max(1, round(PART * len(scores)))
    upper = first_mean([(-score, value) for score, value in zip(scores, values, strict=True)], size)
    return Groups(upper, first_mean(list(zip(scores, values, strict=True)), size), size)


def first_mean(pairs: Sequence[tuple[float, float]], size: int) -> float:
    """The mean of the values of the `size` pairs with the lowest rank, ties shared out equally."""
    border = sorted(rank for rank, _ in pairs)[size - 1]
    inside = [value for rank, value in pairs if rank < border]
    tied = [value for rank, value in pairs if rank == border]
    return (fsum(inside) + (size - len(inside)) * mean(tied)) / size


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha (1951) of a table of points, a row for each student, a column for each item; at most 1.

    k / (k - 1) times (1 - the sum of the items' variances / the variance of the totals). None of fewer than two students
    or items, or where all totals are equal.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    whole = variance([fsum(row) for row in rows])
    if not whole:
        return None
    items = fsum(variance(column) or 0.0 for column in zip(*rows, strict=True))
    k = len(rows[0])
    return k / (k - 1) * (1 - items / whole)
