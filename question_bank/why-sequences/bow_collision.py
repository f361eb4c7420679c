"""Bags of words of pairs of sentences: which of them are the same, and what "not" does to them."""

import tomllib
from dataclasses import replace
from functools import cache

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Option, Problem, Several
from reference_rnn import BagOfWords

MORE = ["runs", "order", "negation", "inserted", "replaced", "repeated"]  # what the fifth pair can be

exercise = Exercise(
    title="When bags of words are the same",
    topic="why-sequences",
    level=1,
    covers=["why.order-lost", "why.app-sentiment-not"],
    asks=[
        Several("same", points=2, label=r"\text{same bag of words}", by_solve=True),
        Numbers("bigrams", decimals=0, tolerance=0, label=r"\text{pairs with the same bigrams}"),
    ],
    targets=["bow-drops-not", "bow-single-words"],
    reference=BagOfWords,
    question=r"""
A bag of words (unigrams) counts how often each word of a sentence occurs, and nothing else: no stop words are left out, and
words that differ count as different words, whatever they mean.

Which of these pairs of sentences have the same bag of words? Choose all that apply.

[[same]]

A bag of bigrams counts the runs of two neighbouring words instead: “to be or to be” has the bigram “to be” twice, “be or” once and
“or to” once. How many of the {{ pairs | length }} pairs above have the same bag of bigrams? Give a whole number.

[[bigrams]]
""",
    solution=r"""
{% for letter, pair, words, runs in table %}
- {{ letter }} · “{{ pair[0] }}” / “{{ pair[1] }}”: {{ words }}, {{ runs }}
{% endfor %}

The same words in another order give the same bag, whatever that does to the meaning. Bigrams keep the order of neighbours, so
they tell most of these apart, but not every order. A word that is added, replaced or repeated changes the bag: “not” is
counted like any other word. What a bag of words misses is the order, not the word “not”.
""",
)


@cache
def pairs():
    """kind -> its pairs of sentences."""
    found: dict[str, list[list[str]]] = {}
    for pair in tomllib.loads(exercise.data("pairs.toml"))["pair"]:
        found.setdefault(pair["kind"], []).append([pair["one"], pair["other"]])
    return found


@exercise.draw
def sentences(draw: Draw) -> Problem:
    kinds = ["runs", "negation", "inserted", draw.one_of(["replaced", "repeated"]), draw.one_of(MORE)]
    chosen = []
    for kind in kinds:
        chosen.append(draw.one_of([pair for pair in pairs()[kind] if pair not in chosen]))
    shown = [draw.shuffled(pair) for pair in draw.shuffled(chosen)]
    texts = [f"“{one}” / “{other}”" for one, other in shown]
    options = tuple(Option(letter, text) for letter, text in zip("ABCDE", texts, strict=True))
    return Problem(pairs=shown, same=replace(exercise.asks[0], options=options))


@exercise.solve
def compared(p, BagOfWords):
    for name, n in (("same", 1), ("bigrams", 2)):
        bags = [[BagOfWords(sentence.split(), n).items() for sentence in pair] for pair in p.pairs]
        alike = np.array([[int(one == other) for one, other in bags]])
        yield name, alike if n == 1 else alike.sum(axis=-1)


def alike(pair, n):
    """Whether the runs of n words can be put in pairs, one from each sentence, with none left over."""
    runs = [list(zip(*(sentence.split()[i:] for i in range(n)), strict=False)) for sentence in pair]
    left = list(runs[1])
    for run in runs[0]:
        if run not in left:
            return False
        left.remove(run)
    return not left


@exercise.second_opinion
def crossed_off(p):
    return {"same": [int(alike(pair, 1)) for pair in p.pairs], "bigrams": sum(alike(pair, 2) for pair in p.pairs)}


@exercise.shown
def one_by_one(p):
    def said(pair, n, what):
        return f"{'the same' if alike(pair, n) else 'different'} {what}"

    return {
        "table": [
            (letter, pair, said(pair, 1, "words"), said(pair, 2, "bigrams"))
            for letter, pair in zip("ABCDE", p.pairs, strict=True)
        ]
    }
