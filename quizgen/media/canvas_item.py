"""One question of Canvas as an item of QTI 1.2: text, points, answers, conditions and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from quizgen.interactions import Pick
from quizgen.media.canvas_bodies import BODIES
from quizgen.media.canvas_markup import Pictures, comment
from quizgen.media.canvas_questions import CanvasQuestion, Unit
from quizgen.media.canvas_text import Text, texts
from quizgen.media.canvas_xml import FIRST, comment_of, condition, feedback, material, metadata
from quizgen.media.platform_html import escaped
from quizgen.model import ScoredQuestion

PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
LONGEST_TITLE = 200
KNOWN_WRONG = 12  # sentences in the comment to whoever answers wrongly


def items(question: ScoredQuestion, pictures: Pictures) -> Iterator[tuple[CanvasQuestion, str]]:
    """The questions of Canvas that a question becomes, each with its item."""
    solution = pictures.markup(question.variant.solution)
    for text in texts(question):
        yield text.asked, item(question, text, solution, pictures)


def item(question: ScoredQuestion, text: Text, solution: str, pictures: Pictures) -> str:
    """The item of a question of Canvas; `solution` as HTML."""
    asked = text.asked
    pictures.found.update(text.pictures.found)
    body = BODIES[asked.type](asked, pictures, text.names)
    general = solution + "".join(for_graders(question, asked, pictures))
    wrong = known_wrong(asked)
    numbers = ",".join(map(str, range(FIRST, FIRST + body.count)))
    comments = [(comment_of(one), one.comment) for one in body.commented if one.comment]
    comments = [("general_fb", general), *([("general_incorrect_fb", wrong)] if wrong else []), *comments]
    return (
        f'<item ident="{identifier(question, asked)}" title="{escaped(title(question, asked))}">'
        f"<itemmetadata><qtimetadata>{metadata('question_type', asked.type)}"
        f"{metadata('points_possible', points(asked.points))}{metadata('original_answer_ids', numbers)}"
        f"</qtimetadata></itemmetadata><presentation>{material(text.html)}{body.presentation}</presentation>"
        '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{condition('<other/>', shows='general_fb')}{body.processing}"
        f"{condition('<other/>', shows='general_incorrect_fb') if wrong else ''}</resprocessing>"
        f"{''.join(feedback(name, comment) for name, comment in comments)}</item>\n"
    )


def identifier(question: ScoredQuestion, asked: CanvasQuestion) -> str:
    """The same at every export, so that a second import changes the question that is there."""
    name = f"{question.id}.{asked.part}" if asked.part else question.id
    return name if PLAIN_ID.fullmatch(name) else f"q{sha256(name.encode('utf-8', 'replace')).hexdigest()[:20]}"


def title(question: ScoredQuestion, asked: CanvasQuestion) -> str:
    """What an instructor reads in a list of questions."""
    number = f" [{question.id}]{f' {asked.part}' if asked.part else ''}"
    return f"{question.variant.title[: max(0, LONGEST_TITLE - len(number))]}{number}"


def points(value: float) -> str:
    """Points without needless decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def for_graders(question: ScoredQuestion, asked: CanvasQuestion, pictures: Pictures) -> Iterator[str]:
    """The right answer and what a person looks for. Canvas has no notes for graders alone, so students may see it later."""
    for unit in asked.units:
        if asked.type != "essay_question" or not unit.by_person:
            continue
        yield from right_answer(question, unit, pictures)
        ask = unit.asked.ask
        lines = [f"<li>{points(worth)}: {pictures.item(text)}</li>" for worth, text in ask.marking_scheme()]
        lines += [f"<li>wrong: {pictures.item(text)}</li>" for text in ask.wrong_claims_to_watch()]
        if lines:
            yield f"<p><strong>Marking scheme</strong></p><ul>{''.join(lines)}</ul>"


def right_answer(question: ScoredQuestion, unit: Unit, pictures: Pictures) -> Iterator[str]:
    """The right answer of what a person reads."""
    ask, key = unit.asked.ask, question.variant.key.get(unit.asked.ask.name)
    if key is None:
        return
    full = ask.key_markup(key)
    yield f"<p><strong>Right answer</strong></p>{pictures.markup(full) if full else f'<p>{escaped(ask.show_key(key))}</p>'}"


def known_wrong(asked: CanvasQuestion) -> str:
    """The sentences of known wrong answers that are typed: Canvas has one comment for all that is wrong, none for a value."""
    said: dict[str, list[str]] = {}
    for _, field in asked.fields:
        for answer in () if isinstance(field.interaction, Pick) else field.answers:
            if answer.share < 1 and answer.feedback:
                said.setdefault(answer.feedback, []).append(answer.text)
    lines = (
        f"<li>{escaped(', '.join(dict.fromkeys(texts)))}: {comment(sentence)}</li>"
        for sentence, texts in list(said.items())[:KNOWN_WRONG]
    )
    return f"<p>Known wrong answers:</p><ul>{''.join(lines)}</ul>" if said else ""
