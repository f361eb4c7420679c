"""The labels of a batch, of which some logits and some probabilities are known."""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Draw, Exercise, Option, Problem, Several

LETTERS = "ABCDEF"
LOGITS = {  # a logit between 0 and 0.5 is always there: below the threshold only for who compares the logit with it
    "between": [hundredth / 100 for hundredth in range(10, 46)],
    "below": [-hundredth / 100 for hundredth in range(10, 250)],
    "above": [hundredth / 100 for hundredth in range(60, 250)],
}
Y_HAT = {
    "below": [hundredth / 100 for hundredth in range(6, 48)],
    "above": [hundredth / 100 for hundredth in range(53, 95)],
}

exercise = Exercise(
    title="Which reviews are called positive?",
    topic="output-layer",
    level=2,
    covers=["fwd.threshold", "fwd.flow-result"],
    asks=[Several("positive", points=2, label=r"\text{positive}", shuffled=False, by_solve=True)],
    targets=["out-threshold-on-logit"],
    question=r"""
A many-to-one RNN with a single output unit computes $z = W_y h_T + b_y$ and $\hat{y} = \sigma(z)$ with the sigmoid $\sigma$.
A review is called positive if $\hat{y} \geq 0.5$, otherwise negative. Of six reviews either the logit $z$ or the prediction
$\hat{y}$ is known:

| review | known |
|---|---|
{% for letter, value in zip("ABCDEF", known) %}
| {{ letter }} | ${{ "\\hat{y}" if loop.index0 in predicted else "z" }} = {{ number(value, 2) }}$ |
{% endfor %}

Which reviews are called positive? Choose all that apply.

[[positive]]
""",
    solution=r"""
A prediction is compared with 0.5 as it is. A logit is not: $\sigma(z) \geq 0.5$ exactly where $z \geq 0$.

| review | known | $\hat{y}$ | label |
|---|---|---|---|
{% for letter, value in zip("ABCDEF", known) %}
{% set q = y_hat[loop.index0] %}
| {{ letter }} | ${{ "\\hat{y}" if loop.index0 in predicted else "z" }} = {{ number(value, 2) }}$ |
{%- raw %} {% endraw %}{{ number(q, 2) }} | {{ "positive" if q >= 0.5 else "negative" }} |
{% endfor %}
""",
)


@exercise.draw
def reviews(draw: Draw) -> Problem:
    first = [(draw.one_of(LOGITS["between"]), ""), (draw.one_of(LOGITS["below"]), "")]
    sides = draw.some_of(["below", "above", "below", "above"], 3)
    more = [(draw.one_of(Y_HAT[sides[0]]), "yes"), (draw.one_of(Y_HAT[sides[1]]), "yes")]
    rows = draw.shuffled([*first, *more, (draw.one_of(LOGITS[sides[2]]), ""), (draw.one_of(LOGITS["between"]), "")])
    options = tuple(Option(letter, f"review {letter}", feedback="") for letter in LETTERS)
    return Problem(
        known=[value for value, _ in rows],
        predicted=[i for i, (_, is_prediction) in enumerate(rows) if is_prediction],
        positive=replace(exercise.asks[0], options=options),
    )


@exercise.solve
def labelled(p, RNN):
    net = RNN(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))
    by_logit = net.label(p.known[..., None])[..., 0]
    is_prediction = (np.arange(p.known.shape[-1]) == p.predicted[..., None]).any(axis=-2)
    yield "positive", np.where(is_prediction, p.known >= 0.5, by_logit).astype(int)


def predictions(p):
    return [v if i in p.predicted else 1 / (1 + np.exp(-v)) for i, v in enumerate(p.known)]


@exercise.second_opinion
def by_the_prediction(p):
    return {"positive": [int(y_hat >= 0.5) for y_hat in predictions(p)]}


@exercise.shown
def all_predictions(p):
    return {"y_hat": [float(y_hat) for y_hat in predictions(p)]}
