"""Questions as Moodle XML, which Moodle's question bank imports: one category a topic, one a group of variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from quizgen.markup.parse import parse
from quizgen.media import Platform
from quizgen.media.moodle_pictures import Pictures
from quizgen.media.moodle_pieces import Piece, losses, pieces
from quizgen.media.moodle_text import question_text
from quizgen.media.moodle_types import BODIES, rich
from quizgen.media.platform_html import escaped, html
from quizgen.model import ScoredQuestion, Variant, topic_name

LONGEST_TAG, LONGEST_ID, LONGEST_NAME = 50, 100, 250  # characters that Moodle keeps
PENALTY = "0.3333333"  # of each further try, in quizzes that allow several: Moodle's own
ANGLES = str.maketrans("<>", "‹›")  # Moodle drops what looks like an element from a name


def write(title: str, questions: Iterable[ScoredQuestion], file: BinaryIO) -> None:
    """Writes the questions one after another."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    category = ""
    for question, varied in with_variants(questions):
        for piece in pieces(question):
            path = category_path(title, question.variant, piece, varied)
            if path != category:
                category = path
                file.write(category_xml(path, varied).encode())
            file.write(question_xml(question, piece).encode())
    file.write(b"</quiz>\n")


def with_variants(questions: Iterable[ScoredQuestion]) -> Iterator[tuple[ScoredQuestion, bool]]:
    """Questions, and whether the one before or after comes from the same exercise."""
    before, after_before = None, False
    for question in questions:
        same = before is not None and before.variant.exercise == question.variant.exercise
        if before is not None:
            yield before, after_before or same
        before, after_before = question, same
    if before is not None:
        yield before, after_before


def category_path(title: str, variant: Variant, piece: Piece, varied: bool) -> str:
    """Where a question is filed: title, topic, and the exercise where a quiz draws one of its variants."""
    topic = topic_name(variant.topic)
    names = ["$course$", "top", title or "quizgen", f"{topic[:1].upper()}{topic[1:]}"]
    if varied:
        names.append(variant.exercise + (f", part {piece.number}" if piece.number > 1 else ""))
    return "/".join([*names[:2], *map(category_name, names[2:])])


def category_name(name: str) -> str:
    """A name in a path of categories, where a slash separates names and two slashes are one of the name."""
    written = " ".join(name.translate(ANGLES).split()).replace("/", "//")
    before, after = " " * written.startswith("/"), " " * written.endswith("/")
    return f"{before}{written}{after}"


def category_xml(path: str, varied: bool) -> str:
    """The start of a category."""
    said = "Variants of one question: let a quiz draw a random question from here." if varied else ""
    info = f'<info format="html"><text>{said}</text></info>' if varied else ""
    return f'<question type="category"><category><text>{escaped(path)}</text></category>{info}</question>\n'


def question_xml(question: ScoredQuestion, piece: Piece) -> str:
    """A question of Moodle's own."""
    variant, pictures, solved = question.variant, Pictures(), Pictures()
    id, part = piece.name(question.id), f" ({piece.number} of {piece.of})" if piece.of > 1 else ""
    name = f"{question.id} {' '.join(variant.title.split())}".translate(ANGLES)[: LONGEST_NAME - len(part)] + part
    text = question_text(question, piece, pictures)
    solution = html(parse(variant.solution), pictures=solved)
    return (
        f'<question type="{piece.type}">\n<name><text>{escaped(name)}</text></name>\n'
        f"{rich('questiontext', text, pictures.files)}\n{rich('generalfeedback', solution, solved.files)}\n"
        f"<defaultgrade>{piece.points:.7g}</defaultgrade><penalty>{PENALTY}</penalty><hidden>0</hidden>"
        f"<idnumber>{escaped(id[:LONGEST_ID])}</idnumber>\n"
        f"{''.join(BODIES[piece.type](question, piece))}{tags(variant)}</question>\n"
    )


def tags(variant: Variant) -> str:
    """Topic, level and the misconceptions that its answers show."""
    misconceptions = (one for slip in variant.slips for one in slip.misconceptions)
    names = dict.fromkeys([variant.topic, f"level {variant.level}", *misconceptions])
    written = (f"<tag><text>{escaped(name.translate(ANGLES)[:LONGEST_TAG])}</text></tag>" for name in names)
    return f"<tags>{''.join(written)}</tags>\n"


PLATFORMS = {"moodle": Platform(".xml", losses, write)}
