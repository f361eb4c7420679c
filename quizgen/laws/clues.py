"""Clues: what may betray a right answer to somebody who knows nothing. Each scores texts by their look or their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from quizgen.authoring.option_choice import MATHS, likeness, telling, visible

__all__ = ["CLUES", "Clue"]

# (question, texts) -> a score for each text; None: it says nothing
Clue = Callable[[str, Sequence[str]], Sequence[float] | None]

QUALIFIED = re.compile(
    r"(?:usually|can|may|might|could|often|some|sometimes|mostly|mainly|generally|typically|partly|rather|hardly|if"
    r"|unless|depends|either|tends|likely|possible|possibly|about|perhaps|need|necessarily)"
)
ABSOLUTE = re.compile(
    r"(?:always|never|only|all|none|every|each|any|no|nothing|everything|nobody|alone|impossible|must|cannot|entirely"
    r"|completely|exactly|ever)"
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NO_NUMBER = re.compile(r"\\(?:begin|end)\{[a-z]*matrix\}|\\\\|[\s$,;()&{}\[\]^]|\\top|\\times")


def words(text: str) -> list[str]:
    """The words of a text, in small letters, its formulas left out."""
    return re.findall(r"[a-z]+", MATHS.sub(" ", text.lower()))


def count_of(vocabulary: re.Pattern[str], text: str) -> int:
    """How many words of a text are in a vocabulary."""
    return sum(bool(vocabulary.fullmatch(word)) for word in words(text))


def longest(question: str, texts: Sequence[str]) -> list[float]:
    """The longest."""
    return [visible(text) for text in texts]


def shortest(question: str, texts: Sequence[str]) -> list[float]:
    """The shortest."""
    return [-visible(text) for text in texts]


def most_qualified(question: str, texts: Sequence[str]) -> list[float]:
    """The one with most words such as "usually", "can", "may", "often", "some"."""
    return [count_of(QUALIFIED, text) for text in texts]


def fewest_absolutes(question: str, texts: Sequence[str]) -> list[float]:
    """The one with fewest words such as "always", "never", "only", "all", "every"."""
    return [-count_of(ABSOLUTE, text) for text in texts]


def odd_in_words(question: str, texts: Sequence[str]) -> list[float]:
    """The one that has fewest words in common with the others."""
    return [-score for score in like_the_others(question, texts)]


def like_the_others(question: str, texts: Sequence[str]) -> list[float]:
    """The one that has most words in common with the others."""
    return likeness([telling(text) for text in texts])


def odd_in_form(question: str, texts: Sequence[str]) -> list[float]:
    """The one that is built unlike the others: its first word, its formulas, commas, colons, semicolons and numbers."""
    return [-score for score in likeness([form(text) for text in texts])]


def form(text: str) -> frozenset[str]:
    """How a text is built: its first word, and the signs and sorts of words in it or missing."""
    signs = [*",:;(", "$"]
    found = {f"{sign} {sign in text}" for sign in signs} | {f"number {bool(NUMBER.search(text))}"}
    return frozenset(found.union(words(text)[:1]))


def most_formulas(question: str, texts: Sequence[str]) -> list[float]:
    """The one with most formulas."""
    return [len(MATHS.findall(text)) for text in texts]


def fewest_formulas(question: str, texts: Sequence[str]) -> list[float]:
    """The one with fewest formulas."""
    return [-len(MATHS.findall(text)) for text in texts]


def words_of_the_question(question: str, texts: Sequence[str]) -> list[float]:
    """The one with most words that are in the question."""
    asked = telling(question)
    return [len(asked & telling(text)) for text in texts]


def other_words(question: str, texts: Sequence[str]) -> list[float]:
    """The one with fewest words that are in the question."""
    return [-count for count in words_of_the_question(question, texts)]


def first_place(question: str, texts: Sequence[str]) -> list[float]:
    """The first, or the order shown."""
    return [-place for place in range(len(texts))]


def second_place(question: str, texts: Sequence[str]) -> list[float]:
    """The second, throughout."""
    return [float(place == 1) for place in range(len(texts))]


def middle_place(question: str, texts: Sequence[str]) -> list[float]:
    """The middle one, or one of the two."""
    return [-abs(place - (len(texts) - 1) / 2) for place in range(len(texts))]


def last_place(question: str, texts: Sequence[str]) -> list[float]:
    """The last, or the order shown backwards."""
    return list(range(len(texts)))


def middle_number(question: str, texts: Sequence[str]) -> list[float] | None:
    """The number in the middle by value, or one of the two."""
    ranks = by_value(texts)
    return ranks and [-abs(rank - (len(texts) - 1) / 2) for rank in ranks]


def largest_number(question: str, texts: Sequence[str]) -> list[float] | None:
    """The largest number."""
    return by_value(texts)


def smallest_number(question: str, texts: Sequence[str]) -> list[float] | None:
    """The smallest number."""
    ranks = by_value(texts)
    return ranks and [-rank for rank in ranks]


def by_value(texts: Sequence[str]) -> list[float] | None:
    """The rank of each text by the numbers in it; None where there is more than numbers."""
    found = [[float(one) for one in NUMBER.findall(text)] for text in texts]
    if not all(found) or any(NO_NUMBER.sub("", NUMBER.sub("", text)) for text in texts):
        return None
    return [float(sum(other < one for other in found)) for one in found]


def says(word: str) -> Clue:
    """Answers with one word throughout, where it is offered."""

    def clue(question: str, texts: Sequence[str]) -> list[float] | None:
        short = [text for text in texts if len(words(text)) <= 4]
        return [float(word in words(text)) for text in texts] if len(short) == len(texts) else None

    clue.__doc__ = f'"{word.capitalize()}" throughout.'
    return clue


CLUES: Mapping[str, Clue] = {
    "longest": longest,
    "shortest": shortest,
    "most-qualified": most_qualified,
    "fewest-absolutes": fewest_absolutes,
    "odd-in-words": odd_in_words,
    "like-the-others": like_the_others,
    "odd-in-form": odd_in_form,
    "most-formulas": most_formulas,
    "fewest-formulas": fewest_formulas,
    "words-of-the-question": words_of_the_question,
    "other-words": other_words,
    "first": first_place,
    "second": second_place,
    "middle": middle_place,
    "last": last_place,
    "middle-number": middle_number,
    "largest-number": largest_number,
    "smallest-number": smallest_number,
    "true": says("true"),
    "false": says("false"),
    "depends": says("depends"),
}
