"""The text of a question of Canvas: what belongs at each blank, and the [names] by which Canvas finds these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from quizgen.interactions import Arrange, Entry, Gaps, Item, Pair, Part, Parts, Pick, Place, Upload
from quizgen.interactions import Field as ScoredField
from quizgen.markup.parse import parse
from quizgen.markup.pictures import read_picture
from quizgen.media.canvas_markup import Pictures, comment, equation
from quizgen.media.canvas_numbers import decimals_of
from quizgen.media.canvas_order import is_only_order
from quizgen.media.canvas_questions import CanvasQuestion, Unit, canvas_questions, is_plain
from quizgen.media.platform_html import escaped, html
from quizgen.model import ScoredAsk, ScoredQuestion

UNNAMED = re.compile(r"[^A-Za-z0-9_-]+")
GAP = "____"
ASKED = "<strong>?</strong>"


@dataclass(frozen=True)
class Text:
    """The text of a question of Canvas as HTML, the names of its blanks by ask and field, and the pictures in it."""

    asked: CanvasQuestion
    html: str
    names: Mapping[str, str]
    pictures: Pictures


class This:
    """A question, told from others by being this very one: questions are not changed, and cannot be hashed."""

    def __init__(self, question: ScoredQuestion) -> None:
        self.question = question

    def __hash__(self) -> int:
        return id(self.question)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, This) and self.question is other.question


def texts(question: ScoredQuestion) -> tuple[Text, ...]:
    """The questions of Canvas that a question becomes, with their texts; those of the last one are kept, for losses and item."""
    return texts_of(This(question))


@lru_cache(1)
def texts_of(this: This) -> tuple[Text, ...]:
    """The same."""
    found = []
    for asked in canvas_questions(this.question):
        pictures = Pictures()
        found.append(Text(asked, *question_html(this.question, asked, pictures), pictures))
    return tuple(found)


def question_html(question: ScoredQuestion, asked: CanvasQuestion, pictures: Pictures) -> tuple[str, dict[str, str]]:
    """The text of a question of Canvas, and of a question with blanks the names of these by ask and field.

    A name is replaced where it first stands in brackets, so none is taken that the text has in brackets itself.
    """
    for more in range(1, 100):
        names = blank_names(asked, more) if asked.has_blanks else {}
        text = written(question, asked, pictures, names)
        if all(text.count(f"[{name}]") == 1 for name in names.values()):
            return text, names
    raise ValueError(f"{question.id} has no text in which a blank can be named")


def blank_names(asked: CanvasQuestion, more: int) -> dict[str, str]:
    """A name for each blank: "h_1-2" for the second of h_1; `more`: the same with another ending."""
    found: dict[str, str] = {}
    for unit in asked.units:
        word = UNNAMED.sub("", unit.name.replace(".", "-")) or "blank"
        for number, one in enumerate(unit.fields, 1):
            name = word if len(unit.fields) == 1 else f"{word}-{number}"
            name = name if name not in found.values() else f"{name}-{len(found) + 1}"
            found[place(unit, one)] = name if more == 1 else f"{name}-n{more}"
    return found


def place(unit: Unit, one: ScoredField) -> str:
    """What a field is found by in a question."""
    return f"{unit.name}\n{one.key}"


def written(question: ScoredQuestion, asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> str:
    """The text with what belongs at each blank, and the number by which a table of responses is matched."""
    variant = question.variant
    by_name = {one.ask.name: one for one in question.asks}
    here = {unit.asked.ask.name: unit for unit in asked.units}
    writer = BlankWriter(asked, pictures, names, labelled=len(question.asks) > 1)

    def blanks(name: str, tight: bool) -> str:
        return writer.unit(here[name], tight) if name in here else elsewhere(by_name[name], tight)

    text = html(parse(variant.text), equation, blanks, pictures)
    first = asked.units[0]
    is_told = not asked.part or (first.part and first.part.label)  # the label of a part stands where it is answered
    asked_here = "" if is_told else f"<p><strong>Asked here:</strong> {comment(first.asked.ask.mention)}</p>\n"
    part = f" {asked.part}" if asked.part else ""
    below = "".join(f"{line}\n" for line in writer.below)
    return f"{text}\n{below}{asked_here}{form(asked)}<p><small>[{escaped(question.id)}]{escaped(part)}</small></p>"


def form(asked: CanvasQuestion) -> str:
    """How numbers have to be written where they are compared as text."""
    if asked.type != "fill_in_multiple_blanks_question":
        return ""
    texts = [one.answers[0].text for _, one in asked.fields if one.answers[0].value is not None]
    decimals = max((decimals_of(text) for text in texts), default=0)
    if not decimals:
        return ""
    return f"<p><em>Write numbers with a point and as many decimals as asked, like {0.5:.{decimals}f}.</em></p>\n"


def elsewhere(asked: ScoredAsk, tight: bool) -> str:
    """What stands where another question of Canvas asks."""
    return GAP if tight else f"<p><em>{comment(asked.ask.mention)}: asked in a question of its own.</em></p>"


@dataclass(frozen=True)
class BlankWriter:
    """Writes what stands in the text of a question where it is answered: blanks, what there is to choose from, labels."""

    asked: CanvasQuestion
    pictures: Pictures
    names: Mapping[str, str]
    labelled: bool  # whether the question has other asks, from which this one has to be told
    below: list[str] = field(default_factory=list)  # what has no room in a line or a table

    def unit(self, unit: Unit, tight: bool) -> str:
        """What stands at the blank of a unit."""
        if not tight:
            return "\n".join(self.lines(unit))
        if isinstance(unit.layout, Entry | Pick):
            return ", ".join(filter(None, (self.blank(unit, one) for one in unit.fields))) or ASKED
        self.below.extend(self.lines(unit))
        return ASKED

    def blank(self, unit: Unit, one: ScoredField) -> str:
        """The name of a blank in brackets; "" where the answer is given below the text."""
        return f"[{self.names[place(unit, one)]}]" if self.asked.has_blanks else ""

    def lines(self, unit: Unit) -> Iterator[str]:
        """What stands on lines of its own."""
        if unit.part:
            yield f"<p><strong>{self.pictures.item(unit.part.label)}</strong></p>" if unit.part.label else ""
        layout = unit.layout
        fields = {one.key: one for one in unit.fields}
        if isinstance(layout, Entry):
            yield self.grid(unit, layout)
        elif isinstance(layout, Gaps):
            yield self.gaps(unit, layout, fields)
        elif isinstance(layout, Parts):
            for part in layout.parts:
                yield from self.part(unit, part, fields)
        elif self.labelled and not unit.part:
            yield f"<p><strong>{equation(unit.asked.ask.tex)}</strong></p>"
        if isinstance(layout, Place):
            drawn = read_picture(layout.picture)
            yield self.pictures.shown(drawn, layout.description or drawn.words)
        if isinstance(layout, Arrange):
            yield f"<p>{self.order(unit, layout)}</p>"
        if isinstance(layout, Pair | Place):
            yield self.letters(layout.right if isinstance(layout, Pair) else layout.labels)
        if isinstance(layout, Upload):
            yield f"<p><em>Hand in the file <code>{escaped(layout.file)}</code>.</em></p>"
        elif unit.by_person and not isinstance(layout, Parts) and layout.rule:
            yield f"<p><em>{escaped(layout.rule.partition(';')[0])}</em></p>"  # the rest is about a typed line

    def order(self, unit: Unit, layout: Arrange) -> str:
        """What is asked of items to bring into their order; where several orders are right, of which one."""
        several = not is_only_order([item.key for item in layout.items], unit.fields[0].before)
        which = (
            " Where the text allows several orders, give the one in which, at each place, the letter stands that comes"
            " first in the alphabet among those that may stand there."
        )
        return f"Match each letter with its place in the order, 1 being the first.{which if several else ''}"

    def grid(self, unit: Unit, layout: Entry) -> str:
        """The blanks of numbers in rows and columns after their label; without blanks the label alone."""
        label = "" if unit.part else f"{equation(unit.asked.ask.tex)} = "
        if not self.asked.has_blanks:
            return f"<p>{label}{GAP}</p>" if label else ""
        blanks = [self.blank(unit, one) for one in unit.fields]
        if layout.rows == 1 or len(blanks) < layout.rows * layout.columns:
            return f"<p>{label}{', '.join(blanks)}</p>"
        rows = (blanks[at : at + layout.columns] for at in range(0, len(blanks), layout.columns))
        inside = "".join(f"<tr>{''.join(f'<td>{blank}</td>' for blank in row)}</tr>" for row in rows)
        return f"<p>{label}</p><table><tbody>{inside}</tbody></table>"

    def gaps(self, unit: Unit, layout: Gaps, fields: Mapping[str, ScoredField]) -> str:
        """A text with its gaps; the words to choose from below it where they have to be typed."""

        def blanks(key: str, tight: bool) -> str:
            return (key in fields and self.blank(unit, fields[key])) or f"{GAP} ({escaped(key)})"

        text = html(parse(layout.text), equation, blanks, self.pictures)
        if self.asked.type == "multiple_dropdowns_question":
            return text
        offered = [f"{gap.key}: {', '.join(gap.words)}" for gap in layout.gaps if gap.words]
        return text + "".join(f"<p>{escaped(one)}</p>" for one in offered)

    def part(self, unit: Unit, part: Part, fields: Mapping[str, ScoredField]) -> Iterator[str]:
        """A part of an answer: what is asked, its blank, and the items that its letters mean."""
        blank = self.blank(unit, fields[part.key]) if part.key in fields else ""
        yield f"<p>{self.pictures.item(part.label)} {blank}</p>"
        if isinstance(part.interaction, Pick):
            yield self.letters(part.interaction.items)

    def letters(self, items: Sequence[Item]) -> str:
        """The items below the text where a menu shows only their letters."""
        if all(is_plain(item.text) for item in items) and not self.asked.units[0].by_person:
            return ""
        return "".join(f"<p><strong>{escaped(one.key)}</strong> {self.pictures.item(one.text)}</p>" for one in items)
