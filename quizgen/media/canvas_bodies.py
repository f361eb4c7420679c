"""The types of question of Canvas: what each is answered in, and the conditions by which Canvas knows its right answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quizgen.interactions import Arrange, Entry, Field, Item, Pick
from quizgen.media.canvas_markup import Pictures, comment, left_items, menu_text
from quizgen.media.canvas_numbers import accepted, decimal, spellings
from quizgen.media.canvas_order import first_order
from quizgen.media.canvas_questions import CanvasQuestion, truths
from quizgen.media.canvas_text import place
from quizgen.media.canvas_xml import (
    ALL,
    FIRST,
    Answer,
    Body,
    between,
    comment_of,
    condition,
    equal,
    lid,
    material,
    menu,
    spellings_menu,
    typed,
)
from quizgen.media.platform_html import NOT_XML, escaped

EXACT = 1e-8  # a tolerance, of the number, that is none

MakeBody = Callable[[CanvasQuestion, Pictures, Mapping[str, str]], Body]


def choice(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """One of the items, or several of them."""
    ((_, field),) = asked.fields
    answers = [answer for answer, _ in choices(field, pictures, FIRST, is_html=True)]
    several = asked.type == "multiple_answers_question"
    comments = [condition(equal(one.number), shows=comment_of(one)) for one in answers if one.comment]
    if several:
        tests = (equal(one.number) if one.right else f"<not>{equal(one.number)}</not>" for one in answers)
        scores = [condition(f"<and>{''.join(tests)}</and>", sets=ALL)]
    else:
        scores = [condition(equal(one.number), sets=ALL) for one in answers if one.right]
    return Body(len(answers), answers, lid(menu(answers), several=several), "".join(comments + scores))


def choices(field: Field, pictures: Pictures, first: int, *, is_html: bool) -> list[tuple[Answer, Item]]:
    """The items of a pick as answers, with the sentences for wrong ones."""
    pick = field.interaction
    assert isinstance(pick, Pick)
    feedback = {one.text: one.feedback for one in field.answers}
    right = {one.text for one in field.right}
    said = truths(pick) if is_html else []
    found = []
    for at, item in enumerate(pick.items):
        letter = "" if item.key == item.text else f"<strong>{escaped(item.key)}</strong> "
        shown = said[at] if said else letter + pictures.item(item.text) if is_html else menu_text(pick.items, item)
        said_of_it = "" if item.key in right else comment(feedback.get(item.key, ""))
        found.append((Answer(first + at, shown, item.key in right, said_of_it, is_html), item))
    return found


def numerical(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """A number: the right one with its margin, and intervals of those that are not charged again."""
    ((_, field),) = asked.fields
    conditions = []
    for at, (interval, _) in enumerate(accepted(field)):
        low, high = (decimal(bound) for bound in interval)
        if at == 0:
            value = field.answers[0].value or 0.0
            exact = decimal(value)
            if field.answers[0].tolerance <= EXACT * max(1.0, abs(value)):
                low = high = exact
            test = f"<or>{equal(exact)}<and>{between(low, high)}</and></or>"
        else:
            test = between(low, high)
        conditions.append(condition(test, sets=ALL))
    return Body(len(conditions), (), typed("Decimal"), "".join(conditions))


def short_answer(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """A text that is compared with those that are right."""
    ((_, field),) = asked.fields
    texts = right_texts(field)
    return Body(len(texts), (), typed(), condition("".join(map(equal, texts)), sets=ALL))


def right_texts(field: Field) -> Sequence[str]:
    """The texts that earn all in a blank; Canvas folds case and white space at the ends."""
    if isinstance(field.interaction, Entry) and field.answers[0].value is not None:
        return spellings(field)[0]
    texts = [NOT_XML.sub("\ufffd", one.text).strip() for one in field.right]
    return list({text.lower(): text for text in reversed(texts)}.values())[::-1]


def blanks(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """Blanks of which each earns the same: texts to compare, or menus."""
    menus = asked.type == "multiple_dropdowns_question"
    commented: list[Answer] = []
    presentation, comments, scores = [], [], []
    adds = f"{100 / len(asked.fields):.2f}"
    first = FIRST
    for unit, field in asked.fields:
        name = names[place(unit, field)]
        response = f"response_{name}"
        title = material(name, is_html=False)
        if menus:
            here = [answer for answer, _ in choices(field, pictures, first, is_html=False)]
            presentation.append(lid(menu(here), name=response, title=title))
            said = [one for one in here if one.comment]
            comments += [condition(equal(one.number, response), shows=comment_of(one)) for one in said]
            scores += [condition(equal(one.number, response), adds=adds) for one in here if one.right]
            commented += said
            first += len(here)
        else:
            texts = right_texts(field)
            presentation.append(lid(spellings_menu(first, texts), name=response, title=title))
            scores.append(condition(equal(first, response), adds=adds))
            first += len(texts)
    return Body(first - FIRST, commented, "".join(presentation), "".join(comments + scores))


def matching(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """Items on the left, each with its match on the right."""
    ((unit, first), *_) = asked.fields
    if isinstance(first.interaction, Arrange):
        return ordering(first, first.interaction, pictures)
    left = left_items(unit.layout)
    pick = first.interaction
    assert isinstance(pick, Pick)
    matches = [Answer(FIRST + len(asked.fields) + at, menu_text(pick.items, one)) for at, one in enumerate(pick.items)]
    numbers = {one.key: match.number for one, match in zip(pick.items, matches, strict=True)}
    pairs = []
    for at, (_, field) in enumerate(asked.fields):
        wrong = (
            f"<p>{escaped(one.text)}: {comment(one.feedback)}</p>"
            for one in field.answers
            if one.share < 1 and one.feedback
        )
        answer = Answer(FIRST + at, pictures.item(left[field.key]), comment="".join(wrong), is_html=True)
        pairs.append((answer, numbers[field.right[0].text]))
    return matched(pairs, matches)


def ordering(field: Field, layout: Arrange, pictures: Pictures) -> Body:
    """Items, each with its place in the order."""
    items = {one.key: one.text for one in layout.items}
    order = first_order(list(items), field.before)
    places = [Answer(FIRST + len(items) + at, str(at + 1)) for at in range(len(items))]
    pairs = [
        (
            Answer(FIRST + at, f"<strong>{escaped(key)}</strong> {pictures.item(text)}", is_html=True),
            places[order.index(key)].number,
        )
        for at, (key, text) in enumerate(items.items())
    ]
    return matched(pairs, places)


def matched(pairs: Sequence[tuple[Answer, int]], matches: Sequence[Answer]) -> Body:
    """A matching question of answers with the numbers of their matches."""
    presentation, conditions = [], []
    adds, inside = f"{100 / len(pairs):.2f}", menu(matches)
    for answer, match in pairs:
        response = f"response_{answer.number}"
        presentation.append(lid(inside, name=response, title=material(answer.text)))
        conditions.append(condition(equal(match, response), adds=adds))
        if answer.comment:
            conditions.append(condition(f"<not>{equal(match, response)}</not>", shows=comment_of(answer)))
    return Body(len(pairs), [answer for answer, _ in pairs], "".join(presentation), "".join(conditions))


def essay(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """A text that a person reads."""
    return Body(presentation=typed(), processing=condition("<other/>", last=True))


def upload(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """A file that a person takes from there."""
    return Body()


BODIES: Mapping[str, MakeBody] = {
    "multiple_choice_question": choice,
    "true_false_question": choice,
    "multiple_answers_question": choice,
    "numerical_question": numerical,
    "short_answer_question": short_answer,
    "fill_in_multiple_blanks_question": blanks,
    "multiple_dropdowns_question": blanks,
    "matching_question": matching,
    "essay_question": essay,
    "file_upload_question": upload,
}
