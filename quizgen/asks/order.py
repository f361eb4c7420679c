"""Order: items to put into an order, of which a partial order is required; every required "a before b" earns its share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Self

from quizgen.ask import Ask, DrawnProblem, Judgement, KnownWrong, NotComplete, Reading, Value
from quizgen.asks.options import equal_texts, letters
from quizgen.asks.values import listed
from quizgen.interactions import Arrange, Field, Item, ScoredAnswer
from quizgen.reading.names import without_name
from quizgen.reading.text import Unreadable, plain, short

__all__ = ["Before", "Order"]

BETWEEN = r"[\s,;.\-=>→⇒()\[\]]+"  # what may be between two letters


@dataclass(frozen=True)
class Before:
    """`first` comes before `second`: keys of the items, or in `Order.of` their texts; and why, as a sentence.

    `misconceptions` are those that see no reason for it.
    """

    first: str
    second: str
    why: str = ""
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order(Ask):
    """Items lettered A, B, C to put into an order: required pairs that hold / required pairs.

    `before` gives required pairs, and all that follows from them is required too: with a before b and b before c also
    a before c, so that the points do not depend on which pairs an author writes out. An author fills it in with `of`, mostly
    in `draw`. A draw whose items are shown in a right order already is refused.
    """

    items: tuple[Item, ...] = ()
    before: tuple[Before, ...] = ()

    kind: ClassVar[str] = "order"
    secret: ClassVar[tuple[str, ...]] = ("items", "before")

    def of(self, items: Sequence[str], before: Sequence[Before]) -> Order:
        """The ask with these texts in the order shown, and pairs that name texts. ValueError: more than 26 items."""
        keys = letters(len(items))
        letter = dict(zip(items, keys, strict=True))
        return replace(
            self,
            items=tuple(Item(key, text) for key, text in zip(keys, items, strict=True)),
            before=tuple(replace(one, first=letter[one.first], second=letter[one.second]) for one in before),
        )

    @cached_property
    def required(self) -> frozenset[tuple[str, str]]:
        """Every pair (first, second) that is given or follows from those given."""
        pairs = {(one.first, one.second) for one in self.before}
        for middle in (item.key for item in self.items):
            pairs |= {(a, d) for a, b in pairs for c, d in pairs if b == c == middle}
        return frozenset(pairs)

    def interaction(self) -> Arrange:
        return Arrange(self.items, rule=f"the letters {', '.join(self._keys())} in their order")

    def _keys(self) -> list[str]:
        return [item.key for item in self.items]

    def read(self, text: str) -> Reading:
        """All letters once: "C, A, B", "CAB", "C > A > B", "C → A → B"."""
        known = {key.casefold(): key for key in self._keys()}
        body = without_name(plain(text), self.name, self.label)
        words = [word for word in re.split(BETWEEN, body) if word]
        if len(words) == 1 and words[0].casefold() not in known:
            words = list(words[0])
        form = f"give each of {', '.join(self._keys())} once, in order, with commas between them"
        if wrong := next((word for word in words if word.casefold() not in known), "" if words else text):
            raise Unreadable(f"{short(wrong)} is none of the letters: {form}.")
        given = [known[word.casefold()] for word in words]
        if twice := [key for key in self._keys() if given.count(key) > 1]:
            raise Unreadable(f"{listed(twice)} {'appears' if len(twice) == 1 else 'appear'} more than once: {form}.")
        if missing := [key for key in self._keys() if key not in given]:
            raise Unreadable(f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} missing: {form}.")
        return Reading(text, given)

    def write(self, value: Value) -> str:
        return ", ".join(value)

    def show(self, value: Value) -> str:
        return ", ".join(value) if value else "–"

    def show_key(self, value: Value) -> str:
        """One right order, and what makes others right where there are any."""
        if all(pair in self.required for pair in pairwise(value)):
            return self.show(value)
        through = {(a, d) for a, b in self.required for c, d in self.required if b == c}
        needed = sorted(self.required - through, key=lambda pair: [value.index(key) for key in pair])
        return f"{self.show(value)}, or any order with {', '.join(f'{a} before {b}' for a, b in needed)}"

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        texts = {item.key: item.text for item in self.items}
        first, last = texts[value[0]], texts[value[-1]]
        steps = [f"“{first}” may come first.", f"“{last}” may come last.", f"“{texts[value[1]]}” may come second."]
        return tuple(steps[: max(0, (len(value) - 1) // 2)])

    def key_markup(self, value: Value) -> str:
        texts = {item.key: item.text for item in self.items}
        return "\n\n".join(f"{key} · {texts[key]}" for key in value)

    def completed(self, drawn: DrawnProblem) -> Ask:
        if any((second, first) in self.required for first, second in self.required):
            raise NotComplete(f"{self.name} requires items before each other, in a circle")
        if self.items and self.key(None) == self._keys():
            raise NotComplete(f"the items of {self.name} are shown in a right order")
        return self

    def as_printed(self, printed: Order) -> Order | None:
        texts = [item.text for item in self.items]
        shown = [item.text for item in printed.items]
        return self._shown(list(map(texts.index, shown))) if sorted(texts) == sorted(shown) else None

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        other = self._shown(order(len(self.items)))
        return self if other.key(None) == other._keys() else other  # none is shown in a right order

    def _shown(self, places: Sequence[int]) -> Self:
        """The ask with its items in the order of their places, under the letters of that order."""
        shown = [self.items[place] for place in places]
        letter = {item.key: new for item, new in zip(shown, letters(len(shown)), strict=True)}
        before = (replace(one, first=letter[one.first], second=letter[one.second]) for one in self.before)
        return replace(self, items=tuple(replace(item, key=letter[item.key]) for item in shown), before=tuple(before))

    def key(self, computed: Value) -> Value:
        """One right order: of the items that may come next always the one that is shown first."""
        left, found = self._keys(), list[str]()
        while left:
            found.append(next(key for key in left if not any((other, key) in self.required for other in left)))
            left.remove(found[-1])
        return found

    def judge(self, reading: Reading) -> Judgement:
        place = {key: at for at, key in enumerate(reading.value)}
        held = sum(place[first] < place[second] for first, second in self.required)
        if held == len(self.required):
            return Judgement(1.0)
        texts = {item.key: item.text for item in self.items}
        violated = [one for one in self.before if place[one.first] > place[one.second]]
        is_or_are = "is" if held == 1 else "are"
        first, sentences = violated[0], [f"{held} of the {len(self.required)} required pairs {is_or_are} in order."]
        if not held:
            sentences = ["This is a right order backwards."]
        sentences.append(
            f"“{texts[first.first]}” comes before “{texts[first.second]}”{f': {first.why}' if first.why else '.'}"
        )
        shared = [name for name in first.misconceptions if all(name in one.misconceptions for one in violated)]
        return Judgement(held / len(self.required), " ".join(sentences), tuple(shared) if held else ())

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        return (
            Field(
                "",
                self.interaction(),
                answers=(ScoredAnswer(self.write(key), 1.0),),
                before=tuple(sorted(self.required)),
            ),
        )

    def faults(self) -> Iterator[str]:
        yield from equal_texts(self.name, self.items)
        if len(self.items) < 2 or not self.before:
            yield f"{self.name} has {len(self.items)} items and {len(self.before)} pairs whose order is required"
