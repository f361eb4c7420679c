"""Of which of two things an answer says something, where the question compares them: said of the other it may be the reverse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from quizgen.asks.words.concepts import Places, together
from quizgen.asks.words.english import word_set
from quizgen.asks.words.negation import denied, negations
from quizgen.asks.words.normalise import Token
from quizgen.asks.words.scheme import KeyPoint
from quizgen.asks.words.windows import Index, indexed

NAMES = {
    name: kind
    for kind, names in {
        "rnn": "rnn rnns", "feed-forward": "feedforward ffn fnn mlp dense", "lstm": "lstm lstms gru grus gated",
        "average": "average averages averaging averaged bag bow word2vec mean", "transformer": "transformer transformers",
        "tanh": "tanh", "relu": "relu", "sigmoid": "sigmoid", "softmax": "softmax",
    }.items()
    for name in names.split()
}  # fmt: skip
FORWARD = 2.5  # so much farther is a name that comes after a word than one that comes before it
NETWORKS = word_set("network networks net nets neural model models one")


@lru_cache(512)
def compared(asked: str) -> frozenset[str]:
    """The two or more things that a question compares; none, if it names fewer."""
    kinds = frozenset(kind for _, kind in named(indexed(asked, {}).answer.tokens))
    return kinds if len(kinds) > 1 else frozenset()


def named(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """The places where things are named, and which."""
    for place, token in enumerate(tokens):
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        if kind := NAMES.get(token.word):
            yield place, kind
        elif token.word in ("recurrent", "vanilla", "simple", "plain") and after in NETWORKS:
            yield place, "rnn"
        elif token.word == "feed" and after == "forward":
            yield place, "feed-forward"


def subjects(index: Index, places: Places, kinds: frozenset[str]) -> set[str]:
    """Of what something is said: for each of its words what is named next to it in its segment, rather before than after."""
    tokens = index.answer.tokens
    names = [(place, kind) for place, kind in named(tokens) if kind in kinds]
    own = {place for place, _ in names}
    found = set()
    for place in places:
        here = [one for one in names if tokens[one[0]].segment == tokens[place].segment]
        if here and place not in own:
            distances = [(distance(tokens, place, name), kind) for name, kind in here]
            found.add(min(distances)[1])
    return found


def distance(tokens: Sequence[Token], place: int, name: int) -> float:
    """How far a name is from a word; one that comes after counts as farther, the more so in the next clause."""
    if name < place:
        return place - name
    return FORWARD * (name - place) * (1 if tokens[name].clause == tokens[place].clause else 2)


@lru_cache(2048)
def meant(point: KeyPoint, model_answer: str, asked: str) -> str:
    """Of which of the things compared the rubric says a point; "" if of none, or of both."""
    kinds = compared(asked)
    found = set()
    for text in (point.text, model_answer) if kinds else ():
        index = indexed(text, {})
        denials = negations(index)
        ways = together(index, point.concepts, widest=1)
        for places in ways:
            if not denied(denials, places):
                found |= subjects(index, places, kinds)
    return found.pop() if len(found) == 1 else ""


def exchanged(index: Index, point: KeyPoint, places: Places, model_answer: str, asked: str) -> bool:
    """Whether an answer says a point of the other thing."""
    wanted = meant(point, model_answer, asked)
    return bool(wanted) and bool(subjects(index, places, compared(asked)) - {wanted})
