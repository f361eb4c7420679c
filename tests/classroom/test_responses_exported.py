"""What quizgen exports comes back: answers given to the questions of the written files, as Moodle and Canvas report them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from gift_reader import read_gift
from lxml import etree
from moodle_reader import read_moodle
from nightly import every
from platform_responses import (
    Sat,
    another,
    answered,
    canvas_text,
    escaped,
    key_of,
    moodle_report,
    shortened,
    to_plain_text,
)
from responses_in_memory import BANK, Kept, marks_of, quiz_of, read

from quizgen.classroom.responses.records import part_in
from quizgen.errors import UserError
from quizgen.grading.scored import scored
from quizgen.media import platforms
from quizgen.reading.sheet import typed_sheet


def answers_to(one):
    """The key, the wrong things, and two likely mistakes."""
    yield {ask.name: key_of(one, ask) for ask in one.asks}
    yield {ask.name: another(ask.interaction()) for ask in one.asks if ask.on_sheet}
    for slip in one.slips[:2]:
        told = {ask.name for ask in one.asks if ask.by_value and ask.name in slip.answers}
        yield {
            ask.name: ask.write(slip.answers[ask.name]) if ask.name in told else key_of(one, ask) for ask in one.asks
        }


def check_marks(text, quiz, typed, store):
    """The sheet gets the marks of one with these answers."""
    on_sheet = {ask.name: typed[ask.name] for ask in quiz.variants[0].asks if ask.on_sheet}
    direct = marks_of(typed_sheet(quiz.id, "", {"q1": on_sheet}), store)
    assert [(m.ask, m.verdict, m.points, m.misconceptions) for m in marks_of(text, store)] == [
        (m.ask, m.verdict, m.points, m.misconceptions) for m in direct
    ], text


# ---------------------------------------------------------------- Moodle


def exported(question):
    """The questions of Moodle in the file that is written for one."""
    file = io.BytesIO()
    platforms()["moodle"].write("course", [question], file)
    return read_moodle(file.getvalue())


def chosen(place, said):
    """The texts of the options with these letters, as a summary joins them."""
    texts = [to_plain_text(answer.text) for answer in place.answers]
    letters = [name.strip() for name in said.split(",") if name.strip()]
    found = [next(text for text in texts if text == one or text.startswith(f"{one} ·")) for one in letters]
    return "; ".join(found)


def entered(place, said):
    """What is summed up of a place."""
    return chosen(place, said) if said and place.sort in ("one", "several") else said


def cell(asked, typed, asks):
    """The summary of a response to a question of Moodle: `asks` are those that it holds, in the order of its places."""
    given = [(one, key, answered(one, typed.get(one.ask.name, "")).get(key, "")) for one in asks for key in
             [field.key for field in one.fields]]  # fmt: skip
    if not any(said for _, _, said in given):
        return "-"
    if asked.type == "essay":
        return "\n".join(typed.get(one.ask.name, "") for one in asks)
    if asked.type == "ordering":
        texts = {text.partition(" ·")[0]: text for text in (to_plain_text(one.text) for one in asked.places[0].answers)}
        return "; ".join(shortened(texts[name.strip()]) for name in given[0][2].split(","))
    assert len(asked.places) == len(given)
    said = [entered(place, text) for place, (_, _, text) in zip(asked.places, given, strict=True)]
    if asked.type == "matching":
        return "; ".join(
            f"{to_plain_text(stem)} -> {text}" for stem, text in zip(asked.stems, said, strict=True) if text
        )
    if asked.type == "cloze":
        return "; ".join(f"part {at}: {text}" for at, text in enumerate(said, 1)).strip()
    return said[0]


def asks_of(question, asked):
    """The asks that a question of Moodle holds, in the order of their places in the text."""
    held = {"essay": lambda one: one.by_person, "ordering": lambda one: not one.by_person and one.fields[0].before}
    wanted = held.get(asked.type, lambda one: not one.by_person and not one.fields[0].before)
    return sorted(filter(wanted, question.asks), key=lambda one: question.variant.text.find(f"[[{one.ask.name}]]"))


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_answers_to_the_questions_of_the_file_for_moodle_get_the_marks_of_a_sheet(name):
    quiz = quiz_of(name)
    question, store = scored(quiz.variants[0], f"{quiz.id}.q1"), Kept(quiz)
    for typed in answers_to(quiz.variants[0]):
        head, row = moodle_report([Sat("Lovelace", "Ada", "s1", quiz, [typed])], texts=False, average=False)
        head, row = head[:9], row[:9]
        for number, asked in enumerate(exported(question), 1):
            head += [f"Question {number}", f"Response {number}"]
            row += [to_plain_text(asked.text), cell(asked, typed, asks_of(question, asked))]
        found = read([head, row], store)
        assert not found.remarks
        check_marks(found.sheets[0].text, quiz, typed, store)


# ---------------------------------------------------------------- GIFT


def gift_questions(question):
    """The questions of the file that is written for one in GIFT."""
    file = io.BytesIO()
    platforms()["gift"].write("course", [question], file)
    return read_gift(file.getvalue())


def held_in(asked, fields):
    """Those of the fields not asked yet that a question of GIFT asks: one, but all of an ask in pairs and of an essay."""
    one, _ = fields[0]
    if asked.type == "essay" or (asked.type == "match" and len(one.fields) == len(asked.stems)):
        return [pair for pair in fields if pair[0] is one]
    return fields[:1]


def gift_cell(asked, given):
    """The summary of a response to a question of GIFT; `given`: key of a field -> what is typed for it in a sheet."""
    said = list(given.values())
    if not any(said):
        return "-"
    if asked.type == "match":
        if len(said) == 1:  # an order: each place with its item
            said = [name.strip() for name in said[0].split(",")]
        texts = [chosen(place, text) if text else "" for place, text in zip(asked.places, said, strict=True)]
        pairs = zip(asked.stems, texts, strict=True)
        return "; ".join(f"{to_plain_text(stem)} -> {text}" for stem, text in pairs if text)
    if asked.type in ("multichoice", "truefalse"):
        return chosen(asked.places[0], said[0])
    return said[0]


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_answers_to_the_questions_of_the_file_for_gift_get_the_marks_of_a_sheet(name):
    quiz = quiz_of(name)
    question, store = scored(quiz.variants[0], f"{quiz.id}.q1"), Kept(quiz)
    if any(loss.refused for loss in platforms()["gift"].losses(question)):
        return
    for typed in answers_to(quiz.variants[0]):
        head, row = moodle_report([Sat("Lovelace", "Ada", "s1", quiz, [typed])], texts=False, average=False)
        head, row = head[:9], row[:9]
        fields = [(one, field) for one in question.asks for field in one.fields]
        for number, asked in enumerate(gift_questions(question), 1):
            held = held_in(asked, fields)
            fields = fields[len(held) :]
            given = {field.key: answered(one, typed.get(one.ask.name, "")).get(field.key, "") for one, field in held}
            head += [f"Question {number}", f"Response {number}"]
            row += [to_plain_text(asked.text), gift_cell(asked, given)]
        assert not fields
        found = read([head, row], store)
        assert not found.remarks
        check_marks(found.sheets[0].text, quiz, typed, store)


def test_a_part_of_a_question_in_gift_that_has_no_column_is_named():
    quiz = quiz_of("forward-h2")
    question = scored(quiz.variants[0], f"{quiz.id}.q1")
    head, row = moodle_report([Sat("Lovelace", "Ada", "s1", quiz, [{}])], texts=False, average=False)
    second = gift_questions(question)[1]
    found = read([[*head[:9], "Question 1", "Response 1"], [*row[:9], to_plain_text(second.text), "0.5"]], Kept(quiz))
    assert "there is no column for 1 of the 2 answers of h_1, h_2," in found.remarks[0].text


# ---------------------------------------------------------------- Canvas

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def items_of_package(question):
    """The items of the package that is written for a question: type, text, and for each place what it is called and offers."""
    file = io.BytesIO()
    platforms()["canvas"].write("course", [question], file)
    with zipfile.ZipFile(file) as package:
        files = [name for name in package.namelist() if name.endswith(".xml")]
        for root in (etree.fromstring(package.read(name)) for name in files):
            for item in root.iter(f"{QTI}item"):
                sort = next(field for field in item.iter(f"{QTI}qtimetadatafield") if field[0].text == "question_type")[
                    1
                ].text
                shown = item.find(f"{QTI}presentation/{QTI}material/{QTI}mattext").text
                places = [
                    (lid.findtext(f"{QTI}material/{QTI}mattext") or "",
                     [canvas_text(one.text or "") for one in lid.findall(f".//{QTI}response_label//{QTI}mattext")])
                    for lid in item.iter(f"{QTI}response_lid")
                ]  # fmt: skip
                yield sort, canvas_text(shown), places


def option(offered, letter):
    """What is offered under a letter; True and False have none."""
    found = [text for text in offered if re.match(rf"{re.escape(letter)}(?:[. ]|$)", text)]
    return found[0] if found else offered["AB".index(letter)]


def canvas_said(sort, places, given):
    """What the analysis says of what was entered."""
    said = [text for _, text in given]
    if not any(said):
        return ""
    if sort in ("numerical_question", "short_answer_question", "essay_question"):
        return said[0]
    if sort == "fill_in_multiple_blanks_question":
        return ",".join(map(escaped, said))
    if sort == "multiple_answers_question":
        return ",".join(escaped(option(places[0][1], name.strip())) for name in said[0].split(","))
    if sort in ("multiple_choice_question", "true_false_question"):
        return option(places[0][1], said[0])
    if sort == "multiple_dropdowns_question":
        return ",".join(
            escaped(option(offered, text)) if text else "" for (_, offered), text in zip(places, said, strict=True)
        )
    assert sort == "matching_question"
    if len(given) == 1:  # an order: the place of each letter
        order = [name.strip() for name in said[0].split(",")]
        said = [str(order.index(canvas_text(prompt)[0]) + 1) for prompt, _ in places]
    pairs = [(canvas_text(prompt), option(offered, text) if text else "") for (prompt, offered), text in
             zip(places, said, strict=True)]  # fmt: skip
    return ",".join(escaped("=>".join(pair)) for pair in pairs)


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_answers_to_the_questions_of_the_package_for_canvas_get_the_marks_of_a_sheet(name):
    quiz = quiz_of(name)
    question, store = scored(quiz.variants[0], f"{quiz.id}.q1"), Kept(quiz)
    try:
        items = list(items_of_package(question))
    except UserError:
        assert any(loss.refused for loss in platforms()["canvas"].losses(question))
        return
    for typed in answers_to(quiz.variants[0]):
        head, row = ["name", "id", "submitted"], ["Ada Lovelace", "s1", "2026-11-20 14:35:00 UTC"]
        for number, (sort, shown, places) in enumerate(items, 9001):
            part = part_in(shown)
            given = [
                (field.key, answered(one, typed.get(one.ask.name, "")).get(field.key, ""))
                for one in question.asks
                for field in one.fields
                if part in ("", one.ask.name) or part == f"{one.ask.name}.{field.key.partition('.')[0]}"
            ]
            head += [f"{number}: {shown}", "1.0"]
            row += ["code.py" if sort == "file_upload_question" else canvas_said(sort, places, given), "0.0"]
        found = read([head, row], store)
        assert not found.remarks
        check_marks(found.sheets[0].text, quiz, typed, store)
