"""An RNN reads the same three words in two orders: its last states differ, as no average does."""

import math

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families, states_by_unit

SENTENCES = [
    ("dog", "bites", "man"),
    ("cat", "chases", "mouse"),
    ("Anna", "helps", "Ben"),
    ("nurse", "trusts", "doctor"),
    ("teacher", "thanks", "student"),
]
STATE = {"decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="The same words in another order",
    topic="why-sequences",
    level=3,
    covers=["why.avg-w2v-same-vector", "feat.order"],
    asks=[
        Numbers("h_3", label=r"h_3 \text{ of the first sentence}", **STATE),
        Numbers("other", label=r"h_3 \text{ of the second sentence}", **STATE),
    ],
    targets=["fwd-average-inputs", "fwd-no-recurrence", "fwd-reversed"],
    question=r"""
The words of “{{ first }}” and “{{ second }}” are the same, so the averages of their word vectors are equal. An RNN reads them
one after the other. The word vectors, as columns, are

| {{ words[0] }} | {{ words[1] }} | {{ words[2] }} |
|---|---|---|
| ${{ column(x[0]) }}$ | ${{ column(x[1]) }}$ | ${{ column(x[2]) }}$ |

and the RNN has one unit, $h_t = \tanh(W x_t + W_h h_{t-1} + b)$, with

{{ matrix("W", W) }}, {{ scalar("W_h", W_h) }}, {{ scalar("b", b) }}, {{ scalar("h_0", h_0) }}.

Compute its last state $h_3$ for each sentence, to 4 decimals.

“{{ first }}”

[[h_3]]

“{{ second }}”

[[other]]
""",
    solution=r"""
| | $h_1$ | $h_2$ | $h_3$ |
|---|---|---|---|
| {{ first }} | ${{ number(ahead[1], 4) }}$ | ${{ number(ahead[2], 4) }}$ | ${{ number(key["h_3"], 4) }}$ |
| {{ second }} | ${{ number(back[1], 4) }}$ | ${{ number(back[2], 4) }}$ | ${{ number(key["other"], 4) }}$ |

The last word acts on $h_3$ directly, the first one only through $W_h$, twice. So the two orders give different states, while
the average of the three vectors is the same for both.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=1, T=3).but(sentence=draw.integer(0, len(SENTENCES) - 1))


@exercise.require
def both_orders_clear(p):
    yield from families.calculator(p.but(x=p.x[::-1]))


@exercise.solve
def two_orders(p, RNN):
    rnn = RNN(p.W, p.W_h, p.b)
    for name, x in (("h_3", p.x), ("other", p.x[::-1])):
        *_, last = rnn.walk(x, p.h_0)
        yield name, last[..., 0]


def both(p):
    """h_0, h_1, h_2, h_3 of each sentence."""
    return [[h for (h,) in states_by_unit(p, math.tanh, x=x)[1]] for x in (p.x, p.x[::-1])]


@exercise.second_opinion
def unit_by_unit(p):
    ahead, back = both(p)
    return {"h_3": ahead[-1], "other": back[-1]}


@exercise.shown
def sentences(p):
    ahead, back = both(p)
    words = SENTENCES[int(p.sentence)]
    return {"words": words, "first": " ".join(words), "second": " ".join(words[::-1]), "ahead": ahead, "back": back}
