"""Markup as HTML for platforms: well-formed, nothing unescaped, formulas as TeX."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.markup.parse import Words, parse
from quizgen.markup.pictures import read_picture
from quizgen.media.platform_html import escaped, html, html_item, html_line, html_sentence, tex

BANK = Bank.load()
HOSTILE = st.text(st.sampled_from("ab &<>\"'\\()[]{}$]]>\x00\x0b\ud800\u2028é𝕏"), max_size=30)


def read(written: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{written}</div>")


@given(HOSTILE)
def test_words_come_back_and_no_formula_is_found_in_them(text):
    element = read(html_line((Words(text), Words(text, code=True))))
    shown = element.text or ""
    kept = re.sub("[\x00\x0b\ud800]", "\ufffd", text)
    assert shown.replace("\u2060", "") == kept
    assert not re.search(r"\\[()\[\]]|\$\$", shown)
    assert [child.tag for child in element] == ["code"]
    assert (element[0].text or "") == kept


@given(HOSTILE, st.booleans())
def test_a_formula_comes_back_between_its_marks(formula, display):
    shown = read(tex(formula, display)).text
    opening, closing = (r"\[", r"\]") if display else (r"\(", r"\)")
    assert shown == opening + re.sub("[\x00\x0b\ud800]", "\ufffd", formula) + closing


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_text_of_the_bank_is_well_formed_without_mathml(name):
    one = variant(BANK.exercises[name], 1)
    for text in (one.text, one.solution):
        element = read(html(parse(text), blanks=lambda name, tight: f"<i>{escaped(name)}</i>"))
        assert element.find(".//math") is None
        assert "argmax" not in re.sub(r"\\operatorname\*?\{argmax\}", "", " ".join(element.itertext()))


def test_the_medium_says_how_formulas_blanks_and_pictures_look():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<title>T</title>\n<desc>D</desc>\n'
        '<circle cx="1" cy="1" r="1"/></svg>'
    )
    text = f"a $x<y$ [[h_1]]\n\n[[h_2]]\n\n$$z$$\n\n```picture\n{drawn}\n```"
    written = html(
        parse(text),
        lambda formula, display: f"<i>{escaped(formula)}{display}</i>",
        lambda name, tight: f"({name} {tight})",
        lambda picture: f"<b>{picture.title}</b>",
    )
    assert written == "<p>a <i>x&lt;yFalse</i> (h_1 True)</p>\n(h_2 False)\n<p><i>zTrue</i></p>\n<b>T</b>"
    assert read_picture(drawn).words in html(parse(f"```picture\n{drawn}\n```"))


def test_macros_of_ours_are_written_out():
    assert tex(r"\argmax_k y", False) == r"\(\operatorname*{argmax}_k y\)"
    assert tex(r"\argmaxima", False) == r"\(\argmaxima\)"


def test_items_stand_in_their_line_and_sentences_show_symbols():
    assert html_item("$b$ & **c**") == r"\(b\) &amp; <strong>c</strong>"
    assert html_item("a\n\nb") == "<p>a</p>\n<p>b</p>"
    assert html_sentence("h_(t-1) is left out.") == r"\(h_{t-1}\) is left out."
    assert html_sentence("") == ""


def test_without_blanks_of_its_own_a_blank_is_an_error():
    with pytest.raises(KeyError, match="h_1"):
        html(parse("[[h_1]]"))
