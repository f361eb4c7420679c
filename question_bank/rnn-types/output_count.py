"""How many states, predictions and numbers a network of each type makes of one example."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Uses

COUNT = {"decimals": 0, "tolerance": 0}
TASKS = (  # type, and the task over T steps that read and S steps that write, with K numbers a prediction
    ("many-to-one", "reads the {T} words of a review, one at a step, and then tells which of {K} grades the review gives"),
    ("many-to-one", "reads the figures of {T} days, one day at a step, and then forecasts {K} figures for the day after"),
    ("many-to-many", "reads a sentence of {T} words, one at a step, and tells of each word at once which of {K} kinds it is"),
    ("many-to-many", "watches {T} pictures of a film, one at a step, and tells of each at once which of {K} scenes it shows"),
    ("one-to-many", "is given one picture, as its input at step 1, and writes a caption of {S} words, one at a step, "
     "each of them one of {K} words that it knows"),
    ("one-to-many", "is given the style, as its input at step 1, and writes a melody of {S} notes, one at a step, "
     "each of them one of {K} notes"),
    ("encoder-decoder", "reads a sentence of {T} words, one at a step, and only after the last of them writes its translation of "
     "{S} words, one at each of {S} further steps, each of them one of {K} words that it knows"),
    ("encoder-decoder", "reads a question of {T} words, one at a step, and only after the last of them writes an answer of "
     "{S} words, one at each of {S} further steps, each of them one of {K} words that it knows"),
)  # fmt: skip

exercise = Exercise(
    title="How many outputs?",
    topic="rnn-types",
    level=2,
    covers=["type.o2m", "type.m2o", "type.m2m-translation", "feat.var-o2m", "feat.var-m2o", "feat.var-m2m"],
    asks=[
        Numbers("states", label=r"\text{states}", points=0.5, **COUNT),
        Numbers("predictions", label=r"\text{predictions}", **COUNT),
        Numbers("numbers", label=r"\text{numbers predicted}", **COUNT),
    ],
    targets=["use-one-number"],
    reference=Uses,
    question=r"""
A recurrent network {{ task }}. It starts from a given $h_0$ and computes one new hidden state at each of its steps. A
prediction $\hat{y}$ is a vector with {{ number(K) }} entries.

How many hidden states does it compute for one example, not counting $h_0$? How many predictions does its output layer make, and
how many numbers have all these predictions together?

[[states]]

[[predictions]]

[[numbers]]
""",
    solution=r"""
{% if kind == "encoder-decoder" %}
This is **many-to-many** with an encoder and a decoder: {{ number(T) }} steps read and {{ number(S) }} steps write, so there are
${{ number(T) }} + {{ number(S) }} = {{ number(key["states"]) }}$ states. Only the writing steps predict. The two lengths
need not be equal.
{% elif kind == "many-to-many" %}
This is **many-to-many** with equal lengths: {{ number(T) }} steps, {{ number(T) }} states, and a prediction from each of them.
{% elif kind == "many-to-one" %}
This is **many-to-one**: {{ number(T) }} steps make {{ number(T) }} states, but the output layer is used once, on the last.
{% else %}
This is **one-to-many**: one input, {{ number(S) }} steps, {{ number(S) }} states, and a prediction from each of them.
{% endif %}

Predictions: {{ number(key["predictions"]) }}; numbers in them:
${{ number(key["predictions"]) }} \cdot {{ number(K) }} = {{ number(key["numbers"]) }}$. A hidden state becomes a prediction only
where the output layer is applied to it.
""",
)


@exercise.draw
def task(draw: Draw) -> Problem:
    kind, text = draw.one_of(TASKS)
    T, S = draw.some_of(range(3, 16), 2)
    K = draw.integer(2, 9) if "figures" in text else draw.integer(3, 12) * (10 if "that it knows" in text else 1)
    return Problem(text=text, kind=kind, T=T, S=S, K=K)


@exercise.solve
def counts(p, Uses):
    one = 0 * p.T + 1
    steps, inputs, outputs = {
        "many-to-one": (p.T, p.T, one),
        "many-to-many": (p.T, p.T, p.T),
        "one-to-many": (p.S, one, p.S),
        "encoder-decoder": (p.T + p.S, p.T, p.S),
    }[p.kind]
    of = Uses(steps, inputs, outputs, K=p.K)
    yield "states", of.steps
    predictions = yield "predictions", of.predictions()
    yield "numbers", predictions * of.entries()


@exercise.second_opinion
def step_by_step(p):
    """Walk along the steps of each type and count."""
    reads = [t <= p.T for t in range(1, p.T + p.S + 1)]
    writes = {
        "many-to-one": [t == p.T for t in range(1, p.T + 1)],
        "many-to-many": [True] * p.T,
        "one-to-many": [True] * p.S,
        "encoder-decoder": [not reading for reading in reads],
    }[p.kind]
    return {"states": len(writes), "predictions": sum(writes), "numbers": sum(p.K for writing in writes if writing)}


@exercise.shown
def task_in_words(p):
    return {"task": p.text.format(T=p.T, S=p.S, K=p.K)}
