"""A typed answer as words with their places in it: symbols in one spelling, sentences, clauses, and no more than a limit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from quizgen.asks.words.english import AUXILIARIES, CONTRASTS, PRONOUNS, SUBORDINATORS, word_set

MOST_CHARACTERS, MOST_WORDS = 8_000, 600
LETTERS = {"δ": "delta", "α": "alpha", "σ": "sigma", "η": "eta", "φ": "phi", "ϕ": "phi", "∂": "d", "ŷ": "y_hat"}
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₜₖᵢₕₙₓᵧ", "0123456789+-tkihnxy")
POWER = r"(?:\^\{?\\?(?:top|T|2|prime)\b\}?|[ᵀ²⊤])?"
OVER = r"(?![^\W_ᵀ²])"  # no letter or figure follows
TIME = r"t(?:\s?[-−–+]\s?\d)?"
PIECE = re.compile(
    rf"(?P<hat>\\hat\s*\{{?\s*y\s*\}}?|(?<![^\W_])(?:ŷ|y\u0302|y[ _-]?hat))(?:_\{{[^{{}}]{{1,6}}\}}|_\w+|[ₜ₀-₉])?{POWER}{OVER}"
    r"|(?<![^\W_])\\?(?P<base>delta|alpha|sigma|[A-Za-zδασηφϕ∂])"
    r"(?P<below>_\s?\{[^{}]{1,12}\}|_\s?\([^()]{1,12}\)|_[A-Za-z0-9]{1,3}(?:[-−–+]\d(?!\d))?|[₀-₉₊₋ₜₖᵢₕₙₓᵧ]+"
    rf"|\[\s?{TIME}\s?\]|\(\s?t\s?[-−–]\s?1\s?\)|\^?[<(]\s?{TIME}\s?[>)]|\^\{{[<(]?{TIME}[>)]?\}}){POWER}(?![A-Za-z])"
    rf"|(?<![^\W_])(?P<plain>[hx]\s?t\s?[-−–]\s?1|[hxy]t|[hxy][0-3T]|W(?:hh|xh|hx|hy|h|x|y)){POWER}{OVER}"
    rf"|(?<![^\W_])(?P<time>t\s?[-−–+]\s?1){OVER}"
    r"|(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
)
SENTENCE_END = re.compile(r"[.!?;。।]|\n\s*\n|\n\s*(?:[-*•]|\d+[.)])")
CLAUSE_END = re.compile(r"[,:—→]|\s\(|\)\s|\s[-–]\s|->|=>")
ABBREVIATIONS = word_set("e g i vs eq eqs fig cf etc resp")
NOT_APART = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|ca|wo)nt$")
WHOLE = {"cannot": ("can", "not"), "cant": ("can", "not"), "wont": ("will", "not"), "shant": ("shall", "not")}
IS_AFTER = word_set("it that there what this he she here which")


class Token(NamedTuple):
    """A word or symbol: as it is compared, where it stands in what was typed, and the sentence, clause, segment it is in.

    A clause ends at a comma or a word that joins; a segment only where something is set against something, or at a colon.
    """

    word: str
    start: int
    end: int
    sentence: int
    clause: int
    segment: int


@dataclass(frozen=True)
class Answer:
    """A typed answer; `cut`: it was longer than is looked at; `again`: it is the same over and over, and is read once."""

    typed: str
    tokens: tuple[Token, ...]
    cut: bool = False
    again: bool = False

    @property
    def sentences(self) -> int:
        """How many there are."""
        return self.tokens[-1].sentence + 1 if self.tokens else 0

    def quote(self, start: int, end: int) -> str:
        """The answer's own words."""
        return self.typed[start:end]


