"""Sentences about the state of an RNN, with gaps for words, symbols, numbers and terms."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Fill, Problem, completed_sentence, gaps_from, some_sentences

SENTENCES = 4

exercise = Exercise(
    title="The recurrent step, in sentences",
    topic="hidden-state",
    level=1,
    covers=[
        *("lo.architecture", "arch.feedforward", "arch.loop", "arch.output-fed-back", "arch.basic-diagram"),
        *("arch.same-cell", "arch.step-inputs", "arch.depends", "arch.folded", "arch.unfolded"),
        *("arch.kp-same-weights", "arch.kp-sequential", "arch.kp-hidden", "type.m2o-sentiment", "type.m2m-same"),
        *("fwd.notation", "fwd.eq-t1", "fwd.random-init", "fwd.eq-general", "fwd.eq-output", "fwd.setup"),
        *("fwd.final", "fwd.param-total", "feat.shared", "feat.memory", "adv.shared", "iq.q2", "iq.q4", "iq.q6"),
        *("key.rnn", "key.memory", "key.feedback", "key.sequential", "key.shared", "key.forward", "mist.1", "mist.5"),
        *("mist.6", "rev.basic", "rev.unfolded", "rev.eq-hidden", "rev.eq-m2m", "rev.rem-hidden", "rev.rem-shared"),
        *("rev.rem-forward",),
    ],
    asks=[Fill("gaps", points=3, label=r"\text{gaps}")],
    question=r"""
The sentences are about the vanilla RNN that reads the inputs $x_1, \dots, x_T$ and computes $h_1, \dots, h_T$ one after another,
with weights $W$, $W_h$, $W_y$ and biases $b$, $b_y$. Fill each gap with a word or two, a symbol, a number or a term.

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
    return tomllib.loads(exercise.data("sentences.toml"))


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
