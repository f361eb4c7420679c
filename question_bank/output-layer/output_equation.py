"""Which line computes a prediction: which state does the output layer read, by the type of the network?"""

from dataclasses import replace

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, with_formulas
from reference_rnn import CATALOGUE, feedback

OTHER_TYPE = {
    "many-to-many": "A many-to-many network of equal lengths predicts after every step, from the state of that step.",
    "many-to-one": "A many-to-one network predicts once, from its last state, which has read the whole sequence.",
}
OTHER_STATES = {
    "before": (("out-lagged-state",), with_formulas(feedback(CATALOGUE["out-lagged-state"]))),
    "after": (("c-sees-future",), "That state is computed only after the next input has been read."),
    "other type": ((), ""),
}
OTHER_WEIGHTS = "$W_h$ leads from state to state; the output layer has weights of its own, $W_y$."

exercise = Exercise(
    title="Which line computes the prediction?",
    topic="output-layer",
    level=1,
    covers=["rev.eq-m2m", "type.m2m-same", "rev.eq-m2o", "fwd.eq-output"],
    asks=[Choice("line", label=r"\text{line}")],
    question=r"""
A {{ kind }} RNN {{ task }}. It starts from a given $h_0$ and computes $h_t = f(W x_t + W_h h_{t-1} + b)$ for
$t = 1, \dots, {{ number(T) }}$. Below, $\sigma$ is a sigmoid or softmax.

Which line computes {{ wanted }}?

[[line]]
""",
    solution=r"""
{{ why }} So the line is ${{ right }}$.

The output layer, $W_y$ and $b_y$, is the same in both types. The types differ in the states that it is applied to: every
$h_t$, or the last one alone.
""",
)

TASKS = {
    "many-to-many": (
        "decides for each of the {T} words of a sentence, as soon as it is read, whether it belongs to a name",
        "labels each of {T} pictures of a film as soon as it has seen it",
        "names the chord of each of {T} beats of a piece of music as soon as it has heard it",
    ),
    "many-to-one": (
        "reads the {T} words of a review and then says whether the review is positive",
        "reads the weather of {T} days and then says whether it will rain on the day after",
        "listens to {T} beats of a piece of music and then names its composer",
    ),
}


@exercise.draw
def network(draw: Draw) -> Problem:
    """Two states, each with two matrices, so that neither part of the right line stands out."""
    kind, T = draw.one_of(["many-to-many", "many-to-many", "many-to-one"]), draw.integer(4, 9)
    t, each = draw.integer(2, T - 2), kind == "many-to-many"
    of, at = (rf"\hat{{y}}_{t}", t) if each else (r"\hat{y}", T)
    other = draw.one_of(["before", "after", "other type"] if each else ["before", "other type"])
    wrong_at = {"before": at - 1, "after": at + 1, "other type": T if each else t}[other]
    options = [
        line(of, weights, state, *(OTHER_STATES[other] if state != at else ((), "")), kind)
        for state in (at, wrong_at)
        for weights in ("W_y", "W_h")
    ]
    ordinal = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")[t - 1]
    return Problem(
        kind=kind,
        T=T,
        task=draw.one_of(TASKS[kind]).format(T=T),
        wanted=f"the prediction after the {ordinal} step" if each else "its only prediction",
        right=options[0].text.strip("$"),
        line=replace(exercise.asks[0], options=draw.options(options[:1], options[1:])),
    )


def line(of, weights, state, ids, why, kind):
    """One way to write the prediction, with all that is wrong with it."""
    wrong_state = why or OTHER_TYPE[kind]
    said = [wrong_state] * bool(ids or why) + [OTHER_WEIGHTS] * (weights == "W_h")
    text = rf"${of} = \sigma({weights} h_{state} + b_y)$"
    return Option("", text, misconceptions=ids, feedback=" ".join(said) or OTHER_TYPE[kind])


@exercise.shown
def reason(p):
    return {"why": OTHER_TYPE[p.kind]}
