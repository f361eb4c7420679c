"""How often one pass over a sequence uses each of the shared matrices; it depends on the type and on h_0."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Uses

COUNT = {"decimals": 0, "tolerance": 0}
NETWORKS = {  # type -> what it reads and predicts, over T steps
    "many-to-one": "reads an input $x_t$ at every step and predicts once, after the last.",
    "many-to-many": "reads an input $x_t$ at every step and predicts $\\hat{y}_t$ after every step.",
    "one-to-many": "reads a single input, $x_1$, at the first step, and predicts $\\hat{y}_t$ after every step. At the later "
    "steps it gets no input from outside, and the term $W x_t$ is left out.",
}

exercise = Exercise(
    title="How often is each matrix used?",
    topic="weight-sharing",
    level=2,
    covers=["arch.kp-same-weights", "feat.shared", "feat.var-o2m", "feat.var-m2o"],
    asks=[
        Numbers("W", label=r"\text{uses of } W", **COUNT),
        Numbers("W_h", label=r"\text{uses of } W_h", **COUNT),
        Numbers("W_y", label=r"\text{uses of } W_y", **COUNT),
    ],
    targets=["use-once"],
    reference=Uses,
    question=r"""
A {{ kind }} RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ and $\hat{y} = \sigma(W_y h + b_y)$. In one pass of
$T = {{ number(T) }}$ steps it {{ does }}

{% if given_start %}
It starts from a state $h_0$ that is given and not zero.
{% else %}
It starts from $h_0 = 0$, so at the first step the term $W_h h_0$ is left out.
{% endif %}

How many times does the pass multiply a vector by each of the matrices $W$, $W_h$ and $W_y$?

[[W]]

[[W_h]]

[[W_y]]
""",
    solution=r"""
There is one matrix of each kind, the same at all {{ number(T) }} steps; what is counted is where it acts.

- $W$ multiplies an input, so it is used {{ times(key["W"]) }}: at
{%- if key["W"] > 1 %} every step.
{% else %} step 1, the only one with an input.
{% endif %}
- $W_h$ multiplies the state before, so it is used {{ times(key["W_h"]) }}:
{%- if given_start %} at every step, the first one included, where it multiplies the given $h_0$.
{% else %} at every step but the first, where $h_0 = 0$ leaves nothing to multiply.
{% endif %}
- $W_y$ multiplies a state whose prediction is wanted, so it is used {{ times(key["W_y"]) }}: after
{%- if key["W_y"] > 1 %} every step.
{% else %} the last step only.
{% endif %}

In backpropagation through time the gradient of a matrix has one contribution for each of its uses.
""",
)


@exercise.draw
def network(draw: Draw) -> Problem:
    return Problem(kind=draw.one_of(list(NETWORKS)), T=draw.integer(4, 30), given_start=draw.one_of(["", "yes"]))


@exercise.solve
def uses(p, Uses):
    one = 0 * p.T + 1
    inputs, outputs = one if p.kind == "one-to-many" else p.T, one if p.kind == "many-to-one" else p.T
    of = Uses(p.T, inputs, outputs, given_start=one if p.given_start else 0 * one)
    yield "W", of.W()
    yield "W_h", of.W_h()
    yield "W_y", of.W_y()


@exercise.second_opinion
def step_by_step(p):
    """Walk along the steps and count the products."""
    found = {"W": 0, "W_h": 0, "W_y": 0}
    for t in range(1, p.T + 1):
        found["W"] += p.kind != "one-to-many" or t == 1
        found["W_h"] += t > 1 or bool(p.given_start)
        found["W_y"] += p.kind != "many-to-one" or t == p.T
    return found


@exercise.shown
def words(p):
    def times(count):
        return {1: "once", 2: "twice"}.get(round(count), f"{round(count)} times")

    return {"does": NETWORKS[p.kind], "times": times}
