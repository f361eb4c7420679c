"""The text of a question of Moodle's: its words with a gap, a line or nothing at each place to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from quizgen.interactions import Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload
from quizgen.markup.parse import parse
from quizgen.media.moodle_gap import gap, guarded, must_be_listed
from quizgen.media.moodle_pictures import Pictures
from quizgen.media.moodle_pieces import CLOZE, ESSAY, NUMERICAL, Piece, gap_weights
from quizgen.media.platform_html import escaped, html, html_item, tex
from quizgen.model import ScoredAsk, ScoredQuestion

LINE = "_____"  # where something is typed below
ELSEWHERE = "<em>(answered in another question)</em>"  # what another piece asks
MARK = re.compile("\0([0-9]+)\0")  # stands for a gap until the text round it is written; no text holds a NUL

GapAt = Callable[[str, bool], str]  # the key of a field, and whether it stands in a line -> what is put there


def question_text(question: ScoredQuestion, piece: Piece, pictures: Pictures) -> str:
    """The text of a piece, with the question's number at its end."""
    inside = {one.ask.name: one for one in piece.asks}
    found: list[str] = []
    shown: set[str] = set()

    def blanks(name: str, tight: bool) -> str:
        shown.add(name)
        if name not in inside:
            return in_line(ELSEWHERE, tight)
        if piece.type == CLOZE:
            return cloze_ask(inside[name], found, weights, pictures, tight)
        return one_ask(inside[name], piece, pictures, tight)

    weights = gap_weights(piece.asks) if piece.type == CLOZE else {}
    written = html(parse(question.variant.text), None, blanks, pictures)
    missing = [blanks(name, False) for name in inside if name not in shown]
    text = "\n".join([written, *filter(None, missing), f"<p><small>[{escaped(question.id)}]</small></p>"])
    return MARK.sub(lambda mark: found[int(mark[1])], guarded(text)) if piece.type == CLOZE else text


def in_line(content: str, tight: bool) -> str:
    """Content of a line, in a paragraph unless it stands in one."""
    return content if tight or not content else f"<p>{content}</p>"


# ---------------------------------------------------------------- cloze


def cloze_ask(
    one: ScoredAsk, found: list[str], weights: dict[tuple[str, str], int], pictures: Pictures, tight: bool
) -> str:
    """The gaps of an ask; they are added to those found."""
    fields = {field.key: field for field in one.fields}

    def gap_at(key: str, tight: bool) -> str:
        found.append(gap(fields[key], weights[one.ask.name, key], tight=tight))
        return f"\0{len(found) - 1}\0"

    interaction = one.ask.interaction()
    if tight:
        if isinstance(interaction, Gaps | Pair | Place | Parts):
            return ", ".join(f"{escaped(key)}: {gap_at(key, True)}" for key in fields)
        return entry(interaction, gap_at) if isinstance(interaction, Entry) else gap_at("", True)
    return laid_out(interaction, gap_at, one.ask.tex, pictures)


def laid_out(interaction: Interaction, gap_at: GapAt, name: str, pictures: Pictures) -> str:
    """An interaction between paragraphs; `name` is the label as TeX."""
    if isinstance(interaction, Entry):
        return f"<p>{tex(name, False)} = {entry(interaction, gap_at)}</p>"
    if isinstance(interaction, Pick):
        shown = offered(interaction.items, pictures) if must_be_listed(interaction.items, False) else ""
        return f"{shown}<p>{gap_at('', False)}</p>"
    if isinstance(interaction, Pair):
        rows = ((html_item(item.text, None, pictures), gap_at(item.key, True)) for item in interaction.left)
        return rows_of(rows) + offered_apart(interaction.right, pictures)
    if isinstance(interaction, Place):
        rows = ((escaped(spot.key), gap_at(spot.key, True)) for spot in interaction.spots)
        return pictures.placed(interaction) + rows_of(rows) + offered_apart(interaction.labels, pictures)
    if isinstance(interaction, Gaps):
        return html(parse(interaction.text), None, gap_at, pictures)
    if isinstance(interaction, Parts):
        return "\n".join(
            html(parse(part.label), None, pictures=pictures)
            + laid_out(
                part.interaction,
                lambda key, tight, before=part.key: gap_at(f"{before}.{key}".rstrip("."), tight),  # type: ignore[misc]
                part.tex,
                pictures,
            )
            for part in interaction.parts
        )
    raise TypeError(f"Moodle has no gap for {interaction!r}")


def entry(interaction: Entry, gap_at: GapAt) -> str:
    """The fields of an entry in a line; rows of a matrix are separated by semicolons."""
    if interaction.rows == interaction.columns == 1:
        return gap_at("", True)
    rows = (
        ", ".join(gap_at(f"{row}-{column}", True) for column in range(1, interaction.columns + 1))
        for row in range(1, interaction.rows + 1)
    )
    return f"({'; '.join(rows)})"


def rows_of(rows: Iterable[tuple[str, str]]) -> str:
    """A table of what belongs together."""
    inside = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table><tbody>{inside}</tbody></table>"


def offered_apart(items: tuple[Item, ...], pictures: Pictures) -> str:
    """Items that a list to open cannot show, as a list of their own."""
    return offered(items, pictures) if must_be_listed(items, True) else ""


def offered(items: tuple[Item, ...], pictures: Pictures) -> str:
    """Items with their letters."""
    return rows_of((escaped(item.key), html_item(item.text, None, pictures)) for item in items)


# ---------------------------------------------------------------- other types


def one_ask(one: ScoredAsk, piece: Piece, pictures: Pictures, tight: bool) -> str:
    """What the text shows where an ask is answered that Moodle answers below the text."""
    interaction = one.ask.interaction()
    if isinstance(interaction, Entry):
        rule = "" if piece.type == NUMERICAL else f" ({html_item(interaction.rule.partition(';')[0])})"
        return LINE if tight else f"<p>{tex(one.ask.tex, False)} = {LINE}{rule}</p>"
    if isinstance(interaction, Upload):
        return in_line(f"Answer in <code>{escaped(interaction.file)}</code>.", tight)
    if isinstance(interaction, Place):
        return pictures.placed(interaction)
    if piece.type == ESSAY and isinstance(interaction, Gaps):
        return html(
            parse(interaction.text), None, lambda key, tight: in_line(f"({escaped(key)}) {LINE}", tight), pictures
        )
    if piece.type == ESSAY and isinstance(interaction, Parts):
        return "\n".join(html(parse(part.label), None, pictures=pictures) for part in interaction.parts)
    return LINE if tight else ""
