"""The report in a real browser: everybody can use it, it fits a telephone, its plots are whole, it prints. `pytest -m browser`."""

from dataclasses import replace

import pytest
from accessibility import violations
from item_response_class import graded

from quizgen.classroom.course.report import Work, course_report
from quizgen.documents.report_page import page
from quizgen.model import Verdict

pytestmark = pytest.mark.browser
LONG = "the second homework of the summer term, on forward passes"


def waiting(record):
    """The grade with an answer that waits for a person."""
    first, *others = record.grade.marks
    return replace(record.grade, marks=(replace(first, verdict=Verdict.NEEDS_A_PERSON, points=0), *others))


def work(name, **more):
    pairs = list(graded(assignment=name, **more))
    grades = [waiting(record) if name == LONG else record.grade for _, record in pairs]
    scores = {grade.student: grade.points / grade.max_points for grade in grades}
    return {quiz.id: quiz for quiz, _ in pairs}, Work(name, [(one.student, one) for one in grades], scores, 2, 1)


@pytest.fixture(scope="module")
def text():
    """A page with all that a report can hold: items without a discrimination, findings, waiting answers, a class too small."""
    parts = [
        work("hw1", wrong_key=6, reversed_key=9),
        work(LONG, common=0.2),
        work("hw3", students=7),
        work("hw4", students=2),
    ]
    quizzes = {id: quiz for found, _ in parts for id, quiz in found.items()}
    return page(course_report([one for _, one in parts], quizzes.get))


@pytest.fixture
def report(browser, tmp_path, text):
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    browser.open(tmp_path / "report.html")
    return browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_everybody_can_use_it(report, width, dark):
    report.screen(width, dark=dark)
    assert violations(report) == []


CONTRAST = """(() => {
const channel = v => v <= 0.03928 * 255 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(channel); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const paper = light(getComputedStyle(document.body).backgroundColor);
const least = query => Math.min(...[...document.querySelectorAll(query)].map(e => light(getComputedStyle(e).fill))
  .map(ink => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
return [least("svg text"), least("svg .bar, svg .dot, svg .faulty")]; })()"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_plots_can_be_read(report, dark):
    """WCAG AA: 4.5 for text, 3 for what is drawn. axe-core looks at no SVG."""
    report.screen(1000, dark=dark)
    text, drawn = report.run(CONTRAST)
    assert text >= 4.5 and drawn >= 3


OUTSIDE = """[...document.querySelectorAll("svg text, svg rect, svg circle, svg path")].filter(one => {
  const box = one.getBoundingClientRect(), whole = one.ownerSVGElement.getBoundingClientRect();
  return box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1 || box.bottom > whole.bottom + 1;
}).map(one => one.outerHTML)"""


@pytest.mark.parametrize("width", [320, 375, 700, 1280])
def test_nothing_runs_off_the_screen_or_out_of_a_plot(report, width):
    report.screen(width)
    assert report.run("document.documentElement.scrollWidth") <= width
    assert report.run(OUTSIDE) == []
    assert report.run("document.querySelectorAll('svg').length") >= 6


COVERED = """[...document.querySelectorAll("svg")].flatMap(svg => {
  const boxes = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 5 && b.top < a.bottom - 5;
  return boxes.flatMap(([one, a], place) =>
    boxes.slice(place + 1).filter(([_, b]) => covers(a, b)).map(([other]) => `${one} and ${other}`)); })"""


def test_no_word_in_a_plot_covers_another(report):
    report.screen(1000)
    assert report.run(COVERED) == []
