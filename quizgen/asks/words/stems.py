"""Stems of English words, with the spellings and irregular forms of the field; and misspelt words put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from quizgen.asks.words.english import FUNCTION, word_set

CACHED = 20_000
BRITISH = re.compile(r"(?<=\w{3})is(e|ed|es|ing|ation|ations|er|ers)$")
FORMS = {  # irregular or shortened -> the word whose stem it has
    form: word
    for word, forms in {
        "keep": "kept", "hold": "held", "feed": "fed feeding", "send": "sent", "make": "made", "take": "took taken",
        "give": "gave given", "grow": "grew grown", "shrink": "shrank shrunk", "lose": "lost loses losing",
        "forget": "forgot forgotten forgets", "see": "saw seen", "write": "wrote written", "know": "knew known",
        "choose": "chose chosen", "build": "built", "bring": "brought", "throw": "threw thrown", "begin": "began begun",
        "learn": "learnt", "sum": "summed summing summation", "small": "smaller smallest", "long": "longer longest",
        "short": "shorter shortest", "large": "larger largest", "big": "bigger biggest", "fast": "faster fastest",
        "slow": "slower slowly", "quick": "quicker quickly", "cheap": "cheaper", "simple": "simpler simplest",
        "old": "older oldest", "early": "earlier earliest", "late": "later", "great": "greater", "few": "fewer fewest",
        "near": "nearer nearest", "far": "farther further", "easy": "easier easily", "hard": "harder", "weak": "weaker",
        "matrix": "matrices matrixes", "index": "indices indexes", "parameter": "param params", "previous": "prev previously",
        "information": "info informations", "sequence": "seq", "gradient": "grad grads", "backpropagation": "backprop",
        "backpropagate": "backprops", "recalculate": "recalc", "calculate": "calc", "output": "outputted outputed",
        "unroll": "unrolled unrolling", "unfold": "unfolded", "multiply": "multiplication multiplications multiplied",
        "backward": "backwards", "forward": "forwards", "afterward": "afterwards", "toward": "towards",
        "differ": "different difference differs", "simultaneous": "simultaneously simultanously", "less": "lesser",
        "dimension": "dimensional", "probability": "probabilities prob", "store": "storage", "high": "higher highest",
        "without": "w/o", "vanish": "vanishment", "depend": "dependence dependant", "product": "products",
        "remember": "remembrance", "average": "avg averaged averaging", "number": "numbers nr", "example": "eg",
    }.items()
    for form in forms.split()
}  # fmt: skip
FUZZY_FROM = 5  # letters from which a word may be misspelt
SYMBOLS = {"w_hh": "w_h", "w_xh": "w", "w_hx": "w", "w_x": "w", "w_hy": "w_y"}  # other books' names
RIGHT = word_set(  # words spelt right that are near others
    "share shape state stage static later layer lean learn words works train chain value valve number member large "
    "scale scalar small smell order older again against whole while reach teach react input output forward backward "
    "hidden hide gate gated early nearly weight height single signal signed change charge first fixed final finally "
    "point paint print loss less lose loop look long along short sort start stack still until until model modal "
    "cells calls called carry early memory summary current recurrent content context contain constant contrast past "
    "part pass parse path batch match patch watch vector factor sector power lower tower higher process progress "
    "produce product reduce update upgrade computer compute commute depend defend explode explore vanish finish "
    "unroll enroll unfold behind before become because between better letter latter longer larger linear learner "
    "steps stops step stop equal equals every never over even seven given times items terms turns means needs leads "
    "reads heads loads leaves learned earned return retain remain regain obtain contains maintain where there these "
    "those three tree through though thought enough another others either neither sequence sequential consequence "
    "difference reference inference interference generation generalise position condition addition additive function "
    "fraction direction connection correction prediction production reduction"
)


@cache
def snowball() -> Any:
    """The English stemmer."""
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(CACHED)
def stem(word: str) -> str:
    """The stem of a word in small letters; symbols such as h_t-1 stay as they are."""
    if "_" in word or len(word) < 3 or not word.isalpha():
        return SYMBOLS.get(word, word)
    word = FORMS.get(word, word)
    return str(snowball().stemWord(BRITISH.sub(r"iz\1", word)))


@cache
def spelt_right() -> frozenset[str]:
    """The words, and their stems, that are never taken for misspellings."""
    return RIGHT | FUNCTION | {stem(word) for word in RIGHT} | frozenset(FORMS)


def spelt(word: str, vocabulary: Mapping[str, str]) -> str:
    """The stem of a word; of a misspelt one the stem of the word of `vocabulary` (word -> stem) that was meant."""
    own = stem(word)
    if word in vocabulary or len(word) < FUZZY_FROM or not word.isalpha() or word in spelt_right():
        return own
    known = set(vocabulary.values())
    if own in known or own in spelt_right():
        return own
    best, least = own, 3
    for candidate, its_stem in vocabulary.items():
        if candidate[:1] != word[:1] or len(candidate) < FUZZY_FROM or abs(len(candidate) - len(word)) > 2:
            continue
        allowed = min(least - 1, 1 + (min(len(word), len(candidate)) > 7))
        distance = min(
            OSA.distance(word, candidate, score_cutoff=allowed), OSA.distance(own, its_stem, score_cutoff=allowed)
        )
        if distance <= allowed:
            best, least = its_stem, distance
            if least <= 1:
                break
    return best
