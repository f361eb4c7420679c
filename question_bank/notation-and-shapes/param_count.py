"""How many numbers a network learns."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Shapes

exercise = Exercise(
    title="How many parameters?",
    topic="notation-and-shapes",
    level=2,
    covers=["fwd.setup", "fwd.param-total"],
    asks=[Numbers("count", decimals=0, tolerance=0, label=r"\text{number of parameters}")],
    targets=[
        *("cnt-times-T", "cnt-T-for-D", "cnt-wh-vector", "cnt-no-bias", "cnt-units-is-T"),
        *("cnt-wh-hxd", "cnt-no-recurrent", "cnt-no-output-layer", "cnt-two-biases"),
    ],
    reference=Shapes,
    question=r"""
A vanilla RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ with $H = {{ number(H) }}$ hidden units from inputs $x_t$ of
$D = {{ number(D) }}$ entries. After the last of $T = {{ number(T) }}$ steps it predicts
$\hat{y} = \mathrm{softmax}(W_y h_T + b_y)$ over $K = {{ number(K) }}$ classes. $h_0$ is zero and not learnt.

How many parameters does it learn, all weights and biases of the network together?

[[count]]
""",
    solution=r"""
$W$ has $H D = {{ number(H * D) }}$ entries, $W_h$ has $H^2 = {{ number(H * H) }}$ and $b$ has $H = {{ number(H) }}$;
$W_y$ has $K H = {{ number(K * H) }}$ and $b_y$ has $K = {{ number(K) }}$. All steps use the same ones, so $T$ does
not enter:

$$H D + H^2 + H + K H + K = {{ number(key["count"]) }}$$
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(  # the lists share no number, so the sizes are pairwise different
        D=draw.one_of([20, 30, 50, 100, 300]),
        H=draw.one_of([8, 16, 32, 64, 128]),
        K=draw.integer(2, 6),
        T=draw.one_of([10, 12, 15, 25, 40]),
    )


@exercise.solve
def count(p, Shapes):
    yield "count", Shapes(p.D, p.H, p.K, T=p.T).count()


@exercise.second_opinion
def unit_by_unit(p):
    """Each hidden unit has D + H weights and a bias, each output H weights and a bias."""
    return {"count": p.H * (p.D + p.H + 1) + p.K * (p.H + 1)}
