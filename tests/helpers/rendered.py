"""A hand-made variant for the tests of how things look: the flagship instance, with every kind of ask beside it."""

from quizgen.asks.choice import Choice
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.shape import Shape
from quizgen.asks.text import KeyPoint, Text
from quizgen.model import Quiz, Slip, Variant

FLAGSHIP = Variant(
    exercise="forward-h2",
    version=1,
    seed=5,
    topic="forward-pass",
    level=2,
    title="Two steps of a vanilla RNN",
    text=r"""An RNN with $f = \tanh$ has $W = \begin{pmatrix}-0.8 & -0.6 \\ -0.4 & 0.3\end{pmatrix}$ and starts from
$h_0 = \begin{pmatrix}-0.4 \\ 0.4\end{pmatrix}$.

$$h_t = f(W x_t + W_h h_{t-1} + b)$$

- **Bold** and `code`
- a second item

| step | state |
|---|---|
| 1 | [[h_1]] |

[[h_2]]""",
    solution=r"$h_2 = \begin{pmatrix}0.5545 \\ -0.4503\end{pmatrix}$, step by step.",
    problem={"W": [[-0.8, -0.6], [-0.4, 0.3]], "h_0": [-0.4, 0.4]},
    asks=(Numbers("h_1", size=2), Numbers("h_2", size=2, points=2)),
    key={"h_1": [-0.8397, -0.4219], "h_2": [0.5545, -0.4503]},
    slips=(
        Slip(
            ("fwd-no-bias",),
            {"h_1": [-0.8896, -0.6911], "h_2": [0.5555, -0.6681]},
            "Equals what you get if b is left out.",
            "A",
        ),
    ),
)
OTHERS = Variant(
    exercise="others",
    version=1,
    seed=6,
    topic="forward-pass",
    level=1,
    title="Everything else",
    text="Which?\n\n[[which]]\n\nShape?\n\n[[shape]]\n\nTerm?\n\n[[term]]\n\nSay why.\n\n[[why]]",
    solution="",
    problem={},
    asks=(
        Choice(
            "which",
            options=(
                Option("A", "$W_h$", True),
                Option("B", "the input matrix", False, ("fwd-swap-w-wh",), "Swapped."),
            ),
        ),
        Shape("shape"),
        Formula("term", variables={"b": [1.0]}, display="W_h h_1"),
        Text("why", points=2, key_points=(KeyPoint(2, "The state carries the past."),)),
    ),
    key={"which": "A", "shape": [128, 300], "term": "W_h h_1", "why": None},
)
PAPER = Quiz("forward-pass-5", 5, (FLAGSHIP, OTHERS), "Ada")
