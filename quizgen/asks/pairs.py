"""Pairs of a numbered item and a letter: what the kinds share that are answered by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from quizgen.ask import Ask, Judgement, KnownWrong, Reading, Value
from quizgen.asks.options import equal_texts, letters
from quizgen.interactions import Field, Interaction, Item, Pair, Pick, ScoredAnswer
from quizgen.reading.names import without_name
from quizgen.reading.text import Unreadable, plain, short

__all__ = ["WrongPair"]

JOINT = r"[\s'\"]*(?:[-=]?>|[-:=.,)→⇒↔])?[\s'\"]*"  # what may stand between a number and its letter
APART = re.compile(r"[\s,;&{}\[\]()'\"|]|and\b", re.IGNORECASE)  # and between pairs
PAIR = re.compile(rf"(?<!\d)(\d+){JOINT}([^\W\d_])(?![^\W\d_])")


@dataclass(frozen=True)
class WrongPair:
    """A pair that a misconception gives: keys of the items, or for `of` their texts, and the learner's feedback."""

    left: str
    right: str
    misconceptions: tuple[str, ...] = ()
    feedback: str = ""


class Keyed(NamedTuple):
    """The two sides of an ask from their texts: the items, the key of each text, and the wrong pairs that can be made."""

    left: tuple[Item, ...]
    right: tuple[Item, ...]
    number: Mapping[str, str]
    letter: Mapping[str, str]
    wrong_pairs: tuple[WrongPair, ...]


def keyed(left: Sequence[str], right: Sequence[str], wrong_pairs: Sequence[WrongPair]) -> Keyed:
    """Texts numbered on the left and lettered on the right, in the order shown. ValueError: more than 26 on the right.

    A wrong pair that is not shown on both sides is left out.
    """
    number = {text: str(place) for place, text in enumerate(left, 1)}
    letter = dict(zip(right, letters(len(right)), strict=True))
    shown = [one for one in wrong_pairs if one.left in number and one.right in letter]
    return Keyed(
        tuple(Item(str(place), text) for place, text in enumerate(left, 1)),
        tuple(Item(key, text) for key, text in zip(letters(len(right)), right, strict=True)),
        number,
        letter,
        tuple(replace(one, left=number[one.left], right=letter[one.right]) for one in shown),
    )


@dataclass(frozen=True)
class Pairs(Ask):
    """Items numbered 1, 2, 3, each of which is given one of the letters A, B, C: right pairs / items.

    A value is a mapping from number to letter, {"1": "B", "2": "A"}; numbers that were not answered are left out.
    """

    left: tuple[Item, ...] = ()
    right: tuple[Item, ...] = ()
    wrong_pairs: tuple[WrongPair, ...] = ()

    counted: ClassVar[str] = "pairs"  # what a sentence counts

    @property
    def accepted_letters(self) -> Mapping[str, tuple[str, ...]]:
        """The letters that are right for each number, the plainest first."""
        raise NotImplementedError

    def interaction(self) -> Interaction:
        rule = f"a letter for each of the numbers 1 to {len(self.left)}, like 1-B, 2-A"
        return Pair(self.left, self.right, rule=rule)

    def read(self, text: str) -> Reading:
        """Pairs like "1-B, 2-A", "1B 2A", "1: B; 2: A" or "1 → B"."""
        offered = {item.key.casefold(): item.key for item in self.right}
        body, found = without_name(plain(text), self.name, self.label), dict[str, str]()
        for pair in PAIR.finditer(body):
            number, letter = pair[1], offered.get(pair[2].casefold(), "")
            if number not in {item.key for item in self.left} or not letter:
                raise Unreadable(f"{short(pair[0])} pairs nothing that is offered: {self._form()}.")
            if found.setdefault(number, letter) != letter:
                raise Unreadable(f"{number} has two letters, {found[number]} and {letter}: {self._form()}.")
        if not found or APART.sub("", PAIR.sub(" ", body)):
            raise Unreadable(f"{short(text)} is not a list of pairs: {self._form()}.")
        return Reading(text, {item.key: found[item.key] for item in self.left if item.key in found})

    def _form(self) -> str:
        offered = [item.key for item in self.right]
        return f"give each of the numbers 1 to {len(self.left)} one letter of {', '.join(offered)}, like 1-B, 2-A"

    def write(self, value: Value) -> str:
        return ", ".join(f"{number}-{letter}" for number, letter in value.items())

    def show(self, value: Value) -> str:
        return self.write(value) if value else "–"

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        given = typed or {}
        open_ones = [number for number in value if given.get(number) not in self.accepted_letters[number]]
        return tuple(f"{number} goes with {value[number]}." for number in open_ones[: max(0, (len(value) - 1) // 2)])

    def key_markup(self, value: Value) -> str:
        texts = {item.key: item.text for item in (*self.left, *self.right)}
        after = {key: " →" if text.endswith((".", "?", "!")) else ":" for key, text in texts.items()}
        return "\n\n".join(f"{one}-{other} · {texts[one]}{after[one]} {texts[other]}" for one, other in value.items())

    def key(self, computed: Value) -> Value:
        return {number: accepted[0] for number, accepted in self.accepted_letters.items()}

    def judge(self, reading: Reading) -> Judgement:
        given, wanted = reading.value, self.accepted_letters
        unanswered = [number for number in wanted if number not in given]
        wrong = {number: letter for number, letter in given.items() if letter not in wanted[number]}
        remarks = self.remarks({number: letter for number, letter in given.items() if number not in wrong})
        if not unanswered and not wrong:
            return Judgement(1.0, " ".join(remarks))
        right = len(wanted) - len(unanswered) - len(wrong)
        sentences = [f"{right} of {len(wanted)} {self.counted} {'is' if right == 1 else 'are'} right."]
        if wrong:
            sentences.append(f"Not right: {self.write(wrong)}.")
        if unanswered:
            sentences.append(f"Without a letter: {', '.join(unanswered)}.")
        known = [one for one in self.wrong_pairs if wrong.get(one.left) == one.right]
        sentences += dict.fromkeys(self.explained(one) for one in known if one.feedback)
        ids = dict.fromkeys(name for one in known for name in one.misconceptions)
        return Judgement(right / len(wanted), " ".join([*sentences, *remarks]), tuple(ids))

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        said = {(one.left, one.right): one for one in self.wrong_pairs}
        return tuple(
            Field(
                item.key,
                Pick(self.right, shuffled=False),
                1 / len(self.left),
                tuple(ScoredAnswer(letter, 1.0) for letter in self.accepted_letters[item.key])
                + tuple(
                    ScoredAnswer(letter, 0.0, self.explained(one) if one.feedback else "", one.misconceptions)
                    for letter in (other.key for other in self.right)
                    if letter not in self.accepted_letters[item.key]
                    for one in [said.get((item.key, letter), WrongPair(item.key, letter))]
                ),
                label=item.text,
            )
            for item in self.left
        )

    def explained(self, one: WrongPair) -> str:
        """What to say of a known wrong pair."""
        return one.feedback

    def remarks(self, right: Mapping[str, str]) -> list[str]:
        """What to say of pairs that are right."""
        return []

    def faults(self) -> Iterator[str]:
        for side in (self.left, self.right):
            yield from equal_texts(self.name, side)
        if len(self.left) < 2 or len(self.right) < 2:
            yield f"{self.name} has {len(self.left)} items to match with {len(self.right)}; two of each are the fewest"
        for one in self.wrong_pairs:
            if one.right in self.accepted_letters.get(one.left, ()):
                yield f"{self.name} calls {one.left}-{one.right} wrong, which is right"
