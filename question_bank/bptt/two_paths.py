"""The gradient at h_1 of a many-to-many network: one part through its own prediction, one through the next state."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families

STATE = [sign * twentieth / 20 for twentieth in range(4, 18) for sign in (1, -1)]
Y_HAT = [hundredth / 100 for hundredth in range(20, 81, 5)]
PART = {"size": 2, "decimals": 4}

exercise = Exercise(
    title="Two paths into one gradient",
    topic="bptt",
    level=4,
    covers=["rev.eq-m2m", "type.m2m-same", "bwd.gradients"],
    asks=[
        Numbers("delta_2", label=r"\delta_2", **PART),
        Numbers("dh_1", label=r"\frac{\partial L}{\partial h_1}", **PART),
        Numbers("delta_1", label=r"\delta_1", **PART),
    ],
    targets=[
        "bwd-no-through-time",
        "bwd-upstream-dropped",
        "bwd-wh-not-transposed",
        "bwd-no-act-derivative",
        "bwd-dz-sign",
    ],
    question=r"""
A many-to-many RNN with two units reads two inputs and predicts after each of them:

$$a_t = W x_t + W_h h_{t-1} + b, \qquad h_t = \tanh(a_t), \qquad \hat{y}_t = \sigma(W_y h_t + b_y)$$

with the sigmoid $\sigma$; vectors are columns, and $h_0$ is given. The loss $L$ is the **sum** over both steps of the binary
cross-entropy, with the natural logarithm $\ln$. The forward pass is done:

{{ vector("h_1", h[1]) }}, {{ vector("h_2", h[2]) }}; {{ scalar("\\hat{y}_1", y_hat[0]) }} for the target
{{ scalar("y_1", y[0]) }}, and {{ scalar("\\hat{y}_2", y_hat[1]) }} for the target {{ scalar("y_2", y[1]) }}.

On the way back {{ matrix("W_h", W_h) }} and {{ matrix("W_y", W_y) }} are used. Compute
$\delta_2 = \frac{\partial L}{\partial a_2}$, then $\frac{\partial L}{\partial h_1}$, the gradient of the whole loss at $h_1$, and
$\delta_1 = \frac{\partial L}{\partial a_1}$, each to 4 decimals.

[[delta_2]]

[[dh_1]]

[[delta_1]]
""",
    solution=r"""
Sigmoid and cross-entropy together leave $\frac{\partial L}{\partial z_t} = \hat{y}_t - y_t$, which is
${{ number(dz[0]) }}$ at step 1 and ${{ number(dz[1]) }}$ at step 2. Nothing but $\hat{y}_2$ depends on $h_2$:

$$\delta_2 = (1 - h_2^2) \odot W_y^\top (\hat{y}_2 - y_2)
= {{ column(slope[1], 4) }} \odot {{ column(last, 4) }} = {{ column(key["delta_2"], 4) }}$$

Two things depend on $h_1$: the prediction $\hat{y}_1$, and the state $h_2$. The gradient comes back along both paths, and
where paths meet, gradients are added:

$$\frac{\partial L}{\partial h_1} = W_y^\top (\hat{y}_1 - y_1) + W_h^\top \delta_2
= {{ column(local, 4) }} + {{ column(carried, 4) }} = {{ column(key["dh_1"], 4) }}$$

$$\delta_1 = (1 - h_1^2) \odot \frac{\partial L}{\partial h_1} = {{ column(key["delta_1"], 4) }}$$

In a many-to-one network the first path does not exist: only the last state has a prediction.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        W_h=draw.one_of(families.mixing()),
        W_y=draw.array(families.W_Y, 1, 2),
        h=[[0.0, 0.0], draw.array(STATE, 2), draw.array(STATE, 2)],
        y_hat=draw.array(Y_HAT, 2),
        y=draw.array([0, 1], 2),
    )


@exercise.require
def units_differ(p):
    yield "two units alike", (abs(abs(p.h[1:, ..., 0]) - abs(p.h[1:, ..., 1])) < 0.1).any(axis=0)


@exercise.solve
def along_both_paths(p, RNN):
    net = RNN(np.zeros((2, 1)), p.W_h, np.zeros(2), p.W_y, outputs="all")
    slope = net.slope(np.arctanh(p.h[1:]), p.h[1:])
    from_output = net.from_outputs(net.dz(p.y_hat, p.y).T[..., None, None], 2)[..., 0, :]  # of a batch of one
    delta_2 = yield "delta_2", slope[1] * from_output[1]
    dh_1 = yield "dh_1", net.arriving(from_output[0], net.carry_back(delta_2))
    yield "delta_1", slope[0] * dh_1


def by_hand(p):
    """In plain numbers: dz_t, 1 - h_t², ∂L/∂h_2, the two parts of ∂L/∂h_1."""
    (w_y,), units = p.W_y, (0, 1)
    dz = [round(q - y, 9) for q, y in zip(p.y_hat, p.y, strict=True)]
    slope = [[(1 - h) * (1 + h) for h in state] for state in p.h[1:]]
    last, local = ([w_y[i] * dz[t] for i in units] for t in (1, 0))
    carried = [sum(slope[1][k] * last[k] * p.W_h[k][i] for k in units) for i in units]
    return {"dz": dz, "slope": slope, "last": last, "local": local, "carried": carried}


@exercise.second_opinion
def path_by_path(p):
    of = by_hand(p)
    dh_1 = [one + other for one, other in zip(of["local"], of["carried"], strict=True)]
    return {
        "delta_2": [s * d for s, d in zip(of["slope"][1], of["last"], strict=True)],
        "dh_1": dh_1,
        "delta_1": [s * d for s, d in zip(of["slope"][0], dh_1, strict=True)],
    }


@exercise.shown
def lines(p):
    return by_hand(p)
