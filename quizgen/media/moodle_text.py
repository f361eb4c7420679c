"""The text of a question of Moodle's: its words with a gap, a line or nothing at each place to answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from quizgen.interactions import Entry, Gaps, Interaction, Item, Pair, Part, Parts, Pick, Place, Upload
from quizgen.markup.parse import parse
from quizgen.markup.pictures import Picture
from quizgen.media.moodle_gap import gap, guarded, lettered, opens
from quizgen.media.moodle_names import part_number
from quizgen.media.moodle_pictures import Pictures
from quizgen.media.moodle_pieces import CLOZE, ESSAY, NUMERICAL, Piece, gap_weights
from quizgen.media.platform_html import escaped, html, html_item, tex
from quizgen.model import ScoredAsk, ScoredQuestion

LINE = "_____"  # where something is typed below
ELSEWHERE = "<em>(answered in another question)</em>"  # what another piece asks
BELOW = "<em>(below)</em>"
MARK = re.compile("\0([0-9]+)\0")  # stands for a gap until the text round it is written; no text holds a NUL


class GapAt(Protocol):
    """What is put where the field of this key is answered; `tight`: in a line, `letters`: its items are shown elsewhere."""

    def __call__(self, key: str, tight: bool, letters: bool = False) -> str: ...


def question_text(question: ScoredQuestion, piece: Piece, pictures: Pictures) -> str:
    """The text of a piece, with the question's number at its end."""
    inside = {one.ask.name: one for one in piece.asks}
    gaps = ClozeGaps(gap_weights(piece.asks), pictures) if piece.type == CLOZE else None
    below = list(inside)  # what the text has no place for, and what needs more than a line

    def blanks(name: str, tight: bool) -> str:
        if name not in inside:
            return in_line(ELSEWHERE, tight)
        if gaps and tight and not isinstance(inside[name].ask.interaction(), Entry | Pick):
            return BELOW
        below.remove(name)
        return gaps.ask(inside[name], tight) if gaps else one_ask(inside[name], piece.type, pictures, tight)

    written = [html(parse(question.variant.text), None, blanks, pictures)]
    written += [blanks(name, False) for name in list(below)]
    text = "\n".join(
        [*filter(None, written), f"<p><small>[{escaped(part_number(question, piece.number))}]</small></p>"]
    )
    return gaps.filled(text) if gaps else text


def in_line(content: str, tight: bool) -> str:
    """Content of a line, in a paragraph unless it stands in one."""
    return content if tight or not content else f"<p>{content}</p>"


# ---------------------------------------------------------------- cloze


@dataclass
class ClozeGaps:
    """The gaps of a text; marks stand for them until the text round them is written."""

    weights: Mapping[tuple[str, str], int]
    pictures: Pictures
    found: list[str] = field(default_factory=list)

    def filled(self, text: str) -> str:
        """The text with its gaps."""
        return MARK.sub(lambda mark: self.found[int(mark[1])], guarded(text))

    def ask(self, one: ScoredAsk, tight: bool) -> str:
        """An ask, in a line or between paragraphs."""
        fields = {field.key: field for field in one.fields}

        def gap_at(key: str, tight: bool, letters: bool = False) -> str:
            shown = lettered(fields[key]) if letters else fields[key]
            self.found.append(gap(shown, self.weights[one.ask.name, key], tight=tight))
            return f"\0{len(self.found) - 1}\0"

        interaction = one.ask.interaction()
        if tight:
            return entry(interaction, gap_at) if isinstance(interaction, Entry) else gap_at("", True)
        return laid_out(interaction, gap_at, one.ask.tex, self.pictures)


