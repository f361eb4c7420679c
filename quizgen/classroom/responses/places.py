"""Where a platform asks what of a question: in one question of its own or in several, at numbered places or in one field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.classroom.responses.records import Dialect
from quizgen.classroom.responses.segments import NoMatch
from quizgen.interactions import Arrange, Field, Interaction, Pair, Parts, Place, Upload
from quizgen.model import ScoredAsk, ScoredQuestion


@dataclass(frozen=True)
class Asked:
    """An ask, or those fields of it that are asked together; `interaction` says how."""

    scored: ScoredAsk
    fields: tuple[Field, ...]
    interaction: Interaction


@dataclass(frozen=True)
class Slot:
    """A place of a question: the field that is answered there; of an order one of its positions, from 1."""

    ask: str
    field: Field
    layout: Interaction
    position: int = 0


def asked_in(question: ScoredQuestion, part: str, dialect: Dialect) -> tuple[Asked, ...]:
    """What is asked under a part of a question, as Cells names it; () if there is no such part, or files alone are asked for."""
    on_sheet = [one for one in question.asks if one.ask.on_sheet]
    if " of " in part:
        number, count = map(int, part.split(" of "))
        parts = parts_in_gift(question)
        return tuple(one for one in parts[number - 1 : number] if len(parts) == count and one.scored.ask.on_sheet)
    if dialect.keyed:
        found = pieces_of(question)
        place = int(part or 1)
        asks = found[place - 1] if place <= len(found) else ()
        return tuple(whole(one) for one in in_order_of_text(asks, question.variant.text) if one.ask.on_sheet)
    if not part:
        return tuple(map(whole, on_sheet))
    return tuple(one for scored in on_sheet for one in under_name(scored, part))


def pieces_of(question: ScoredQuestion) -> list[tuple[ScoredAsk, ...]]:
    """The questions that Moodle is given for one: of what it scores, of each order, and of what a person reads."""
    scored = tuple(one for one in question.asks if not one.by_person and not is_order(one))
    orders = [(one,) for one in question.asks if is_order(one)]
    read = tuple(one for one in question.asks if one.by_person)
    return [*([scored] if scored else []), *orders, *([read] if read else [])]


def parts_in_gift(question: ScoredQuestion) -> list[Asked]:
    """The questions that GIFT has for one: of what a person reads, of pairs, of each field of anything else."""
    found: list[Asked] = []
    for one in question.asks:
        pairs = isinstance(one.ask.interaction(), Pair | Place) and all(map(has_one_answer, one.fields))
        if one.by_person or pairs:
            found.append(whole(one))
        else:
            found += [Asked(one, (field,), field.interaction) for field in one.fields]
    return found


def has_one_answer(field: Field) -> bool:
    """Whether one item is right and all others earn nothing."""
    return len(field.right) == 1 and all(answer.share in (0, 1) for answer in field.answers)


def in_order_of_text(asks: Sequence[ScoredAsk], text: str) -> list[ScoredAsk]:
    """Asks as their places follow each other in the text of a question; those without a place there come last."""
    at = {one.ask.name: text.find(f"[[{one.ask.name}]]") for one in asks}
    return sorted(asks, key=lambda one: (at[one.ask.name] < 0, at[one.ask.name]))


def is_order(one: ScoredAsk) -> bool:
    """Whether the answer is one list of items in order."""
    return not one.by_person and len(one.fields) == 1 and isinstance(one.fields[0].interaction, Arrange)


def whole(one: ScoredAsk) -> Asked:
    """All of an ask."""
    return Asked(one, one.fields, one.ask.interaction())


def under_name(one: ScoredAsk, name: str) -> Iterator[Asked]:
    """What Canvas asks under a name: "h_1" the ask, "slip.line" one of its parts."""
    if name == one.ask.name:
        yield whole(one)
    interaction = one.ask.interaction()
    for part in interaction.parts if isinstance(interaction, Parts) else ():
        if name == f"{one.ask.name}.{part.key}":
            fields = tuple(field for field in one.fields if field.key.partition(".")[0] == part.key)
            yield Asked(one, fields, part.interaction)


def slots_of(one: Asked) -> Iterator[Slot]:
    """The places of an ask in a question of several."""
    for field in one.fields:
        if isinstance(field.interaction, Arrange):
            for position in range(1, len(field.interaction.items) + 1):
                yield Slot(one.scored.ask.name, field, one.interaction, position)
        elif not isinstance(field.interaction, Upload):
            yield Slot(one.scored.ask.name, field, one.interaction)


# ---------------------------------------------------------------- "part 1: ...; part 2: ..."

FIRST = re.compile(r"\s*(?P<before>[^\d;]{0,40}[^\W\d_][^\d;]{0,3})1\s*(?P<after>[::])", re.DOTALL)


def is_numbered(cell: str) -> bool:
    """Whether a cell begins like the places of a question of several."""
    return FIRST.match(cell) is not None


def numbered_parts(cell: str, count: int) -> list[str]:
    """What stands at each of the places "part 1: ...; part 2: ...", in whatever language. NoMatch: it cannot be told."""
    found = FIRST.match(cell)
    if found is None:
        raise NoMatch("is not divided into numbered parts, as an answer to this question would be")
    before, after = found["before"].strip(), found["after"]

    def mark(place: int) -> re.Pattern[str]:
        return re.compile(rf";\s*{re.escape(before)}\s*{place}\s*{re.escape(after)}")

    starts, ends = [found.start()], [found.end()]
    for place in range(2, count + 1):
        places = list(mark(place).finditer(cell, ends[-1]))
        if len(places) != 1:
            times = "no" if not places else "more than one"
            raise NoMatch(f"has {times} part {place}, and the question has {count}")
        starts.append(places[0].start())
        ends.append(places[0].end())
    if mark(count + 1).search(cell, ends[-1]):
        raise NoMatch(f"has more parts than the {count} of the question")
    return [cell[end:stop].strip() for end, stop in zip(ends, [*starts[1:], len(cell)], strict=True)]