def normalised(typed: str) -> Answer:
    """The words of an answer, up to the limit."""
    text = typed[:MOST_CHARACTERS]
    tokens: list[Token] = []
    sentence = clause = segment = 0
    end, before, cut = 0, "", len(typed) > MOST_CHARACTERS
    pieces = [(found, words_of(found, text)) for found in PIECE.finditer(text)]
    for number, (found, words) in enumerate(pieces):
        if len(tokens) >= MOST_WORDS:
            cut = True
            break
        gap = text[end : found.start()]
        first = words[0]
        following = pieces[number + 1][1][0] if number + 1 < len(pieces) else ""
        if tokens and ends_sentence(gap, before, text[found.start()]):
            sentence, clause, segment = sentence + 1, clause + 1, segment + 1
        elif tokens and ((CLAUSE_END.search(gap) and first not in ("or", "nor")) or joins(first, following)):
            clause += 1
            segment += first in CONTRASTS or ":" in gap
        end = found.end()
        tokens += [Token(word, found.start(), end, sentence, clause, segment) for word in words]
        before = first
    kept = once(tokens)
    return Answer(typed, tuple(kept), cut, len(kept) < len(tokens))


def once(tokens: list[Token]) -> list[Token]:
    """The first round of words that come over and over again."""
    words = [token.word for token in tokens]
    for period in range(1, len(words) // 2 + 1):
        if words[period : period + 3] == words[:3] and words[period:] == words[:-period]:
            return tokens[:period]
    return tokens


def ends_sentence(gap: str, before: str, after: str) -> bool:
    """Whether a sentence ends in what stands between two words; `after` is the letter that follows it."""
    found = SENTENCE_END.search(gap)
    if found is None or found[0] != ".":
        return found is not None
    return before not in ABBREVIATIONS and (gap != "." or (after.isupper() and len(before) > 1))


def joins(word: str, following: str) -> bool:
    """Whether a clause begins with this word."""
    if word in CONTRASTS:
        return True
    if word in ("and", "or"):
        return following in AUXILIARIES or following in PRONOUNS or following in SUBORDINATORS or following == "only"
    if word == "as":
        return following in PRONOUNS or following in ("each", "every", "the", "h_t", "step", "all")
    return word in SUBORDINATORS and word != "that"


def words_of(found: re.Match[str], text: str) -> tuple[str, ...]:
    """What a piece is compared as: one word, or two for "can't"."""
    if found["hat"]:
        return ("y_hat",)
    if found["base"]:
        base = LETTERS.get(found["base"], found["base"]).lower()
        return (f"{base}_{subscript(found['below'])}",)
    if found["plain"]:
        plain = re.sub(r"\s", "", found["plain"])
        return (f"{plain[0].lower()}_{subscript(plain[1:])}",)
    if found["time"]:
        return (re.sub(r"\s", "", found["time"]).replace("−", "-").replace("–", "-"),)
    if found["number"]:
        return (found["number"],)
    return plain_words(found["word"])


def subscript(typed: str) -> str:
    """t-1 for {t-1}, (t − 1), [t-1], ₜ₋₁."""
    below = unicodedata.normalize("NFKC", typed.translate(SUBSCRIPTS))
    return re.sub(r"[\s_{}()\[\]<>^\\]", "", below).replace("−", "-").replace("–", "-").lower()


def plain_words(typed: str) -> tuple[str, ...]:
    """A word in small letters and without accents; "doesn't" is two."""
    word = typed.lower()
    if not word.isascii():
        word = LETTERS.get(word) or unaccented(word)
    if word in WHOLE:
        return WHOLE[word]
    if NOT_APART.match(word):
        return (word[:-2], "not")
    if "'" in word:
        head, _, tail = word.partition("'")
        if tail == "t" and head.endswith("n"):
            return WHOLE.get(head + "t", (head[:-1], "not"))
        return (head, "is") if tail == "s" and head in IS_AFTER else (head,)
    return (word,)


def unaccented(word: str) -> str:
    """Latin letters without their accents, straight apostrophes; other scripts as they are."""
    word = re.sub("[’`´]", "'", unicodedata.normalize("NFKC", word))
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain if plain.isascii() else word
