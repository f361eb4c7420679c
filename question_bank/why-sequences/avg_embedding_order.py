"""The average of word vectors, for two sentences: what it keeps, and that word order is not part of it."""

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Option, Problem
from reference_rnn import AverageEmbedding

SENTENCES = [  # two nouns and two verbs
    ("dog", "man", "bites", "sees"),
    ("cat", "mouse", "chases", "hears"),
    ("Anna", "Ben", "helps", "calls"),
    ("fox", "hen", "follows", "fears"),
    ("nurse", "doctor", "trusts", "asks"),
    ("teacher", "student", "thanks", "meets"),
]
WHOLE = range(-4, 6)
MEAN = {"size": 2, "decimals": 2, "tolerance": 0}
SAME_WORDS = "The same vector: both sentences have the same words, and the order of its terms does not change a sum."
OTHER_WORDS = "Different vectors: the two sentences do not have the same words, and the sums of their vectors differ."
ORDER = (
    "Different vectors: the words stand in another order, and the first word of a sentence weighs most in an average."
)
LENGTH = "The same vector: both sentences have the same number of words, and an average divides by this number."

exercise = Exercise(
    title="Two sentences, averaged",
    topic="why-sequences",
    level=1,
    covers=["why.avg-w2v-same-vector"],
    asks=[
        Numbers("first", label=r"\text{mean of the first}", **MEAN),
        Numbers("second", label=r"\text{mean of the second}", **MEAN),
        Choice("compared", label=r"\text{the two means}"),
    ],
    targets=["avg-two-at-a-time", "avg-not-divided"],
    reference=AverageEmbedding,
    question=r"""
Many classifiers that do not read word by word represent a sentence by the plain average of the vectors of its words, such as
those of Word2Vec. In a toy vocabulary the vectors, as columns, are

| {% for word in words %}{{ word }} | {% endfor %}

|{% for word in words %}---|{% endfor %}

| {% for vector in vectors %}${{ column(vector) }}$ | {% endfor %}


Compute the average vector of each sentence, exactly.

“{{ sentences[0] }}”

[[first]]

“{{ sentences[1] }}”

[[second]]

A classifier is given only these averages. What can be said of the two, and why?

[[compared]]
""",
    solution=r"""
Add the three vectors, then divide by 3: the averages are ${{ column(key["first"]) }}$ and ${{ column(key["second"]) }}$.

{% if sorted_alike %}
Both sentences have the same words, so both sums have the same terms. Whatever distinguishes the two sentences is in the order of
their words, and the average has no order: no classifier can tell them apart by it.
{% else %}
Here the averages differ, but only because another word is used. Had the second sentence the words of the first in another
order, the average would be the same: it depends on the words alone.
{% endif %}
""",
)


@exercise.draw
def sentences(draw: Draw) -> Problem:
    one, other, verb, another = draw.one_of(SENTENCES)
    same = draw.one_of([True, False])
    nouns = draw.array(WHOLE, 2, 2)
    third = [draw.one_of([v for v in WHOLE if (v + a + b) % 3 == 0]) for a, b in zip(*nouns, strict=True)]
    fourth = [
        v + 3 * move
        for v, move in zip(third, draw.one_of([(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)]), strict=True)
    ]
    right, wrong = (SAME_WORDS, OTHER_WORDS) if same else (OTHER_WORDS, SAME_WORDS)
    options = [
        wrong,
        Option(
            "",
            ORDER,
            False,
            ("c-avg-knows-order",),
            "In a plain average every word has the same weight, wherever it stands.",
        ),
        LENGTH,
    ]
    return Problem(
        words=[one, other, verb, another],
        vectors=[*nouns, third, fourth],
        order=[[0, 2, 1], [1, 2, 0] if same else [1, 3, 0]],
        compared=Choice("compared", label=exercise.asks[2].label, options=draw.options([right], options)),
    )


@exercise.require
def vectors_differ(p):
    v = p.vectors
    for i in range(4):
        yield "a vector of zeros", (v[:, i] == 0).all(axis=-1)
        for j in range(i):
            yield "two equal vectors", (v[:, i] == v[:, j]).all(axis=-1)
    total = v[:, :3].sum(axis=1)
    yield "an average of zeros", (total == 0).any(axis=-1)


@exercise.solve
def averages(p, AverageEmbedding):
    for name, order in zip(("first", "second"), np.moveaxis(p.order.astype(int), 1, 0), strict=True):
        x = np.take_along_axis(p.vectors, order[..., None], axis=1)
        yield name, AverageEmbedding(np.moveaxis(x, 1, 0)).average()


@exercise.second_opinion
def entry_by_entry(p):
    found = {}
    for name, (a, b, c) in zip(("first", "second"), p.order, strict=True):
        found[name] = [(p.vectors[a][i] + p.vectors[b][i] + p.vectors[c][i]) / 3 for i in (0, 1)]
    return found


@exercise.shown
def written(p):
    order = [[int(place) for place in one] for one in p.order]
    return {
        "sentences": [" ".join(p.words[place] for place in one) for one in order],
        "sorted_alike": sorted(order[0]) == sorted(order[1]),
    }
