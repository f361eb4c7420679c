"""A bidirectional network: the shape of its states, its number of parameters, and which two states belong together."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, Shape
from reference_rnn import BidirectionalShapes

NOTE = "Here the axes are batch, time, features, in this order."

exercise = Exercise(
    title="Shapes and pairs in a bidirectional RNN",
    topic="bidirectional",
    level=3,
    covers=["beyond.bidirectional"],
    asks=[
        Shape("h_t", label="h_t"),
        Shape("h", label=r"h \text{ of the batch}", note=NOTE),
        Numbers("parameters", decimals=0, tolerance=0, label=r"\text{number of parameters}"),
        Numbers("partner", decimals=0, tolerance=0, label="s"),
    ],
    targets=["shp-birnn-one-direction", "cnt-birnn-one-set", "shp-birnn-same-number"],
    reference=BidirectionalShapes,
    question=r"""
A bidirectional RNN consists of two RNNs. One reads $x_1, x_2, \dots, x_{ {{- T -}} }$, the other reads the same sequence from
its end, $x_{ {{- T -}} }, \dots, x_2, x_1$. Each has its own input weights, recurrent weights and one bias vector,
$H = {{ H }}$ hidden units, and inputs of $D = {{ D }}$ entries. For every input the states that the two have **at this
input** are put one below the other: this is $h_t$. There is no output layer, and the initial states are zero and not learnt.

A batch holds $B = {{ B }}$ sequences of $T = {{ T }}$ steps. Arrays over the batch have the axes batch, time, features. A
shape is written like 3 x 2; that of a vector with 3 entries is 3.

What are the shapes of one $h_t$ of one sequence, and of the array of all $h_t$ of the batch?

[[h_t]]

[[h]]

How many parameters do the two RNNs learn together?

[[parameters]]

Call the states of the second RNN $g_1, g_2, \dots, g_{ {{- T -}} }$ in the order in which it computes them. The lower half of
$h_{ {{- asked -}} }$ is one of them, $g_s$. Give $s$, a whole number.

[[partner]]
""",
    solution=r"""
Two states of $H$ entries, one below the other, have $2 H = {{ 2 * H }}$ entries; over the batch the shape is
${{ B }} \times {{ T }} \times {{ 2 * H }}$.

Each RNN learns $H D + H^2 + H = {{ H * D }} + {{ H * H }} + {{ H }}$ parameters, so both learn
$2 (H D + H^2 + H) = {{ number(key["parameters"]) }}$. The number of steps does not enter.

The second RNN reads $x_{ {{- T -}} }$ first. At $x_t$ it has done $T - t + 1$ steps, so its state there is $g_{T - t + 1}$:
for $t = {{ asked }}$ this is $g_{ {{- key["partner"] | int -}} }$. The upper half of $h_{ {{- asked -}} }$ has read what
comes up to $x_{ {{- asked -}} }$, the lower half what comes from there on, so $h_{ {{- asked -}} }$ knows the whole sequence.
It can only be computed once the sequence has ended.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    T = draw.one_of([7, 9, 12, 15, 18])
    asked = draw.integer(2, T - 1)
    return Problem(  # the lists share no number, so the sizes are pairwise different
        D=draw.one_of([10, 20, 30, 50, 100]),
        H=draw.one_of([4, 5, 6, 8, 16]),
        B=draw.one_of([24, 32, 40, 64]),
        T=T,
        asked=asked,
    )


@exercise.require
def pairs_differ(p):
    yield "the middle step, which is its own partner", 2 * p.asked == p.T + 1
    yield "a step beside the middle", abs(2 * p.asked - p.T) <= 2


@exercise.solve
def shapes_and_pairs(p, BidirectionalShapes):
    net = BidirectionalShapes(p.D, p.H, B=p.B, T=p.T)
    yield "h_t", net.h_t()
    yield "h", net.h()
    yield "parameters", net.cell_count()
    yield "partner", net.partner(p.asked)


@exercise.second_opinion
def counted(p):
    """The parameters unit by unit, the pair by listing what the second RNN has read."""
    read = list(range(p.T, 0, -1))
    units = 2 * p.H
    return {
        "h_t": [units],
        "h": [p.B, p.T, units],
        "parameters": units * (p.D + p.H + 1),
        "partner": read.index(p.asked) + 1,
    }
