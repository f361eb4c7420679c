"""Points as the plan wants them: shared out in halves, so that every sum is exactly what the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizgen.model import Variant

HALF = 0.5
ALMOST = 1e-9  # quotients of floats that are meant to be whole


def with_points(variant: Variant, points: float) -> Variant:
    """A variant that is worth so many points, its asks in proportion: in halves, or in quarters where those are too few."""
    if variant.points == points:
        return variant
    worth = [ask.points for ask in variant.asks] if variant.points else [1.0] * len(variant.asks)
    counted = [one for one in worth if one]  # what earns nothing goes on earning nothing
    unit = HALF
    while points % unit or points < unit * len(counted):
        unit /= 2
    parts = iter(shared_out(points, counted, unit))
    asks = tuple(replace(ask, points=next(parts)) if one else ask for ask, one in zip(variant.asks, worth, strict=True))
    return replace(variant, asks=asks)


def shared_out(total: float, weights: Sequence[float], unit: float = HALF) -> list[float]:
    """`total` in multiples of `unit`, each at least one, as nearly in proportion to weights as can be: largest remainders.

    ValueError: `total` is no multiple of `unit`, or has fewer units than there are weights.
    """
    units = round(total / unit)
    if units * unit != total or units < len(weights):
        raise ValueError(f"{total} cannot be shared out to {len(weights)} in multiples of {unit}")
    parts, left = [1] * len(weights), list(range(len(weights)))
    while True:
        rest, sum_left = units - (len(weights) - len(left)), sum(weights[i] for i in left)
        quotas = {i: rest * weights[i] / sum_left for i in left}
        if all(quota > 1 - ALMOST for quota in quotas.values()):
            break
        left = [i for i in left if quotas[i] > 1 - ALMOST]
    parts = [int(quotas[i] + ALMOST) if i in quotas else 1 for i in range(len(weights))]
    by_remainder = sorted(left, key=lambda i: round(parts[i] - quotas[i], 9))
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    return [unit * part for part in parts]
