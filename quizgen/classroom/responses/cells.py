"""The cells of a question as the answers that its student would have typed into a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from quizgen.ask import Ask
from quizgen.classroom.exam.blanks import answer_text
from quizgen.classroom.responses.offered import ladder, pair_ladder
from quizgen.classroom.responses.places import Asked, Slot, asked_in, is_numbered, numbered_parts, slots_of
from quizgen.classroom.responses.plain_text import AsHtml, plain
from quizgen.classroom.responses.records import Cells, Dialect
from quizgen.classroom.responses.segments import Matcher, NoMatch, pieces, unescaped
from quizgen.interactions import Arrange, Entry, Field, Gaps, Interaction, Item, Pair, Pick, Place, Write
from quizgen.model import ScoredAsk, ScoredQuestion
from quizgen.reading import read_value

EMPTY = ("", "-", "–")
NOT_READ = "? "  # in front of what was matched with nothing, so that no reader takes it for a letter
DECIMAL_COMMA = re.compile(r"\s*[+\-−–]?\d*,\d+(?:[eE][+\-−–]?\d+)?\s*")
POSITION = re.compile(r"\D*(\d{1,2})\D*")
LONGEST = 60  # characters of a cell in a sentence

Values = dict[
    tuple[str, str], str
]  # ask and key of the field -> what was answered there, keys of items for their texts


@dataclass(frozen=True)
class ReadCells:
    """What cells say: ask -> answer as it is typed in a sheet ("" where nothing was answered), doubts about it, and the asks,
    or parts of one, for which there is no cell."""

    typed: Mapping[str, str]
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def is_empty(cell: str) -> bool:
    """Whether nothing was answered."""
    return plain(cell) in EMPTY


def short(text: str) -> str:
    """A cell as a sentence quotes it."""
    line = plain(text)
    return repr(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")


class QuestionReader:
    """Reads the cells of one question. `as_html`: the HTML that platforms were given for the markup of an item."""

    def __init__(self, question: ScoredQuestion, dialect: Dialect, as_html: AsHtml) -> None:
        self.question, self.dialect, self.as_html = question, dialect, as_html
        self._matchers: dict[tuple[Item, ...], Matcher[str]] = {}
        self._pairs: dict[str, Matcher[tuple[str, str]]] = {}
        self._doubts: list[str] = []

    @cached_property
    def on_sheet(self) -> tuple[ScoredAsk, ...]:
        """The asks that are answered in a sheet."""
        return tuple(one for one in self.question.asks if one.ask.on_sheet)

    def read(self, cells: Cells) -> ReadCells:
        """The answers in the cells of the question."""
        self._doubts = []
        values: Values = {}
        unread: dict[str, str] = {}
        there: set[tuple[str, str]] = set()
        for part, cell in cells.items():
            asked = asked_in(self.question, part, self.dialect)
            there |= {(one.scored.ask.name, field.key) for one in asked for field in one.fields}
            if is_empty(cell) or not asked:
                continue
            try:
                values |= self.values(asked, cell)
            except NoMatch as error:
                self._doubts.append(f"{short(cell)} {error}")
                unread |= {one.scored.ask.name: plain(cell) for one in asked}
        typed = {}
        for one in self.on_sheet:
            name = one.ask.name
            found = {key: value for (ask, key), value in values.items() if ask == name}
            typed[name] = not_read(one.ask, unread[name]) if name in unread else typed_answer(one, found)
        return ReadCells(typed, tuple(self._doubts), tuple(self.missing(there)))

    def missing(self, there: Set[tuple[str, str]]) -> Iterator[str]:
        """The asks, or in words the parts of an ask, for which there is no cell; `there`: ask and key of the fields that have."""
        for one in self.on_sheet:
            name, count = one.ask.name, sum((one.ask.name, field.key) not in there for field in one.fields)
            if count:
                yield name if count == len(one.fields) else f"{count} of the {len(one.fields)} answers of {name}"

    def values(self, asked: Sequence[Asked], cell: str) -> Values:
        """What was answered to some asks. NoMatch: the cell belongs to another question."""
        if all(isinstance(one.fields[0].interaction, Write) for one in asked):  # a person reads it, for each of them
            return {(one.scored.ask.name, one.fields[0].key): cell.strip() for one in asked}
        slots = [slot for one in asked for slot in slots_of(one)]
        alone = asked[0] if len(asked) == 1 else None
        if self.dialect.keyed and is_numbered(cell):
            try:
                return self.in_slots(slots, numbered_parts(cell, len(slots)))
            except NoMatch:
                if alone is None:
                    raise
        if alone and (found := self.in_one(alone, cell)) is not None:
            return found
        if self.dialect.keyed:
            raise NoMatch("is not divided into numbered parts, as an answer to this question would be")
        parts = [plain(piece) for piece in pieces(cell, self.dialect)]
        if len(parts) != len(slots):
            raise NoMatch(f"has {len(parts)} answers, and the question asks for {len(slots)}")
        return self.in_slots(slots, parts)

    def in_one(self, one: Asked, cell: str) -> Values | None:
        """The answer to an ask for which platforms have a type of question; None: they have a place for each field."""
        name, interaction = one.scored.ask.name, one.interaction
        match interaction:
            case Pair(left=left, right=right):
                return self.paired(name, left, right, cell)
            case Place(spots=spots, labels=labels):
                return self.paired(name, [Item(spot.key, spot.key) for spot in spots], labels, cell)
            case Arrange():
                return {(name, one.fields[0].key): ", ".join(self.order(one.fields[0], cell))}
        if len(one.fields) > 1:
            return None
        said = unescaped(cell) if self.dialect.escaped and isinstance(interaction, Gaps) else cell
        return {(name, one.fields[0].key): self.value(one.fields[0], interaction, said)}

    def in_slots(self, slots: Sequence[Slot], parts: Sequence[str]) -> Values:
        """What was answered at each slot; the positions of an order together."""
        found: Values = {}
        orders: dict[tuple[str, str], list[str]] = {}
        fields = {}
        for slot, part in zip(slots, parts, strict=True):
            place = slot.ask, slot.field.key
            fields[place] = slot.field
            if slot.position:
                orders.setdefault(place, []).append(part)
            else:
                found[place] = self.value(slot.field, slot.layout, part)
        return found | {place: self.order_by_slots(fields[place], given) for place, given in orders.items()}

    # ------------------------------------------------------------ single answers

    def value(self, field: Field, layout: Interaction, said: str) -> str:
        """What was answered in a field, as it is typed: keys of items for their texts."""
        if is_empty(said):
            return ""
        interaction = field.interaction
        if isinstance(interaction, Pick):
            return self.picked(interaction, layout, said)
        if isinstance(interaction, Entry) and "number" in interaction.sort and DECIMAL_COMMA.fullmatch(said):
            return said.replace(",", ".").strip()
        return plain(said)

    def picked(self, pick: Pick, layout: Interaction, said: str) -> str:
        """The keys of the items chosen; what matches none of them is left for a person, but in a text whose gaps are typed."""
        matcher = self.matcher(pick.items)
        try:
            return ", ".join(matcher.listed(said)) if pick.several else matcher.one(said)
        except NoMatch as error:
            if isinstance(layout, Gaps):
                return plain(said)
            self._doubts.append(f"{short(said)} {error}")
            return NOT_READ + plain(said)

    def matcher(self, items: Sequence[Item]) -> Matcher[str]:
        """Finds items by what stands for them in cells."""
        key = tuple(items)
        if key not in self._matchers:
            self._matchers[key] = Matcher(ladder(items, self.as_html), self.dialect)
        return self._matchers[key]

    # ------------------------------------------------------------ pairs and orders

    def paired(self, name: str, left: Sequence[Item], right: Sequence[Item], cell: str) -> Values:
        """What every item on the left was paired with. NoMatch."""
        if name not in self._pairs:
            sides = ladder(left, self.as_html), ladder(right, self.as_html)
            self._pairs[name] = Matcher(pair_ladder(*sides, self.dialect.arrow), self.dialect)
        try:
            found = self._pairs[name].listed(cell)
        except NoMatch:
            if not self.dialect.escaped:
                raise
            found = self.in_order_of_items(left, right, cell)
        if len({one for one, _ in found}) < len(found):
            raise NoMatch("pairs one item twice")
        return {(name, one): other for one, other in found}

    def in_order_of_items(self, left: Sequence[Item], right: Sequence[Item], cell: str) -> tuple[tuple[str, str], ...]:
        """The pairs, where the platform writes one for each item on the left, in their order, and its text may be gone. NoMatch."""
        chosen = [piece.rpartition(self.dialect.arrow) for piece in pieces(cell, self.dialect)]
        if len(chosen) != len(left) or not all(arrow for _, arrow, _ in chosen):
            raise NoMatch(f"has {len(chosen)} pairs, and there are {len(left)} items to pair")
        matcher = self.matcher(right)
        return tuple(
            (item.key, "" if is_empty(said) else matcher.one(said))
            for item, (_, _, said) in zip(left, chosen, strict=True)
        )

    def order(self, field: Field, cell: str) -> tuple[str, ...]:
        """The keys of all items in the order given: a list of them, or pairs of items and positions. NoMatch."""
        assert isinstance(field.interaction, Arrange)
        items = field.interaction.items
        if self.dialect.arrow.strip() not in cell:
            return self.matcher(items).ordered(cell)
        positions = [Item(str(at), str(at)) for at in range(1, len(items) + 1)]
        try:
            pairs = self.paired(f"order {field.key}", items, positions, cell)
        except NoMatch:  # GIFT matches each position with an item
            found = self.paired(f"positions {field.key}", positions, items, cell)
            pairs = {("", item): position for (_, position), item in found.items()}
        if "" in pairs.values() or len({*pairs.values()}) < len(items):
            raise NoMatch("gives no order: a place is missing or taken twice")
        return tuple(key for (_, key), _ in sorted(pairs.items(), key=lambda pair: int(pair[1])))

    def order_by_slots(self, field: Field, given: Sequence[str]) -> str:
        """An order given at a slot for each position, or for each item its position."""
        assert isinstance(field.interaction, Arrange)
        items = field.interaction.items
        if all(map(is_empty, given)):
            return ""
        positions = [int(found[1]) if (found := POSITION.fullmatch(plain(one))) else 0 for one in given]
        if sorted(positions) == list(range(1, len(items) + 1)):
            return ", ".join(key for _, key in sorted(zip(positions, (item.key for item in items), strict=True)))
        try:
            return ", ".join(map(self.matcher(items).one, given))
        except NoMatch as error:
            self._doubts.append(f"{short('; '.join(given))} {error}")
            return NOT_READ + "; ".join(given)


def not_read(ask: Ask, said: str) -> str:
    """What was said, as an answer that cannot be read."""
    return said if read_value(said, ask).trouble else NOT_READ + said


def typed_answer(one: ScoredAsk, found: Mapping[str, str]) -> str:
    """The answer to an ask in one line, from what was answered in its fields."""
    if len(one.fields) == 1:
        return found.get(one.fields[0].key, "")
    return answer_text(one.ask.interaction(), found)
