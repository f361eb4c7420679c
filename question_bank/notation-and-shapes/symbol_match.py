"""The symbols of the chapter's equations and what they stand for."""

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair
from reference_rnn import CATALOGUE, feedback

MEANINGS = {
    "$x_t$": "the input at step $t$",
    "$h_t$": "the hidden state after step $t$",
    "$h_{t-1}$": "the hidden state that step $t$ receives from the step before",
    r"$\hat{y}_t$": "the prediction at step $t$",
    "$W$": "the weights that multiply the input",
    "$W_h$": "the weights that multiply the previous hidden state",
    "$W_y$": "the weights of the output layer",
    "$b$": "the bias of the recurrent cell",
    "$b_y$": "the bias of the output layer",
    "$f$": "the activation function of the recurrent cell, such as tanh",
    r"$\sigma$": "the function of the output layer, sigmoid or softmax",
    r"$\alpha$": "the learning rate",
}
EQUATIONS = {  # where a symbol does its work
    "$x_t$": "It enters step $t$ from outside, multiplied by $W$.",
    "$h_t$": "It is what step $t$ computes and passes on.",
    "$h_{t-1}$": "It is the memory of all earlier steps, multiplied by $W_h$.",
    r"$\hat{y}_t$": "It is computed from $h_t$, and is not $h_t$ itself.",
    "$W$": "It stands in $W x_t$.",
    "$W_h$": "It stands in $W_h h_{t-1}$, from state to state.",
    "$W_y$": "It stands in $W_y h_t$, from the state to the output.",
    "$b$": "It is added inside $f$, at every step.",
    "$b_y$": r"It is added inside $\sigma$.",
    "$f$": "It is applied to $W x_t + W_h h_{t-1} + b$.",
    r"$\sigma$": "It is applied to $W_y h_t + b_y$ and gives probabilities.",
    r"$\alpha$": "It is the size of a step against the gradient.",
}
SWAPPED = (  # two symbols whose meanings are exchanged, and the misconception that this shows
    ("$W$", "$W_h$", "fwd-swap-w-wh", feedback(CATALOGUE["fwd-swap-w-wh"])),
    (
        "$h_t$",
        r"$\hat{y}_t$",
        "c-hidden-is-output",
        r"The hidden state is not the prediction: $\hat{y}_t$ is computed from $h_t$ by the output layer.",
    ),
    ("$f$", r"$\sigma$", "fwd-sigmoid-for-tanh", feedback(CATALOGUE["fwd-sigmoid-for-tanh"])),
)
ALWAYS = ("$W$", "$W_h$")  # the pair that is most often exchanged
SYMBOLS, LEFT_OVER = 6, 2

exercise = Exercise(
    title="What do the symbols stand for?",
    topic="notation-and-shapes",
    level=1,
    covers=["fwd.notation", "iq.q4"],
    asks=[Match("meanings", points=3, label=r"\text{meanings}")],
    question=r"""
At every step $t$ a recurrent network computes

$$h_t = f(W x_t + W_h h_{t-1} + b), \qquad \hat{y}_t = \sigma(W_y h_t + b_y)$$

and in training every parameter $\theta$ is replaced by $\theta - \alpha \, \partial L / \partial \theta$, where $L$ is the loss.

What does each symbol stand for? Two of the meanings are left over.

[[meanings]]
""",
    solution=r"""
{% for symbol in symbols %}
- {{ symbol }}: {{ meanings[symbol] }}. {{ equations[symbol] }}
{% endfor %}
""",
)


@exercise.draw
def symbols(draw: Draw) -> Problem:
    others = [symbol for symbol in MEANINGS if symbol not in ALWAYS]
    mixed = draw.shuffled(others)
    asked = [symbol for symbol in MEANINGS if symbol in (*ALWAYS, *mixed[: SYMBOLS - len(ALWAYS)])]
    spare = mixed[SYMBOLS - len(ALWAYS) :][:LEFT_OVER]
    shown = draw.shuffled([MEANINGS[symbol] for symbol in (*asked, *spare)])
    (ask,) = exercise.asks
    return Problem(symbols=asked, meanings=ask.of(asked, shown, MEANINGS, list(wrong_pairs())))


def wrong_pairs():
    """Each symbol of a pair with the other one's meaning."""
    for one, other, misconception, why in SWAPPED:
        yield WrongPair(one, MEANINGS[other], (misconception,), why)
        yield WrongPair(other, MEANINGS[one], (misconception,), why)


@exercise.shown
def known(p):
    return {"meanings": MEANINGS, "equations": EQUATIONS}
