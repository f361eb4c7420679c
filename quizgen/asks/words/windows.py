"""An answer ready to be searched: where each stem stands, and which words are close together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizgen.asks.words.english import ARTICLES, word_set
from quizgen.asks.words.normalise import Answer, normalised
from quizgen.asks.words.stems import spelt, stem

NOT = "(not)"  # the stem of every word that negates
NEGATORS = word_set("not no never without neither nor none nothing hardly lack lacks lacking unable impossible")
SAID_BY = {  # a symbol -> what it says as well
    symbol: tuple(map(stem, words.split()))
    for symbol, words in {
        "1": "one", "2": "two", "3": "three", "4": "four",
        "h_t-1": "previous h state hidden", "h_t": "h state hidden", "x_t": "x input", "y_hat": "prediction output",
        "w_h": "weight", "w_y": "weight", "delta_t": "delta gradient", "delta_t+1": "delta gradient", "t-1": "previous",
        "prior": "previous", "preceding": "previous", "precedent": "previous", "former": "previous",
        "network": "net", "net": "network", "nets": "network", "timestep": "step", "timesteps": "step",
        "concurrently": "simultaneous", "concurrent": "simultaneous", "added": "sum", "accumulated": "sum add",
        "accumulates": "sum add", "summed": "add", "unrolled": "unfold", "unroll": "unfold", "unfold": "unroll",
        "unfolded": "unroll", "unrolling": "unfold", "unfolding": "unroll", "adds": "sum", "sums": "add",
    }.items()
}  # fmt: skip
LONGEST = 300  # characters of a sentence that a pattern is tried on
STRAIGHT = str.maketrans("’`´\n\t\r\u00a0", "'''    ")
GAP_AFTER_NOT = 5  # words between a negation and what it denies, in one clause
GAP = 2  # words that may stand between two of a phrase, articles not counted


@dataclass(frozen=True)
class Index:
    """The words of an answer by their stems; `stems[i]` is that of word i, and `where` leads from a stem to its words."""

    answer: Answer
    stems: tuple[str, ...]
    where: Mapping[str, Sequence[int]]

    def sentence(self, place: int) -> int:
        """The sentence that a word is in."""
        return self.answer.tokens[place].sentence

    @cached_property
    def by_sentence(self) -> tuple[tuple[int, ...], ...]:
        """The places of the words of each sentence."""
        found: list[list[int]] = [[] for _ in range(self.answer.sentences)]
        for place, token in enumerate(self.answer.tokens):
            found[token.sentence].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Each sentence in small letters, with straight apostrophes and blanks; every letter in the place where it was typed."""
        typed = self.answer.typed
        tokens = self.answer.tokens
        spans = ((tokens[places[0]].start, tokens[places[-1]].end) for places in self.by_sentence)
        return tuple(plain(typed[start : min(end, start + LONGEST)]) for start, end in spans)

    def quote(self, first: int, last: int) -> str:
        """The answer's own words from one place to another."""
        tokens = self.answer.tokens
        return self.answer.quote(tokens[first].start, tokens[last].end)

    def next_to(self, place: int, other: int) -> bool:
        """Whether a word follows another in the same sentence, but for a small gap."""
        tokens = self.answer.tokens
        negates = tokens[place].word in NEGATORS
        most = GAP_AFTER_NOT if negates else GAP
        if not place < other <= place + 1 + most + 2 or tokens[place].sentence != tokens[other].sentence:
            return False
        if negates and tokens[place].clause != tokens[other].clause:
            return False
        return sum(token.word not in ARTICLES for token in tokens[place + 1 : other]) <= most


def plain(typed: str) -> str:
    """Small letters, straight apostrophes and blanks, as many as were typed."""
    lower = typed.lower()
    if len(lower) != len(typed):
        lower = "".join(one if len(one := letter.lower()) == 1 else letter for letter in typed)
    return lower.translate(STRAIGHT)


def indexed(typed: str, vocabulary: Mapping[str, str]) -> Index:
    """What was typed, misspelt words of the vocabulary put right."""
    answer = normalised(typed)
    stems: list[str] = []
    where: dict[str, list[int]] = {}
    known = frozenset(vocabulary.values())
    for place, token in enumerate(answer.tokens):
        own = spelt(token.word, vocabulary)
        stems.append(own)
        names = {own, *SAID_BY.get(token.word, ())}
        if token.word in NEGATORS:
            names.add(NOT)
        if place and (joined := answer.tokens[place - 1].word + own) in known:  # "feed forward" for "feedforward"
            names.add(joined)
        for name in names:
            where.setdefault(name, []).append(place)
    return Index(answer, tuple(stems), where)
