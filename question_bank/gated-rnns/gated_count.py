"""How many numbers a vanilla cell, a GRU and an LSTM of the same size learn, and the shape in which they are stored."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, Shape
from reference_rnn import Shapes

WHOLE = {"decimals": 0, "tolerance": 0}
LSTM_GATES, GRU_GATES = 3, 2

exercise = Exercise(
    title="Parameters of gated cells",
    topic="gated-rnns",
    level=3,
    covers=["dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[
        Numbers("vanilla", label=r"\text{vanilla RNN}", **WHOLE),
        Numbers("gated", label=r"\text{GRU, LSTM}", size=2, points=2, **WHOLE),
        Shape(
            "stacked",
            label=r"\text{shape}",
            note="Texts that write vectors as rows store the transpose; here they are columns, as in $W x_t$.",
        ),
    ],
    targets=[
        *("cnt-one-block", "cnt-gates-only", "cnt-cell-as-gate", "cnt-no-bias", "cnt-wh-hxd", "cnt-two-biases"),
        *("cnt-times-T", "cnt-T-for-D"),
    ],
    reference=Shapes,
    question=r"""
Three cells read sequences of {{ number(T) }} inputs $x_t$ with {{ number(D) }} entries each, and have
{{ number(H) }} hidden units; vectors are columns.

- A vanilla RNN: $h_t = \tanh(W x_t + W_h h_{t-1} + b)$.
- A GRU: a reset gate, an update gate and a candidate, computed from $W x_t$, $W_h h_{t-1}$ and $b$ as in the vanilla
  RNN, each with a $W$, a $W_h$ and a $b$ of its own.
- An LSTM: an input gate, a forget gate, an output gate and a candidate, likewise; its cell state $c_t$ has as many
  entries as $h_t$.

How many parameters does each cell learn? There is one bias vector wherever a $b$ is written, and no output layer.

[[vanilla]]

[[gated]]

A program stores every $W$ of the LSTM in one matrix, one below the other. Which shape has this matrix? Write it like
3 x 2.

[[stacked]]
""",
    solution=r"""
The vanilla cell has $H D = {{ number(H * D) }}$ weights in $W$, $H^2 = {{ number(H * H) }}$ in $W_h$ and
$H = {{ number(H) }}$ biases, together ${{ number(key["vanilla"]) }}$. All steps use
the same ones.

The GRU has three such sets, for two gates and the candidate: $3 \cdot {{ number(key["vanilla"]) }} =
{{ number(key["gated"][0]) }}$. The LSTM has four, for three gates and the candidate:
$4 \cdot {{ number(key["vanilla"]) }} = {{ number(key["gated"][1]) }}$. The states $h_t$ and $c_t$ are computed, not learnt.

Four matrices of shape {{ number(H) }} × {{ number(D) }}, one below the other, make
${{ number(key["stacked"][0]) }} \times {{ number(key["stacked"][1]) }}$. A gated cell can remember longer than a
vanilla one of the same size, and pays for it with three or four times the parameters and the arithmetic.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(  # the lists share no number, so the sizes are different
        D=draw.one_of([5, 10, 15, 20, 25, 40, 50, 60, 80, 100]),
        H=draw.one_of([4, 6, 8, 16, 32, 64]),
        T=draw.one_of([7, 12, 18, 30]),
    )


@exercise.require
def no_matrix_is_square(p):
    yield "a stacked matrix that is square", 4 * p.H == p.D


@exercise.solve
def count(p, Shapes):
    """A gated cell is so many blocks of what the learner counted for one."""
    one = yield "vanilla", Shapes(p.D, p.H, T=p.T).cell_count()
    gru, lstm = (Shapes(p.D, p.H, T=p.T, gates=np.full_like(p.D, gates)) for gates in (GRU_GATES, LSTM_GATES))
    yield "gated", np.stack([one * gru.blocks(), one * lstm.blocks()], axis=-1)
    yield "stacked", lstm.W()


@exercise.second_opinion
def unit_by_unit(p):
    """A unit has D + H weights and a bias for each thing that is computed of it."""
    for_one = p.D + p.H + 1
    computed = {"vanilla": ["h"], "GRU": ["r", "z", "n"], "LSTM": ["i", "f", "o", "g"]}
    counts = {cell: sum(for_one for _ in range(p.H) for _ in parts) for cell, parts in computed.items()}
    stacked = [sum(p.H for _ in computed["LSTM"]), p.D]
    return {"vanilla": counts["vanilla"], "gated": [counts["GRU"], counts["LSTM"]], "stacked": stacked}
