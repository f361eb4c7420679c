"""A gap in a text: what belongs into it, in which forms, and which wrong entries show a misconception."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from quizgen.ask import Ask, KnownWrong, Value
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.shape import HALF, SPELLINGS, Shape
from quizgen.asks.symbolic import expression
from quizgen.asks.values import number
from quizgen.errors import did_you_mean
from quizgen.interactions import Entry, Field, Item, Loss, Pick, ScoredAnswer
from quizgen.reading.names import letters_of
from quizgen.reading.text import Unreadable, plain

__all__ = ["Gap", "WrongEntry"]

WIDTHS = {"word": 16, "shape": 12, "formula": 20, "number": 10}  # by sort alone: the width must not tell the entry
ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S\S)", re.IGNORECASE)
QUOTES = "\"'“”„‘’«»`"
LONG = 6  # letters of a word from which one wrong letter is taken for a slip of the keyboard


@dataclass(frozen=True)
class WrongEntry:
    """An entry that a misconception gives, as it is typed, and what the learner reads of it."""

    text: str
    misconceptions: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class Entered:
    """What is to be said of one entry: its share, why, and the wrong entries that it equals."""

    share: float
    remark: str = ""
    known: tuple[WrongEntry, ...] = ()


@dataclass(frozen=True)
class Gap:
    """One place to fill. `accepts` are the right entries; the first of them is shown as the answer.

    `sort` is "word" (words and symbols, compared without case, spaces, hyphens and LaTeX), "shape", "formula" (in
    `variables`, judged on their numbers) or "number" (exact, or with `decimals` to two units of the last). With `words` it
    is chosen from a list. `computed` counts the numbers that `solve` gives for it: 2 for a matrix's shape, 1 for a number,
    one for each assignment of a formula's variables; `accepts` and `wrong` then follow from it. ValueError: no such sort.
    """

    accepts: tuple[str, ...] = ()
    wrong: tuple[WrongEntry, ...] = ()
    sort: str = "word"
    words: tuple[str, ...] = ()
    weight: float = 1.0
    note: str = ""  # the convention, for a learner who answers the transpose of a shape
    decimals: int = 0
    variables: Mapping[str, list[float]] = field(default_factory=dict)
    computed: int = 0
    room: int = 0  # characters to write on; 0: as usual for its sort
    key: str = ""  # given by Fill.of

    def __post_init__(self) -> None:
        if self.sort not in WIDTHS:
            raise ValueError(
                f"{self.sort!r} is no sort of gap.{did_you_mean(self.sort, WIDTHS)} They are {', '.join(WIDTHS)}."
            )

    @property
    def width(self) -> int:
        """Characters to write on."""
        return self.room or WIDTHS[self.sort]

    @property
    def told(self) -> str:
        """What the text around must not say: the word itself, where it is long and not chosen from a list; else ""."""
        word = self.accepts[0] if self.accepts and self.sort == "word" and not self.words else ""
        return word if len(word) >= LONG else ""

    @property
    def wanted(self) -> str:
        """What belongs here, in words, for the rule of the text."""
        return {
            "word": "a word or symbol",
            "shape": "a shape like 3 x 2",
            "formula": "a formula",
            "number": "a number",
        }[self.sort]

    @cached_property
    def ask(self) -> Ask:
        """The kind of ask that reads and compares an entry which is no word."""
        if self.sort == "shape":
            return Shape(self.key, note=self.note)
        if self.sort == "formula":
            return Formula(self.key, variables=self.variables)
        return Numbers(self.key, decimals=self.decimals, tolerance=2 if self.decimals else 0)

    def written(self, values: Sequence[float]) -> str | None:
        """What `solve` computed for this gap as it is typed; None: it cannot be written."""
        if self.sort == "formula":
            return expression(values, self.variables)
        rounded = self.decimals if self.sort == "number" and self.decimals else None
        return " x ".join(number(value, rounded) for value in values)

    def judged(self, typed: str, taken: Collection[str]) -> Entered:
        """An entry judged. `taken` are words, as folded() gives them, that no misspelling is taken for."""
        return self._word(typed, taken) if self.sort == "word" else self._value(typed)

    def _word(self, typed: str, taken: Collection[str]) -> Entered:
        for form in (spelt, folded):  # h_T and h_t are two symbols where the author gives both
            if form(typed) in map(form, self.accepts):
                return Entered(1.0)
            if known := tuple(one for one in self.wrong if form(one.text) == form(typed)):
                return Entered(0.0, known=known)
        if not self.words and folded(typed) not in taken:
            for right in self.accepts:
                if is_slip_of(folded(typed), folded(right)):
                    return Entered(1.0, f"Gap {self.key} is read as {bare(right)}.")
        return Entered(0.0)

    def _value(self, typed: str) -> Entered:
        try:
            value = self.ask.read(typed).value
        except Unreadable as trouble:
            return Entered(0.0, f"Gap {self.key}: {trouble}")
        if any(self._same(value, one) for one in self.accepts):
            return Entered(1.0)
        turned = (self.ask.layout(value, self._read(one), self.ask.allowed[0]) for one in self.accepts)
        layout = next(filter(None, turned), "")
        known = tuple(one for one in self.wrong if self._same(value, one.text))
        return Entered(HALF if layout else 0.0, f"Gap {self.key}: {layout} Half the points." if layout else "", known)

    def _read(self, text: str) -> Value:
        return self.ask.read(text).value

    def _same(self, value: Value, wanted: str) -> bool:
        return bool((self.ask.distance(value, self._read(wanted)) <= self.ask.allowed[0]).all())

    def losses(self) -> tuple[Loss, ...]:
        """What its field cannot say."""
        return () if self.words else (SPELLINGS,) if self.sort == "word" else self.ask.losses()

    def scored(self, weight: float) -> Field:
        """The gap as a platform scores it; one for a formula is read by a person."""
        if self.sort == "formula":
            return Field(self.key, Entry(width=self.width, sort="formula"), weight)
        if self.sort == "word" or self.words:
            known = [ScoredAnswer(text, 1.0) for text in self.accepts]
            known += [ScoredAnswer(one.text, 0.0, one.feedback, one.misconceptions) for one in self.wrong]
            offered = Pick(tuple(Item(word, word) for word in self.words)) if self.words else None
            return Field(self.key, offered or Entry(width=self.width, sort="text"), weight, tuple(known))
        known_wrong = [KnownWrong(self._read(one.text), 0.0, one.feedback, one.misconceptions) for one in self.wrong]
        return replace(self.ask.fields(self._read(self.accepts[0]), known_wrong)[0], key=self.key, weight=weight)

    def faults(self) -> Iterator[str]:
        """What is wrong with the gap as its author made it."""
        if not self.accepts:
            yield f"gap {self.key} accepts nothing"
        for one in self.accepts:
            if self.judged(one, ()).share != 1 or (self.sort == "word" and not folded(one)):
                yield f"gap {self.key} does not accept {one!r}, which is right"
        for wrong in self.wrong:
            if self.judged(wrong.text, ()).share == 1:
                yield f"gap {self.key} calls {wrong.text!r} wrong, which is right"
        if self.words and not {*self.accepts[:1], *(one.text for one in self.wrong)} <= set(self.words):
            yield f"gap {self.key} offers {self.words}, among which an entry that it knows is missing"
        if len(self.words) == 1 or len(set(map(folded, self.words))) < len(self.words):
            yield f"gap {self.key} offers {self.words}: that is no choice"


def bare(text: str) -> str:
    """A word without the quotes and dollars around it."""
    return plain(text).strip(QUOTES + "$ .,;:")


def spelt(text: str) -> str:
    """A word or symbol for comparison: letters and digits alone, without an article; h_{t+1} and h_{t-1} stay two."""
    return letters_of(ARTICLE.sub("", bare(text), count=1).replace("+", " plus "))


def folded(text: str) -> str:
    """The same without case."""
    return spelt(text).casefold()


def is_slip_of(typed: str, word: str) -> bool:
    """Whether `typed` is a long word with one letter wrong, missing or too many, or two neighbours exchanged."""
    if len(word) < LONG or not word.isalpha() or abs(len(typed) - len(word)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), None)
    if start is None:
        return True
    here, there = typed[start:], word[start:]
    exchanged = here[:2] == there[1::-1] and here[2:] == there[2:]
    return exchanged or here[1:] == there[1:] or here[1:] == there or here == there[1:]
