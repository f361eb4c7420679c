"""Options to choose from: their letters, texts and feedback, and what several kinds of choice check of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from quizgen.errors import did_you_mean
from quizgen.interactions import Field, Interaction, Item, ScoredAnswer

__all__ = ["Option", "in_order"]

FENCE, NEW_BLOCK = "```", "\n\n"  # a text that is a block of its own, such as a picture, begins a line
SENTENCE = re.compile(r"(?<=\.) (?=[A-Z$])")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Option:
    """One way to answer: its letter, its text (markup), whether it is right, and what it would reveal."""

    letter: str
    text: str
    accepted: bool = False
    misconceptions: tuple[str, ...] = ()
    feedback: str = ""


Offered = TypeVar("Offered", bound=Option)


def letters(count: int) -> str:
    """The letters of so many options or items. ValueError: there are more than letters."""
    if count > len(LETTERS):
        raise ValueError(f"At most {len(LETTERS)} options or items can be lettered, and {count} were given.")
    return LETTERS[:count]


def shown_key(text: str, keys: Mapping[str, str], what: str) -> str:
    """The key of a text that is shown; `what` says among which. ValueError: it is not shown."""
    if text not in keys:
        raise ValueError(f"{text!r} is none of the {what}.{did_you_mean(text, keys)} They are {', '.join(keys)}.")
    return keys[text]


def lettered(options: Sequence[tuple[Option | str, bool]]) -> tuple[Option, ...]:
    """(option or text, accepted) in the order shown, each with its letter. ValueError: more than 26."""
    given = [(item if isinstance(item, Option) else Option("", item), accepted) for item, accepted in options]
    return tuple(
        replace(item, letter=letter, accepted=accepted)
        for letter, (item, accepted) in zip(letters(len(given)), given, strict=True)
    )


def reordered(options: Sequence[Offered], places: Sequence[int]) -> tuple[Offered, ...]:
    """Options in the order of their places, under the letters of that order."""
    return tuple(
        replace(options[place], letter=letter) for letter, place in zip(letters(len(options)), places, strict=True)
    )


def in_order(options: Sequence[Option | str], right: Collection[str]) -> tuple[Option, ...]:
    """Options in the order given, with their letters; those whose text is in `right` are accepted. ValueError: more than 26."""
    return lettered([(item, (item if isinstance(item, str) else item.text) in right) for item in options])


def items(options: Sequence[Option]) -> tuple[Item, ...]:
    """Options as items to pick."""
    return tuple(Item(option.letter, option.text) for option in options)


def accepted(options: Sequence[Option]) -> tuple[str, ...]:
    """The letters of the options that are right."""
    return tuple(option.letter for option in options if option.accepted)


def option_field(key: str, pick: Interaction, weight: float, options: Sequence[Option], label: str = "") -> Field:
    """The field of a part in which one option is chosen, with what is said of each."""
    answers = (ScoredAnswer(one.letter, float(one.accepted), one.feedback, one.misconceptions) for one in options)
    return Field(key, pick, weight, tuple(sorted(answers, key=lambda one: -one.share)), label=label)


def in_full(options: Sequence[Option]) -> str:
    """The right options with their texts, as markup."""
    right = [option for option in options if option.accepted]
    return "\n\n".join(f"{one.letter} ·{NEW_BLOCK if one.text.startswith(FENCE) else ' '}{one.text}" for one in right)


def ruled_out(options: Sequence[Option], left: int = 2, known: Collection[str] = (), what: str = "") -> list[str]:
    """Sentences that rule out wrong options, those with a reason first, until `left` options are left.

    `known`: letters that were answered and are known to be wrong. `what` they are called, where there are several lists.
    """
    wrong = [one for one in options if not one.accepted and one.letter not in known]
    most = len(options) - left - sum(one.letter in known and not one.accepted for one in options)
    reasons = {one.letter: reason_against(one, options) for one in wrong}
    wrong.sort(key=lambda one: not reasons[one.letter])
    return [f"{what}{one.letter} is not it. {reasons[one.letter]}".strip() for one in wrong[: max(0, most)]]


def reason_against(option: Offered, options: Sequence[Offered]) -> str:
    """The first sentence of a wrong option's feedback; "" where it speaks for the right one rather than against this one."""
    others = [one.feedback for one in options if one.letter != option.letter]
    first = SENTENCE.split(option.feedback, maxsplit=1)[0]
    return "" if tells(option.feedback, options) or option.feedback in others else first


def tells(feedback: str, options: Sequence[Option]) -> bool:
    """Whether a sentence says the text of a right option."""
    said = feedback.lower().replace("*", "")
    return any(one.accepted and one.text and one.text.lower() in said for one in options)


def in_printed_order(options: Sequence[Offered], printed: Sequence[Option]) -> tuple[Offered, ...] | None:
    """Options in the order and under the letters in which they were printed; None: others were printed."""
    by_text = {option.text: option for option in options}
    if len(options) != len(printed) or by_text.keys() != {option.text for option in printed}:
        return None
    return tuple(replace(by_text[one.text], letter=one.letter) for one in printed)


def public(options: Sequence[Option]) -> list[dict[str, str]]:
    """Options as they may be shown before an answer."""
    return [{"letter": option.letter, "text": option.text} for option in options]


def equal_texts(name: str, shown: Sequence[Option | Item]) -> Iterator[str]:
    """A fault: options or items that cannot be told apart."""
    texts = [one.text for one in shown]
    if len(set(texts)) < len(texts):
        yield f"{name} shows {texts}: two of them are the same"
