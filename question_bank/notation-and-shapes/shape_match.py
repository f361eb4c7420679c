"""The parameters of a network and their shapes; transposes and mixed-up sizes are left over."""

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair
from reference_rnn import SHAPE_MISCONCEPTIONS, Shapes, feedback

PARAMETERS = {"W": "$W$", "W_h": "$W_h$", "b": "$b$", "W_y": "$W_y$", "b_y": "$b_y$"}
ROLES = {
    "W": "takes an input of $D$ entries to $H$ units",
    "W_h": "takes a state of $H$ entries to $H$ units",
    "b": "is one column with an entry for each unit",
    "W_y": "takes a state of $H$ entries to $K$ outputs",
    "b_y": "is one column with an entry for each output",
}
MISTAKEN = {  # misconception -> the parameter that it gives another shape
    "shp-w-transposed": "W",
    "shp-wh-hxd": "W_h",
    "shp-wy-transposed": "W_y",
    "shp-b-input": "b",
}

ROW = "That is a row. $b_y$ is added to $W_y h_T$, which is a column, so it is a column too."

exercise = Exercise(
    title="Which shape belongs to which parameter?",
    topic="notation-and-shapes",
    level=2,
    covers=[
        *("fwd.setup", "fwd.shape-W", "fwd.shape-Wh", "fwd.shape-Wy"),
        *("rev.wm-W", "rev.wm-Wh", "rev.wm-Wy", "rev.wm-b", "rev.wm-by"),
    ],
    asks=[Match("shapes", points=2.5, label=r"\text{shapes}")],
    question=r"""
A vanilla RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ and $\hat{y} = \mathrm{softmax}(W_y h_T + b_y)$ from columns $x_t$ of
$D = {{ number(D) }}$ entries, with $H = {{ number(H) }}$ hidden units and $K = {{ number(K) }}$ outputs. Vectors are columns, so
that a vector with 3 entries has the shape $3 \times 1$.

Which shape does each parameter have? Some of the shapes are left over.

[[shapes]]
""",
    solution=r"""
A matrix has a row for each entry that it produces and a column for each entry that it reads. Each product must come out as a
column with the same number of entries as the bias that is added to it.

{% for name, role, shape in rows %}
- {{ name }} {{ role }}: ${{ shape }}$
{% endfor %}
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    D, H, K = draw.one_of([20, 50, 100, 200, 300]), draw.one_of([16, 32, 64, 128]), draw.one_of([2, 3, 4, 5, 6])
    right = {PARAMETERS[name]: written(getattr(Shapes(D, H, K), name)()) for name in PARAMETERS}
    wrong = list(wrong_pairs(D, H, K))
    (ask,) = exercise.asks
    offered = draw.shuffled([*dict.fromkeys([*right.values(), *(pair.right for pair in wrong)])])
    return Problem(D=D, H=H, K=K, shapes=ask.of(draw.shuffled(list(right)), offered, right, wrong))


def wrong_pairs(D, H, K):
    """What each misconception about shapes pairs with its parameter."""
    for misconception, name in MISTAKEN.items():
        mistaken = SHAPE_MISCONCEPTIONS[misconception]
        shape = getattr(mistaken(D, H, K), name)()
        yield WrongPair(PARAMETERS[name], written(shape), (misconception,), feedback(mistaken))
    yield WrongPair(PARAMETERS["b_y"], rf"$1 \times {K}$", (), ROW)


def written(shape):
    """A shape as a formula, a vector as a column."""
    return "$" + r" \times ".join(str(size) for size in (*shape, 1)[:2]) + "$"


@exercise.shown
def in_order(p):
    shapes = {"W": (p.H, p.D), "W_h": (p.H, p.H), "b": (p.H, 1), "W_y": (p.K, p.H), "b_y": (p.K, 1)}
    return {"rows": [(PARAMETERS[name], ROLES[name], rf"{m} \times {n}") for name, (m, n) in shapes.items()]}
