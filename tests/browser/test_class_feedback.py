"""The page of a class's misconceptions in a real browser: everybody can use it, and it fits a telephone. `pytest -m browser`."""

from pathlib import Path

import pytest
from accessibility import violations
from cli_program import output_of
from simulated_class import answers, filled, roster, students

from quizgen.documents.static_page import reachable
from quizgen.media.html_markup import formula
from quizgen.store import Store

pytestmark = pytest.mark.browser
WANTED = ("--topic", "forward-pass", "--topic", "strengths-and-limits", "--count", "6", "--seed", "3", "--out", "hw1")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The page of a class of twelve."""
    class_ = students(12)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("class"))
        patch.setenv("QUIZGEN_DB", "quizgen.db")
        Path("roster.csv").write_text(roster(class_), encoding="utf-8")
        output_of("export", "--sheets", "--students", "roster.csv", "--assignment", "hw1", *WANTED)
        with Store.open("quizgen.db") as store:
            for one in class_:
                (quiz,) = (store.quiz(head.id) for head in store.quizzes("hw1") if head.id.endswith(f"-{one.id}"))
                (sheet,) = Path("hw1").glob(f"{one.id}_*/answers.toml")
                typed = answers(quiz, one, 1)
                sheet.write_text(filled(sheet.read_text(encoding="utf-8"), typed), encoding="utf-8")
        output_of("grade", "hw1")
        output_of("feedback", "--class", "--roster", "roster.csv")
        return Path("class-feedback", "class-feedback.html").resolve()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_everybody_can_use_it(browser, written, width, dark):
    browser.open(written)
    browser.screen(width, dark=dark)
    found = violations(browser)
    assert found == [], "\n".join(found)
    assert browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_solution_with_a_long_formula_in_a_line_can_be_scrolled_by_keys(browser, written):
    """Some solutions have one, so it is set into the page here."""
    tex = r"h_1 = \tanh(W x_1 + W_h h_0 + b) = \tanh(0.3600) = 0.3452"
    with_formula = written.read_text(encoding="utf-8").replace("</h1>", f"</h1><p>{formula(tex)}</p>", 1)
    page = written.with_name("long.html")
    page.write_text(reachable(with_formula), encoding="utf-8")
    browser.open(page)
    browser.screen(375)
    assert browser.run("(box => box.scrollWidth > box.clientWidth)(document.querySelector('h1 + p math'))")
    assert violations(browser) == []
