"""Match: items on the left, each of which belongs to one on the right; every right pair earns its share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from quizgen.ask import Ask, Judgement, Reading, Value
from quizgen.asks.options import equal_texts, letters
from quizgen.interactions import Item, Pair
from quizgen.reading.names import without_name
from quizgen.reading.text import Unreadable, plain, short

__all__ = ["Match", "WrongPair"]

JOINT = r"[\s'\"]*(?:[-=]?>|[-:=.,)→⇒↔])?[\s'\"]*"  # what may stand between a number and its letter
APART = re.compile(r"[\s,;&{}\[\]()'\"|]|and\b", re.IGNORECASE)  # and between pairs
PAIR = re.compile(rf"(?<!\d)(\d+){JOINT}([^\W\d_])(?![^\W\d_])")


@dataclass(frozen=True)
class WrongPair:
    """A pair that a misconception gives: keys of the items, or in `Match.of` their texts, and the learner's feedback."""

    left: str
    right: str
    misconceptions: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class Match(Ask):
    """Items numbered 1, 2, 3, each of which belongs to one of those lettered A, B, C: right pairs / pairs.

    One on the right may serve several on the left, or none. An author fills it in with `of`, mostly in `draw`.
    A value is a mapping from number to letter, {"1": "B", "2": "A"}; numbers that were not answered are left out.
    """

    left: tuple[Item, ...] = ()
    right: tuple[Item, ...] = ()
    pairs: Mapping[str, str] | None = None
    wrong_pairs: tuple[WrongPair, ...] = ()

    kind: ClassVar[str] = "match"
    secret: ClassVar[tuple[str, ...]] = ("left", "right", "pairs", "wrong_pairs")

    def of(
        self,
        left: Sequence[str],
        right: Sequence[str],
        pairs: Mapping[str, str],
        wrong_pairs: Sequence[WrongPair] = (),
    ) -> Match:
        """The ask with these texts in the order shown; `pairs` gives the text on the right for each on the left.

        Wrong pairs name texts too; one that is not shown on both sides is left out. ValueError: more than 26 on the right.
        """
        number = {text: str(place) for place, text in enumerate(left, 1)}
        keys = letters(len(right))
        letter = dict(zip(right, keys, strict=True))
        shown = [one for one in wrong_pairs if one.left in number and one.right in letter]
        return replace(
            self,
            left=tuple(Item(str(place), text) for place, text in enumerate(left, 1)),
            right=tuple(Item(key, text) for key, text in zip(keys, right, strict=True)),
            pairs={number[text]: letter[pairs[text]] for text in left},
            wrong_pairs=tuple(replace(one, left=number[one.left], right=letter[one.right]) for one in shown),
        )

    @property
    def wanted(self) -> Mapping[str, str]:
        """The letter for each number."""
        return self.pairs or {}

    def interaction(self) -> Pair:
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

    def key_markup(self, value: Value) -> str:
        texts = {item.key: item.text for item in (*self.left, *self.right)}
        return "\n\n".join(f"{one}-{other} · {texts[one]}: {texts[other]}" for one, other in value.items())

    def key(self, computed: Value) -> Value:
        return dict(self.wanted)

    def judge(self, reading: Reading) -> Judgement:
        given, wanted = reading.value, self.wanted
        unanswered = [number for number in wanted if number not in given]
        wrong = {number: letter for number, letter in given.items() if letter != wanted[number]}
        if not unanswered and not wrong:
            return Judgement(1.0)
        right = len(wanted) - len(unanswered) - len(wrong)
        sentences = [f"{right} of {len(wanted)} pairs {'is' if right == 1 else 'are'} right."]
        if wrong:
            sentences.append(f"Not right: {self.write(wrong)}.")
        if unanswered:
            sentences.append(f"Without a letter: {', '.join(unanswered)}.")
        known = [one for one in self.wrong_pairs if wrong.get(one.left) == one.right]
        sentences += dict.fromkeys(one.feedback for one in known if one.feedback)
        ids = dict.fromkeys(name for one in known for name in one.misconceptions)
        return Judgement(right / len(wanted), " ".join(sentences), tuple(ids))

    def faults(self) -> Iterator[str]:
        for side in (self.left, self.right):
            yield from equal_texts(self.name, side)
        if len(self.left) < 2 or len(self.right) < 2:
            yield f"{self.name} has {len(self.left)} items to match with {len(self.right)}; two of each are the fewest"
        for one in self.wrong_pairs:
            if self.wanted.get(one.left) == one.right:
                yield f"{self.name} calls {one.left}-{one.right} wrong, which is right"
