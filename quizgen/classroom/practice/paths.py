"""Paths through the chapter whose order is fixed: the chain, an interview, and revision in the order of the chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizgen.classroom.practice.learner import Learner
from quizgen.generate.deck import Deck, Shown, drawn_order

CHAIN = "chain"  # the exercise that carries one problem from the first state to the update
QUESTIONS = "interview-q"  # the exercise that asks interview questions
ROUNDS = 4  # of an interview
REVISION = {  # questions of each topic, in the order of the chapter
    "why-sequences": 2,
    "rnn-types": 3,
    "notation-and-shapes": 3,
    "forward-pass": 4,
    "output-layer": 2,
    "loss": 1,
    "bptt": 1,
    "strengths-and-limits": 2,
    "common-mistakes": 6,
}
TRIES, SOME = 100, 20  # so often so many questions are looked through for one interview question


@dataclass(frozen=True)
class Round:
    """One round of an interview: the item of the chapter that the question asks, what it is about, and the exercise that proves
    the claim."""

    item: str
    about: str
    proof: str


ROUNDS_KNOWN = (
    Round("iq.q5", "shared weights", "tied-vs-untied"),
    Round("iq.q9", "vanishing gradients", "flow-factor"),
    Round("iq.q10", "backpropagation through time", "contribution-table"),
    Round("iq.q11", "what cannot run in parallel", "sequential-depth"),
    Round("iq.q2", "recurrent and feed-forward networks", "ff-vs-rnn"),
)


def rounds(learner: Learner, deck: Deck, stream: str) -> list[Round]:
    """The rounds of one interview: those asked least often so far, in an order drawn."""
    shuffled = drawn_order(ROUNDS_KNOWN, stream)
    known: Mapping[str, int] = learner.covered
    rarest = sorted(shuffled, key=lambda one: known.get(one.item, 0))
    return [one for one in rarest if one.proof in deck.by_name and QUESTIONS in deck.by_name][:ROUNDS]


def question_on(deck: Deck, item: str, stream: str) -> Shown | None:
    """The interview question that asks an item of the chapter."""
    card = deck.by_name[QUESTIONS]
    several = (one for start in range(TRIES) for one in card.some(f"{stream}:{start}", SOME))
    return next((one for one in several if item in deck.covered(one.variant)), None)
