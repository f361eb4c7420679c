"""How things look, beside how they looked before; and what a question paper must never show.

QUIZGEN_UPDATE=1 writes the golden files anew; read the difference before you keep it.
"""

import io
import os
import re
from dataclasses import replace

import places
import pytest
from nightly import NIGHTLY
from rendered import FLAGSHIP, PAPER
from rich.console import Console
from secret_words import secrets

from quizgen.authoring.bank import Bank
from quizgen.documents.grade_terminal import results, sheet, summary
from quizgen.generate import variants
from quizgen.markup.parse import Maths, Paragraph, Words, parse
from quizgen.markup.sentence import sentence
from quizgen.media.html import html
from quizgen.media.key import OPENING
from quizgen.media.latex import latex
from quizgen.media.latex_text import escaped as latex_text
from quizgen.media.markdown import markdown
from quizgen.media.markdown_text import escaped as markdown_text
from quizgen.media.terminal import answer, question
from quizgen.media.typst import typst_source
from quizgen.model import Grade, Mark, Quiz, Verdict

GOLDEN = places.GOLDEN / "render"
BANK = Bank.load()
HOSTILE = "[bold]x[/] [/x] <b>&amp; \"q\" 'r' #set $y$ \\ *_` {{ z }} शिक्षा 🙂 \u202eabc"


def on_screen(renderable, width=90):
    page = Console(width=width, file=io.StringIO(), highlight=False)
    page.print(renderable)
    return re.sub(r" +\n", "\n", page.file.getvalue())


def body(page):
    return page[page.index("<body>") :]


def document(tex):
    return tex[tex.index(r"\begin{document}") :]


