"""docs/exams.md is played from an empty folder, and shows what the commands print.

QUIZGEN_UPDATE=1 pytest tests/docs/test_exams.py writes what they print now into the page.
"""

import os
import re

from cli_program import empty_workspace
from places import ROOT
from transcript import played

from quizgen.store import Store

PAGE = ROOT / "docs" / "exams.md"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"


def paper_of(id):
    """The newest paper of a student, and its questions."""
    with Store.open("quizgen.db") as store:
        head = [head for head in store.papers("rnn-midterm") if head.student.id == id][-1]
        return head, store.quiz(head.quiz)


MEANWHILE = {}


def test_an_exam_goes_as_the_page_shows(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setattr("secrets.token_hex", lambda size: "5" * 2 * size)  # the same numbers each time
    text = PAGE.read_text(encoding="utf-8")
    now = played(text, MEANWHILE, lambda output: re.sub(MOMENT, "2027-03-05 16:00", output))
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == text or os.environ.get("QUIZGEN_UPDATE")
    assert set(MEANWHILE) == set(re.findall(r"<!-- meanwhile: (.+) -->", text))
