"""GIFT: read by its rules, every answer earns there what the fields of the question say."""

import io

import pytest
from gift_reader import read_gift
from hostile_questions import HOSTILE, questions
from hypothesis import given as drawn
from hypothesis import settings
from lxml import etree
from moodle_reader import Question
from platform_answers import share, ways

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.grading.scored import scored
from quizgen.interactions import Arrange
from quizgen.markup.parse import parse
from quizgen.media.gift import PLATFORMS
from quizgen.media.gift_parts import ESSAY, ORDER, ROUNDED, Part, parts
from quizgen.media.moodle_pieces import right_order
from quizgen.media.platform_html import html, html_sentence
from quizgen.model import ScoredQuestion

BANK = Bank.load()
GIFT = PLATFORMS["gift"]


def written(*some: ScoredQuestion, title: str = "A quiz") -> bytes:
    file = io.BytesIO()
    GIFT.write(title, iter(some), file)
    return file.getvalue()


def for_gift(part: Part, imported: Question, answers) -> list[object]:
    """Answers as the places of a question of GIFT's take them."""
    found = []
    if isinstance(part.field.interaction, Arrange):
        given = [answers[part.field.key]] if answers[part.field.key] is None else answers[part.field.key]
        given = [None] * len(right_order(part.field)) if given == [None] else given
    else:
        given = [answers[field.key] for field in part.fields]
    for place, what in zip(imported.places, given, strict=True):
        letters = [one.text.partition(" · ")[0] for one in place.answers]
        if imported.type == "truefalse":
            truths = {item.key: item.text.strip(".").lower() for item in part.field.interaction.items}
            found.append(None if what is None else letters.index(truths[what]))
        elif what is None or place.sort in ("numerical", "shortanswer"):
            found.append(what)
        else:
            found.append([letters.index(key) for key in what] if place.sort == "several" else letters.index(what))
    return found


def check(question: ScoredQuestion) -> list[tuple[Part, Question, list[list[object]]]]:
    """Every answer earns what the fields say, but for what is said to be lost; gives what was answered."""
    imported = read_gift(written(question))
    found = []
    for part, there in zip(parts(question), imported, strict=True):
        given = []
        for way, answers in ways(question) if part.type != ESSAY else ():
            answered = answers[part.one.ask.name]
            given.append(for_gift(part, there, answered))
            if part.type == ORDER and way not in ("key", "hand", "blank"):
                continue  # order by places
            weights = [field.weight for field in part.fields]
            wanted = sum(f.weight * share(f, answered[f.key]) for f in part.fields) / sum(weights)
            close = 0.05 if ROUNDED in GIFT.losses(question) else 1e-5
            assert there.fraction(given[-1]) == pytest.approx(wanted, abs=close), (way, part.type)
        found.append((part, there, given))
    return found


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_answer_to_every_exercise_earns_what_its_fields_say(name):
    assert not any(loss.refused for loss in GIFT.losses(scored(variant(BANK.exercises[name], 5), "bank-5.q1")))
    check(scored(variant(BANK.exercises[name], 5), "bank-5.q1"))


def words(content: str) -> str:
    return "".join(etree.fromstring(f"<div>{content}</div>").itertext()).replace("\u2060", "").strip()


@settings(max_examples=200, deadline=None)
@drawn(questions(), HOSTILE)
def test_whatever_the_texts_hold_they_come_back_and_answers_earn_their_points(question, title):
    if any(loss.refused for loss in GIFT.losses(question)):
        return
    read_gift(written(question, title=title))
    for part, there, _ in check(question):
        assert words(there.text).endswith(f"[{question.id}]")
        assert words(there.solution) == words(html(parse(question.variant.solution)))
        if part.type not in (ESSAY, "matching", ORDER):
            said = [words(html_sentence(answer.feedback)) for answer in part.field.answers]
            (place,) = there.places
            assert sorted(filter(None, said)) == sorted(filter(None, (words(a.feedback) for a in place.answers)))
