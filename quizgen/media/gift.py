"""Questions as GIFT, a plain text that Moodle and other platforms import: a question there has one answer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import BinaryIO

from quizgen.interactions import Arrange, Entry, Field, Item, Pair, ScoredAnswer
from quizgen.markup.parse import parse
from quizgen.markup.pictures import Picture
from quizgen.media import Platform
from quizgen.media.gift_parts import (
    CHOICE,
    ESSAY,
    MATCHING,
    NUMERICAL,
    ORDER,
    SHORT,
    TRUE_FALSE,
    Part,
    losses,
    parts,
)
from quizgen.media.moodle_gap import opens, pattern, shown
from quizgen.media.moodle_names import Filed, filed, part_name, part_number, tag_names
from quizgen.media.moodle_pictures import Pictures
from quizgen.media.moodle_pieces import picked, right_order
from quizgen.media.moodle_text import offered, one_ask
from quizgen.media.moodle_values import nearest, value_and_tolerance
from quizgen.media.platform_html import CACHED, NOT_XML, escaped, html, html_item, html_sentence, tex
from quizgen.model import ScoredQuestion

SIGNS = "\\~=#{}:"  # what GIFT reads as its own, the backslash first
FORMS = ("[html]", "[plain]", "[markdown]", "[moodle]")


def item(question: ScoredQuestion) -> Filed:
    """A question with those of GIFT's own that it becomes."""
    found = parts(question)
    text, solution = question_text(question), rich(html(parse(question.variant.solution), pictures=inline))
    written = []
    for number, part in enumerate(found, 1):
        here = escape(below(question, part, number, len(found)))
        answers = "\n".join(BODIES[part.type](part))
        opening = head(question, number, len(found))
        written.append(f"{opening}{text}{here}{{{answers}\n####{solution}}}\n\n".encode())
    return Filed(question.variant.topic, question.variant.exercise, tuple(written))


def package(title: str, items: Iterable[Filed], file: BinaryIO) -> None:
    """Writes the questions one after another."""
    for category, _, part in filed(title, items):
        if category:
            file.write(f"$CATEGORY: {category.replace(chr(92), '∖')}\n\n".encode())
        file.write(part)


def escape(text: str) -> str:
    """Text on one line as GIFT holds it."""
    for sign in SIGNS:
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", r"\n")


def head(question: ScoredQuestion, number: int, of: int) -> str:
    """What stands before the text: number and tags in a comment, and the name."""
    tags = "".join(f" [tag:{comment(tag)}]" for tag in tag_names(question.variant))
    name = escape(part_name(question, number, of))
    return f"// [id:{comment(part_number(question, number))}]{tags}\n::{name}::[html]"


def comment(name: str) -> str:
    """A name in a comment."""
    return name.replace("]", r"\]")


def rich(content: str) -> str:
    """HTML of an answer or a sentence; what begins with a bracket could be taken for the name of a format."""
    return escape(f"&#91;{content[1:]}" if content.startswith("[") else content)


def typed(text: str) -> str:
    """Plain text of an answer."""
    text = pattern(NOT_XML.sub("\ufffd", text))
    return escape(f"[plain]{text}" if text.strip().startswith(FORMS) else text)


# ---------------------------------------------------------------- the text


class Inline(Pictures):
    """Pictures as data in their addresses, as GIFT has no files."""

    def address(self, drawn: Picture) -> str:
        """The picture itself."""
        return f"data:image/svg+xml;base64,{b64encode(drawn.svg.encode()).decode()}"


inline = Inline()


def question_text(question: ScoredQuestion) -> str:
    """The text of the question, the same for all of its parts."""
    asks = {one.ask.name: one for one in question.asks}

    def blanks(name: str, tight: bool) -> str:
        return one_ask(asks[name], ESSAY, inline, tight)

    return escape(html(parse(question.variant.text), None, blanks, inline))


def below(question: ScoredQuestion, part: Part, number: int, of: int) -> str:
    """What stands below the text: what of it is asked here, items to choose from, and the number of the question."""
    text = [""]
    if of > 1:
        text.append(f"<p><strong>Answer here:</strong> {asked(part)}</p>")
    if part.type in (MATCHING, ORDER) and not opens(items := to_match(part)):
        text.append(offered(items, inline))
    text.append(f"<p><small>[{escaped(question.id)}{f', {number} of {of}' if of > 1 else ''}]</small></p>")
    return "\n".join(text)


def asked(part: Part) -> str:
    """What of a question is answered here."""
    name = tex(part.one.ask.tex, False)
    if part.whole:
        return name
    number = part.one.fields.index(part.field) + 1
    label = html_item(part.field.label) if part.field.label else ""
    return f"{name}, {where(part, number)}{f' · {label}' if label else ''}"