GRADE = Grade(
    "answers.toml",
    "answers",
    "forward-pass-5",
    "Ada",
    (
        Mark("q1.h_1", Verdict.RIGHT, 1, 1, "Right.", (), "-0.8397, -0.4219"),
        Mark(
            "q1.h_2", Verdict.SLIP, 0, 2, "Equals what you get if b is left out.", ("fwd-no-bias",), "0.5555, -0.6681"
        ),
        Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 2, "Waits for a person."),
    ),
    {"quiz": "Forward pass", "q1": "Two steps of a vanilla RNN", "q2": "Everything else"},
)
SHOWN = {
    "question.html": lambda: body(html(PAPER)),
    "key.html": lambda: body(html(PAPER, key=True)),
    "question.typ": lambda: typst_source(PAPER),
    "key.typ": lambda: typst_source(PAPER, key=True),
    "question.md": lambda: markdown([PAPER]),
    "key.md": lambda: markdown([PAPER], key=True),
    "question.tex": lambda: document(latex([PAPER])),
    "key.tex": lambda: document(latex([PAPER], key=True)),
    "question.txt": lambda: "".join(on_screen(question(v, n)) for n, v in enumerate(PAPER.variants, 1)),
    "key.txt": lambda: "".join(on_screen(answer(v)) for v in PAPER.variants),
    "sheet.txt": lambda: on_screen(sheet(GRADE)) + on_screen(summary(GRADE)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_looks_as_it_did(name):
    now = SHOWN[name]()
    if os.environ.get("QUIZGEN_UPDATE"):
        (GOLDEN / name).write_text(now, encoding="utf-8")
    assert now == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BANK.exercises)
def test_a_question_paper_never_contains_the_key(name):
    for variant in variants(BANK.get(name), range(8 if NIGHTLY else 2)):
        quiz = Quiz("exam-1", 1, (variant,))
        for paper, key in (
            (html(quiz), html(quiz, key=True)),
            (typst_source(quiz), typst_source(quiz, key=True)),
            (markdown([quiz]), markdown([quiz], key=True)),
            (latex([quiz]), latex([quiz], key=True)),
            (on_screen(question(variant, 1), 4000), on_screen(answer(variant), 4000)),
        ):
            for secret in secrets(variant):
                for written in (secret, secret.replace("−", "-"), markdown_text(secret), latex_text(secret)):
                    assert written not in paper, (variant.seed, secret)
            assert len(key) > 0


def test_the_search_finds_a_key_that_is_there():
    leaky = replace(FLAGSHIP, text=FLAGSHIP.text + "\n\nBy the way: (0.5545, −0.4503)")
    assert any(secret in html(Quiz("exam-1", 1, (leaky,))) for secret in secrets(leaky))


def test_the_key_shows_the_key():
    page = html(PAPER, key=True)
    for secret in secrets(FLAGSHIP):
        if not secret.startswith(("$", OPENING)):
            assert secret in page


@pytest.mark.parametrize("width", [40, 80, 120])
def test_hostile_text_is_shown_as_text(width):
    mark = Mark("q1.h_1", Verdict.WRONG, 0, 1, HOSTILE, (HOSTILE,), HOSTILE)
    grade = Grade(HOSTILE, "answers", HOSTILE, HOSTILE, (mark,), {"q1": HOSTILE})
    for shown in (sheet(grade), summary(grade), question(replace(FLAGSHIP, title=HOSTILE), 1)):
        assert "[bold]" in on_screen(shown, width)
    quiz = Quiz(HOSTILE, 1, (replace(FLAGSHIP, title=HOSTILE),), HOSTILE)
    page = html(quiz, key=True)
    assert "<b>&amp;" not in page and "&lt;b&gt;&amp;amp;" in page
    assert "#set $y$" in typst_source(quiz)


def test_results_are_a_table():
    from datetime import UTC, datetime
    from types import SimpleNamespace

    names = dict.fromkeys(name for mark in GRADE.marks for name in mark.misconceptions)
    fields = {name: getattr(GRADE, name) for name in ("source", "quiz", "student", "points", "max_points")}
    kept = SimpleNamespace(
        when=datetime(2026, 1, 2, tzinfo=UTC), misconceptions=tuple(names), waiting=2, assignment="", **fields
    )
    screen = on_screen(results([kept]), 120)
    assert "Ada" in screen and "1 of 3        2  Bias b left out" in screen


@pytest.mark.parametrize("text", ["# A heading", "![x](y.png)", "[a link](http://x)", "<b>html</b>"])
def test_what_the_markup_does_not_have_stays_text(text):
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    assert all(isinstance(run, Words) for run in block.line)


def marked(feedback, typed="1"):
    mark = Mark("q1.h_1", Verdict.WRONG, 0, 1, feedback, (), typed)
    return on_screen(sheet(Grade("a.toml", "answers", "quiz-1", "", (mark,))), 80)


def test_formulas_in_feedback_are_read_and_other_dollars_stay():
    assert "one W_h, and x₁." in marked("There is one $W_h$, and $x_1$.")
    assert "It cost $5 and \\frac{$" in marked("It cost $5 and \\frac{$")


def test_a_sentence_without_room_beside_its_mark_is_below_it():
    sentence = "No known mistake gives this."
    assert f"0 of 1  {sentence}" in marked(sentence)
    below = marked(sentence, "[[-0.93, 2.13]; [0.18, 0.42]]" * 2).splitlines()
    assert any(line.endswith("0 of 1") for line in below) and any(line.strip() == sentence for line in below)


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("b is added after f(a_t): add it to W_h·h_(t-1).", ["b", "f", "a_{t}", "W_{h}", "h_{t-1}"]),
        ("with 1-h_t² a many-to-one network", ["h_{t}^2"]),
        ("going backwards uses W_hᵀδ_(t+1)", [r"W_{h}^\top", r"\delta_{t+1}"]),
        ("see $\\frac{a}{b}$, rnn_step, weight_ih_l0 and dW_h", [r"\frac{a}{b}"]),
        ("from your own y_hat", [r"\hat{y}"]),
    ],
)
def test_symbols_in_a_sentence_are_formulas(text, formulas):
    assert [run.tex for run in sentence(text) if isinstance(run, Maths)] == formulas


def test_a_hyphen_between_words_is_no_minus():
    assert "".join(run.text for run in sentence("1-2, many-to-one") if isinstance(run, Words)) == "1−2, many-to-one"
