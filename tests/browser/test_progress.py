"""The pages of progress in a browser: everybody can use them, they fit a telephone, nothing overlaps. `pytest -m browser`."""

from datetime import UTC, datetime

import pytest
from accessibility import violations
from progressing import HAND, NO_BIAS, STALE, keep

from quizgen.authoring.bank import Bank
from quizgen.classroom.practice.learners import learners_in
from quizgen.cli.practice_session import asked_in
from quizgen.documents.progress import progress
from quizgen.documents.progress_class import class_progress
from quizgen.documents.progress_page import class_page, page
from quizgen.generate.deck import deck
from quizgen.store import Store

pytestmark = pytest.mark.browser
NOW = datetime(2027, 3, 1, tzinfo=UTC)
STEPS, UNIT, ORDER = "forward-h2", "forward-scalar", "bow-collision"
LONG = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley of the evening course"
WENT = [STALE, STALE, "right", "waits", "wrong", "right", "right", "right", NO_BIAS, HAND]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A learner with all that a page can hold, one of whom nothing can be said, and their class."""
    with Store.open(tmp_path_factory.mktemp("store") / "quizgen.db") as store:
        keep(store, LONG, [(STEPS, one) for one in WENT] + [(UNIT, NO_BIAS), (ORDER, "right"), (ORDER, "right")] * 7)
        keep(store, "Ben", [(STEPS, STALE), (UNIT, "right"), (ORDER, "waits")])
        chapter = deck(Bank.load().select())
        found = learners_in(store, asked_in(chapter)).by_student
    return {
        "learner": page(progress(found[LONG], chapter, NOW, LONG, elsewhere=2, code=1)),
        "nothing": page(progress(type(found[LONG])(), chapter, NOW)),
        "class": class_page(class_progress(found, chapter, NOW, {"s3": "Cleo"}, elsewhere=1)),
    }


@pytest.fixture(params=["learner", "nothing", "class"])
def shown(request, browser, tmp_path, pages):
    (tmp_path / "progress.html").write_text(pages[request.param], encoding="utf-8")
    browser.open(tmp_path / "progress.html")
    return browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_everybody_can_use_it(shown, width, dark):
    shown.screen(width, dark=dark)
    shown.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(shown) == []


CONTRAST = """(() => {
const channel = v => v <= 0.03928 * 255 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(channel); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const paper = light(getComputedStyle(document.body).backgroundColor);
const drawn = e => getComputedStyle(e)[/wrong|ring|tick|avoided|axis|frame/.test(e.classList) ? "stroke" : "fill"];
return Math.min(...[...document.querySelectorAll("svg > *")].map(e => light(drawn(e)))
  .map(ink => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05))); })()"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_drawn_can_be_seen(shown, dark):
    """WCAG AA: 3 for what is drawn. axe-core looks at no SVG. Lines around bars are no information: 2.5."""
    shown.screen(1000, dark=dark)
    assert shown.run(CONTRAST) >= 2.5


NARROW = """[...document.querySelectorAll(".rows span, .learners th, .learners td")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.height > 130 && one.textContent.trim().length < 80; }).map(one => one.textContent)"""
OVER = """[...document.querySelectorAll(".row")].flatMap(row => {
  const boxes = [...row.children].map(one => [one.textContent, one.getBoundingClientRect()]).filter(([_, b]) => b.width);
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap(([one, a], place) =>
    boxes.slice(place + 1).filter(([_, b]) => covers(a, b)).map(([other]) => `${one} and ${other}`)); })"""


@pytest.mark.parametrize("width", [320, 375, 700, 1280])
def test_nothing_runs_off_the_screen_or_over_anything_else(shown, width):
    shown.screen(width)
    assert shown.run("document.documentElement.scrollWidth") <= width
    assert shown.run(NARROW) == [] and shown.run(OVER) == []
