"""How much of the model answer an answer has; the question's own words count a quarter. It moves only the confidence."""

from __future__ import annotations

import os
from functools import lru_cache

from quizgen.asks.words.english import SMALL
from quizgen.asks.words.normalise import normalised
from quizgen.asks.words.scheme import Scheme
from quizgen.asks.words.stems import stem
from quizgen.asks.words.windows import Index
from quizgen.errors import UserError

SETTING = "QUIZGEN_WORDS"
OF_THE_QUESTION = 0.25


def of(scheme: Scheme, index: Index) -> float:
    """From 0 to 1: by stems, or by meaning where the environment variable QUIZGEN_WORDS says "semantic".

    UserError: it says something else, or the extra is not installed.
    """
    setting = os.environ.get(SETTING, "")
    if setting in ("", "light"):
        return by_stems(scheme, index)
    if setting != "semantic":
        raise UserError(f"{SETTING} is {setting!r}. Set it to 'light' or 'semantic', or remove it.")
    try:
        from quizgen.asks.words.semantic import coverage
    except ImportError as error:
        raise UserError(
            f"{SETTING} is 'semantic', but what it needs is not installed. Run: pip install 'quizgen[semantic]'."
        ) from error
    return float(coverage(scheme, index.answer.typed))


def by_stems(scheme: Scheme, index: Index) -> float:
    """The share of the model answer's stems, by weight."""
    weights = weighted(scheme.model_answer, scheme.asked)
    total = sum(weights.values())
    return sum(weight for name, weight in weights.items() if name in index.where) / total if total else 0.0


@lru_cache(512)
def weighted(model_answer: str, asked: str) -> dict[str, float]:
    """The stems of the model answer, those of the question at a quarter."""
    of_question = content(asked)
    return {name: OF_THE_QUESTION if name in of_question else 1.0 for name in sorted(content(model_answer))}


@lru_cache(1024)
def content(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(token.word) for token in normalised(text).tokens if token.word not in SMALL)
