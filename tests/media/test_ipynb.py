"""A quiz as a notebook: valid, the same bytes every time, nothing of the key in it, and every text as it was written.

QUIZGEN_UPDATE=1 writes the golden files anew; read the difference before you keep it.
"""

from __future__ import annotations

import ast
import html
import json
import os
import re
from dataclasses import replace

import nbformat
import places
import pytest
from interaction_samples import SAMPLES
from markdown_it import MarkdownIt
from rendered import FLAGSHIP, PAPER
from secret_words import secrets

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.media import formats
from quizgen.media.ipynb import ipynb, ipynb_key
from quizgen.media.ipynb_markdown import field
from quizgen.media.markdown_markup import Writer
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import printable
from quizgen.model import Quiz
from quizgen.reading.token_comment import token_in

BANK = Bank.load()
GOLDEN = places.GOLDEN / "render"
TOKEN = "dG9rZW4.c2lnbmF0dXJl"
HTML = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HTML.validateLink = lambda address: True  # as Jupyter does


def cells(text, kind):
    return ["".join(one["source"]) for one in json.loads(text)["cells"] if one["cell_type"] == kind]


def read(markdown):
    """The words that a reader of Markdown shows, without formulas and elements."""
    return " ".join(html.unescape(re.sub("<[^>]*>", "", HTML.render(markdown))).split())


@pytest.mark.parametrize("name", BANK.exercises)
def test_the_notebook_of_every_exercise_is_valid_and_holds_no_key(name):
    for variant in variants(BANK.get(name), range(2)):
        quiz = Quiz("exam-1", 1, (variant,), "Ada")
        text, key = ipynb(quiz, TOKEN), ipynb_key([quiz, quiz])
        for one in (text, key):
            found = nbformat.reads(one, as_version=4)
            nbformat.validate(found)
            assert len({cell.id for cell in found.cells}) == len(found.cells)
        assert text == ipynb(quiz, TOKEN) and key == ipynb_key([quiz, quiz])
        shown = "\n".join([*cells(text, "markdown"), *cells(text, "code")])
        assert not re.search(r"\[\[\w", shown)
        for secret in secrets(variant):
            assert secret not in shown and secret.replace("−", "-") not in shown, secret
        assert not cells(key, "code")
        calls = [code for code in cells(text, "code") if code.startswith("answer(")]
        asked = [ask.name for ask in variant.asks if ask.on_sheet]
        assert len(calls) == bool(asked)
        for call in calls:
            [statement] = ast.parse(call).body
            assert [keyword.arg for keyword in statement.value.keywords] == asked
            assert all(" ".join(ask.hint().split()) in call for ask in variant.asks if ask.on_sheet)
        functions = [function for ask in variant.asks for function in ask.functions]
        code = "\n".join(cells(text, "code"))
        assert all(f"def {function}(" in code for function in functions) and ("grade()" in code) == bool(functions)
        assert token_in(code) == TOKEN and json.loads(text)["metadata"]["quizgen"]["token"] == TOKEN


def test_every_exercise_has_a_key_with_its_solution_and_its_misconceptions():
    for name in BANK.exercises:
        [variant] = variants(BANK.get(name), [3])
        key = "\n".join(cells(ipynb_key([Quiz("exam-1", 1, (variant,))]), "markdown"))
        assert not variant.solution or "### Solution" in key
        assert not variant.slips or "### Common wrong answers" in key
        assert not [v for v in variant.key.values() if v is not None] or "### Key" in key


@pytest.mark.parametrize("name", ["quiz.ipynb", "key.ipynb"])
def test_a_notebook_looks_as_it_did(name):
    made = formats()["ipynb"].make([PAPER], name == "key.ipynb", lambda quiz: TOKEN).decode()
    if os.environ.get("QUIZGEN_UPDATE"):
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("interaction", SAMPLES.values(), ids=SAMPLES)
def test_every_interaction_is_shown_with_all_its_items(interaction):
    shown = field(interaction, "name_of_it", "h_1", Writer(Pictures()))
    for one in [*getattr(interaction, "items", ()), *getattr(interaction, "labels", ())]:
        assert f"- **{one.key}** " in shown
    for side in ("left", "right"):
        assert all(f"- **{one.key}** " in shown for one in getattr(interaction, side, ()))
    assert "name_of_it" in shown or "Answer in the code" in shown


def test_each_cell_defines_the_pictures_that_it_shows():
    [variant] = variants(BANK.get("wrong-unfolding"), [2])
    quiz = Quiz("exam-1", 1, (variant, variant), "Ada")
    with_picture = [cell for cell in cells(ipynb(quiz), "markdown") if "![" in cell]
    assert len(with_picture) == 2
    assert all(HTML.render(cell).count('<img src="data:image/svg+xml;base64,') == 1 for cell in with_picture)


def test_without_a_token_nothing_says_that_a_cell_is_graded_where_it_runs():
    text = ipynb(PAPER)
    assert "made_of" not in text and "token" not in json.loads(text)["metadata"]["quizgen"]
    assert "Run the first" not in text and "is read, not run." in text


HOSTILE = "a $x$ \\(y\\) ]]> `c` *b* <i> & \"q\" 'r' {z} '''\"\"\" \\ # % {{ j }} \u202e शिक्षा 🙂\n!ls"


def test_hostile_names_are_texts_in_every_cell():
    quiz = replace(PAPER, id=HOSTILE, student=HOSTILE, variants=(replace(FLAGSHIP, title=HOSTILE),))
    text = ipynb(quiz, TOKEN, {"q1": {"h_1": HOSTILE, "h_2": '"""'}})
    nbformat.validate(nbformat.reads(text, as_version=4))
    first, call = (ast.parse(code) for code in cells(text, "code"))
    said = {one.targets[0].id: ast.literal_eval(one.value) for one in first.body[1:]}
    assert said == {"quiz": HOSTILE, "student": HOSTILE}
    written = {one.arg: ast.literal_eval(one.value).strip() for one in call.body[0].value.keywords}
    assert written == {"h_1": HOSTILE, "h_2": '"""'}
    words = " ".join(printable(HOSTILE).split())
    top, question = cells(text, "markdown")
    assert words in read(top) and words in read(question.partition("\n")[0])
    assert json.loads(text)["metadata"]["quizgen"] == {"quiz": HOSTILE, "student": HOSTILE, "token": TOKEN}
