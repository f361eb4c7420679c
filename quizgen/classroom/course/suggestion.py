"""What an answer that could not be read may say: the nearest text that can be read, and what it would earn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from quizgen.ask import Ask
from quizgen.classroom.course.waiting import Waiting
from quizgen.grading.carried import Follow
from quizgen.grading.question import judge
from quizgen.grading.sheet import question_judged
from quizgen.interactions import Entry, Interaction, Pair, Parts, Place
from quizgen.model import Mark, Verdict
from quizgen.reading import Unreadable, read_value
from quizgen.reading.parts import read_parts
from quizgen.reading.text import plain

REPAIRS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=[\d.,])[oO]|[oO](?=[\d.,])", "0"),
        (r"(?<=[\d.,])[lI|]|[lI|](?=[\d.,])", "1"),
        (r"([-+])\s*[-+]+", r"\1"),  # a sign twice
        (r"([.,])\s*[.,]+", "."),  # a decimal point twice
        (r"(?<=\d)\.\s+(?=\d)", "."),
        (r"(?<=\d),(?=\d)", "."),
        (r",\s*|\s*[|&]\s*|\s+and\s+", "; "),
        (r"[\[\](){}]", ""),  # a bracket without its other half
        (r"[^\w\s.,;:=+\-*/^()\[\]]", ""),  # stray marks
        (r"(?:(?<=\d)|(?<![\w(]))\s*[A-Za-z]+\b(?!\s*[(=])", ""),  # stray letters, such as a unit
    )
)
MOST_REPAIRS = 3
MOST_READINGS = 6  # of equally near texts so many are judged
MISSING = "–"
LEFT_OUT = re.compile(r"(?<![^\s,;\[(])[-_?](?![^\s,;\])])")  # in plain text: a dash in place of a number
FAR = "987654.000000"  # a number that is not right, in place of one that was left out
MOST_NUMBERS = 6  # of a vector of which some are missing


@dataclass(frozen=True)
class Suggestion:
    """A text that can be read, and the mark it would have. A dash in it is a number that is missing."""

    text: str
    mark: Mark


def suggestion(one: Waiting, follow: Follow) -> Suggestion | None:
    """The nearest readable text of an answer; of equally near ones that which earns most. None: none is near."""
    if not one.unreadable or one.variant is None or one.ask is None:
        return None
    text = plain(one.mark.typed)
    for texts in (*nearer(text), completed(text, one.ask)):
        if readable := distinct(texts, one.ask):
            found = [Suggestion(text.replace(FAR, MISSING), judged(one, text, follow)) for text in readable]
            known = [each for each in found if each.mark.verdict is not Verdict.OUR_FAULT]
            return max(known, key=lambda each: each.mark.points, default=None)
    return None


def nearer(text: str) -> Iterator[list[str]]:
    """The texts after one repair, after two, and so on, each once."""
    seen, last = {text}, [text]
    for _ in range(MOST_REPAIRS):
        repaired = [pattern.sub(by, old).strip() for old in last for pattern, by in REPAIRS]
        last = [new for new in dict.fromkeys(repaired) if new and new not in seen]
        seen.update(last)
        yield last


def completed(text: str, ask: Ask) -> list[str]:
    """The texts without what cannot be read: a wrong number for each that is missing, or the other parts alone."""
    shape = ask.interaction()
    if pieces := separate(text, shape):
        return ["; ".join(piece for piece in pieces if distinct([piece], ask))]
    if not isinstance(shape, Entry) or shape.rows * shape.columns < 2 or "number" not in shape.sort:
        return []
    if LEFT_OUT.search(text):
        return [LEFT_OUT.sub(FAR, text)]
    given = [piece for piece in re.split(r"[;\s]+|,\s+", text.strip("[]() ")) if piece]
    if shape.rows > 1 or not 0 < len(given) < shape.columns <= MOST_NUMBERS:
        return []
    texts = []
    for places in combinations(range(shape.columns), len(given)):
        at = dict(zip(places, given, strict=True))
        texts.append("; ".join(at.get(place, FAR) for place in range(shape.columns)))
    return texts


def separate(text: str, shape: Interaction) -> list[str]:
    """The parts of an answer that can each be read alone; none: it has no parts."""
    if isinstance(shape, Parts):
        try:
            return [f"{key}: {piece}" for key, piece in read_parts(text, [part.key for part in shape.parts]).items()]
        except Unreadable:
            return []
    return re.split(r"\s*[,;]\s*", text) if isinstance(shape, Pair | Place) else []


def distinct(texts: Iterable[str], ask: Ask) -> list[str]:
    """The texts that can be read, of those with the same value the first."""
    found: dict[str, str] = {}
    for text in texts:
        reading = read_value(text, ask)
        if not reading.trouble and not reading.blank:
            found.setdefault(repr(reading.value), text)
    return list(found.values())[:MOST_READINGS]


def judged(one: Waiting, text: str, follow: Follow) -> Mark:
    """The mark that an answer would have if this had been typed, beside the other answers to its question."""
    assert one.variant is not None and one.ask is not None
    typed = {**one.beside, one.ask.name: text}
    marks = question_judged(one.variant, typed, partial(judge, follow=follow))
    mark = next(mark for mark in marks if mark.ask == one.ask.name)
    share = mark.points / mark.max_points if mark.max_points else 0.0
    said = "What is missing earns nothing." if FAR in text else mark.feedback
    return Mark(one.mark.ask, mark.verdict, round(share * one.mark.max_points, 6), one.mark.max_points, said)
