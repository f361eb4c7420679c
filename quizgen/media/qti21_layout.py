"""How each interaction stands in a QTI 2.1 item, and the response variables that it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from quizgen.interactions import (
    Arrange,
    Entry,
    Field,
    Gap,
    Gaps,
    Interaction,
    Item,
    Pair,
    Parts,
    Pick,
    Place,
    Spot,
    Upload,
    Write,
)
from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import Maths, Paragraph, parse
from quizgen.markup.pictures import Picture, read_picture
from quizgen.media.platform_html import escaped, html, html_item
from quizgen.media.qti21_maths import maths
from quizgen.media.qti21_variables import Variable, identifiers, pairs, single
from quizgen.model import ScoredAsk

NUMBERS = {"number", "whole number"}
MASK = r"\s*[+\-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+\-]?[0-9]+)?\s*"  # what QTI reads as a number
SPOT = '<circle cx="{0:g}" cy="{1:g}" r="9" fill="white" stroke="currentColor"/>'
SPOT_KEY = '<text x="{0:g}" y="{1:g}" font-size="12" text-anchor="middle">{2}</text>'
BASELINE = 4  # of the key of a spot, below its middle

Pictures = Callable[[Picture], str]


class Laid(NamedTuple):
    """An interaction as elements of an item. `inline`: they may stand in a line."""

    body: str
    variables: tuple[Variable, ...]
    inline: bool = False


@dataclass(frozen=True)
class Layout:
    """Lays out one ask: its fields by their keys, names for its variables, and what stands for a picture."""

    fields: Mapping[str, Field]
    names: Iterator[str]
    pictures: Pictures

    def field(self, key: str, interaction: Interaction) -> Field:
        """The field of a key; one without answers where the whole answer is read by a person."""
        return self.fields.get(key) or Field(key, interaction)

    def laid(self, interaction: Interaction, key: str, tex: str, tight: bool) -> Laid:
        """An interaction under the key of its part; `tex` names it. `tight`: it stands inside a line or a table."""
        match interaction:
            case Entry():
                return self.entry(interaction, key, tex, tight)
            case Pick():
                return self.pick(interaction, key, tight)
            case Arrange():
                return self.arrange(interaction, key)
            case Pair(left, right):
                return self.pair(left, right, key)
            case Place():
                return self.place(interaction, key)
            case Gaps():
                return self.gaps(interaction, key)
            case Write():
                variable = single(next(self.names), self.field(key, interaction))
                lines = f'expectedLines="{interaction.lines}"'
                return Laid(
                    f'<extendedTextInteraction responseIdentifier="{variable.identifier}" {lines}/>', (variable,)
                )
            case Upload():
                variable = replace(single(next(self.names), self.field(key, interaction)), base_type="file")
                body = f'<uploadInteraction responseIdentifier="{variable.identifier}"><prompt>{{}}</prompt></uploadInteraction>'
                return Laid(body.format(escaped(interaction.file)), (variable,))
            case Parts():
                return self.parts(interaction, key)
        raise TypeError(f"QTI 2.1 has no way to show {interaction!r}")

    def entry(self, interaction: Entry, key: str, tex: str, tight: bool) -> Laid:
        """A field, or fields in a table."""
        places = [(row, column) for row in range(interaction.rows) for column in range(interaction.columns)]
        keys = [joined(key, f"{row + 1}-{column + 1}") for row, column in places] if len(places) > 1 else [key]
        one = replace(interaction, rows=1, columns=1)
        cells = [self.blank(self.field(name, one), interaction.width) for name in keys]
        variables = tuple(variable for _, variable in cells)
        shown = [cell for cell, _ in cells]
        rows = [shown[at : at + interaction.columns] for at in range(0, len(shown), interaction.columns)]
        if tight:
            return Laid("; ".join(", ".join(row) for row in rows), variables, inline=True)
        name = f"{maths(tex)} = " if tex else ""
        if len(cells) == 1:
            return Laid(f"<p>{name}{shown[0]}</p>", variables)
        table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return Laid((f"<p>{name}</p>" if name else "") + f"<table><tbody>{table}</tbody></table>", variables)

    def blank(self, field: Field, width: int) -> tuple[str, Variable]:
        """A field to type into."""
        variable = single(next(self.names), field)
        mask = f' patternMask="{MASK}"' if variable.base_type == "float" else ""
        attributes = f'responseIdentifier="{variable.identifier}" expectedLength="{width}"{mask}'
        return f"<textEntryInteraction {attributes}/>", variable

    def pick(self, interaction: Pick, key: str, tight: bool) -> Laid:
        """Items to choose from; one of several in a line as a list that opens."""
        field = self.field(key, interaction)
        variable = single(next(self.names), replace(field, interaction=interaction))
        if tight and not interaction.several:
            return Laid(inline_choice(variable, interaction.items), (variable,), inline=True)
        most = 0 if interaction.several else 1
        return Laid(self.choices("choice", variable, interaction.items, f' maxChoices="{most}"'), (variable,))

    def arrange(self, interaction: Arrange, key: str) -> Laid:
        """Items to put into an order."""
        variable = single(next(self.names), replace(self.field(key, interaction), interaction=interaction))
        return Laid(self.choices("order", variable, interaction.items), (variable,))

    def choices(self, kind: str, variable: Variable, items: tuple[Item, ...], more: str = "") -> str:
        """Items, each after its letter, which sentences of feedback name; so they are not shuffled."""
        names = variable.fields[0].values
        inside = "".join(
            f'<simpleChoice identifier="{names[item.key]}">{self.item(item)}</simpleChoice>\n' for item in items
        )
        opening = f'<{kind}Interaction responseIdentifier="{variable.identifier}" shuffle="false"{more}>'
        return f"{opening}\n{inside}</{kind}Interaction>"

    def item(self, item: Item) -> str:
        """An item after its key."""
        text = html_item(item.text, maths, self.pictures) if item.text else ""
        return f"<strong>{escaped(item.key)}</strong> {text}".rstrip()

    def pair(self, left: tuple[Item, ...], right: tuple[Item, ...], key: str) -> Laid:
        """Items on the left, each to match with one on the right."""
        name = next(self.names)
        names, others = identifiers(name, left, "L"), identifiers(name, right, "R")
        fields = [self.field(joined(key, item.key), Pick(right)) for item in left]
        variable = pairs(name, fields, names, others)
        opening = f'<matchInteraction responseIdentifier="{variable.identifier}" shuffle="false" maxAssociations="0">'
        sides = self.match_set(left, names, 1) + self.match_set(right, others, 0)
        return Laid(f"{opening}\n{sides}</matchInteraction>", (variable,))

    def match_set(self, items: Iterable[Item], names: Mapping[str, str], most: int) -> str:
        """One side of a match; `most`: how often each may be matched, 0 for any number."""
        inside = "".join(
            f'<simpleAssociableChoice identifier="{names[item.key]}" matchMax="{most}">{self.item(item)}'
            "</simpleAssociableChoice>\n"
            for item in items
        )
        return f"<simpleMatchSet>\n{inside}</simpleMatchSet>\n"

    def place(self, interaction: Place, key: str) -> Laid:
        """A picture with numbered spots, and the numbers to match with the labels."""
        drawn = read_picture(interaction.picture)
        numbered = replace(
            drawn,
            description=interaction.description or drawn.description,
            drawing=drawn.drawing + "".join(map(spot_mark, interaction.spots)),
        )
        left = tuple(Item(spot.key, "") for spot in interaction.spots)
        laid = self.pair(left, interaction.labels, key)
        return Laid(f"{self.pictures(numbered)}\n{laid.body}", laid.variables)

    def gaps(self, interaction: Gaps, key: str) -> Laid:
        """A text with fields and lists in it."""
        by_key = {gap.key: gap for gap in interaction.gaps}
        variables: list[Variable] = []

        def blank(name: str, tight: bool) -> str:
            shown, variable = self.gap(by_key[name], joined(key, name))
            variables.append(variable)
            return shown if tight else f"<p>{shown}</p>"

        return Laid(html(parse(interaction.text), maths, blank, self.pictures), tuple(variables))

    def gap(self, gap: Gap, key: str) -> tuple[str, Variable]:
        """A gap with its number."""
        number = f"<small>({escaped(gap.key)})</small> "
        if not gap.words:
            shown, variable = self.blank(self.field(key, Entry(width=gap.width, sort="text")), gap.width)
            return number + shown, variable
        words = Pick(tuple(Item(word, word) for word in gap.words))
        field = self.field(key, words)
        pick = field.interaction if isinstance(field.interaction, Pick) else words
        variable = single(next(self.names), replace(field, interaction=pick))
        return number + inline_choice(variable, pick.items), variable

    def parts(self, interaction: Parts, key: str) -> Laid:
        """Parts one below the other, each under what is asked."""
        bodies, variables = list[str](), list[Variable]()
        for part in interaction.parts:
            laid = self.laid(part.interaction, joined(key, part.key), "", tight=False)
            label = html(parse(part.label), maths, pictures=self.pictures)
            bodies += filter(None, [label, laid.body])
            variables += laid.variables
        return Laid("\n".join(bodies), tuple(variables))


def laid_out(scored: ScoredAsk, number: int, tight: bool, pictures: Pictures) -> Laid:
    """An ask, the `number`-th of its question, as it stands at its blank."""
    interaction = scored.ask.interaction()
    fields = {field.key: field for field in scored.fields}
    layout = Layout(fields, (f"R{number}_{place}" for place in count(1)), pictures)
    laid = layout.laid(interaction, "", scored.ask.tex, tight)
    placed = {one.field.key for variable in laid.variables for one in variable.fields}
    if missing := [key for key, field in fields.items() if field.answers and key not in placed]:
        raise ValueError(f"{scored.ask.name} is scored at {missing[0]!r}, and {interaction!r} has no such place")
    return laid


def joined(key: str, part: str) -> str:
    """The key of a part of a part."""
    return f"{key}.{part}" if key else part


def inline_choice(variable: Variable, items: tuple[Item, ...]) -> str:
    """A list to choose one from, in a line; it holds plain text."""
    names = variable.fields[0].values
    inside = "".join(
        f'<inlineChoice identifier="{names[item.key]}">{escaped(choice_text(item))}</inlineChoice>' for item in items
    )
    opening = f'<inlineChoiceInteraction responseIdentifier="{variable.identifier}" shuffle="false">'
    return f"{opening}{inside}</inlineChoiceInteraction>"


def choice_text(item: Item) -> str:
    """An item as plain text, after its key where that is another."""
    parsed = parse(item.text)
    runs = [run for block in parsed if isinstance(block, Paragraph) for run in block.line]
    plain = "".join(formula_text(run.tex) if isinstance(run, Maths) else getattr(run, "text", "") for run in runs)
    text = plain or item.text
    return text if item.key == item.text else f"{item.key} · {text}"


def spot_mark(spot: Spot) -> str:
    """A spot with its key."""
    return SPOT.format(spot.x, spot.y) + SPOT_KEY.format(spot.x, spot.y + BASELINE, escaped(spot.key))
