"""A quiz as a notebook: valid, the same bytes every time, nothing of the key in it, and every text as it was written.

QUIZGEN_UPDATE=1 writes the golden files anew; read the difference before you keep it.
"""

from __future__ import annotations

import ast
import base64
import html
import json
import os
import re
from dataclasses import replace

import nbformat
import places
import pytest
from hypothesis import given
from hypothesis import strategies as st
from interaction_samples import SAMPLES
from markdown_it import MarkdownIt
from rendered import FLAGSHIP, PAPER
from secret_words import secrets

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.markup.parse import Listing, Maths, Paragraph, Picture, Words
from quizgen.media import formats
from quizgen.media.ipynb import ipynb, ipynb_key
from quizgen.media.ipynb_markdown import block, field, formula, line, no_blanks, plain, walked
from quizgen.model import Quiz
from quizgen.reading.token_comment import token_in

BANK = Bank.load()
GOLDEN = places.GOLDEN / "render"
TOKEN = "dG9rZW4.c2lnbmF0dXJl"
HTML = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \\`*_[]<>&|~#$-+=1.)(!{}@:'\""), min_size=1
)


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


@given(TEXTS)
def test_words_are_shown_as_they_are_and_never_as_markdown_or_formulas(text):
    words = " ".join(text.split())
    for markdown in (plain(text), walked([Paragraph((Words(words),))]) if words else ""):
        assert read(markdown) == words
        assert not re.search(r"\$|\\", markdown)  # Jupyter looks for formulas before it reads Markdown
        assert not re.search(r"<(?!/?p>|/?span>)", HTML.render(markdown).strip())


@given(TEXTS, st.sampled_from(["strong", "emphasis", "code"]))
def test_words_with_an_emphasis_are_shown_as_they_are_too(text, how):
    words = " ".join(text.split())
    if words:
        assert read("x " + line((Words(words, **{how: True}),)) + " y") == f"x {words} y"


@given(TEXTS, TEXTS)
def test_the_cells_of_a_table_stay_apart(first, second):
    rows = ((first, second), (second, first))
    shown = walked(
        [grid_of([[(Words(" ".join(text.split()), code=n == 1),) for n, text in enumerate(row)] for row in rows])]
    )
    found = re.findall("<t[hd]>(.*?)</t[hd]>", HTML.render(shown), re.DOTALL)
    assert [html.unescape(re.sub("<[^>]*>", "", cell)).split() for cell in found] == [
        text.split() for row in rows for text in row
    ]


def grid_of(rows):
    from quizgen.markup.parse import Grid

    return Grid(tuple(tuple(row) for row in rows))


@given(st.text("`~$\\|ab \n", max_size=40))
def test_a_listing_is_shown_as_it_is(text):
    shown = HTML.render(block(Listing(text.rstrip("\n")), no_blanks))
    assert html.unescape(shown) == f"<pre><code>{text.rstrip(chr(10))}\n</code></pre>\n"


def test_formulas_are_written_as_mathjax_knows_them_on_one_line():
    assert formula("a < b\n\n\\argmax_k x_k > \\argmaxes") == r"a \lt b \operatorname*{argmax}_k x_k \gt \argmaxes"
    assert line((Maths("h_1"), Maths("h_2"))) == "$h_1$<span></span>$h_2$"
    assert line((Maths(r"|x| = \|y\|"),), in_table=True) == r"$\vert x\vert  = \Vert y\Vert $"


@pytest.mark.parametrize("interaction", SAMPLES.values(), ids=SAMPLES)
def test_every_interaction_is_shown_with_all_its_items(interaction):
    shown = field(interaction, "name_of_it", "h_1")
    for one in [*getattr(interaction, "items", ()), *getattr(interaction, "labels", ())]:
        assert f"- **{one.key}** " in shown
    for side in ("left", "right"):
        assert all(f"- **{one.key}** " in shown for one in getattr(interaction, side, ()))
    assert "name_of_it" in shown or "Answer in the code" in shown


def test_a_picture_is_within_the_notebook_on_white_with_its_description():
    drawn = Picture(40, 20, 'A "title" & $x$', "Two\nboxes `a` <b>", '<rect x="1" y="1" width="5" height="5"/>\n')
    shown = block(drawn, no_blanks)
    alt, data = re.fullmatch(r'<img width="40" alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">', shown).groups()
    svg = base64.b64decode(data).decode()
    assert html.unescape(alt) == drawn.words and "$" not in alt and "`" not in alt and "\n" not in alt
    assert '<rect width="40" height="20" fill="white"/>' in svg and drawn.drawing in svg and 'color="black"' in svg


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
    words = " ".join(HOSTILE.split())
    top, question = cells(text, "markdown")
    assert words in read(top) and words in read(question.partition("\n")[0])
    assert json.loads(text)["metadata"]["quizgen"] == {"quiz": HOSTILE, "student": HOSTILE, "token": TOKEN}
