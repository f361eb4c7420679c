"""A paper as a web page: the same as on paper, nothing to type into, nothing of the key, and no name is markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from exam_papers import ADA, CHOSEN, COMPUTED, PLAN, ZOE, drawn, paper_of
from places import ROOT
from sample_quiz import SAMPLE_QUIZ
from secret_words import secrets

from quizgen.authoring.bank import Bank
from quizgen.documents.exam.page import css_content, exam_page
from quizgen.documents.exam.qr import SIZE, page_codes
from quizgen.generate.code_questions import asks_code
from quizgen.generate.exam.plan import Layout, Section
from quizgen.media.texts import read_texts
from quizgen.model import Paper, Student

EVERYTHING = replace(PLAN, layout=Layout(formula_sheet=True, scratch_pages=2, working=3.5))
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><b>x</b>",
    "{{ 7 * 7 }}",
    '" onload="x',
    "&lt;b&gt;",
    "שלום",
    "</title>",
]


class Reader(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words, self.hidden = [], [], 0
        self.feed(page)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.hidden += tag == "style"

    def handle_endtag(self, tag):
        self.hidden -= tag == "style"

    def handle_data(self, data):
        self.words += [] if self.hidden else [data]


def read(plan=PLAN, student=ADA, names=COMPUTED + CHOSEN):
    return Reader(exam_page(paper_of(student, names), plan))


def of_class(page, name):
    return [tag for tag, given in page.elements if name in (given.get("class") or "").split()]


@pytest.mark.parametrize("title_page", [True, False], ids=["title page", "head"])
def test_it_states_the_exam_the_student_and_the_points(title_page):
    text = read(replace(PLAN, layout=Layout(title_page=title_page))).text
    worths = [f"{variant.points:g}" for variant in drawn(COMPUTED + CHOSEN)]
    for wanted in (
        "Machine learning 2", PLAN.title, "Date 14 December 2026", "Duration 90 minutes",
        "Aids allowed a pocket calculator, one handwritten sheet", "Use a pen, not a pencil.", "Name Ada Lovelace",
        "Student ID s1024517", "Group A", "Code ABCD-EFGH", "Question 1 2 3 4 5 6 7 8 9 Total",
        f"Points {' '.join(worths)} {sum(map(float, worths)):g}", "Marks", "Give every number with four decimals.",
    ):  # fmt: skip
        assert wanted in text
    assert ("Instructions" in text) == title_page
    assert "115 minutes (25 of them extra time)" in read(student=ZOE).text


def test_questions_stand_in_their_sections_with_room_for_working_where_something_is_computed():
    page = read(EVERYTHING)
    places = [page.text.index(f"{n} {variant.title}") for n, variant in enumerate(drawn(COMPUTED + CHOSEN), 1)]
    assert places == sorted(places)
    assert places[0] > page.text.rindex(PLAN.sections[0].title) and places[3] > page.text.index("Concepts") > places[2]
    assert len(of_class(page, "working")) == len(COMPUTED)
    assert len(of_class(page, "squares")) == 2 and "Formula sheet" in page.text
    assert not {"Formula sheet", "Scratch page"} & set(read().words)


def test_nothing_can_be_typed_into_and_nothing_is_fetched_or_run():
    samples = replace(PLAN, sections=(Section(questions=len(SAMPLE_QUIZ.variants)),))
    for page in (read(EVERYTHING), Reader(exam_page(Paper("ABCDEFGH", "x", ADA, SAMPLE_QUIZ), samples))):
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"input", "textarea", "select", "button", "output", "form", "script", "link", "img", "iframe"}
        given = {name for _, attributes in page.elements for name in attributes}
        assert not {name for name in given if name.startswith("on")} | (given & {"src", "href", "contenteditable"})


def test_every_interaction_has_its_boxes():
    plan = replace(PLAN, sections=(Section(questions=len(SAMPLE_QUIZ.variants)),))
    page = Reader(exam_page(Paper("ABCDEFGH", "x", ADA, SAMPLE_QUIZ), plan))
    # entry 4, pair 3, arrange 4, gaps 3, place 3, parts 2 + 2
    assert len(of_class(page, "answer")) == 21
    assert "1: tanh, softmax, argmax" in page.text and "In order:" in page.text
    assert "(answer in submission.py)" in page.text


def test_the_page_holds_nothing_of_the_key():
    bank = Bank.load()
    names = tuple(name for name, exercise in bank.exercises.items() if not asks_code(exercise.asks))
    plan = replace(PLAN, sections=(Section(exercises=names),))
    page = exam_page(paper_of(names=names), plan)
    body = page[page.index("<body>") :]
    found = [(variant.exercise, secret) for variant in drawn(names) for secret in secrets(variant) if secret in body]
    assert found == []


def test_the_search_for_the_key_finds_it():
    variant = drawn(("grad-matrix",))[0]
    leaky = replace(variant, text=f"{variant.text}\n\n{variant.slips[0].feedback}")
    paper = paper_of(names=("grad-matrix",))
    paper = replace(paper, quiz=replace(paper.quiz, variants=(leaky,)))
    page = exam_page(paper, replace(PLAN, sections=(Section(questions=1),)))
    assert any(secret in page for secret in secrets(leaky))


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_roster_or_a_plan_is_markup(name):
    section = Section(name, name, exercises=("last-state",))
    plan = replace(PLAN, title=name, course=name, instructions=name, aids=(name,), sections=(section,))
    page = Reader(exam_page(paper_of(Student(name, name, name), ("last-state",)), plan))
    usual = Reader(exam_page(paper_of(ADA, ("last-state",)), replace(plan, title="x")))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in usual.elements]
    assert page.text.count(name) >= 10


def test_the_qr_code_is_that_of_the_first_page():
    page = exam_page(paper_of(), PLAN)
    path = re.search(r'class="qr".*?<path d="(.*?)"', page)[1]
    black = 0
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for module in range(int(length)):
            black |= 1 << (SIZE * SIZE - 1 - (int(y) - 4) * SIZE - (int(x) - 4) - module)
    assert black == int(page_codes("ABCDEFGH", 1)[0], 16)
    assert 'aria-label="Code ABCD-EFGH, page 1"' in page


def test_the_same_paper_is_the_same_page():
    assert exam_page(paper_of(), EVERYTHING) == exam_page(paper_of(), EVERYTHING)


@pytest.mark.parametrize(("paper", "size"), [("a4", "size: A4;"), ("letter", "size: letter;")])
def test_large_print_and_the_size_of_the_paper_are_as_the_plan_says(paper, size):
    plan = replace(PLAN, layout=Layout(paper=paper))
    assert size in exam_page(paper_of(), plan)
    whole = replace(plan, layout=Layout(paper=paper, type_size="large"))
    for student, one, large in ((ADA, plan, False), (ZOE, plan, True), (ADA, whole, True)):
        assert ('<html lang="en" class="large">' in exam_page(paper_of(student), one)) is large


def test_a_translation_is_printed_whole(tmp_path):
    english = (ROOT / "templates/texts/en.toml").read_text(encoding="utf-8")
    path = tmp_path / "xx.toml"
    path.write_text(re.sub(r'= "(.*?)"', r'= "¡\1!"', english).replace("¡en!", "es"), encoding="utf-8")
    page = exam_page(paper_of(ZOE), replace(EVERYTHING, layout=replace(EVERYTHING.layout, language=str(path))))
    unseen = {"minute", "no_aids", "equals", "answer_in_file", "full_date", "page"}
    for place, words in read_texts().items():
        if place.startswith("paper.") and place.removeprefix("paper.") not in unseen:
            assert re.search(re.sub(r"\\{\w+\\}", ".+?", re.escape(f"¡{words}!")), page), place
    assert '<html lang="es"' in page and css_content("¡Page {page} of {pages}!") in page


def test_words_in_the_margin_stay_words():
    assert css_content('</style>"; } {page} of {pages}') == (
        r'"\3c \2f style\3e \22 \3b  \7d  " counter(page) " of " counter(pages)'
    )
