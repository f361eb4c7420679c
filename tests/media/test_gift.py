"""GIFT: read by its rules, every answer earns there what the fields of the question say."""

import base64
import io
import re
from dataclasses import replace

import pytest
from gift_reader import read_gift
from hostile_questions import HOSTILE, questions
from hypothesis import given as drawn
from hypothesis import settings
from lxml import etree
from moodle_reader import Question, Refused
from nightly import examples
from places import GOLDEN
from platform_answers import share, ways
from sample_questions import asked, matched, number, one_of_each, ordered, placed, question, several, truth

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.grading.scored import scored
from quizgen.interactions import Arrange, Entry, Field, ScoredAnswer
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


@settings(max_examples=examples(200), deadline=None)
@drawn(questions(), HOSTILE)
def test_whatever_the_texts_hold_they_come_back_and_answers_earn_their_points(question, title):
    if any(loss.refused for loss in GIFT.losses(question)):
        return
    read_gift(written(question, title=title))
    found = check(question)
    for number_, (part, there, _) in enumerate(found, 1):
        shown = f"{question.id}, {number_} of {len(found)}" if len(found) > 1 else question.id
        assert words(there.text).endswith(f"[{shown}]")
        assert words(there.solution) == words(html(parse(question.variant.solution)))
        if part.type not in (ESSAY, "matching", ORDER):
            said = [words(html_sentence(answer.feedback)) for answer in part.field.answers]
            (place,) = there.places
            assert sorted(filter(None, said)) == sorted(filter(None, (words(a.feedback) for a in place.answers)))


def imported(*some: ScoredQuestion) -> list[Question]:
    return read_gift(written(*some))


def names(losses) -> set[str]:
    return {loss.name for loss in losses}


def test_a_number_has_its_mistake_as_a_further_answer():
    (there,) = imported(question(number(0.5)))
    right, slip = there.places[0].answers
    assert (there.type, right.text, right.tolerance) == ("numerical", "0.5", 0.0002)
    assert (slip.text, slip.tolerance, slip.fraction) == ("0.4", 0.001, 0.5)
    assert words(slip.feedback) == r"Equals what you get without \(b\)."
    assert (there.id, there.tags) == ("quiz-7.q1", ("forward-pass", "level 2"))


def test_several_answers_become_several_questions_that_say_which_is_meant():
    matrix = Entry(2, 2)
    fields = tuple(replace(number(0).fields[0], key=key, weight=0.25) for key in ("1-1", "1-2", "2-1", "2-2"))
    found = imported(question(asked(matrix, *fields, name="W"), number(0, name="h_2")))
    assert [one.id for one in found] == ["quiz-7.q1", *(f"quiz-7.q1-{at}" for at in (2, 3, 4, 5))]
    assert r"Answer here: \(W\), row 2, column 1" in words(found[2].text)
    assert r"Answer here: \(h_2\)" in words(found[4].text)
    assert names(GIFT.losses(question(number(0)))) == {"points"}
    assert "one question in several" in names(GIFT.losses(question(number(0, name="a"), number(0, name="b"))))


def test_of_several_that_may_be_chosen_wrong_ones_take_off():
    (there,) = imported(question(several(3, 2)))
    assert there.places[0].sort == "several"
    assert there.fraction([[0, 1, 2]]) == pytest.approx(1, abs=1e-5) and there.fraction([[0, 3]]) == 0


def test_a_share_off_moodles_list_is_rounded_and_said():
    asked_ = question(number(0.37))
    assert [one.fraction for one in imported(asked_)[0].places[0].answers] == [1, 0.4]
    assert names(GIFT.losses(asked_)) == {"points", "shares off Moodle's list"}


def test_true_false_pairs_and_orders():
    (true,) = imported(question(truth()))
    assert [(one.text, one.fraction, words(one.feedback)) for one in true.places[0].answers] == [
        ("true", 0, r"\(W_{h}\) is shared by all steps."),
        ("false", 1, "So it is."),
    ]
    (pairs,) = imported(question(matched("B", "A", "B")))
    assert pairs.type == "match" and pairs.fraction([0, 0, 0]) == pytest.approx(2 / 3)
    found = imported(question(matched("AB", "C")))
    assert [one.type for one in found] == ["multichoice", "multichoice"]
    (order,) = imported(question(ordered(("C", "A"), ("C", "B"), ("A", "B"))))
    assert order.stems == ("1.", "2.", "3.") and [one.text for one in order.places[0].answers] == ["C", "A", "B"]
    assert words(order.text).find("then") > 0, "items with formulas stand in the text, with their letters"
    assert "order by places" in names(GIFT.losses(question(ordered(("C", "A"), ("C", "B"), ("A", "B")))))


def test_a_picture_is_in_the_text_itself():
    (there,) = imported(question(placed()))
    data = re.search('src="data:image/svg[+]xml;base64,([^"]+)"', there.text)[1]
    assert b"<title>Two steps of an RNN</title>" in base64.b64decode(data)


def test_an_answer_with_an_arrow_is_refused_by_name():
    entry = Entry(sort="text")
    arrow = question(asked(entry, Field("", entry, answers=(ScoredAnswer("a->b", 1.0),))))
    assert [loss.name for loss in GIFT.losses(arrow) if loss.refused] == ["an arrow in an answer"]


def test_what_a_person_reads_is_an_essay_without_notes():
    (there,) = imported(scored(variant(BANK.exercises["code-forward"], 3), "quiz-7.q1"))
    assert there.type == "essay" and words(there.solution)
    assert {"a file handed in", "notes for whoever reads an answer"} <= names(
        GIFT.losses(scored(variant(BANK.exercises["code-forward"], 3), "quiz-7.q1"))
    )


def test_variants_have_a_category_and_program_text_keeps_its_lines():
    code = "def f(x):\n    return {x: 1}\n"
    some = [question(truth(), id=f"quiz-8.q{at}", text=f"```\n{code}```") for at in (1, 2)]
    found = imported(*some)
    assert [one.category for one in found] == [("$course$", "top", "A quiz", "Forward pass", "sample")] * 2
    assert code.strip() in words(found[0].text)


def test_the_file_is_as_it_was():
    made = one_of_each(truth())
    assert written(*made).decode() == (GOLDEN / "render" / "gift.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("=%50%", "=%37%"),
        ("0.4:", "zero:"),
        ("[html]", "[plain]"),
        ("::quiz", "quiz"),
        ("What is", "What {is"),
        ("=%100%", "=%90%"),
    ],
)
def test_the_reader_refuses_what_the_rules_refuse(right, wrong):
    data = written(question(number(0.5))).decode()
    assert right in data
    with pytest.raises((Refused, etree.XMLSyntaxError)):
        read_gift(data.replace(right, wrong, 1).encode())


def test_a_choice_whose_every_option_is_right_stays_a_choice():
    asked = (scored(variant(BANK.exercises["app-needs-order"], seed), "g-1.q1") for seed in range(60))
    either = next(one for one in asked if len(one.asks[0].fields[0].right) == 2)
    verdict, _ = read_gift(written(either))
    assert verdict.type == "multichoice" and [verdict.fraction([choice]) for choice in (0, 1)] == [1, 1]
