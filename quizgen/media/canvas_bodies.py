"""The types of question of Canvas: what each is answered in, and the conditions by which Canvas knows its right answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quizgen.interactions import Arrange, Field, Item, Pick
from quizgen.media.canvas_numbers import accepted, decimal, spellings
from quizgen.media.canvas_order import first_order
from quizgen.media.canvas_questions import CanvasQuestion, truths
from quizgen.media.canvas_text import Pictures, comment, left_items, menu_text, place
from quizgen.media.canvas_xml import (
    ALL,
    Answer,
    Body,
    between,
    comment_of,
    condition,
    equal,
    lid,
    material,
    typed,
)
from quizgen.media.platform_html import escaped

EXACT = 1e-8  # a tolerance, of the number, that is none
FIRST = 1001  # the number of the first answer: Canvas knows answers by whole numbers

MakeBody = Callable[[CanvasQuestion, Pictures, Mapping[str, str]], Body]


def choice(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """One of the items, or several of them."""
    ((_, field),) = asked.fields
    answers = [answer for answer, _ in choices(field, pictures, FIRST, is_html=True)]
    several = asked.kind == "multiple_answers_question"
    comments = [condition(equal(one.number), shows=comment_of(one)) for one in answers if one.comment]
    if several:
        tests = (equal(one.number) if one.right else f"<not>{equal(one.number)}</not>" for one in answers)
        scores = [condition(f"<and>{''.join(tests)}</and>", sets=ALL)]
    else:
        scores = [condition(equal(one.number), sets=ALL) for one in answers if one.right]
    return Body(answers, lid(answers, several=several), "".join(comments + scores))


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
    answers, conditions = [], []
    for at, (interval, text) in enumerate(accepted(field)):
        answers.append(Answer(FIRST + at, text, right=True))
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
    return Body(answers, typed("Decimal"), "".join(conditions))


def short_answer(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """A text that is compared with those that are right."""
    ((_, field),) = asked.fields
    answers = [Answer(FIRST + at, text, right=True) for at, text in enumerate(right_texts(field))]
    return Body(answers, typed(), condition("".join(equal(one.text) for one in answers), sets=ALL))


def right_texts(field: Field) -> list[str]:
    """The texts that earn all in a blank; Canvas folds case and white space at the ends."""
    if isinstance(field.interaction, Pick):
        texts = [one.text for one in field.right]
    elif field.answers[0].value is not None:
        texts, _ = spellings(field)
    else:
        texts = [one.text for one in field.right]
    return list({text.strip().lower(): text.strip() for text in reversed(texts)}.values())[::-1]


def blanks(asked: CanvasQuestion, pictures: Pictures, names: Mapping[str, str]) -> Body:
    """Blanks of which each earns the same: texts to compare, or menus."""
    menus = asked.kind == "multiple_dropdowns_question"
    answers: list[Answer] = []
    presentation, comments, scores = [], [], []
    adds = f"{100 / len(asked.fields):.2f}"
    for unit, field in asked.fields:
        name = names[place(unit, field)]
        first = FIRST + len(answers)
        if menus:
            here = [answer for answer, _ in choices(field, pictures, first, is_html=False)]
        else:
            here = [Answer(first + at, text, right=True) for at, text in enumerate(right_texts(field))]
        response = f"response_{name}"
        answers += here
        presentation.append(lid(here, name=response, title=material(name, is_html=False)))
        comments += [condition(equal(one.number, response), shows=comment_of(one)) for one in here if one.comment]
        right = [one for one in here if one.right]
        scores += [condition(equal(one.number, response), adds=adds) for one in (right if menus else right[:1])]
    return Body(answers, "".join(presentation), "".join(comments + scores))


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
    adds = f"{100 / len(pairs):.2f}"
    for answer, match in pairs:
        response = f"response_{answer.number}"
        presentation.append(lid(matches, name=response, title=material(answer.text)))
        conditions.append(condition(equal(match, response), adds=adds))
        if answer.comment:
            conditions.append(condition(f"<not>{equal(match, response)}</not>", shows=comment_of(answer)))
    return Body([answer for answer, _ in pairs], "".join(presentation), "".join(conditions))


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
