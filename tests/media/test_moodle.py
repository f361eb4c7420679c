"""Moodle XML: imported by Moodle's rules, every answer earns there what the fields of the question say."""

import io
import re

import pytest
from hostile_questions import HOSTILE, questions
from hypothesis import given as drawn
from hypothesis import settings
from lxml import etree
from moodle_reader import Question, read_moodle
from platform_answers import points, ways

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.grading.scored import scored
from quizgen.interactions import Arrange, Entry, Field, Pick
from quizgen.markup.parse import parse
from quizgen.media.moodle import PLATFORMS
from quizgen.media.moodle_pieces import FREE_ORDER, pieces, right_order
from quizgen.media.platform_html import html, html_sentence
from quizgen.model import ScoredAsk, ScoredQuestion

BANK = Bank.load()
MOODLE = PLATFORMS["moodle"]


def written(*questions: ScoredQuestion, title: str = "A quiz") -> bytes:
    file = io.BytesIO()
    MOODLE.write(title, iter(questions), file)
    return file.getvalue()


def in_order(question: ScoredQuestion, asks) -> list[tuple[str, Field]]:
    """The fields of asks in the order of their places in the text; what needs more than the line it stands in comes last."""
    lines = question.variant.text.split("\n")

    def place(one: ScoredAsk) -> tuple[bool, int]:
        alone = f"[[{one.ask.name}]]" in lines
        fits = isinstance(one.ask.interaction(), Entry | Pick)
        return not (alone or fits), question.variant.text.index(f"[[{one.ask.name}]]")

    return [(one.ask.name, field) for one in sorted(asks, key=place) for field in one.fields]


def for_moodle(imported: Question, fields, answers) -> list[object]:
    """Answers as Moodle's places take them: text, or the places of what is chosen."""
    found = []
    for place, (name, field) in zip(imported.places, fields, strict=True):
        what = answers[name][field.key]
        if what is None or place.sort in ("numerical", "shortanswer"):
            found.append(what)
        elif isinstance(field.interaction, Arrange):
            order = right_order(field)
            found.append([order.index(key) for key in what])
        else:
            letters = [shown.text.partition(" · ")[0] for shown in place.answers]
            keys = [item.key for item in field.interaction.items]
            assert letters == keys or imported.type in ("truefalse", "matching")
            if imported.type == "truefalse":
                letters = keys
            found.append([letters.index(key) for key in what] if place.sort == "several" else letters.index(what))
    return found


def earned(question: ScoredQuestion, imported: list[Question], answers) -> float:
    """The points of the question that Moodle gives to answers."""
    total = 0.0
    for piece, there in zip(pieces(question), imported, strict=True):
        if piece.type != "essay":
            total += piece.points * there.fraction(for_moodle(there, in_order(question, piece.asks), answers))
    return total


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_answer_to_every_exercise_earns_what_its_fields_say(name):
    question = scored(variant(BANK.exercises[name], 5), "bank-5.q1")
    imported = read_moodle(written(question))
    free = FREE_ORDER in MOODLE.losses(question)
    for way, answers in ways(question):
        if free and way not in ("key", "hand", "blank"):
            continue
        wanted = sum(points(one, answers[one.ask.name]) for one in question.asks if not one.by_person)
        assert earned(question, imported, answers) == pytest.approx(wanted, rel=1e-3, abs=1e-5), way


def words(html: str) -> str:
    """What HTML shows, without the characters nobody sees that keep MathJax out."""
    return "".join(etree.fromstring(f"<div>{html}</div>").itertext()).replace("\u2060", "").strip()


@settings(max_examples=300, deadline=None)
@drawn(questions(), HOSTILE)
def test_whatever_the_texts_hold_they_come_back_and_answers_earn_their_points(question, title):
    imported = read_moodle(written(question, title=title))
    for one, piece in zip(imported, pieces(question), strict=True):
        assert words(one.text).endswith(f"[{question.id}]")
        assert words(one.solution) == words(html(parse(question.variant.solution)))
        fields = in_order(question, piece.asks) if piece.type != "essay" else []
        for place, (_, field) in zip(one.places, fields, strict=True):
            said = [words(html_sentence(answer.feedback)) for answer in field.answers if answer.feedback]
            assert sorted(filter(None, said)) == sorted(filter(None, (words(a.feedback) for a in place.answers)))
    for way, answers in ways(question):
        wanted = sum(points(one, answers[one.ask.name]) for one in question.asks if not one.by_person)
        assert earned(question, imported, answers) == pytest.approx(wanted, rel=1e-3, abs=1e-5), way
