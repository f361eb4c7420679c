"""The letters of what is offered are no symbols, though B, D, H, K, L and T are: in what is said of an answer they stay letters."""

import pytest

from quizgen.asks.choice import Choice
from quizgen.asks.match import Match
from quizgen.asks.options import LETTERS, Option
from quizgen.asks.order import Before, Order
from quizgen.asks.several import Several
from quizgen.markup.parse import Maths, Words
from quizgen.markup.sentence import sentence
from quizgen.reading import read_value

OPTIONS = tuple(Option(letter, f"the {letter.lower() * 3}", letter in "AD") for letter in LETTERS[:20])
TEXTS = [option.text for option in OPTIONS]
ASKS = {
    "choice": Choice("c", options=OPTIONS),
    "several": Several("s", options=OPTIONS),
    "match": Match("m").of(TEXTS, TEXTS, dict(zip(TEXTS, TEXTS, strict=True))),
    "order": Order("o").of(TEXTS, [Before(TEXTS[1], TEXTS[0], "it does.")]),
}
WRONG = {
    "choice": "B",
    "several": ", ".join(LETTERS[:20]).replace("A, ", "").replace("D, ", ""),
    "match": ", ".join(f"{number}-{LETTERS[number % 20]}" for number in range(1, 21)),
    "order": ", ".join(LETTERS[:20]),
}


def said(ask, typed):
    reading = read_value(typed, ask)
    return reading.trouble or ask.judge(reading).feedback


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize("readable", [True, False])
def test_what_is_said_of_an_answer_names_options_by_their_letters(kind, readable):
    feedback = said(ASKS[kind], WRONG[kind] if readable else "?!")
    assert feedback and not [run.tex for run in sentence(feedback) if isinstance(run, Maths)], feedback


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("Missed: option B (the state). Option H is right.", []),
        ("Not right: 1-B, 2-A, 3-W.", []),
        ("give one of A, B, C, D: one letter", []),
        ("a 1-D array", []),
        ("B, D and H are sizes", ["B", "D", "H"]),
        ("(B, T, H)", ["B", "T", "H"]),
        ("option B ($x_2$), W", ["x_2", "W"]),
        ("There is a wrong line before line B. Line H, kind C, reason D", []),
        ("T-1 of W", ["T", "W"]),
    ],
)
def test_only_what_is_offered_is_a_letter(text, formulas):
    assert [run.tex for run in sentence(text) if isinstance(run, Maths)] == formulas


def test_what_stands_around_a_letter_stays_as_it_was():
    assert (
        "".join(run.text for run in sentence("Not right: 1-B, 2-A.") if isinstance(run, Words))
        == "Not right: 1-B, 2-A."
    )
