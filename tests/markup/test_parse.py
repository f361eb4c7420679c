"""Markup is the same tree whether its form was parsed before or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.markup.parse import Display, Maths, Paragraph, Words, parse, parse_form, parse_whole

BANK = Bank.load()
PIECES = (
    *("$", "$$", "$x$", "$$y$$", "a", "0.5", " ", "\n", "\n\n", "|", "\\", "`", "~~~", "- ", "1. ", "> ", "    ", "*"),
    *("**", "_", "[[h]]", "[a]: ", "|---|---|\n", "&amp;", "\r", "\0", "\t", "\ue000", "$\ue000$", "---"),
)


def outcome(parsed, text):
    """The blocks, or why there are none."""
    try:
        return parsed(text)
    except ValueError as error:
        return str(error)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_what_the_parser_makes_of_it(text):
    assert outcome(parse, text) == outcome(parse_whole, text)


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_text_of_the_bank_is_what_the_parser_makes_of_it(name):
    for one in variants(BANK.exercises[name], range(2)):
        for text in (one.text, one.solution):
            assert parse(text) == parse_whole(text)


def test_texts_that_differ_in_formulas_alone_are_parsed_once():
    parse("The state is $1$.\n\n$$h = 1$$")
    before = parse_form.cache_info().misses
    paragraph = Paragraph((Words("The state is "), Maths("2"), Words(".")))
    assert parse("The state is $2$.\n\n$$h = 2$$") == (paragraph, Display("h = 2"))
    assert parse_form.cache_info().misses == before
