"""Every kind of ask is shown by every medium, question and key; what is public holds no secret of it."""

import io
import json

import pytest
from rich.console import Console

from quizgen.asks import BUILT_IN
from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.media.html import html
from quizgen.media.json import question_json
from quizgen.media.latex import latex
from quizgen.media.latex_text import escaped as latex_text
from quizgen.media.markdown import markdown
from quizgen.media.markdown_text import escaped as markdown_text
from quizgen.media.pdf import pdf
from quizgen.media.terminal import answer, question
from quizgen.media.typst import typst_source
from quizgen.model import Quiz

BANK = Bank.load()
OF_KIND = {
    kind: variant(next(exercise for exercise in BANK.exercises.values() if kind in exercise.kinds), 3)
    for kind in BUILT_IN
}


@pytest.mark.parametrize("kind", BUILT_IN)
def test_the_terminal_shows_question_and_key(kind):
    page = Console(width=80, file=io.StringIO())
    page.print(question(OF_KIND[kind], 1))
    page.print(answer(OF_KIND[kind]))
    assert OF_KIND[kind].title in page.file.getvalue()


@pytest.mark.parametrize("key", [False, True], ids=["question", "key"])
@pytest.mark.parametrize("kind", BUILT_IN)
def test_page_and_paper_show_question_and_key(kind, key):
    quiz = Quiz("kinds-1", 1, (OF_KIND[kind],))
    assert OF_KIND[kind].title in html(quiz, key=key)
    assert pdf(typst_source(quiz, key=key)).startswith(b"%PDF")


@pytest.mark.parametrize("key", [False, True], ids=["question", "key"])
@pytest.mark.parametrize("kind", BUILT_IN)
def test_markdown_and_latex_show_question_and_key(kind, key):
    quiz = Quiz("kinds-1", 1, (OF_KIND[kind],))
    assert markdown_text(OF_KIND[kind].title) in markdown([quiz], key=key)
    assert latex_text(OF_KIND[kind].title) in latex([quiz], key=key)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_what_is_public_holds_no_field_that_the_kind_calls_secret(kind):
    public = question_json(OF_KIND[kind], False)
    assert "key" not in public and json.loads(json.dumps(public)) == public
    for shown, ask in zip(public["asks"], OF_KIND[kind].asks, strict=True):
        kept = {name for name in ask.secret if name in shown}
        assert shown["kind"] == ask.kind and kept <= {"options"}  # options stay, by letter and text alone
        assert all(set(option) == {"letter", "text"} for option in shown.get("options", ()))
