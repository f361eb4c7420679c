"""Code questions of one quiz: every function is asked and counted once, at the first question that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from quizgen.ask import Ask
from quizgen.authoring import Exercise
from quizgen.generate import variant as made
from quizgen.model import Quiz, Variant


def asks_code(asks: Iterable[Ask]) -> bool:
    """Whether there is a function to implement."""
    return any(ask.functions for ask in asks)


def in_interface(exercises: Sequence[Exercise], points_of: Callable[[str], float]) -> list[Exercise]:
    """The exercises that can be answered in an interface other than the chapter's.

    Code that is given to be repaired is the chapter's, and of some functions the interface has none: `points_of` is 0.
    """

    def fits(exercise: Exercise) -> bool:
        functions = [function for ask in exercise.asks for function in ask.functions]
        if not functions:
            return True
        given = any(ask.given_code for ask in made(exercise, 0).asks)
        return not given and any(points_of(function) for function in functions)

    return [exercise for exercise in exercises if fits(exercise)]


def count_functions_once(quiz: Quiz, points_of: Callable[[str], float]) -> Quiz:
    """The quiz with every code question worth what its new functions are worth, and without those that have none.

    `points_of` gives what the checks of a function count. All code questions together are then worth what the grade of
    their submission.py is out of. A question that also asks for something else stays, unless it is about code to be
    repaired, which another question has learners write.
    """
    counted: dict[str, int] = {}  # function -> the number of its question
    variants: list[Variant] = []
    for variant in quiz.variants:
        new = tuple(dict.fromkeys(f for ask in variant.asks for f in ask.functions if f not in counted))
        if asks_code(variant.asks):
            given = any(ask.given_code for ask in variant.asks)
            if not new and (given or all(ask.functions for ask in variant.asks)):
                continue
            variant = with_new_functions(variant, counted, points_of)
        variants.append(variant)
        counted |= dict.fromkeys(new, len(variants))
    return replace(quiz, variants=tuple(variants))


def with_new_functions(variant: Variant, counted: dict[str, int], points_of: Callable[[str], float]) -> Variant:
    """A code question that asks for no function counted before, and says where those are counted."""
    seen, asks, notes = set(counted), [], []
    for ask in variant.asks:
        if ask.functions:
            new = tuple(function for function in ask.functions if function not in seen)
            notes += [f"`{f}` is counted in question {counted[f]}." for f in ask.functions if f in counted]
            reduced = ask.with_functions(new, sum(points_of(function) for function in new))
            ask = ask if reduced == ask else reduced  # 13 stays 13 where it would be 13.0
            seen.update(new)
        asks.append(ask)
    return replace(
        variant, asks=tuple(asks), text="\n\n".join([variant.text.rstrip("\n"), *notes]) if notes else variant.text
    )
