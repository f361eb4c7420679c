"""A quiz that came from elsewhere contradicts nothing in itself, and its key is what its exercises compute.

The exercise files are run for the latter alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from quizgen.ask import Ask, Value
from quizgen.errors import UserError
from quizgen.grading import Follow, grade
from quizgen.interactions import Place
from quizgen.model import Answers, Quiz, Recalculated, Slip, Variant, Verdict

BLANK = re.compile(r"\[\[(.+?)\]\]")


class NotFollowed:
    """Follows no answer, as if the exercise could not compute with it: the sealed key and slips alone judge."""

    def __call__(
        self, variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        raise LookupError("not followed")

    def slips_of_hand(self, variant: Variant, typed: Mapping[str, Value]) -> Recalculated:
        raise LookupError("not followed")


def inconsistencies(quiz: Quiz) -> Iterator[str]:
    """In what a quiz contradicts itself, a sentence without its end for each, with the question in front."""
    for number, variant in enumerate(quiz.variants, 1):
        for checked in (of_names, of_asks, of_key, of_slips, of_pages):
            found = [f"q{number}: {one}" for one in checked(variant)]
            yield from found
            if found:  # what follows rests on it
                break


def miscalculations(quiz: Quiz, follow: Follow) -> Iterator[str]:
    """Where a key or a slip is not what the exercise computes with the numbers of the question, as `inconsistencies` says it.

    This runs the exercises. Those that `follow` raises LookupError for are left out.
    """
    for number, variant in enumerate(quiz.variants, 1):
        yield from (f"q{number}: {one}" for one in miscalculated(variant, follow))


def miscalculated(variant: Variant, follow: Follow) -> Iterator[str]:
    """The same of one question."""
    try:
        computed = follow(variant, (), {})
        right = {ask.name: ask.key(computed[ask.name]) for ask in variant.asks if ask.name in computed}
        for ask, marks in judged(variant, right):
            if any(isinstance(mark, str) or mark.points != mark.max_points for mark in marks):
                key, other = ask.write(variant.key[ask.name]), ask.write(right[ask.name])
                yield f"the key of {ask.name} is {key}, and the exercise computes {other}"
        for slip in variant.slips:
            found = follow(variant, slip.misconceptions[:1], {})
            for ask in variant.asks:
                sealed = slip.answers.get(ask.name)
                if not ask.by_value or sealed is None or ask.name not in found:
                    continue
                if bool((ask.distance(found[ask.name], sealed) > ask.allowed[0]).any()):
                    yield f"what the slip {slip.misconceptions[0]} gives for {ask.name} is not what the exercise computes"
    except LookupError:
        return


def of_names(variant: Variant) -> Iterator[str]:
    """Places, asks, key and slips name the same."""
    names = [ask.name for ask in variant.asks]
    places = BLANK.findall(variant.text)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"two asks are called {name!r}"
        if places.count(name) != 1:
            yield f"the text has {places.count(name)} places [[{name}]] for the ask {name!r}, and must have one"
    for name in dict.fromkeys(places):
        if name not in names:
            yield f"the text has the place [[{name}]], and no ask is called so"
    for what, given in [
        ("the key", set(variant.key)),
        *((f"the slip {s.misconceptions[0]}", set(s.answers)) for s in variant.slips),
    ]:
        if unknown := sorted(given - set(names)):
            yield f"{what} answers {unknown[0]!r}, and no ask is called so"
    if missing := [name for name in names if name not in variant.key]:
        yield f"the key has no {missing[0]!r}"


def of_asks(variant: Variant) -> Iterator[str]:
    """Each ask is one that an author could have written."""
    for ask in variant.asks:
        try:
            interaction = ask.interaction()
            if isinstance(interaction, Place) and {spot.key for spot in interaction.spots} != set(
                variant.key[ask.name]
            ):
                yield f"{ask.name}: the places on the picture are not those of the key"
            yield from (f"{ask.name}: {fault.rstrip('.')}" for fault in ask.faults())
        except Exception as error:
            yield f"{ask.name} cannot be asked ({type(error).__name__}: {error})"


def of_pages(variant: Variant) -> Iterator[str]:
    """Question and key can be shown: each formula, picture and item."""
    from quizgen.media.html import html

    for key in (False, True):
        try:
            html(Quiz("imported", 1, (variant,)), key=key)
        except UserError as error:
            yield str(error).removesuffix(" Correct it in the exercise.").rstrip(".")
        except Exception as error:
            yield f"{'its key' if key else 'it'} cannot be shown ({type(error).__name__}: {error})"


def of_key(variant: Variant) -> Iterator[str]:
    """The key earns full marks, as far as that is judged without the exercise."""
    for ask, marks in judged(variant, variant.key):
        for mark in marks:
            if isinstance(mark, str) or mark.verdict is Verdict.OUR_FAULT:
                yield f"the key has a value for {ask.name} that is no answer to it"
            elif mark.verdict is not Verdict.RIGHT or mark.points != mark.max_points:
                why = mark.feedback.partition("\n")[0].rstrip(".")
                yield f"the right answer to {ask.name}, {mark.typed}, is not judged right: {why}"


def of_slips(variant: Variant) -> Iterator[str]:
    """What a slip gives can be typed, and is no right answer to everything."""
    for slip in variant.slips:
        found = [mark for _, marks in judged(variant, slip.answers) for mark in marks]
        broken = [
            mark for mark in found if isinstance(mark, str) or mark.verdict in (Verdict.OUR_FAULT, Verdict.UNREADABLE)
        ]
        if broken:
            yield f"what the slip {slip.misconceptions[0]} gives cannot be read"
        elif found and all(mark.verdict is Verdict.RIGHT for mark in found) and whole(slip, variant):
            yield f"what the slip {slip.misconceptions[0]} gives is right"


def whole(slip: Slip, variant: Variant) -> bool:
    """Whether a slip has an answer to everything that has a key, and all of them are enough to tell it by."""
    keyed = [ask for ask in variant.asks if variant.key[ask.name] is not None]
    return all(slip.answers.get(ask.name) is not None and ask.enough_evidence for ask in keyed)


def judged(variant: Variant, answers: Mapping[str, Value]) -> Iterator[tuple[Ask, list[Any]]]:
    """The mark of each answer, or a text where it cannot be typed; not of those that only the exercise can judge."""
    for ask in variant.asks:
        value = answers.get(ask.name)
        if value is None or ask.goes_on or not ask.on_sheet:
            continue
        try:
            typed = ask.write(value)
        except Exception as error:  # the value is of another kind
            yield ask, [str(error)]
            continue
        sheet = Answers("imported", "", {"q1": {ask.name: typed}})
        graded = grade(Quiz("imported", 1, (variant,)), sheet, NotFollowed())
        yield ask, [mark for mark in graded.marks if mark.ask == f"q1.{ask.name}"]
