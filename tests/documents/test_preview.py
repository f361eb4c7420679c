"""The preview of an exercise: its pages come from the file as it is now, and a broken file is told in the page."""

from pathlib import Path

import pytest

from quizgen.authoring.bank import Bank
from quizgen.authoring.skeleton import write_skeleton
from quizgen.documents.preview import Preview


@pytest.fixture
def path(tmp_path) -> Path:
    return write_skeleton("forward-pass/two-steps", tmp_path, Bank.load())[0]


def test_every_page_is_there_and_no_other(path):
    preview = Preview(path)
    assert "Ten seeds".lower() in preview.page("/", {}).lower()
    assert preview.page("/question", {"seed": "3"}) != preview.page("/question", {"seed": "4"})
    assert "Solution" in preview.page("/key", {"seed": "3"})
    assert "no breaches" in preview.page("/laws", {})
    assert preview.page("/../etc/passwd", {}) is None
    assert preview.page("/question", {"seed": "x"}) == preview.page("/question", {})


def test_a_save_changes_the_state_and_the_page(path):
    preview = Preview(path)
    before = preview.page("/state", {})
    assert preview.page("/state", {}) == before
    path.write_text(path.read_text().replace("Two steps", "Both steps"))
    assert preview.page("/state", {}) != before
    assert "Both steps" in preview.page("/question", {})


def test_what_is_wrong_with_the_file_is_told_in_the_page(path):
    path.write_text(path.read_text().replace("draw.vanilla(", "draw.vanila("))
    page = Preview(path).page("/question", {})
    assert "cannot be shown" in page and "no attribute &#39;vanila&#39;" in page and "/state" in page
    path.write_text("x = (")
    assert "was never closed" in Preview(path).page("/", {})


def test_a_broken_law_is_shown(path):
    path.write_text(path.read_text().replace(r"an RNN with $f = \tanh$", "an RNN").replace(r"with $f = \tanh$", ""))
    assert "conventions_are_stated" in Preview(path).page("/laws", {})
