"""Which recurrent matrices make gradients vanish in the long run, and which make them explode?"""

from quizgen.authoring import Card, Classify, Draw, Exercise, Problem, WrongPair
from reference_rnn import feedback, spectral_radius

VANISHES, EXPLODES, NEITHER = "it vanishes", "it explodes", "it does neither"
BY_ENTRIES = "c-large-entry-explodes"
SMALL, LARGE = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [1.2, 1.3, 1.4, 1.5]
PRODUCTS = {  # p and q of the matrix with rows (0, p) and (q, 0): every two steps multiply both entries by p q
    VANISHES: [(2.0, 0.3), (4.0, 0.2), (1.5, 0.4), (3.0, 0.2), (5.0, 0.1)],
    EXPLODES: [(0.5, 3.0), (0.8, 2.0), (0.4, 4.0), (0.6, 2.5), (0.9, 1.5)],
    NEITHER: [(2.0, 0.5), (4.0, 0.25), (5.0, 0.2), (1.0, 1.0), (2.5, 0.4)],
}

exercise = Exercise(
    title="Vanishing or exploding in the long run",
    topic="gradient-flow",
    level=4,
    covers=["bwd.key-issue", "dis.vanishing", "dis.exploding"],
    asks=[Classify("happens", points=3, label=r"\text{gradient}")],
    question=r"""
A linear RNN with two units computes $h_t = W x_t + W_h h_{t-1}$, so the Jacobian of every step is $W_h$ itself. What happens
to $\frac{\partial h_t}{\partial h_0}$ in the long run, as $t$ grows, for each of these matrices $W_h$? Each class
has two of them.

[[happens]]
""",
    solution=r"""
$t$ steps multiply by $W_h^t$. In the long run its size goes like $\rho^t$, where $\rho$ is the spectral radius of $W_h$: the
largest absolute value of an eigenvalue. The eigenvalues of a triangular matrix are the entries on its diagonal; those of
$\begin{pmatrix} 0 & p \\ q & 0 \end{pmatrix}$ have the absolute value $\sqrt{|p q|}$, since two steps multiply both entries by
$p q$.

{% for card in cards %}
- {{ card.item }}: $\rho = {{ number(card.radius) }}$, so {{ card.verdict }}.
{% endfor %}

A large entry off the diagonal can make a gradient grow for a few steps, but it does not decide what happens in the long run.
""",
)


@exercise.draw
def matrices(draw: Draw) -> Problem:
    shown = draw.shuffled([W_h for name in PRODUCTS for W_h in some_matrices(draw, name)])
    (ask,) = exercise.asks
    cards = [Card(written(W_h), (in_the_long_run(W_h),)) for W_h in shown]
    wrong = [WrongPair(written(W_h), EXPLODES, (BY_ENTRIES,), feedback(BY_ENTRIES)) for W_h in shown if misleads(W_h)]
    return Problem(matrices=shown, happens=ask.of(cards, list(PRODUCTS), wrong))


def in_the_long_run(W_h):
    radius = float(spectral_radius(W_h))
    return NEITHER if abs(radius - 1) < 1e-9 else VANISHES if radius < 1 else EXPLODES


def misleads(W_h):
    """Whether an entry is above 1 without the gradient exploding."""
    return max(abs(v) for row in W_h for v in row) > 1 and in_the_long_run(W_h) != EXPLODES


def some_matrices(draw, name):
    """Two different matrices of a class: one with zeros on its diagonal, one triangular."""
    p, q = draw.one_of(PRODUCTS[name])
    crossed = [[0.0, p * draw.one_of([1, -1])], [q, 0.0]]
    if draw.one_of([True, False]):
        crossed = [row[::-1] for row in crossed[::-1]]
    large = {VANISHES: SMALL, EXPLODES: LARGE, NEITHER: [1.0]}[name]
    diagonal = draw.shuffled([draw.one_of(large) * draw.one_of([1, -1]), draw.one_of(SMALL)])
    beside = draw.one_of([2.0, 3.0, 4.0, 5.0] if name == VANISHES else [0.2, 0.3, 0.5, 2.0, 3.0])
    triangular = [[diagonal[0], beside], [0.0, diagonal[1]]]
    return [crossed, triangular if draw.one_of([True, False]) else [list(row) for row in zip(*triangular, strict=True)]]


def written(W_h):
    return r"$\begin{pmatrix} " + r" \\ ".join(" & ".join(f"{v:g}" for v in row) for row in W_h) + r" \end{pmatrix}$"


@exercise.shown
def solved(p):
    cards = [
        {"item": written(W_h), "radius": round(float(spectral_radius(W_h)), 4), "verdict": in_the_long_run(W_h)}
        for W_h in p.matrices
    ]
    return {"cards": cards}
