"""Questions as Moodle XML, which Moodle's question bank imports: one category a topic, one a group of variants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from quizgen.markup.parse import parse
from quizgen.media import Platform
from quizgen.media.moodle_names import Filed, filed, part_name, part_number, tag_names
from quizgen.media.moodle_pictures import Pictures
from quizgen.media.moodle_pieces import Piece, losses, pieces
from quizgen.media.moodle_text import question_text
from quizgen.media.moodle_types import BODIES, rich
from quizgen.media.platform_html import escaped, html
from quizgen.model import ScoredQuestion, Variant

PENALTY = "0.3333333"  # of each further try, in quizzes that allow several: Moodle's own


def item(question: ScoredQuestion) -> Filed:
    """A question with those of Moodle's own that it becomes."""
    parts = tuple(question_xml(question, piece).encode() for piece in pieces(question))
    return Filed(question.variant.topic, question.variant.exercise, parts)


def package(title: str, items: Iterable[Filed], file: BinaryIO) -> None:
    """Writes the questions one after another."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    for category, varied, part in filed(title, items):
        if category:
            file.write(category_xml(category, varied).encode())
        file.write(part)
    file.write(b"</quiz>\n")


def category_xml(path: str, varied: bool) -> str:
    """The start of a category."""
    said = "Variants of one question: let a quiz draw a random question from here." if varied else ""
    info = f'<info format="html"><text>{said}</text></info>' if varied else ""
    return f'<question type="category"><category><text>{escaped(path)}</text></category>{info}</question>\n'


def question_xml(question: ScoredQuestion, piece: Piece) -> str:
    """A question of Moodle's own."""
    variant, pictures, solved = question.variant, Pictures(), Pictures()
    name = part_name(question, piece.number, piece.of)
    text = question_text(question, piece, pictures)
    solution = html(parse(variant.solution), pictures=solved)
    return (
        f'<question type="{piece.type}">\n<name><text>{escaped(name)}</text></name>\n'
        f"{rich('questiontext', text, pictures.files)}\n{rich('generalfeedback', solution, solved.files)}\n"
        f"<defaultgrade>{piece.points:.7g}</defaultgrade><penalty>{PENALTY}</penalty><hidden>0</hidden>"
        f"<idnumber>{escaped(part_number(question, piece.number))}</idnumber>\n"
        f"{''.join(BODIES[piece.type](question, piece))}{tags(variant)}</question>\n"
    )


def tags(variant: Variant) -> str:
    """The tags of a question."""
    return f"<tags>{''.join(f'<tag><text>{escaped(name)}</text></tag>' for name in tag_names(variant))}</tags>\n"


PLATFORMS = {"moodle": Platform(".xml", losses, item, package)}
