"""The average of word vectors: what it keeps of a sentence, and that word order is not part of it."""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Option, Problem, Several
from reference_rnn import AverageEmbedding

SENTENCES = [  # two nouns, and two verbs of the same length
    ("dog", "man", "bites", "hears"),
    ("cat", "mouse", "chases", "dreads"),
    ("Anna", "Ben", "helps", "calls"),
    ("fox", "hen", "fears", "meets"),
    ("nurse", "doctor", "trusts", "thanks"),
    ("teacher", "student", "greets", "thanks"),
]
WHOLE = range(-4, 6)
MOVES = [(3, 0), (0, 3), (-3, 0), (0, -3), (3, -3), (-3, 3)]  # of the second verb from the first
ROUNDING = 1e-9

exercise = Exercise(
    title="Sentences, averaged",
    topic="why-sequences",
    level=1,
    covers=["why.avg-w2v-same-vector"],
    asks=[
        Numbers("mean", label=r"\text{mean}", size=2, decimals=2, tolerance=0),
        Several("same", points=2, label=r"\text{same average}", by_solve=True),
    ],
    targets=["avg-two-at-a-time", "avg-not-divided"],
    reference=AverageEmbedding,
    question=r"""
Many classifiers that do not read word by word represent a sentence by the plain average of the vectors of its words, such as
those of Word2Vec. In a toy vocabulary the vectors, as columns, are

| {% for word in words %}{{ word }} | {% endfor %}

|{% for word in words %}---|{% endfor %}

| {% for vector in vectors %}${{ column(vector) }}$ | {% endfor %}


Compute the average vector of the sentence “{{ sentences[0] }}”, exactly.

[[mean]]

A classifier is given nothing but the average. Which of these sentences can it not tell apart from “{{ sentences[0] }}”,
because their average is the same? Choose all that apply.

[[same]]
""",
    solution=r"""
Add the three vectors and divide by 3: ${{ column(key["mean"]) }}$.

The order of its terms does not change a sum, so every sentence of the same three words has the same average: {{ alike }}. It
does not matter which word comes first or whether the sentence makes sense. With the other verb the average is different:
{{ others }}.

What distinguishes “{{ sentences[0] }}” from “{{ turned }}” is the order of the words, and that is what the average loses.
""",
)


@exercise.draw
def sentences(draw: Draw) -> Problem:
    """Words are numbered: 0 and 1 are the nouns, 2 and 3 the verbs. The sentence is 0 2 1."""
    nouns = draw.array(WHOLE, 2, 2)
    third = [draw.one_of([v for v in WHOLE if (v + a + b) % 3 == 0]) for a, b in zip(*nouns, strict=True)]
    fourth = [v + move for v, move in zip(third, draw.one_of(MOVES), strict=True)]
    count = draw.integer(2, 3)
    alike = draw.some_of([[1, 2, 0], [0, 1, 2], [1, 0, 2], [2, 0, 1], [2, 1, 0]], count)
    others = draw.some_of([[0, 3, 1], [1, 3, 0], [0, 1, 3], [1, 0, 3], [3, 0, 1], [3, 1, 0]], count)
    one, other, *verbs = draw.one_of(SENTENCES)
    words, order = [one, other, *draw.shuffled(verbs)], draw.shuffled(alike + others)
    options = tuple(Option(letter, said(words, one)) for letter, one in zip("ABCDEF", order, strict=False))
    return Problem(
        words=words,
        vectors=[*nouns, third, fourth],
        order=[[0, 2, 1], *order],
        same=replace(exercise.asks[1], options=options),
    )


def said(words, order):
    """A sentence of these words."""
    return " ".join(words[int(place)] for place in order)


@exercise.require
def vectors_differ(p):
    v = p.vectors
    for i in range(4):
        yield "a vector of zeros", (v[:, i] == 0).all(axis=-1)
        for j in range(i):
            yield "two equal vectors", (v[:, i] == v[:, j]).all(axis=-1)
    total = v[:, :3].sum(axis=1)
    yield "an average with a zero", (total == 0).any(axis=-1)
    sums = np.take_along_axis(v[:, None], p.order.astype(int)[..., None], axis=2).sum(axis=2)
    same = (sums == sums[:, :1]).all(axis=-1)
    yield "the same average by chance", (same != (np.sort(p.order, axis=-1) == [0, 1, 2]).all(axis=-1)).any(axis=-1)


@exercise.solve
def averages(p, AverageEmbedding):
    means = []
    for order in np.moveaxis(p.order.astype(int), 1, 0):
        x = np.take_along_axis(p.vectors, order[..., None], axis=1)
        means.append(AverageEmbedding(np.moveaxis(x, 1, 0)).average())
    yield "mean", means[0]
    yield "same", np.stack([(abs(one - means[0]) < ROUNDING).all(axis=-1) for one in means[1:]], axis=-1).astype(int)


@exercise.second_opinion
def entry_by_entry(p):
    def total(order):
        return [sum(p.vectors[int(place)][i] for place in order) for i in (0, 1)]

    first = total(p.order[0])
    return {"mean": [entry / 3 for entry in first], "same": [int(total(one) == first) for one in p.order[1:]]}


@exercise.shown
def written(p):
    first, *rest = [[int(place) for place in one] for one in p.order]
    alike = [f"“{said(p.words, one)}”" for one in rest if sorted(one) == sorted(first)]
    others = [f"“{said(p.words, one)}”" for one in rest if sorted(one) != sorted(first)]
    return {
        "sentences": [said(p.words, first)],
        "turned": said(p.words, first[::-1]),
        "alike": ", ".join(alike),
        "others": ", ".join(others),
    }
