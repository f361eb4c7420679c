"""How long an exam takes: an estimate from what a student reads, works out and writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.generate import variant
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Pair, Parts, Pick, Place, Write
from quizgen.model import Variant

WORDS_A_MINUTE = 120  # read with a pencil in hand
THINKING = (0.5, 1.0, 1.5, 2.0, 3.0)  # minutes before the first answer of a question, by its level from 1 to 5
NUMBER = 1.0  # minutes to work out a number that is rounded
EXACT = 0.5  # and one that is exact, or any other field to fill in
COMPUTED = 2.0  # to work out what is chosen then, where the options are numbers
CHOICE = 0.5  # to choose among options, for each list of them, each item to pair or put in order, and each gap
LINE = 0.5  # to write a line of prose
BLOCK = re.compile(r"```.*?```", re.DOTALL)  # pictures and code
WORD = re.compile(r"[^\W\d_]{2,}")


def minutes_of(question: ExamQuestion) -> float:
    """The minutes that a question takes: reading + thinking + answering, to a quarter.

    Reading takes a minute for 120 words of its text and options. Thinking takes 0.5, 1, 1.5, 2 or 3 minutes by its level.
    Answering takes a minute for each number that is rounded, and half a minute for each other number or field, each list of
    options, each item to pair or to put into order, each gap, and each line of prose; and two minutes where what is chosen
    has to be calculated.
    """
    one = variant(question.exercise, 0)
    answering = sum(answer_minutes(ask.interaction(), ask.rounded_to is not None) for ask in one.asks)
    answering += COMPUTED * sum(ask.computed and isinstance(ask.interaction(), Pick) for ask in one.asks)
    minutes = words(one) / WORDS_A_MINUTE + THINKING[one.level - 1] + answering
    return round(4 * minutes) / 4


def answer_minutes(how: Interaction, rounded: bool) -> float:
    """The minutes that an answer takes; `rounded`: its numbers are."""
    match how:
        case Entry(rows=rows, columns=columns):
            return rows * columns * (NUMBER if rounded else EXACT)
        case Pick(several=True, items=items):
            return CHOICE * len(items) / 2
        case Pair(left=items) | Arrange(items=items) | Place(spots=items) | Gaps(gaps=items):
            return CHOICE * len(items)
        case Write(lines=lines):
            return LINE * lines
        case Parts(parts=parts):
            return sum(answer_minutes(part.interaction, rounded) for part in parts)
    return CHOICE


def words(variant: Variant) -> int:
    """The words that a student reads: of the text, and of what there is to choose from."""
    texts = [variant.text, *(text for ask in variant.asks for text in read(ask.interaction()))]
    return sum(len(WORD.findall(BLOCK.sub("", text))) for text in texts)


def read(how: Interaction) -> Iterator[str]:
    """The texts of an answer's items."""
    match how:
        case Pick(items=items) | Arrange(items=items):
            yield from (item.text for item in items)
        case Pair(left=left, right=right):
            yield from (item.text for item in (*left, *right))
        case Place(labels=labels):
            yield from (item.text for item in labels)
        case Gaps(text=text):
            yield text
        case Parts(parts=parts):
            for part in parts:
                yield part.label
                yield from read(part.interaction)
