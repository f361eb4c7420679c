"""Code questions of one quiz: every function is asked and counted once, at the first question that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from quizgen.ask import Ask
from quizgen.model import Quiz, Variant


def asks_code(asks: Iterable[Ask]) -> bool:
    """Whether there is a function to implement."""
    return any(ask.functions for ask in asks)


def count_functions_once(quiz: Quiz, points_of: Callable[[str], float]) -> Quiz:
    """The quiz with every code question worth what its new functions are worth, and without those that have none.

    `points_of` gives what the checks of a function count. All code questions together are then worth what the grade of
    their submission.py is out of. A question that also asks for something else stays.
    """
    counted: dict[str, int] = {}  # function -> the number of its question
    variants: list[Variant] = []
    for variant in quiz.variants:
        new = tuple(dict.fromkeys(f for ask in variant.asks for f in ask.functions if f not in counted))
        if asks_code(variant.asks):
            if not new and all(ask.functions for ask in variant.asks):
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
