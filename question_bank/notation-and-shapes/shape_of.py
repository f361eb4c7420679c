"""The shape of one array of a network, from the sizes of its parts."""

from quizgen.authoring import Draw, Exercise, Problem, Shape
from reference_rnn import Shapes

ARRAYS = {  # the reference's name of an array -> as the question calls it, and its shape in letters
    "W": ("the input weights $W$", r"H \times D"),
    "W_h": ("the recurrent weights $W_h$", r"H \times H"),
    "b": ("the bias $b$", "H"),
    "W_y": ("the output weights $W_y$", r"K \times H"),
    "b_y": ("the output bias $b_y$", "K"),
    "x": ("the array $x$ of all inputs of the batch", r"B \times T \times D"),
    "x_t": ("the input $x_t$ of one sequence at one step", "D"),
    "h": ("the array $h$ of the states $h_1, \\dots, h_T$ of the whole batch", r"B \times T \times H"),
    "h_t": ("the state $h_t$ of one sequence after one step", "H"),
    "y_hat": (r"the array $\hat{y}$ of all predictions for the batch", r"B \times K"),
    "y_hat_all": (r"the array $\hat{y}$ of all predictions for the batch", r"B \times T \times K"),
}

exercise = Exercise(
    title="The shape of an array",
    topic="notation-and-shapes",
    level=1,
    covers=[
        *("fwd.embed", "fwd.setup", "fwd.shape-W", "fwd.shape-Wh", "fwd.shape-Wy"),
        *("rev.wm-W", "rev.wm-Wh", "rev.wm-Wy", "rev.wm-b", "rev.wm-by"),
    ],
    asks=[
        Shape(
            "shape",
            label=r"\text{shape}",
            note="Texts that write vectors as rows store the transpose; here they are columns, as in $W x_t$.",
        )
    ],
    reference=Shapes,
    question=r"""
A vanilla RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ and predicts with $W_y$ and $b_y$ {{ when }}. It is given
{{ number(B) }} sequences at a time, each of {{ number(T) }} steps. One $x_t$ has {{ number(D) }} entries; there are
{{ number(H) }} hidden units and {{ number(K) }} outputs.

In the equation, for one sequence, vectors are columns. Arrays over a batch have the axes batch, time, features, in this
order and as far as they apply. A shape is written like 3 x 2; that of a vector with 3 entries is 3.

What is the shape of {{ array }}?

[[shape]]
""",
    solution=r"""
With batch size $B = {{ number(B) }}$, $T = {{ number(T) }}$ steps, input size $D = {{ number(D) }}$,
$H = {{ number(H) }}$ hidden units and $K = {{ number(K) }}$ outputs it is
${{ letters }} = {% for size in key["shape"] %}{{ number(size) }}{% if not loop.last %} \times {% endif %}{% endfor %}$.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(  # the lists share no number, so the sizes are pairwise different
        D=draw.one_of([50, 100, 150, 200, 300]),
        H=draw.one_of([32, 64, 96, 128, 256]),
        K=draw.one_of([3, 4, 5, 7, 9]),
        B=draw.one_of([8, 10, 16, 20, 48]),
        T=draw.one_of([6, 12, 15, 25, 40]),
        asked=draw.one_of(list(ARRAYS)),
    )


@exercise.solve
def shape(p, Shapes):
    yield "shape", getattr(Shapes(p.D, p.H, p.K, p.B, p.T), p.asked)()


@exercise.second_opinion
def letter_by_letter(p):
    return {"shape": [p[letter] for letter in shown(p)["letters"].split(r" \times ")]}


@exercise.shown
def shown(p):
    array, letters = ARRAYS[p.asked]
    return {
        "array": array,
        "letters": letters,
        "when": "after every step" if p.asked == "y_hat_all" else "after the last step of a sequence",
    }
