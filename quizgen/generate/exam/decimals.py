"""The decimals that the plan wants of rounded answers, instead of those that an exercise asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask
from quizgen.authoring import Exercise, Problem
from quizgen.errors import UserError
from quizgen.generate.by_hand import careful_answers
from quizgen.generate.engine import draw_all
from quizgen.generate.solver import follow
from quizgen.model import Variant

SAID = re.compile(r"(?<!exactly )(\bto\s+)(\d+)(\s+)decimals?\b")  # "to 4 decimals", "rounded to 4 decimals"
SOLVED = re.compile(r"(key\[[^\]]*\](?:\[\d+\])?,\s*)(\d+)\b")  # an answer in the solution: number(key["h_1"], 4)
SAMPLE = range(8)  # seeds on which it is seen whether enough draws are usable
MOST_DRAWS = 20  # of each, on average: far fewer than those after which a seed is given up


def with_decimals(exercise: Exercise, decimals: int | None) -> Exercise:
    """A copy that asks rounded answers to so many decimals and says so; the exercise itself where that cannot be done.

    Its text has to say the decimals of every answer as "to 4 decimals", and enough of its draws have to be usable: with few
    decimals mistakes show less clearly.
    """
    old = rounded_decimals(exercise)
    if decimals is None or not old or old == {decimals}:
        return exercise
    new = copy(exercise)
    new.asks = tuple(asked_to(ask, old, decimals) for ask in exercise.asks)
    new.question = said(SAID, exercise.question, old, decimals)
    new.solution = said(SOLVED, exercise.solution, old, decimals)
    new.requiring = careful_answers_are_right(new)
    spoken = {int(match[2]) for match in SAID.finditer(exercise.question)}
    return new if old <= spoken and rounded_decimals(new) == {decimals} and often_usable(new) else exercise


def with_decimals_of(exercise: Exercise, sealed: Variant) -> Exercise:
    """An exercise with the decimals that the plan of an exam wanted of a sealed variant of it."""
    printed = {ask.rounded_to for ask in sealed.asks if ask.rounded_to is not None}
    return with_decimals(exercise, *printed) if len(printed) == 1 else exercise


def rounded_decimals(exercise: Exercise) -> set[int]:
    """The decimals to which the answers of an exercise are rounded; none: no answer is."""
    return {ask.rounded_to for ask in exercise.asks if ask.rounded_to is not None}


def asked_to(ask: Ask, old: set[int], decimals: int) -> Ask:
    """An ask to so many decimals, if it is rounded to `old` ones; so are the numbers of a choice, which the same text names."""
    if ask.rounded_to is not None and hasattr(ask, "decimals"):
        return replace(ask, decimals=decimals)  # type: ignore[call-arg]
    of = getattr(ask, "of", None)
    if isinstance(of, Ask) and of.rounded_to in old:
        return replace(ask, of=asked_to(of, old, decimals))  # type: ignore[call-arg]
    return ask


def said(pattern: re.Pattern[str], text: str, old: set[int], decimals: int) -> str:
    """A text with the new decimals wherever the pattern finds old ones."""

    def new(match: re.Match[str]) -> str:
        if int(match[2]) not in old:
            return match[0]
        if pattern is SOLVED:
            return f"{match[1]}{decimals}"
        return f"{match[1]}{decimals}{match[3]}decimal{'s' * (decimals != 1)}"

    return pattern.sub(new, text)


def careful_answers_are_right(exercise: Exercise) -> Callable[[Problem], Any]:
    """Refuses draws that a careful calculation with these decimals gets wrong, beside those that the exercise itself refuses."""
    own, solve = exercise.requiring, exercise.solving

    def refused(p: Problem) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        if own:
            yield from own(p)
        if solve:
            with np.errstate(all="ignore"):
                answers = list(careful_answers(exercise, p, follow(solve, p, exercise.reference)))
            for one in answers:
                yield f"{one.ask.name} cannot be calculated with so few decimals", one.wrong

    return refused


def often_usable(exercise: Exercise) -> bool:
    """Whether enough draws of an exercise are usable."""
    try:
        refused = sum(len(one.redrawn) for one in draw_all(exercise, SAMPLE))
    except UserError:
        return False
    return refused < MOST_DRAWS * len(SAMPLE)
