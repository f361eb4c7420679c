"""Sentences with gaps as a data file gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizgen.asks.gap import Gap, WrongEntry
from quizgen.authoring import families
from quizgen.authoring.draw import Draw

TRIALS = 5  # a formula is judged by its value on so many assignments


def gaps_from(entries: Sequence[Mapping[str, Any]], truths: Mapping[str, str], draw: Draw) -> list[Gap]:
    """Gaps from tables with the fields of Gap, but `wrong` as [entry, misconception or ""] or [entry, misconception, feedback].

    Without its own feedback a wrong entry gets what `truths` says of its misconception. `variables` are names alone; the
    numbers on which formulas are compared are drawn.
    """
    return [
        Gap(
            accepts=tuple(one["accepts"]),
            wrong=tuple(
                WrongEntry(text, (id,) if id else (), why[0] if why else truths.get(id, ""))
                for text, id, *why in one.get("wrong", ())
            ),
            sort=one.get("sort", "word"),
            words=tuple(draw.shuffled(one.get("words", ()))),
            variables={name: draw.array(families.W, TRIALS) for name in one.get("variables", ())},
        )
        for one in entries
    ]


def some_sentences(sentences: Sequence[Mapping[str, Any]], count: int, draw: Draw) -> list[Mapping[str, Any]]:
    """Sentences in random order, at most `count`: no topic (`about`) and no answer of a gap comes twice."""
    chosen: list[Mapping[str, Any]] = []
    asked: set[str] = set()
    for sentence in draw.shuffled(sentences):
        words = {sentence["about"], *(gap["accepts"][0] for gap in sentence["gaps"])}
        if len(chosen) < count and not words & asked:
            chosen.append(sentence)
            asked |= words
    return chosen


def completed_sentence(sentence: Mapping[str, Any]) -> str:
    """The sentence (`says`) with its gaps filled, and why it is so (`because`)."""
    text = str(sentence["says"])
    for number, gap in enumerate(sentence["gaps"], 1):
        right = gap["accepts"][0]
        text = text.replace(f"[[{number}]]", f"${right}$" if gap.get("sort") == "formula" else f"**{right}**")
    return f"{text} {sentence['because']}"
