"""docs/scanning.md is played from an empty folder, and shows what the commands print.

QUIZGEN_UPDATE=1 pytest tests/docs/test_scanning.py writes what they print now into the page.
"""

import os
import re
from pathlib import Path

import numpy as np
from answered_exam import answered_pages, answers_of, save_pdf, save_picture, scanned
from cli_program import empty_workspace
from places import ROOT
from scanned_pages import places_of
from transcript import played

from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.exam.entered_grade import EnteredGrades
from quizgen.cli.scan_desk import ScanDesk
from quizgen.cli.scan_exam import Scan
from quizgen.store import Store

PAGE = ROOT / "docs" / "scanning.md"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
PICTURE = r"scanned/[0-9a-f]{16}-"
KINDS = ("rotated to 5°", "turned by 90°, 180° or 270°", "noise")
written = {}


def papers():
    with Store.open("quizgen.db") as store:
        return {head.student.id: head for head in store.papers("rnn-quiz")}


def write_and_scan():
    """Ada and Ben in one PDF, Ben without his third page; Grace by telephone; and a page that is of nobody."""
    random = np.random.default_rng(4)
    pages = {}
    for id, head in papers().items():
        written[id] = answers_of(head, random)
        if id == "ben":
            blank = next(place for place in places_of(head) if place.letters and not place.several)
            written[id][blank.blank.target, blank.blank.part] = "A, C"
        pages[id] = scanned(answered_pages(head, written[id], random), random, KINDS)
    save_pdf(Path("scans/monday.pdf"), [*pages["ada"], *pages["ben"][:2]])
    for number, page in enumerate(pages["grace"], 1):
        save_picture(Path(f"scans/photo-{number}.jpg"), page)
    save_picture(Path("scans/list of names.png"), np.full((1100, 800), 235, np.uint8))


def look():
    """What a person types for the boxes, in the order in which they are asked."""
    with Store.open("quizgen.db") as store:
        grades = EnteredGrades(store, CourseRules.of(store), "Eve")
        scan = Scan(Path("exam"), "rnn-quiz", store, store.papers("rnn-quiz"), grades, "Eve")
        scan.read()
        lines = []
        for box in ScanDesk(scan.folder, scan.scanned, grades, "Eve").boxes:
            text = written[box.head.student.id][box.blank.target, box.blank.part]
            lines.append("A" if text == "A, C" and not box.finding.place.several else text or "b")
    Path("typed.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


MEANWHILE = {"the papers are written and scanned": write_and_scan, "a person looks at the pictures": look}


def settled(output: str) -> str:
    lines = (line for line in output.splitlines() if not re.match(r"quizgen: (Reading|Putting|Writing) ", line))
    return re.sub(PICTURE, "scanned/5c1f9a0d27e6b348-", re.sub(MOMENT, "2027-03-05 16:00", "\n".join(lines)))


def test_papers_come_back_as_the_page_shows(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setattr("secrets.token_hex", lambda size: "5" * 2 * size)  # the same numbers each time
    monkeypatch.setenv("QUIZGEN_BY", "Eve")
    text = PAGE.read_text(encoding="utf-8")
    now = played(text, MEANWHILE, settled)
    if os.environ.get("QUIZGEN_UPDATE"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == text or os.environ.get("QUIZGEN_UPDATE")
    assert set(MEANWHILE) == set(re.findall(r"<!-- meanwhile: (.+) -->", text))
    assert sorted(path.name for path in Path("marked").iterdir()) == [
        "ada Ada Lovelace.pdf",
        "ben Ben Ito.pdf",
        "grace Grace Hopper.pdf",
    ]
