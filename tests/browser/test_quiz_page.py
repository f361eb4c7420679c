"""The page of a quiz as it looks in a real browser: formulas, telephones, light and dark, paper, without a script.

Run with `pytest -m browser`; needs chromium, and npm for axe-core.
"""

import io
import re
import unicodedata
from dataclasses import replace

import pypdf
import pytest
from accessibility import violations
from rendered import FLAGSHIP
from sample_quiz import SAMPLE_QUIZ, question_with

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.interactions import Entry
from quizgen.media.html import html
from quizgen.model import Quiz

pytestmark = pytest.mark.browser
SHOWN = "e => e.getClientRects().length && getComputedStyle(e).visibility === 'visible'"


@pytest.fixture(scope="module")
def quizzes():
    bank = Bank.load()
    every = Quiz("forward-pass-1", 1, tuple(v for e in bank.exercises.values() for v in variants(e, [1])))
    few = replace(every, variants=tuple({v.topic: v for v in every.variants}.values()))  # one of each topic
    return {
        "quiz": every,
        "page": html(every),
        "key": html(every, key=True).replace("<details>", "<details open>"),
        "few_page": html(few),
        "few_key": html(few, key=True).replace("<details>", "<details open>"),
        "samples": html(SAMPLE_QUIZ),
    }


@pytest.fixture
def show(browser, tmp_path):
    def shown(text):
        path = tmp_path / "quiz.html"
        path.write_text(text, encoding="utf-8")
        browser.open(path)
        return browser

    return shown


def count(page, selector, condition=SHOWN):
    return page.run(f"[...document.querySelectorAll({selector!r})].filter({condition}).length")


@pytest.mark.parametrize("name", ["page", "key", "samples"])
def test_nothing_runs_off_a_telephone(show, browser, quizzes, name):
    browser.screen(375)
    page = show(quizzes[name])
    assert page.run("document.documentElement.scrollWidth") <= 375
    assert page.run("Math.max(...[...document.querySelectorAll('section')].map(e => e.scrollWidth))") <= 375


