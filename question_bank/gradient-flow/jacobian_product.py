"""The gradient through two steps of a network with two units: a product of Jacobians."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from reference_rnn import MatrixFlow

STATE = [sign * tenth / 10 for tenth in (2, 3, 4, 5, 6, 7, 8) for sign in (1, -1)]
MATRIX = {"size": (2, 2), "decimals": 4}

exercise = Exercise(
    title="A product of Jacobians",
    topic="gradient-flow",
    level=4,
    covers=["bwd.key-issue", "dis.vanishing", "iq.q9"],
    asks=[
        Numbers("J_1", **MATRIX),
        Numbers("J_2", **MATRIX),
        Numbers("through", label=r"\frac{\partial h_2}{\partial h_0}", points=2, tolerance=3, **MATRIX),
    ],
    targets=["jac-no-derivative", "jac-transposed", "jac-columns", "jac-order", "jac-entrywise"],
    reference=MatrixFlow,
    question=r"""
An RNN with two hidden units computes $h_t = \tanh(W x_t + W_h h_{t-1} + b)$, where tanh is applied entry by entry and all
vectors are columns. It has

{{ matrix("W_h", W_h) }},

and after its two steps its states were {{ vector("h_1", h[0]) }} and {{ vector("h_2", h[1]) }}.

Let $J_t = \frac{\partial h_t}{\partial h_{t-1}}$ be the Jacobian of step $t$: in row $i$ and column $j$ stands the derivative
of entry $i$ of $h_t$ with respect to entry $j$ of $h_{t-1}$. Compute $J_1$, $J_2$ and $\frac{\partial h_2}{\partial h_0}$,
all to 4 decimals.

[[J_1]]

[[J_2]]

[[through]]
""",
    solution=r"""
Entry $i$ of $h_t$ is tanh of row $i$ of $W_h$ times $h_{t-1}$, plus what does not depend on $h_{t-1}$. So row $i$ is
multiplied by the slope of unit $i$:

$$J_t = \mathrm{diag}(1 - h_t^2)\, W_h$$

The slopes are ${{ row(slopes[0], 2) }}$ at step 1 and ${{ row(slopes[1], 2) }}$ at step 2, and

{{ matrix("J_1", key["J_1"], 4) }}, {{ matrix("J_2", key["J_2"], 4) }}.

By the chain rule the Jacobians are multiplied, the last step's leftmost:

{{ matrix("\\frac{\\partial h_2}{\\partial h_0} = J_2 J_1", key["through"], 4) }}

Every further step adds one more factor, with the same $W_h$ and with slopes of at most 1. That is why gradients over many steps
vanish or explode: backpropagation multiplies by the transposes of these same matrices.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(W_h=draw.one_of(families.mixing()), h=draw.array(STATE, 2, 2))


@exercise.require
def slopes_that_differ(p):
    slopes = 1 - p.h**2
    yield "two units with one slope", (abs(slopes[..., 0] - slopes[..., 1]) < 0.1).any(axis=0)
    yield "two steps with one slope", (abs(slopes[0] - slopes[1]) < 0.05).any(axis=-1)


@exercise.solve
def two_steps(p, MatrixFlow):
    flow = MatrixFlow(p.W_h, p.h)
    jacobians = flow.jacobians()
    for t in (1, 2):
        jacobians[t - 1] = yield f"J_{t}", jacobians[t - 1].copy()
    yield "through", flow.combined(jacobians)


def slopes(p):
    return [[(1 - value) * (1 + value) for value in h_t] for h_t in p.h]


@exercise.second_opinion
def path_by_path(p):
    """Each entry is a sum over the paths: from unit j by way of unit m to unit i."""
    first, second = ([[s * w for w in row] for s, row in zip(step, p.W_h, strict=True)] for step in slopes(p))
    paths = [[sum(second[i][m] * first[m][j] for m in range(2)) for j in range(2)] for i in range(2)]
    return {"J_1": first, "J_2": second, "through": paths}


@exercise.shown
def shown(p):
    return {"slopes": slopes(p)}
