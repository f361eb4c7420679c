"""Choosing options so that the form of the right one does not give it away to somebody who knows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations

from quizgen.asks.options import Option

CACHED = 4096  # texts whose look is remembered: the same options are compared again and again
MATHS = re.compile(r"\$[^$]+\$")
COMMON = re.compile(
    r"(?:a|an|and|are|as|at|be|been|but|by|for|from|has|have|in|into|is|it|its|not|of|on|one|or|that|the|their|them|then"
    r"|there|these|they|this|to|was|what|when|which|while|who|with)"
)
QUALIFIED = re.compile(
    r"\b(?:usually|can|may|might|often|mostly|mainly|some|sometimes|partly|hardly|if|unless|about|need)\b", re.I
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|only|alone|all|every|each|no|none|nothing|any|must|cannot|ever|exactly)\b", re.I
)
Texts = Sequence[str]
Chosen = tuple[Option, tuple[Option, ...]]  # the right option and wrong ones


@lru_cache(CACHED)
def visible(text: str) -> int:
    """How long a text looks: a command is one character, accents, braces and signs of markup are none."""
    without_accents = re.sub(r"\\(?:hat|bar|text)\b", "", text)
    return len(re.sub(r"[{}$*_^`]", "", re.sub(r"\\[a-zA-Z]+|\\.", "#", without_accents)))


@lru_cache(CACHED)
def telling(text: str) -> frozenset[str]:
    """The words of a text that say something."""
    return frozenset(w for w in re.findall(r"[a-z]+", MATHS.sub(" ", text.lower())) if not COMMON.fullmatch(w))


@lru_cache(CACHED)
def form(text: str) -> frozenset[str]:
    """How a text is built: its first word, and which signs are in it."""
    return frozenset([*(f"{sign} {sign in text}" for sign in ",:;($"), text.split(maxsplit=1)[0].lower()])


def likeness(sets: Sequence[frozenset[str]]) -> list[float]:
    """For each set the shares that it has in common with the others, added up, and rounded so that equal is equal."""
    return [
        round(sum(len(a & b) / (len(a | b) or 1) for j, b in enumerate(sets) if j != i), 9) for i, a in enumerate(sets)
    ]


Clue = Callable[[str, Texts], Sequence[float]]
CLUES: tuple[Clue, ...] = (
    lambda _, texts: [visible(text) for text in texts],
    lambda _, texts: [text.count("$") for text in texts],
    lambda _, texts: [len(QUALIFIED.findall(text)) for text in texts],
    lambda _, texts: [len(ABSOLUTE.findall(text)) for text in texts],
    lambda _, texts: likeness([telling(text) for text in texts]),
    lambda _, texts: likeness([form(text) for text in texts]),
    lambda question, texts: [len(telling(question) & telling(text)) for text in texts],
)


def ranks(question: str, chosen: Chosen) -> list[float]:
    """By each clue the place of the right option among the wrong ones, from 0, lowest, to 1; equal ones count half."""
    right, wrong = chosen
    scores = [clue(question, [right.text, *(option.text for option in wrong)]) for clue in CLUES]
    return [sum((one[0] > other) + (one[0] == other) / 2 for other in one[1:]) / len(wrong) for one in scores]


def nearest(question: str, choices: Sequence[Chosen], wanted: Sequence[float]) -> Chosen:
    """The first of the choices in which the right option has most nearly the wanted ranks."""

    def off(one: Chosen) -> float:
        return sum(abs(found - place) for found, place in zip(ranks(question, one), wanted, strict=True))

    return min(choices, key=off)


def choices(right: Sequence[Option], wrong: Sequence[Option], fewest: int, most: int) -> list[Chosen]:
    """Every right option with every set of `fewest` to `most` wrong ones, or of all where there are fewer.

    ValueError: there is no right option, or no wrong one.
    """
    if not (right and wrong):
        raise ValueError(f"{len(right)} right and {len(wrong)} wrong options are given: give at least one of each.")
    sizes = range(min(fewest, len(wrong)), min(most, len(wrong)) + 1)
    return [(one, others) for one in right for size in sizes for others in combinations(wrong, size)]