@pytest.mark.parametrize("width", [375, 1280], ids=["telephone", "screen"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["page", "key", "samples"])
def test_everybody_can_use_it(show, browser, quizzes, name, width, dark):
    """The whole bank in one light on a telephone; for the other three, one exercise of each topic."""
    whole = name == "samples" or (width == 375 and dark == (name == "key"))
    browser.screen(width, dark=dark)
    assert violations(show(quizzes[name if whole else f"few_{name}"])) == []


def test_the_search_for_violations_finds_one(show):
    page = show(html(SAMPLE_QUIZ).replace('aria-label="Move A down"', "").replace(">↓<", "><", 1))
    assert any(found.startswith("button-name") for found in violations(page))


def test_a_wide_matrix_scrolls_in_its_own_box(show, browser):
    browser.screen(375)
    wide = r"$W = \begin{pmatrix}" + " & ".join(str(n / 100) for n in range(12)) + r"\end{pmatrix}$"
    page = show(html(Quiz("wide-1", 1, (question_with(f"With {wide}:\n\n[[a]]", a=Entry(2, 9)),))))
    assert page.run("document.documentElement.scrollWidth") <= 375
    assert count(page, "math, .cells", "e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex === 0") == 2
    assert violations(page) == []


def test_formulas_are_set_in_the_font_of_the_page(show, quizzes):
    page = show(quizzes["page"])
    assert page.run("document.fonts.ready.then(() => [...document.fonts].every(font => font.status === 'loaded'))")
    assert count(page, "math", "e => true") > 100
    assert count(page, "math", "e => e.getBoundingClientRect().width < 3 || e.getBoundingClientRect().height < 3") == 0
    assert page.fonts("math *") == {"Quizgen Maths"}


def test_brackets_are_as_tall_as_their_matrix_also_in_a_table(show):
    vector = r"$\begin{pmatrix}1\\2\\3\\4\end{pmatrix}$"
    page = show(
        html(Quiz("tall-1", 1, (question_with(f"| a |\n|---|\n| {vector} |\n\n{vector}\n\n[[b]]", b=Entry()),)))
    )
    heights = page.run(
        "[...document.querySelectorAll('mtable')].map(t => [t.previousSibling.getBoundingClientRect().height,"
        " t.getBoundingClientRect().height, getComputedStyle(t).borderCollapse, getComputedStyle(t).borderLeftWidth])"
    )
    assert len(heights) == 2
    for bracket, table, collapse, border in heights:
        assert table > 60 and bracket > 0.9 * table
        assert (collapse, border) == ("separate", "0px")


def test_light_and_dark_differ(show, browser):
    page = show(html(SAMPLE_QUIZ))
    colours = []
    for dark in (False, True):
        browser.screen(1280, dark=dark)
        colours.append(page.run("getComputedStyle(document.body).backgroundColor"))
    assert colours == ["rgb(255, 255, 255)", "rgb(23, 24, 28)"]


def text_of(pdf):
    """The text of every sheet; a ligature is its letters."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return [" ".join(unicodedata.normalize("NFKC", page).split()) for page in pages]


def test_it_prints_and_no_question_is_split(show, quizzes):
    sheets = text_of(show(quizzes["page"]).pdf())
    text = " ".join(sheets)
    assert "Two steps of a vanilla RNN" in text and "Name Date" in text
    titles = tuple(f"{n} {variant.title}" for n, variant in enumerate(quizzes["quiz"].variants, 1))
    assert [sheet[:80] for sheet in sheets[1:] if not sheet.startswith(titles)] == []
    assert len(sheets) < 0.75 * len(titles), "most sheets hold two questions"
    for words in ("Save answers", "decimals of", "one letter of", "2 numbers, 4 decimals", "open"):
        assert words not in text


def test_on_paper_blanks_are_rules_with_what_was_typed(show, browser):
    page = show(html(SAMPLE_QUIZ))
    browser.screen(800, media="print")
    assert count(page, "input, select, textarea, button, output") == 0
    rules = page.run(
        "[...document.querySelectorAll('.rule, .gap')]"
        ".map(e => [getComputedStyle(e).borderBottomWidth, e.getBoundingClientRect().width])"
    )
    assert len(rules) > 10 and all(border == "1px" and width > 75 for border, width in rules)
    browser.screen(800)
    page.focus('[data-way="write"] textarea')
    page.type("The state carries the past.")
    page.focus(".cells input")
    page.type("0.1234")
    text = " ".join(text_of(page.pdf()))
    assert "0.1234" in text and "The state carries the past." in text
    browser.screen(800, media="print")
    assert count(page, "input, textarea", f"e => ({SHOWN})(e) && getComputedStyle(e).borderTopWidth !== '0px'") == 0


def test_without_a_script_it_is_the_paper(show, browser, quizzes):
    browser("Emulation.setScriptExecutionDisabled", value=True)
    page = show(quizzes["samples"])
    assert count(page, "input, select, textarea, button, output") == 0
    assert count(page, ".rule, .gap") > 5 and count(page, ".letter") > 10
    assert "Save answers" not in " ".join(text_of(page.pdf()))


def test_a_key_is_nothing_to_answer(show, quizzes):
    page = show(quizzes["key"])
    assert count(page, "input, select, textarea, button, output, form") == 0


@pytest.mark.parametrize("name", ["page", "key", "samples"])
def test_no_request_leaves(show, quizzes, name):
    page = show(quizzes[name])
    page.run("fetch('http://example.org/').catch(() => 0)")  # the page's own policy refuses it
    assert page.requests and all(one.startswith(("file:", "data:")) for one in page.requests)
    faults = [e["params"] for e in page.events if e["method"] == "Runtime.exceptionThrown"]
    assert faults == []


def test_the_search_for_requests_finds_one(show):
    page = show(re.sub("<meta http-equiv[^>]+>", "", html(SAMPLE_QUIZ)))
    page.run("fetch('http://example.org/').catch(() => 0)")
    assert "http://example.org/" in page.requests


def test_two_quizzes_of_one_name_keep_their_answers_apart(show):
    page = show(html(Quiz("twice-1", 1, (FLAGSHIP,))))
    page.focus(".cells input")
    page.type("0.5")
    show(html(Quiz("twice-1", 1, (replace(FLAGSHIP, text=FLAGSHIP.text + "\n\nMore."),))))
    assert page.run("document.querySelector('.cells input').value") == ""
    show(html(Quiz("twice-1", 1, (FLAGSHIP,))))
    assert page.run("document.querySelector('.cells input').value") == "0.5"
