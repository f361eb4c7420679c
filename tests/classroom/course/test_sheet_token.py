"""A token says what a quiz is made of. Whatever else is in its place is a sentence."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.authoring.bank import Bank
from quizgen.classroom.course.sheet_quiz import QuizFinder, contradiction
from quizgen.classroom.course.sheet_token import (
    Origin,
    Token,
    digest_of,
    is_signed_by,
    made_of,
    read_token,
    signed,
)
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.generate.made_again import made_again
from quizgen.model import Quiz
from quizgen.reading import blank_sheet, read_answers
from quizgen.reading.token_comment import token_comment, token_in

BANK = Bank.load()
H1 = variant(BANK.get("forward-h1"), 5)
QUIZ = Quiz("forward-h1-5", 5, (H1,), "Ada", "hw3")
SECRET, OTHER = b"s" * 32, b"o" * 32
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
ORIGINS = st.builds(
    Origin, NAMES, st.integers(0, 10**6), NAMES, st.integers(0, 2**31 - 1), st.text("0123456789abcdef", max_size=16)
)
TOKENS = st.builds(
    Token,
    NAMES.filter(bool),
    st.integers(0, 10**30),
    NAMES,
    NAMES,
    NAMES,
    st.lists(ORIGINS, min_size=1, max_size=5).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=8), inner, max_size=6),
)


class Empty:
    """A store without quizzes."""

    def quiz(self, id):
        raise UserError(f"No quiz {id!r}.")

    def quizzes(self, assignment=None):
        return []

    def assignments(self):
        return {}

    def keep_quiz(self, quiz, sources, now, signer=""):
        return quiz

    def secret(self):
        return SECRET


FIND = QuizFinder(Empty, lambda name, seed: made_again(BANK, name, seed), lambda: None)


def encoded(data):
    return urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


@given(TOKENS)
def test_a_token_is_read_as_it_was_written_and_its_signer_knows_it(token):
    text = signed(token, SECRET)
    assert read_token(text) == token
    assert is_signed_by(text, SECRET) and not is_signed_by(text, OTHER)
    assert token_in(f"import numpy as np\n{token_comment(text)}more = 1") == text
    assert read_answers(blank_sheet(QUIZ, str, text)).token == text


@given(TOKENS, TOKENS)
def test_no_token_carries_the_signature_of_another(token, other):
    mixed = f"{signed(token, OTHER).partition('.')[0]}.{signed(other, SECRET).partition('.')[2]}"
    if token == other:
        assert is_signed_by(mixed, SECRET)
    else:
        with pytest.raises(UserError, match="somebody changed it"):
            is_signed_by(mixed, SECRET)


FIELDS = {
    "format": 1, "quiz": "q", "seed": 1, "student": "", "assignment": "", "interface": "chapter",
    "questions": [["forward-h1", 1, "", 5, digest_of(H1)]],
}  # fmt: skip
PARTS = st.sampled_from(list(FIELDS))


@given(
    st.text()
    | st.builds(lambda data: encoded(data) + ".AAAA", JSON)
    | st.builds(lambda name, value: encoded(FIELDS | {name: value}) + ".AAAA", PARTS, JSON)
    | st.builds(
        lambda at, value: encoded(FIELDS | {"questions": [[*FIELDS["questions"][0][:at], value]]}) + ".A",
        st.integers(0, 4),
        JSON,
    )
)
def test_any_text_in_the_place_of_a_token_is_a_quiz_or_a_sentence(text):
    for use in (lambda: FIND("q", text), lambda: is_signed_by(text, SECRET)):
        try:
            use()
        except UserError as error:
            assert str(error).endswith((".", "...")) and "\n" not in str(error)
    assert isinstance(contradiction(text, QUIZ, "Ada", str), str)


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": True}, {"seed": -1}, {"seed": 10**101}, {"quiz": ""}, {"quiz": "a\0"}, {"quiz": "\ud800"}, {"student": "x" * 501},
        {"questions": []}, {"questions": FIELDS["questions"] * 501}, {"questions": [["forward-h1", 1, "", 2**31, ""]]},
        {"questions": [["forward-h1", 1, "", 1.0, ""]]}, {"questions": [["forward-h1", 1, "", 1]]},
        {"format": 1.5}, {"format": "1"},
    ],
    ids=lambda changed: str(changed)[:40],
)  # fmt: skip
def test_what_is_out_of_range_is_no_token(changed):
    assert read_token(encoded(FIELDS) + ".AAAA").quiz == "q"
    with pytest.raises(UserError, match="cannot be read"):
        read_token(encoded(FIELDS | changed) + ".AAAA")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"seed":' + "1" * 5000 + "}", '{"seed":NaN}', "\ufeff{}", "\xff"])
def test_what_is_hard_to_parse_is_a_sentence(text):
    with pytest.raises(UserError, match="cannot be read"):
        read_token(urlsafe_b64encode(text.encode("latin-1", "ignore")).decode() + ".AAAA")
    with pytest.raises(UserError, match="cannot be read"):
        read_token("A" * 10**6)


def test_a_quiz_is_made_again_as_it_was():
    assert FIND(QUIZ.id, signed(made_of(QUIZ), OTHER)) == QUIZ
    assert FIND(QUIZ.id, signed(made_of(QUIZ), SECRET)) == QUIZ


def test_a_digest_is_about_what_is_asked_and_earned_and_not_about_explanations_or_last_bits():
    key = {name: [value * (1 + 1e-13) for value in values] for name, values in H1.key.items()}
    reworded = replace(H1, solution="Otherwise.", source="", slips=tuple(replace(s, feedback="") for s in H1.slips))
    assert digest_of(H1) == digest_of(replace(reworded, key=key))
    for changed in (
        replace(H1, text=H1.text + "!"),
        replace(H1, key={name: [value + 1e-5 for value in values] for name, values in H1.key.items()}),
        replace(H1, asks=tuple(replace(ask, points=3.0) for ask in H1.asks)),
        replace(H1, slips=H1.slips[1:]),
        replace(H1, problem={**H1.problem, "b": [0.0, 0.0]}),
    ):
        assert digest_of(changed) != digest_of(H1)