def where(part: Part, number: int) -> str:
    """Which field of an ask is meant, in words."""
    interaction, count = part.one.ask.interaction(), len(part.one.fields)
    if isinstance(interaction, Entry) and interaction.rows > 1:
        row, column = divmod(number - 1, interaction.columns)
        return f"row {row + 1}, column {column + 1}"
    return f"number {number} of {count}"


def to_match(part: Part) -> tuple[Item, ...]:
    """The items to choose from."""
    interaction = part.field.interaction
    return interaction.items if isinstance(interaction, Arrange) else picked(part.field).items


# ---------------------------------------------------------------- the answers


def sentence(answer: ScoredAnswer) -> str:
    """What is said of an answer, behind its mark."""
    return comment_after(answer.feedback)


@lru_cache(CACHED)
def comment_after(feedback: str) -> str:
    """A sentence of feedback behind its mark; "" for none."""
    said = html_sentence(feedback)
    return f"#{rich(said)}" if said else ""


def numerical(part: Part) -> Iterator[str]:
    """Values with tolerances, of which the first that fits is taken."""
    yield "#"
    for one in part.field.answers:
        yield f"=%{nearest(one.share)}%{':'.join(value_and_tolerance(one))}{sentence(one)}"


def short_answer(part: Part) -> Iterator[str]:
    """Texts to be typed."""
    for one in part.field.answers:
        yield f"=%{nearest(one.share)}%{typed(one.text)}{sentence(one)}"


def choice(part: Part) -> Iterator[str]:
    """Options; where several may be chosen none is marked as the right one. With "=" before each it would be a short answer."""
    known = {one.text: one for one in part.field.answers}
    items, several = picked(part.field).items, picked(part.field).several
    every = all(item.key in known and known[item.key].share == 1 for item in items)
    for place, item in enumerate(items):
        one = known.get(item.key, ScoredAnswer(item.key, 0.0))
        mark = "=" if one.share == 1 and not several and not (every and place) else f"~%{nearest(one.share)}%"
        yield f"{mark}{rich(option(item))}{sentence(one)}"


def option(item: Item) -> str:
    """An item behind its letter."""
    return shown(item) if item.key == item.text else f"{escaped(item.key)} · {html_item(item.text, None, inline)}"


def true_false(part: Part) -> Iterator[str]:
    """Which is right, then what is said of the wrong and of the right answer."""
    (right,) = part.field.right
    said = {one.text: html_sentence(one.feedback) for one in part.field.answers}
    right_item = next(item for item in picked(part.field).items if item.key == right.text)
    wrong_item = next(item for item in picked(part.field).items if item.key != right.text)
    letter = "T" if right_item.text.strip().casefold().startswith("t") else "F"
    yield f"{letter}#{rich(said.get(wrong_item.key, ''))}#{rich(said.get(right_item.key, ''))}"


def matching(part: Part) -> Iterator[str]:
    """Each item with what belongs to it; what belongs to none stands alone."""
    interaction = part.one.ask.interaction()
    texts = {item.key: item.text for item in interaction.left} if isinstance(interaction, Pair) else {}
    pairs = [(option_left(field, texts), field.right[0].text) for field in part.fields]
    yield from matched(pairs, to_match(part))


def option_left(field: Field, texts: dict[str, str]) -> str:
    """An item on the left."""
    return html_item(texts.get(field.key, field.key), None, inline)


def order(part: Part) -> Iterator[str]:
    """Each place with the item that belongs there."""
    yield from matched([(f"{place}.", key) for place, key in enumerate(right_order(part.field), 1)], to_match(part))


def matched(pairs: list[tuple[str, str]], items: tuple[Item, ...]) -> Iterator[str]:
    """Pairs of HTML and the key of an item; items are shown by their letters alone where they are no plain words."""
    plain = opens(items)
    words = {item.key: f"{item.key} · {' '.join(item.text.split())}" if plain else item.key for item in items}
    for left, key in [*pairs, *(("", key) for key in words if key not in {right for _, right in pairs})]:
        yield f"={rich(left)} -> {escape(NOT_XML.sub(chr(0xFFFD), words[key]))}"


def essay(part: Part) -> Iterator[str]:
    """Room to write."""
    return iter(())


BODIES: dict[str, Callable[[Part], Iterator[str]]] = {
    ESSAY: essay,
    MATCHING: matching,
    ORDER: order,
    NUMERICAL: numerical,
    SHORT: short_answer,
    CHOICE: choice,
    TRUE_FALSE: true_false,
}
PLATFORMS = {"gift": Platform(".txt", losses, item, package)}
