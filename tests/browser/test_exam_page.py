"""A paper as a web page in a real browser: printed on A4 and Letter, in normal and in large print, and looked at by axe-core.

Run with `pytest -m browser`; needs chromium, and npm for axe-core.
"""

import io
import unicodedata
from dataclasses import replace

import pypdf
import pytest
from accessibility import violations
from exam_papers import ADA, CHOSEN, COMPUTED, PLAN, ZOE, drawn, paper_of

from quizgen.authoring.bank import Bank
from quizgen.documents.exam.page import exam_page
from quizgen.generate.code_questions import asks_code
from quizgen.generate.exam.plan import Layout, Section

pytestmark = pytest.mark.browser
SIZES = {"a4": (595, 842), "letter": (612, 792)}
PAGES = {"normal": (9, 13), "large": (14, 23)}
SHEET = 640  # pixels: less than what is between the margins
SMALL = """[...document.querySelectorAll('body *')]
    .filter(e => !e.closest('svg') && !e.closest('math *') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18 * 96 / 72).map(e => e.outerHTML.slice(0, 80))"""
TOO_WIDE = """[...document.querySelectorAll('main *')]
    .filter(e => !e.closest('svg *') && !e.closest('.unseen'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def show(browser, tmp_path):
    def shown(text):
        path = tmp_path / "paper.html"
        path.write_text(text, encoding="utf-8")
        browser.open(path)
        return browser

    return shown


def page_of(student, paper="a4", title_page=True):
    layout = Layout(paper=paper, title_page=title_page, working=3.5, formula_sheet=True, scratch_pages=2)
    return exam_page(paper_of(student), replace(PLAN, layout=layout))


@pytest.mark.parametrize("student", [ADA, ZOE], ids=["normal", "large"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("title_page", [True, False], ids=["title", "head"])
def test_it_prints_with_the_code_and_the_number_on_every_page(show, paper, student, title_page):
    reader = pypdf.PdfReader(io.BytesIO(show(page_of(student, paper, title_page)).pdf()))
    pages = [" ".join(unicodedata.normalize("NFKC", one.extract_text()).split()) for one in reader.pages]
    low, high = PAGES["large" if student is ZOE else "normal"]
    assert low <= len(pages) <= high
    for number, (page, text) in enumerate(zip(reader.pages, pages, strict=True), 1):
        assert "ABCD-EFGH" in text and student.id in text and f"Page {number} of {len(pages)}" in text
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == SIZES[paper]
    assert "Question 1 2 3" in pages[0] and "Total 26" in " ".join(pages[:2])
    assert ["Scratch page" in text for text in pages[-3:]] == [False, True, True]
    assert "Formula sheet" in " ".join(
        pages[-3:] if student is ADA else pages[-4:]
    )  # it takes two pages in large print
    if student is ADA:
        titles = [f"{number} {variant.title}" for number, variant in enumerate(drawn(COMPUTED + CHOSEN), 1)]
        starts = [
            titles[0],
            titles[3],
            *titles,
            "Formula sheet",
            "Scratch page",
            PLAN.course,
            "Concepts",
            "Forward pass",
        ]
        assert [text[:150] for text in pages if not any(start in text[:150] for start in starts)] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("student", [ADA, ZOE], ids=["normal", "large"])
def test_everybody_can_use_it(show, browser, student, dark):
    browser.screen(1280, dark=dark)
    assert violations(show(page_of(student))) == []


@pytest.fixture(scope="module")
def whole_bank():
    names = tuple(name for name, exercise in Bank.load().exercises.items() if not asks_code(exercise.asks))
    layout = Layout(type_size="large", formula_sheet=True)
    return exam_page(paper_of(ADA, names), replace(PLAN, sections=(Section(exercises=names),), layout=layout))


def test_in_large_print_nothing_is_smaller_than_18_points_or_wider_than_the_sheet(show, browser, whole_bank):
    page = show(whole_bank)
    browser.screen(SHEET, media="print")
    assert page.run(SMALL) == []
    assert page.run(TOO_WIDE) == []


def test_what_is_printed_is_as_large_as_it_is_meant(show):
    """A browser shrinks all pages where something is wider than a sheet."""
    reader = pypdf.PdfReader(io.BytesIO(show(page_of(ZOE)).pdf()))
    found = []
    for page in reader.pages[1:]:
        page.extract_text(visitor_text=lambda t, c, m, _f, size: found.append((t, round(size * abs(m[3] * c[3]), 1))))
    assert {size for text, size in found if "ABCD-EFGH" in text} and min(s for t, s in found if "points" in t) >= 17.9


def test_no_request_leaves(show):
    page = show(page_of(ADA))
    assert page.requests and all(one.startswith(("file:", "data:")) for one in page.requests)
