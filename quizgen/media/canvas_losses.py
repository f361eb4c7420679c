"""What Canvas cannot express of a question, by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizgen.interactions import Arrange, Entry, Field, Loss, Pick
from quizgen.media.canvas_bodies import right_texts
from quizgen.media.canvas_numbers import MOST, is_beyond, spellings
from quizgen.media.canvas_questions import CanvasQuestion
from quizgen.media.canvas_text import texts
from quizgen.model import ScoredQuestion

LONGEST = 16 * 1024  # characters of a question's text
APART = Loss(
    "parts apart",
    "Each part is a question of its own, with the whole text. Where Canvas draws one of several variants, it draws for each "
    "part anew.",
)
EQUAL = Loss("equal points", "Its blanks are worth different points; Canvas gives each the same.")
AS_TEXT = Loss(
    "numbers as text",
    "Where one question has several blanks, numbers are compared as text: one with more decimals than asked, a fraction or an "
    "exponent earns nothing.",
)
PART = Loss("part credit", "An answer that earns a part of the points of a blank or a choice earns nothing.")
DIAGNOSIS = Loss(
    "diagnosis of typed answers",
    "Canvas has no comment for a single wrong value: whoever answers wrongly sees the known wrong answers with their sentences "
    "as a list.",
)
ORDER = Loss(
    "order",
    "Each item is matched with its place and earns the same there; quizgen counts pairs in the right order. Of several right "
    "orders one is asked for.",
)
HANGS_ON = Loss("consistent parts", "A right answer earns its points even where it contradicts the answer before it.")
NOTES = Loss(
    "notes for graders",
    "Canvas has none: right answer and marking scheme are in the comment that students see when they may see right answers.",
)
CASE = Loss(
    "upper and lower case", "Canvas takes upper and lower case for the same, also where only one of them is right."
)
SMALL = Loss(
    "numbers below 0.0001",
    "Canvas compares 4 decimals of a number, and the right one is smaller or is wanted more exactly.",
    refused=True,
)
MANY = Loss(
    "too many spellings",
    f"A right number may be written in more than {MOST} ways, which Canvas would have to compare as text.",
    refused=True,
)
FEW = Loss(
    "values charged once",
    "Of the values that follow from an earlier mistake Canvas recognises those alone that have few decimals and fit into "
    f"{MOST} spellings of a blank.",
)
LONG = Loss(
    "text too long", f"With its formulas the text has more than {LONGEST} characters, which Canvas cuts.", refused=True
)


def losses(question: ScoredQuestion) -> Iterator[Loss]:
    """What is lost of a question, each once."""
    found = dict.fromkeys(question.losses)
    found.update(dict.fromkeys(loss for asked in question.asks for loss in asked.losses))
    split = texts(question)
    if len(split) > 1:
        found[APART] = None
    for text in split:
        found.update(dict.fromkeys(losses_of(text.asked)))
        if len(text.html) > LONGEST:
            found[LONG] = None
    yield from found


def losses_of(asked: CanvasQuestion) -> Iterator[Loss]:
    """What is lost of one question of Canvas by its type."""
    if asked.type in ("essay_question", "file_upload_question"):
        if asked.type == "essay_question":
            yield NOTES
        return
    if not all(unit.is_even for unit in asked.units):
        yield EQUAL
    for _, field in asked.fields:
        yield from losses_of_field(asked.type, field)


def losses_of_field(type: str, field: Field) -> Iterator[Loss]:
    """What is lost of one field."""
    layout = field.interaction
    if isinstance(layout, Arrange):
        yield ORDER
        return
    several = isinstance(layout, Pick) and layout.several
    if not several and any(0 < answer.share < 1 for answer in field.answers):
        yield PART
    if any(answer.needs for answer in field.answers):
        yield HANGS_ON
    if not isinstance(layout, Entry):
        return
    if any(answer.feedback and answer.share < 1 for answer in field.answers):
        yield DIAGNOSIS
    is_number = field.answers[0].value is not None
    if type == "numerical_question":
        if is_beyond(field):
            yield SMALL
        return
    if is_number:
        yield AS_TEXT
        if not spellings(field)[1]:
            yield FEW if spellings(replace(field, answers=field.answers[:1]))[1] else MANY
    elif {text.lower() for text in right_texts(field)} & {
        one.text.strip().lower() for one in field.answers if one.share < 1
    }:
        yield CASE
