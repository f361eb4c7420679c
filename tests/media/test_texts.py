"""The catalogue of the words on papers and keys: complete, without dead entries, and translated by one file."""

import re

import pytest
from places import ROOT

from quizgen.errors import UserError
from quizgen.media.texts import filled, read_texts

ENGLISH = (ROOT / "templates/texts/en.toml").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "quizgen/media").glob("*.py"), *(ROOT / "quizgen/documents/exam").glob("*.py")]


def used():
    """The places in the catalogue that the code reads; one that is put together ends with a star."""
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    found = set(re.findall(r"[\"']((?:paper|key|month)\.(?!typ\b)[\w{}.]+|language)[\"']", code))
    return {re.sub(r"\{.*\}", "*", one) for one in found}


def test_every_text_is_used_and_every_text_that_is_used_is_there():
    beginnings = tuple(place[:-1] for place in used() if place.endswith("*"))
    known = set(read_texts())
    assert {place for place in used() if not place.endswith("*")} <= known
    assert {place for place in known - used() if not place.startswith(beginnings)} == set()


def test_the_templates_hold_no_words_of_their_own():
    for name in ("lib.typ", "exam.typ"):
        code = re.sub(r"//.*", "", (ROOT / "templates" / name).read_text(encoding="utf-8"))
        shown = re.findall(r"\[([^\[\]#]*[A-Za-z]{2}[^\[\]#]*)\]", code)
        assert shown == [], name


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("name = ", "nmae = "), "nothing prints 'paper.nmae'. Did you mean 'paper.name'?"),
        (('group = "Group"\n', ""), "have no 'paper.group', in English 'Group'. Add it."),
        (("{page} of {pages}", "{page} von"), "paper.page must have the same {...}"),
        (('"Marks"', "3"), "paper.marks is no text"),
        (("[month]", "[month"), "not TOML"),
    ],
)
def test_a_faulty_translation_is_one_sentence_that_names_the_file(tmp_path, change, sentence):
    path = write(tmp_path / "xx.toml", ENGLISH.replace(*change))
    with pytest.raises(UserError, match=r"xx\.toml") as caught:
        read_texts(path)
    assert sentence in str(caught.value) and "\n" not in str(caught.value)


def test_a_language_without_texts_says_how_to_add_it():
    with pytest.raises(UserError, match=r"'eo'.*name a file"):
        read_texts("eo")
    with pytest.raises(UserError, match="cannot be read"):
        read_texts("nowhere/eo.toml")


def test_what_is_put_into_a_text_is_not_filled_in_turn():
    assert filled("{a} and {b}", a="{b}", b=1) == "{b} and 1"


def test_texts_cannot_be_changed():
    with pytest.raises(TypeError):
        read_texts()["paper.name"] = "x"