def laid_out(interaction: Interaction, gap_at: GapAt, name: str, pictures: Pictures) -> str:
    """An interaction between paragraphs; `name` is the label as TeX."""
    if isinstance(interaction, Entry):
        if interaction.rows > 1:
            return f"<p>{tex(name, False)} =</p>{matrix(interaction, gap_at)}"
        return f"<p>{tex(name, False)} = {entry(interaction, gap_at)}</p>"
    if isinstance(interaction, Pick):
        apart = has_picture(interaction.items)
        return (offered(interaction.items, pictures) if apart else "") + f"<p>{gap_at('', False, apart)}</p>"
    if isinstance(interaction, Pair):
        left = [(item.key, html_item(item.text, None, pictures)) for item in interaction.left]
        return paired(left, interaction.right, gap_at, pictures)
    if isinstance(interaction, Place):
        spots = [(spot.key, escaped(spot.key)) for spot in interaction.spots]
        return pictures.placed(interaction) + paired(spots, interaction.labels, gap_at, pictures)
    if isinstance(interaction, Gaps):
        return html(parse(interaction.text), None, lambda key, tight: in_line(gap_at(key, True), tight), pictures)
    if isinstance(interaction, Parts):
        return "\n".join(part_of(part, gap_at, pictures) for part in interaction.parts)
    raise TypeError(f"Moodle has no gap for {interaction!r}")


def part_of(part: Part, gap_at: GapAt, pictures: Pictures) -> str:
    """A part of an answer under what is asked."""

    def inside(key: str, tight: bool, letters: bool = False) -> str:
        return gap_at(f"{part.key}.{key}".rstrip("."), tight, letters)

    return html(parse(part.label), pictures=pictures) + laid_out(part.interaction, inside, part.tex, pictures)


def paired(left: list[tuple[str, str]], right: tuple[Item, ...], gap_at: GapAt, pictures: Pictures) -> str:
    """What is on the left beside lists of what is on the right; what such a list cannot show stands below, with letters."""
    apart = not opens(right)
    rows = rows_of((shown, gap_at(key, True, apart)) for key, shown in left)
    return rows + (offered(right, pictures) if apart else "")


def entry(interaction: Entry, gap_at: GapAt) -> str:
    """The fields of an entry in a line; rows of a matrix are separated by semicolons."""
    if interaction.rows == interaction.columns == 1:
        return gap_at("", True)
    rows = (
        ", ".join(gap_at(f"{row}-{column}", True) for column in range(1, interaction.columns + 1))
        for row in range(1, interaction.rows + 1)
    )
    return f"({'; '.join(rows)})"


def matrix(interaction: Entry, gap_at: GapAt) -> str:
    """The fields of a matrix in its rows and columns."""
    columns = range(1, interaction.columns + 1)
    return rows_of([gap_at(f"{row}-{column}", True) for column in columns] for row in range(1, interaction.rows + 1))


def rows_of(rows: Iterable[Sequence[str]]) -> str:
    """A table of what belongs together."""
    inside = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tbody>{inside}</tbody></table>"


def has_picture(items: tuple[Item, ...]) -> bool:
    """Whether an item is a picture, which a gap cannot show."""
    return any(isinstance(block, Picture) for item in items for block in parse(item.text))


def offered(items: tuple[Item, ...], pictures: Pictures) -> str:
    """Items with their letters."""
    return rows_of((f"{escaped(item.key)} ·", html_item(item.text, None, pictures)) for item in items)


# ---------------------------------------------------------------- other types


def one_ask(one: ScoredAsk, type: str, pictures: Pictures, tight: bool) -> str:
    """What the text shows where an ask is answered that Moodle answers below the text."""
    interaction = one.ask.interaction()
    if isinstance(interaction, Entry):
        rule = html_item(interaction.rule.partition(";")[0]) if type != NUMERICAL else ""
        return LINE if tight else f"<p>{tex(one.ask.tex, False)} = {LINE}{f' ({rule})' if rule else ''}</p>"
    if isinstance(interaction, Upload):
        return in_line(f"Answer in <code>{escaped(interaction.file)}</code>.", tight)
    if isinstance(interaction, Place):
        return pictures.placed(interaction)
    if type == ESSAY and isinstance(interaction, Gaps):
        return html(
            parse(interaction.text), None, lambda key, tight: in_line(f"({escaped(key)}) {LINE}", tight), pictures
        )
    if type == ESSAY and isinstance(interaction, Parts):
        return "\n".join(html(parse(part.label), None, pictures=pictures) for part in interaction.parts)
    return LINE if tight else ""
