"""Why the gradient of W_h is a sum over the steps, explained to somebody who got another number."""

from quizgen.authoring import Draw, Exercise, Problem, Text

REPORTED = {  # what somebody made of the contributions, in the order of the steps: its words, and what it is called
    "last": ("says that the gradient is {}, the contribution of the last step", lambda parts: parts[-1]),
    "first": ("overwrites the gradient at each step of the way back and ends with {}", lambda parts: parts[0]),
    "mean": (
        "says that the gradient is {}, the mean, because the steps share the weight",
        lambda parts: sum(parts) / 4,
    ),
    "largest": (
        "says that the gradient is {}, because the largest contribution decides",
        lambda parts: max(parts, key=abs),
    ),
}
# In hundredths; with any signs neither their sum nor their mean has the size of one of them.
SIZES = [
    [4, 8, 16, 40],
    [8, 12, 24, 48],
    [8, 16, 20, 40],
    [12, 24, 32, 40],
]

exercise = Exercise(
    title="Why is it a sum?",
    topic="bptt",
    level=3,
    version=2,
    covers_of="why_sum.yaml",
    asks=[Text("reasons", points=4, label=r"\text{reasons}")],
    question=r"""
A scalar RNN $h_t = \tanh(w \, x_t + w_h h_{t-1} + b)$ with a given $h_0$ is run over four steps. Backpropagation through time finds
what each step contributes to the derivative of the loss with respect to $w_h$:

| step | 1 | 2 | 3 | 4 |
|---|---|---|---|---|
| contribution | {% for part in parts %}${{ number(part, 2) }}$ | {% endfor +%}

A fellow student {{ claim }}. The right value of $\partial L / \partial w_h$ is ${{ number(total, 2) }}$.

Explain in a few sentences why the contributions are added, and what is wrong with the other number.

[[reasons]]
""",
    solution=r"""
There is one number $w_h$, and it is used at each of the four steps. If it is changed a little, the loss changes through $h_1$,
through $h_2$, through $h_3$ and through $h_4$, all at once. For a function that uses the same variable in several places, the chain
rule adds the effects of all these places:

$$\frac{\partial L}{\partial w_h} = \sum_{t=1}^{4} \delta_t \, h_{t-1}
= {% for part in parts -%}
{% if not loop.first and part >= 0 %} + {% endif %}{{ number(part, 2) -}}
{% endfor %} = {{ number(total, 2) }}$$

with $\delta_t$ the derivative of the loss with respect to the sum inside the tanh of step $t$. The number
${{ number(reported, 2) }}$ {{ wrong }}. Whoever divides, chooses or overwrites gets a number that is not the gradient of this loss.
""",
)


@exercise.draw
def contributions(draw: Draw) -> Problem:
    parts = [draw.one_of([-1, 1]) * size / 100 for size in draw.shuffled(draw.one_of(SIZES))]
    (rubric,), (ask,) = exercise.rubrics("why_sum.yaml"), exercise.asks
    return Problem(parts=parts, how=draw.one_of(list(REPORTED)), reasons=rubric.on(ask))


@exercise.shown
def sums(p):
    says, value = REPORTED[p.how]
    reported = value(p.parts)
    wrong = {
        "last": "leaves out that $w_h$ was used at the steps before the last one as well",
        "first": "is what remains when each contribution replaces the one found before it",
        "mean": "is the mean; but a weight that is shared is used four times, and nothing is divided",
        "largest": "is one of the four contributions, and the other three belong to the gradient as well",
    }
    return {
        "claim": says.format(f"${reported:.2f}$"),
        "total": sum(p.parts),
        "reported": reported,
        "wrong": wrong[p.how],
    }
