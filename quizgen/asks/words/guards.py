"""Answers that no rubric should judge alone: none at all, the question copied, lists, repetition, other languages, code."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from quizgen.asks.words import grammar
from quizgen.asks.words.coverage import content
from quizgen.asks.words.english import FUNCTION, OTHER_LANGUAGES, SMALL, word_set
from quizgen.asks.words.giveaways import gives_orders, is_code, only_not_known
from quizgen.asks.words.normalise import MOST_CHARACTERS, Answer
from quizgen.asks.words.windows import Index

BLANK = "Nothing was answered."
DONT_KNOW = "It says that the answer is not known."
COPIED = "It only repeats the question."
SAYS_LITTLE = word_set("rnn rnns network question answer mean means basically simply recurrent neural")
COUNTS = word_set("one many")  # which a list of the types of networks repeats
FEWEST_REPEATED = 6  # words that say something from which an answer can repeat itself
SHORT = 12  # words of an answer that may be a mere "I don't know"
SYMBOLS = "ₜᵢₖₕₙₓᵧᵀ"
LAST_LATIN, GREEK = "\u024f", ("\u0370", "\u03ff")


def nothing(answer: Answer) -> str:
    """Why an answer is nothing at all; "" if it is more."""
    if not any(letter.isalnum() for letter in answer.typed) and not any(map(is_emoji, answer.typed)):
        return BLANK
    if len(answer.tokens) <= SHORT and only_not_known(answer.typed[:MOST_CHARACTERS]):
        return DONT_KNOW
    return ""


def copied(index: Index, asked: str) -> bool:
    """Whether nearly all words that say something are the question's."""
    places = [
        place for place, one in enumerate(index.answer.tokens) if one.word not in SMALL and one.word not in SAYS_LITTLE
    ]
    of_question = content(asked)
    new = sum(index.stems[place] not in of_question for place in places)
    decides = index.answer.tokens[0].word in ("yes", "no") if index.answer.tokens else False
    return len(places) >= 2 and new <= len(places) // 10 and not decides


def too_long(index: Index) -> str:
    return "It is longer than a machine reads; the rest was not looked at." if index.answer.cut else ""


def orders(index: Index) -> str:
    return "It speaks to whoever grades it." if gives_orders(index.answer.typed[:MOST_CHARACTERS]) else ""


def other_script(index: Index) -> str:
    letters = [letter for letter in index.answer.typed[:MOST_CHARACTERS] if letter.isalpha() and letter not in SYMBOLS]
    foreign = sum(letter > LAST_LATIN and not GREEK[0] <= letter <= GREEK[1] for letter in letters)
    return "It is not in English." if foreign > 4 and foreign > len(letters) / 8 else ""


def other_language(index: Index) -> str:
    words = [token.word for token in index.answer.tokens]
    english = sum(word in FUNCTION for word in words)
    for name, small in OTHER_LANGUAGES.items():
        found = [word for word in words if word in small and word not in FUNCTION]
        if len(set(found)) >= 3 and len(found) > english / 2:
            return f"It seems to be in {name}."
    return ""


def emoji(index: Index) -> str:
    count = sum(map(is_emoji, index.answer.typed[:MOST_CHARACTERS]))
    return "It is written in emoji." if count >= 3 and count * 5 >= len(index.answer.tokens) else ""


def is_emoji(letter: str) -> bool:
    return letter > "\u2190" and unicodedata.category(letter) == "So"


def code(index: Index) -> str:
    return "It is program code, not an explanation." if is_code(index.answer.typed[:MOST_CHARACTERS]) else ""


def repeated(index: Index) -> str:
    stems = [
        name
        for name, token in zip(index.stems, index.answer.tokens, strict=True)
        if token.word not in SMALL and token.word not in COUNTS
    ]
    threes = list(zip(stems, stems[1:], stems[2:], strict=False))
    few = len(set(stems)) < len(stems) * (0.45 if len(stems) < 60 else 0.3) or len(set(threes)) < 0.75 * len(threes)
    return "It repeats itself." if index.answer.again or (few and len(stems) >= FEWEST_REPEATED) else ""


def keyword_list(index: Index) -> str:
    return "It reads like a list of keywords rather than sentences." if grammar.is_list(index.answer) else ""


GUARDS: Sequence[Callable[[Index], str]] = (
    too_long, orders, other_script, other_language, emoji, code, repeated, keyword_list,
)  # fmt: skip


def doubts(index: Index) -> list[str]:
    """Why a person should read the answer, a sentence each."""
    return [sentence for guard in GUARDS if (sentence := guard(index))]
