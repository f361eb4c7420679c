"""Clipping by the norm: once where the gradients are too large, once where they are not."""

from fractions import Fraction
from math import isqrt

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Clipping

SQUARES = [  # four whole numbers with a whole norm
    *([1, 1, 1, 1], [1, 2, 2, 4], [1, 1, 3, 5], [2, 2, 4, 5], [1, 4, 4, 4], [2, 4, 5, 6], [2, 2, 3, 8]),
    *([1, 3, 3, 9], [1, 5, 5, 7], [1, 1, 7, 7], [2, 4, 4, 8], [1, 2, 4, 10]),
]
EXACT = {"size": 2, "decimals": 4, "tolerance": 0}

exercise = Exercise(
    title="Clipping by the norm",
    topic="gradient-clipping",
    level=3,
    covers=["dis.exploding", "dis.exploding-solution", "beyond.clipping"],
    asks=[
        Numbers("norm", label=r"\|g\|", decimals=4, tolerance=0),
        Numbers("u", label=r"u_{\text{clipped}}", **EXACT),
        Numbers("v", label=r"v_{\text{clipped}}", **EXACT),
        Numbers("later", label=r"u_{\text{later}}", **EXACT),
    ],
    targets=[
        "clip-by-value",
        "clip-per-tensor",
        "clip-always-rescale",
        "clip-to-zero",
        "clip-l1-norm",
        "clip-times-limit",
    ],
    reference=Clipping,
    question=r"""
To keep exploding gradients from ruining the updates, the gradients of a network are clipped **by their norm**, all
together, with the limit $c = {{ number(limit) }}$. Let $g$ be the vector of all their entries and $\|g\|$ its Euclidean
norm.

At some iteration the gradient of $W_h$ is $u = ({{ row(large[:2]) }})$ and that of $b$ is $v = ({{ row(large[2:]) }})$;
there are no others. Give the exact values of $\|g\|$ and of both gradients after clipping.

[[norm]]

[[u]]

[[v]]

At a later iteration $u = ({{ row(small[:2]) }})$ and $v = ({{ row(small[2:]) }})$. What is $u$ after clipping now?

[[later]]
""",
    solution=r"""
{% macro squared(v) %}{{ number(v) if v >= 0 else "(" ~ number(v) ~ ")" }}^2{% endmacro %}
All four entries make one norm:

$$\|g\| = \sqrt{ {% for v in large %}{{ squared(v) }}{% if not loop.last %} + {% endif %}{% endfor %} } =
{{ number(key["norm"]) }}$$

It is above $c = {{ number(limit) }}$, so every entry is multiplied by
$\frac{c}{\|g\|} = \frac{ {{- number(limit) -}} }{ {{- number(key["norm"]) -}} } = {{ number(factor) }}$, which brings
the norm to $c$:

$$u_{\text{clipped}} = ({{ row(key["u"]) }}), \qquad v_{\text{clipped}} = ({{ row(key["v"]) }})$$

Both are shorter by the same factor, so the update is smaller but keeps the direction of the gradient. At the later
iteration the norm is ${{ number(small_norm) }}$, which is below $c$: nothing is clipped, and
$u = ({{ row(key["later"]) }})$ stays. Clipping limits gradients that explode; it does nothing for those that vanish.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    large, small = (draw.shuffled(draw.one_of(SQUARES)) for _ in range(2))
    unit, part = draw.one_of([1.0, 2.0, 0.5]), draw.one_of([0.2, 0.4, 0.5])
    limit = round(unit * norm_of(large) * part, 9)
    fine = draw.one_of([0.1, 0.2, 0.05])
    return Problem(
        large=[round(unit * v * draw.one_of([1, -1]), 9) for v in large],
        small=[round(fine * v * draw.one_of([1, -1]), 9) for v in small],
        limit=limit,
    )


def norm_of(entries):
    return isqrt(sum(v * v for v in entries))


@exercise.require
def one_above_and_one_below(p):
    yield "gradients that are too large later too", (p.small**2).sum(axis=-1) > (0.9 * p.limit) ** 2
    yield "a limit near 1", abs(p.limit - 1) < 0.1


@exercise.solve
def clip(p, Clipping):
    clipping = Clipping(p.limit)
    large, small = ((entries[..., :2], entries[..., 2:]) for entries in (p.large, p.small))
    yield "norm", clipping.length(clipping.together(*large))
    u, v = clipping.clip(*large)
    yield "u", u
    yield "v", v
    yield "later", clipping.clip(*small)[0]


@exercise.second_opinion
def exactly(p):
    """In fractions: the squares of whole numbers have a whole root."""
    exact = [Fraction(str(v)) for v in p.large]
    square = sum(v * v for v in exact)
    norm = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    clipped = [float(v * Fraction(str(p.limit)) / norm) for v in exact]
    return {"norm": float(norm), "u": clipped[:2], "v": clipped[2:], "later": p.small[:2]}


@exercise.shown
def shown(p):
    norm = sum(v * v for v in p.large) ** 0.5
    return {"factor": round(p.limit / norm, 9), "small_norm": round(sum(v * v for v in p.small) ** 0.5, 9)}
