"""The number of parameters as a formula in the sizes of the network."""

from quizgen.authoring import Draw, Exercise, Formula, Problem
from reference_rnn import Shapes

TRIALS = 40  # a formula is judged by its value on so many random sizes; these tell all polynomials of a mistake apart

exercise = Exercise(
    title="The number of parameters as a formula",
    topic="notation-and-shapes",
    level=2,
    covers=["fwd.setup", "fwd.param-total", "feat.shared-advantage", "arch.kp-same-weights", "feat.shared"],
    asks=[Formula("count", label=r"\text{number of parameters}")],
    targets=["cnt-times-T", "cnt-no-recurrent", "cnt-wh-vector", "cnt-no-bias"],
    reference=Shapes,
    question=r"""
A vanilla RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$, starting from a given $h_0$ that is not learnt.
It reads sequences of {{ said["T"] }} steps; each $x_t$ has {{ said["D"] }} entries, and there are {{ said["H"] }} hidden units.
{% if whole %}
After the last step it predicts $\hat{y} = \mathrm{softmax}(W_y h + b_y)$ over {{ said["K"] }} classes.
{% endif %}

How many parameters does {{ "the whole network, output layer included," if whole else "the recurrent cell" }} learn, all weights and
biases together? Write a formula in {{ letters }}; not all of them need to occur, and it need not be simplified.

[[count]]
""",
    solution=r"""
$W$ has ${{ tex["D"] }} \cdot {{ tex["H"] }}$ entries, $W_h$ has a weight from every unit to every unit, which is
${{ tex["H"] }} \cdot {{ tex["H"] }}$, and $b$ has ${{ tex["H"] }}$.
{% if whole %}
The output layer adds ${{ tex["K"] }} \cdot {{ tex["H"] }}$ for $W_y$ and ${{ tex["K"] }}$ for $b_y$.
{% endif %}
Together that is ${{ shown }}$. The number of steps does not occur: all steps use the same weights.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    whole = draw.one_of(["yes", ""])
    fixed = draw.one_of(["", "D", "H", "K"] if whole else ["", "D", "H"])  # a size that is a number in this question
    names = ["D", "H", "K", "T"] if whole else ["D", "H", "T"]
    values = {name: [draw.integer(2, 40) for _ in range(TRIALS)] for name in ("D", "H", "K", "T")}
    if fixed:
        values[fixed] = [
            draw.one_of({"D": [20, 50, 100, 300], "H": [10, 16, 20, 64], "K": [2, 3, 4, 5]}[fixed])
        ] * TRIALS
    free = [name for name in names if name != fixed]
    display = display_of({name: str(values[name][0]) if name == fixed else name for name in values}, whole)
    return Problem(
        whole=whole,
        fixed=fixed,
        shown=display,
        count=Formula(
            "count",
            label=r"\text{number of parameters}",
            variables={name: [float(v) for v in values[name]] for name in free},
            display=display,
        ),
        **values,
    )


def display_of(sizes, whole):
    """The sum as people write it, numbers before letters."""
    D, H, K = sizes["D"], sizes["H"], sizes["K"]
    parts = [times(H, D), str(int(H) ** 2) if H.isdigit() else f"{H}^2", H]
    return " + ".join(parts + ([times(K, H), K] if whole else []))


def times(one, other):
    first, second = sorted((one, other), key=lambda size: not size.isdigit())
    return f"{first} {second}"


@exercise.solve
def count(p, Shapes):
    of = Shapes(p.D, p.H, p.K, T=p.T)
    yield "count", of.count() if p.whole else of.cell_count()


@exercise.second_opinion
def unit_by_unit(p):
    """Each hidden unit has D + H weights and a bias, each output H weights and a bias."""
    cell = [H * (D + H + 1) for D, H in zip(p.D, p.H, strict=True)]
    head = [K * (H + 1) if p.whole else 0 for K, H in zip(p.K, p.H, strict=True)]
    return {"count": [c + h for c, h in zip(cell, head, strict=True)]}


@exercise.shown
def in_words(p):
    tex = {name: str(p[name][0]) if name == p.fixed else name for name in ("D", "H", "K", "T")}
    *first, last = [f"${name}$" for name in (("D", "H", "K", "T") if p.whole else ("D", "H", "T")) if name != p.fixed]
    return {
        "tex": tex,
        "said": {name: f"${size}$" for name, size in tex.items()},
        "letters": f"{', '.join(first)} and {last}",
    }
