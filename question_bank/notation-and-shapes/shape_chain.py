"""The shapes in the chapter's chain of products, from the first input to the prediction."""

from quizgen.authoring import Draw, Exercise, Fill, Gap, Numbers, Problem
from reference_rnn import Shapes

CHAIN = (  # what is computed, and the factors and summands whose shapes are written out
    (r"$h_1 = \tanh(W x_1 + b)$", ("W", "x"), ("b",)),
    (r"$W_h h_1$ in $h_2 = \tanh(W x_2 + W_h h_1 + b)$", ("W_h", "h"), ()),
    (r"$\hat{y}_2 = \mathrm{softmax}(W_y h_2 + b_y)$", ("W_y", "h"), ("b_y",)),
)
LETTERS = {"W": "HD", "x": "D1", "b": "H1", "W_h": "HH", "h": "H1", "W_y": "KH", "b_y": "K1"}
NOTE = "Texts that write vectors as rows store the transpose; here they are columns, as in $W x_t$."

exercise = Exercise(
    title="A chain of shapes",
    topic="notation-and-shapes",
    level=2,
    covers=[
        *("fwd.setup", "fwd.shape-W", "fwd.shape-Wh", "fwd.shape-Wy", "fwd.chain-t1", "fwd.chain-t2", "fwd.out-shape"),
        *("rev.wm-W", "rev.wm-Wh", "rev.wm-Wy", "rev.wm-b", "rev.wm-by"),
    ],
    asks=[
        Fill("shapes", points=3, label=r"\text{shapes}", by_solve=True),
        Numbers("products", decimals=0, tolerance=0, label=r"\text{multiplications}"),
    ],
    targets=["shp-w-transposed", "shp-wh-hxd", "shp-wy-transposed"],
    reference=Shapes,
    question=r"""
A vanilla RNN reads sequences of {{ number(T) }} vectors with {{ number(D) }} entries each. It has {{ number(H) }} hidden
units, starts from $h_0 = 0$, and at every step it gives the probabilities of {{ number(K) }} classes.

Below, each array is replaced by its shape, rows first. All vectors are columns, so the shape of one with 5 entries is
$5 \times 1$. Fill in the missing shapes.

[[shapes]]

How many multiplications of two numbers does the product $W x_1$ take?

[[products]]
""",
    solution=r"""
With $D = {{ number(D) }}$, $H = {{ number(H) }}$ and $K = {{ number(K) }}$ (the length of the sequence, {{ number(T) }}, does
not enter):

{% for computed, chain in chains %}
- {{ computed }}: {{ chain }}
{% endfor %}

In every product the two inner numbers agree and the two outer ones remain: $[H \times D] \cdot [D \times 1]$ is
$[H \times 1]$, a state. $W_h$ takes a state to a state, so it is square. Each of the $H$ entries of $W x_1$ is a sum of $D$
products, so it takes $H D = {{ number(H * D) }}$ multiplications.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    sizes = {  # the lists share no number, so the sizes are pairwise different
        "D": draw.one_of([20, 50, 100, 200, 300]),
        "H": draw.one_of([16, 32, 64, 128, 256]),
        "K": draw.integer(3, 7),
    }
    blank = [{"W", draw.one_of(["x", "b"])}, {"W_h"}, {"W_y", draw.one_of(["h", "b_y"])}]
    asked, lines = [], []
    for (computed, factors, summands), missing in zip(CHAIN, blank, strict=True):
        asked += [name for name in (*factors, *summands) if name in missing]
        lines.append(f"{computed}: {chain(factors, summands, missing, sizes)}")
    ask, _ = exercise.asks
    gap = Gap(sort="shape", computed=2, note=NOTE)
    return Problem(
        **sizes,
        T=draw.one_of([10, 12, 15, 25, 40]),
        asked=asked,
        shapes=ask.of("\n\n".join(lines), [gap] * len(asked)),
    )


def chain(factors, summands, missing, sizes):
    """A product and what is added to it, as shapes; a place to fill for each that is missing."""

    def shape(name):
        rows, columns = (sizes.get(letter, letter) for letter in LETTERS[name])
        return f"[[{name}]]" if name in missing else rf"$[{rows} \times {columns}]$"

    return " $+$ ".join([r" $\cdot$ ".join(map(shape, factors)), *map(shape, summands)])


@exercise.solve
def shapes(p, Shapes):
    net = Shapes(p.D, p.H, p.K, T=p.T)
    known = {
        **{"W": net.W(), "W_h": net.W_h(), "W_y": net.W_y()},
        **{"x": (*net.x_t(), 1), "h": (*net.h_t(), 1), "b": (*net.b(), 1), "b_y": (*net.b_y(), 1)},
    }
    yield "shapes", tuple(size for name in p.asked for size in known[name])
    yield "products", net.input_weights()


@exercise.second_opinion
def letter_by_letter(p):
    shapes = [1 if letter == "1" else p[letter] for name in p.asked for letter in LETTERS[name]]
    return {"shapes": shapes, "products": sum(p.D for _ in range(p.H))}


@exercise.shown
def whole_chain(p):
    sizes = {"D": p.D, "H": p.H, "K": p.K}
    return {"chains": [(computed, chain(factors, summands, (), sizes)) for computed, factors, summands in CHAIN]}
