"""Sentences on what RNNs are for, what they are good at and where their limits are, with gaps for words."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Fill, Problem, completed_sentence, gaps_from, some_sentences

SENTENCES = 4

exercise = Exercise(
    title="What to take along, in sentences",
    topic="strengths-and-limits",
    level=1,
    covers=[
        *("lo.why-rnn", "lo.applications", "why.avg-w2v-same-vector", "why.order-lost", "why.app-sentiment-not"),
        *("why.ml-fixed-vector", "why.ml-no-memory", "why.rnn-pipeline", "why.key-difference", "app.chatbots"),
        *("app.translation", "app.text-generation", "app.sentiment", "app.speech", "app.time-series", "arch.depends"),
        *("type.m2o-sentiment", "type.m2m-encdec", "fwd.tokenize", "fwd.embed", "fwd.m2o-diagram", "fwd.threshold"),
        *("fwd.flow", "fwd.flow-result", "bwd.gradients", "bwd.direction", "bwd.update-each-step", "bwd.update-rule"),
        *("bwd.key-issue", "feat.shared-advantage", "feat.order", "feat.var-m2m", "adv.sequential", "adv.memory"),
        *("adv.var-length", "adv.shared", "adv.temporal", "dis.vanishing", "dis.vanishing-solution", "dis.exploding"),
        *("dis.exploding-solution", "dis.slow", "dis.short-memory", "dis.short-memory-solution", "dis.cost", "iq.q5"),
        *("iq.q9", "iq.q10", "iq.q11", "key.purpose", "key.memory", "key.applications", "key.advantages"),
        *("key.disadvantages", "mist.3", "rev.rem-sequential-memory", "rev.rem-shared", "rev.rem-vanishing"),
        *("rev.rem-lstm", "rev.rem-apps", "rev.rem-transformers", "beyond.lstm-gru", "beyond.clipping"),
        *("beyond.attention", "beyond.encoder-decoder", "beyond.truncated-bptt", "beyond.bidirectional"),
        *("beyond.padding",),
    ],
    asks=[Fill("gaps", points=3, label=r"\text{gaps}")],
    question=r"""
The vanilla RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ for $t = 1, \dots, T$. Fill each gap with a word, or with
two or three.

[[gaps]]
""",
    solution=r"""
{% for sentence in completed %}
- {{ sentence }}
{% endfor %}
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("takeaways.toml"))


@exercise.draw
def sentences(draw: Draw) -> Problem:
    chosen = some_sentences(data()["sentence"], SENTENCES, draw)
    gaps = [gap for sentence in chosen for gap in gaps_from(sentence["gaps"], data()["truths"], draw)]
    (ask,) = exercise.asks
    return Problem(
        says=[sentence["says"] for sentence in chosen],
        gaps=ask.of("\n\n".join(sentence["says"] for sentence in chosen), gaps),
    )


@exercise.shown
def with_answers(p):
    known = {sentence["says"]: sentence for sentence in data()["sentence"]}
    return {"completed": [completed_sentence(known[says]) for says in p.says]}
