"""The flagship's numbers as a sealed variant of an exercise of the bank, followed as the grader does, with slips of the hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
from grading_flagship import PROBLEM, graded
from numpy.typing import NDArray

from quizgen.ask import Value
from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.generate.text import render_text
from quizgen.model import Mark, Variant

TWO_STEPS = Bank.load().get("forward-h2")
FOLLOW = Follower(lambda _: TWO_STEPS.source)


def sealed_with(problem: Mapping[str, Value], exercise: Exercise = TWO_STEPS) -> Variant:
    """A variant of an exercise with these numbers and no slips of its own."""
    [drawn] = variants(exercise, [0])
    bare = replace(drawn, problem=problem, text=render_text(exercise.question, problem), slips=())
    return replace(bare, key=FOLLOW(bare, (), {}))


FLAGSHIP = sealed_with({name: PROBLEM[name] for name in ("W", "W_h", "b", "h_0", "x")})


def answered(variant: Variant = FLAGSHIP, follow: Any = FOLLOW, **typed: Any) -> dict[str, Mark]:
    """The marks of numbers typed to four decimals, or of texts."""
    texts = {name: value if isinstance(value, str) else written(value) for name, value in typed.items()}
    return {mark.ask.removeprefix("q1."): mark for mark in graded(variant, follow, **texts).marks}


def written(value: Any) -> str:
    return ", ".join(f"{number:.4f}" for number in np.ravel(value))


def without_slips(variant: Variant = FLAGSHIP, **typed: Any) -> dict[str, Mark]:
    """The marks where no slip of the hand is looked for."""
    with (
        patch("quizgen.grading.question.explain_by_hand", lambda *_: {}),
        patch("quizgen.grading.question.exchanged", lambda *_: None),
    ):
        return answered(variant, **typed)


def slipped(variant: Variant, ask: str, id: str, **typed: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    """(sentence, answer) of each slip of a kind, going on from typed values, that changes the answer."""
    found = FOLLOW.slips_of_hand(variant, typed)
    rows = found.answers[ask]
    for i, kind in enumerate(found.ids):
        if kind == id and np.isfinite(rows[i]).all() and abs(rows[i] - rows[0]).max() > 1e-3:
            yield found.sentence(i), rows[i]
