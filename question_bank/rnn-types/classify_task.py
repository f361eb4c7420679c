"""A task card: which of the four types of RNN does it call for?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many")
# What a wrong answer to a many-to-many task shows, by its lengths: a tagger is no row of single decisions, and an
# encoder-decoder falls outside the type only for those who think that its lengths must agree.
REVEALED = {
    "equal": {"one-to-one": ("c-o2o-is-recurrent",)},
    "free": {"many-to-one": ("c-m2m-equal-length",), "one-to-many": ("c-m2m-equal-length",)},
}
ADDED = {
    "c-o2o-is-recurrent": " One-to-one has a single step, where nothing recurs; here a state joins the steps.",
    "c-m2m-equal-length": " Many-to-many may have unequal lengths: an encoder-decoder reads first, then writes.",
}

exercise = Exercise(
    title="Which type of RNN?",
    topic="rnn-types",
    level=1,
    covers=[
        *("lo.types", "type.o2o", "type.o2o-example", "type.o2m", "type.o2m-caption", "type.o2m-text", "type.m2o"),
        *("type.m2o-document", "type.m2o-sales", "type.m2m-same", "type.m2m-ner", "type.m2m-video", "type.m2m-encdec"),
        *("type.m2m-translation", "type.m2m-qa", "iq.q3", "iq.q7", "iq.q8"),
    ],
    asks=[Choice("type", label=r"\text{type}")],
    question=r"""
Count the inputs that one example brings from outside and the outputs that are wanted for it, each as one or many; a
vector counts as one, however many entries it has. Of which type is the network for this task?

**Task.** {{ task }}

[[type]]
""",
    solution=r"""
Given: {{ given }}. Wanted: {{ wanted }}. That is **{{ accepted }}**. {{ remark }}
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("tasks.toml"))["card"]


@exercise.draw
def card(draw: Draw) -> Problem:
    chosen = draw.one_of(cards())
    right = [Option("", name, feedback=chosen.get("remark", "")) for name in chosen["types"]]
    wrong = [wrong_type(chosen, name) for name in TYPES if name not in chosen["types"]]
    (ask,) = exercise.asks
    return Problem(task=chosen["task"], type=replace(ask, options=draw.options(right, wrong)))


def wrong_type(chosen, name):
    revealed = REVEALED.get(chosen.get("lengths"), {}).get(name, ())
    answer = f"Given: {chosen['given']}. Wanted: {chosen['wanted']}. That is {chosen['types'][0]}."
    return Option("", name, misconceptions=revealed, feedback=answer + "".join(ADDED[one] for one in revealed))


@exercise.shown
def solved(p):
    chosen = next(one for one in cards() if one["task"] == p.task)
    return {
        "given": chosen["given"],
        "wanted": chosen["wanted"],
        "accepted": " or ".join(chosen["types"]),
        "remark": chosen.get("remark", ""),
    }
