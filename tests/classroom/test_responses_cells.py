"""Cells of reports: whatever texts were offered and typed, a cell is read as what was answered, or not at all."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platform_responses import shortened, to_plain_text
from responses_in_memory import BANK

from quizgen.classroom.responses.offered import ladder, pair_ladder
from quizgen.classroom.responses.places import is_numbered, numbered_parts
from quizgen.classroom.responses.plain_text import FORMS, plain
from quizgen.classroom.responses.records import CANVAS, MOODLE, QuestionNumber, number_in, part_in, piece_in
from quizgen.classroom.responses.segments import Matcher, NoMatch, pieces
from quizgen.generate import variant
from quizgen.grading.scored import scored
from quizgen.interactions import Item, Pick
from quizgen.media.platform_html import html_item

WORDS = st.text("ab,; ->=·.", min_size=1, max_size=12).map(str.strip).filter(lambda text: any(map(str.isalpha, text)))
TEXTS = st.lists(WORDS, min_size=2, max_size=5, unique_by=lambda text: " ".join(text.split()))
LABELS = st.sampled_from(["part {}: {}", "Teil {}: {}", "partie {} : {}", "部件{}: {}", "parte {}: {}", "חלק {}: {}"])


def items(texts):
    return tuple(Item(chr(ord("A") + at), text) for at, text in enumerate(texts))


def matcher(offered, dialect):
    return Matcher(ladder(offered, lambda text: text), dialect)


def as_moodle(text):
    return text


def as_canvas(text):
    return text.replace(",", "\\,")


# ---------------------------------------------------------------- lists and choices


@given(texts=TEXTS, data=st.data())
@pytest.mark.parametrize(("dialect", "written"), [(MOODLE, as_moodle), (CANVAS, as_canvas)])
def test_a_list_is_read_as_it_was_chosen_or_not_at_all(dialect, written, texts, data):
    offered = items(texts)
    chosen = data.draw(st.lists(st.sampled_from(offered), min_size=1, unique=True))
    cell = dialect.between.join(written(item.text) for item in chosen)
    try:
        assert matcher(offered, dialect).listed(cell) == tuple(item.key for item in chosen)
    except NoMatch as error:
        assert "two ways" in str(error)


@given(texts=st.lists(st.text("ab,;=> ", min_size=1), min_size=1))
def test_canvas_separates_answers_by_commas_without_a_backslash(texts):
    assert pieces(",".join(map(as_canvas, texts)), CANVAS) == texts


@given(texts=TEXTS, data=st.data())
def test_one_item_is_read_as_it_was_chosen(texts, data):
    offered = items(texts)
    chosen = data.draw(st.sampled_from(offered))
    assert matcher(offered, MOODLE).one(chosen.text) == chosen.key
    assert matcher(offered, MOODLE).one(f"  {chosen.text}\n") == chosen.key


@given(texts=TEXTS, other=WORDS)
def test_what_was_not_offered_is_no_item(texts, other):
    offered = items(texts)
    known = {form(text) for text in texts for form in FORMS}
    known |= {form(f"{item.key}{between}{item.text}") for item in offered for form in FORMS for between in " .·"}
    if not any(form(other) in known | {item.key for item in offered} for form in FORMS):
        with pytest.raises(NoMatch):
            matcher(offered, MOODLE).one(other)


@given(left=TEXTS, right=TEXTS, data=st.data())
@pytest.mark.parametrize("dialect", [MOODLE, CANVAS])
def test_pairs_are_read_as_they_were_made_or_not_at_all(dialect, left, right, data):
    ones, others = items(left), items(right)
    made = [(one, data.draw(st.sampled_from(others))) for one in ones]
    if dialect is CANVAS:
        cell = ",".join(as_canvas("=>".join(side.text.replace("=>", "\\=>") for side in pair)) for pair in made)
    else:
        cell = "; ".join(f"{one.text} -> {other.text}" for one, other in made)
    steps = pair_ladder(*(ladder(side, lambda text: text) for side in (ones, others)), dialect.arrow)
    try:
        found = Matcher(steps, dialect).listed(cell)
    except NoMatch as error:
        assert "two ways" in str(error) or "\\" in cell
    else:
        assert set(found) == {(one.key, other.key) for one, other in made}


@given(texts=TEXTS, data=st.data())
def test_an_order_of_beginnings_behind_letters_is_read(texts, data):
    offered = items([f"{text} and so on and on" for text in texts])
    order = data.draw(st.permutations(offered))
    cell = "; ".join(shortened(f"{item.key} · {item.text.replace(';', ',')}") for item in order)
    assert matcher(offered, MOODLE).ordered(cell) == tuple(item.key for item in order)


def test_beginnings_that_are_the_same_are_not_guessed_at():
    offered = items(["Compute h_1", "Compute h_2", "Update W"])
    with pytest.raises(NoMatch, match="several items begin like that"):
        matcher(offered, MOODLE).ordered("Compute...; Update W; Compute...")


@pytest.mark.parametrize(
    ("cell", "key"), [("True", "A"), ("Falsch", "B"), ("Vrai", "A"), ("Falso", "B"), ("Niet waar", "B"), ("A", "A")]
)
def test_true_and_false_are_known_in_the_languages_of_sites(cell, key):
    for texts in (["True", "False"], ["It is true.", "It is false."]):
        assert matcher(items(texts), MOODLE).one(cell) == key


def test_true_in_a_language_that_is_not_known_is_no_item():
    with pytest.raises(NoMatch):
        matcher(items(["True", "False"]), MOODLE).one("Ndiyo")


# ---------------------------------------------------------------- "part 1: ...; part 2: ..."

ENTERED = st.text(st.characters(codec="utf-8", exclude_characters=";:："), max_size=12).map(str.strip)


@given(label=LABELS, entered=st.lists(ENTERED, min_size=1, max_size=12))
def test_numbered_parts_are_read_in_every_language(label, entered):
    cell = "; ".join(label.format(at, text) for at, text in enumerate(entered, 1)).strip()
    assert numbered_parts(cell, len(entered)) == entered


@given(label=LABELS, entered=st.lists(ENTERED, min_size=2, max_size=5), at=st.data())
def test_whoever_types_the_mark_of_a_part_moves_no_answer(label, entered, at):
    place = at.draw(st.integers(0, len(entered) - 1))
    other = at.draw(st.integers(2, len(entered)))
    entered[place] = "0; " + label.format(other, "1")
    cell = "; ".join(label.format(number, text) for number, text in enumerate(entered, 1)).strip()
    with suppress(NoMatch):
        assert numbered_parts(cell, len(entered)) == entered


@pytest.mark.parametrize("cell", ["-1.5", "1", "0.1; 0.2", "1: 2", "", "h_1", "W x_1 + b", "part one: 1"])
def test_other_answers_are_no_numbered_parts(cell):
    assert not is_numbered(cell)


# ---------------------------------------------------------------- texts and numbers


@pytest.mark.parametrize("name", BANK.exercises)
def test_an_item_of_the_bank_is_told_from_the_others_as_moodle_shows_it(name):
    for one in scored(variant(BANK.exercises[name], 11), "q.q1").asks:
        for field in one.fields:
            if isinstance(field.interaction, Pick):
                found = Matcher(ladder(field.interaction.items, html_item), MOODLE)
                for item in field.interaction.items:
                    assert found.one(to_plain_text(html_item(item.text))) == item.key


@given(st.text(max_size=60))
def test_plain_text_of_plain_text_is_itself_but_for_what_looks_like_html(text):
    if "<" not in text and "&" not in text:
        assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "number", "piece", "part"),
    [
        ("What? [forward-pass-7.q3]", "forward-pass-7.q3", "", ""),
        ("What? [forward-pass-7.q3]: A · one; B · two", "forward-pass-7.q3", "", ": A · one; B · two"),
        ("What?\n[forward-pass-7.q3-2]", "forward-pass-7.q3", "2", ""),
        ("[h_1-1] What? [mid term.v2.q12] slip.line", "mid term.v2.q12", "", "slip.line"),
    ],
)
def test_the_number_of_a_question_is_found_in_its_text(text, number, piece, part):
    assert (str(number_in(text)), piece_in(text), part_in(text)) == (number, piece, part)


@pytest.mark.parametrize("text", ["", "[forward-pass-7]", "[1, 2]", "q3", "[forward-pass-7.q0]", "[forward-pass-7.h3]"])
def test_other_brackets_are_no_number(text):
    assert number_in(text) is None
    assert number_in(f"{text} [a-1.q2]") == QuestionNumber("a-1", 2)
