"""quizgen scan: what was read of pages becomes answers, a person reads the rest, and the grade is that of the same answers typed.

Pages are kept here as if they had been read (see scanned_pages); tests/cli/test_scan_pages.py reads real ones.
QUIZGEN_UPDATE=1 writes the golden file anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, quizgen, refused
from places import ROOT
from scanned_pages import (
    entry_of,
    heads,
    keep,
    keep_paper,
    make_scanned_exam,
    places_of,
    read_page,
    typed_blanks,
)

from quizgen.classroom.scan.records import ReadPage
from quizgen.model import Verdict
from quizgen.store import Store

REVIEW = ("scan", "--review", "--by", "Mia")


@pytest.fixture(autouse=True)
def papers(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setattr("secrets.token_hex", lambda size: "5" * 2 * size)  # the same numbers each time
    make_scanned_exam()
    return heads()


def read_by_person(written, ids, papers) -> list[str]:
    """What a person types for the boxes of these students that are written in, in the order in which they are asked."""
    lines = []
    for blank in entry_of(papers[ids[0]]).blanks:
        for id in ids:
            place = next(one for one in places_of(papers[id]) if one.blank == blank)
            text = written[id][blank.target, blank.part]
            if not place.letters and text:
                lines.append(text)
    return lines


def grade(student: str, db: str = "quizgen.db"):
    with Store.open(db) as store:
        (record,) = store.grades(student, latest=True)
        return record.grade


def marks(one):
    return [(mark.ask, mark.verdict, mark.points, mark.feedback, mark.typed) for mark in one.marks]


def typed_by_hand(head, written) -> None:
    """The same answers typed with `quizgen enter`, in a store of its own."""
    lines = [head.code, *(written[blank.target, blank.part] for blank in entry_of(head).blanks)]
    output_of("--db", "typed.db", "enter", "typed", "--by", "Mia", typed="\n".join([*lines, "q", ""]))


def twin() -> None:
    """A second store and folder of the exam, of which nothing is read."""
    shutil.copy("quizgen.db", "typed.db")
    shutil.copytree("exam", "typed")


# ---------------------------------------------------------------- the grade


def test_the_same_answers_typed_and_scanned_give_the_same_marks(papers):
    twin()
    written = {id: typed_blanks(papers[id]) for id in ("ada", "bob")}
    written["ada"] |= {("q1.h_1", "1-1"): "0.1", ("q1.h_2", "1-2"): "", ("q2.h_2", ""): "A", ("q4.types", "2"): ""}
    written["bob"] |= {("q1.h_1", "1-1"): "", ("q1.h_1", "1-2"): ""}
    for id in written:
        keep_paper(papers[id], written[id])
        typed_by_hand(papers[id], written[id])
    shown = output_of(*REVIEW, typed="\n".join(read_by_person(written, list(written), papers)) + "\n")
    for id in written:
        mine = grade(id)
        assert marks(mine) == marks(grade(id, "typed.db"))
        assert (mine.source, mine.assignment) == (f"entered/{papers[id].code}", "midterm")
    assert "for a person" not in shown
    with Store.open("quizgen.db") as store:
        assert [one.by for one in store.decisions()] == ["Mia", "Mia"], (
            "points for words are a person's, none is the scan's"
        )


def test_a_session_as_people_see_it(papers):
    written = {id: typed_blanks(papers[id]) for id in ("ada", "bob")}
    written["ada"]["q2.h_2", ""] = "A, B"
    written["bob"]["q3.judgement", "reason"] = ""
    keep_paper(papers["ada"], written["ada"])
    keep(read_page(papers["bob"], 2, written["bob"]), read_page(papers["bob"], 3, written["bob"]))
    keep(
        read_page(papers["bob"], 3, written["bob"], source="again.png"),
        ReadPage("again.png", 1, doubts=("There are two papers on this page.",)),
        ReadPage("scan.pdf", 9, "ABCDEFGH", 2),
        read_page(papers["1882"], 2, typed_blanks(papers["1882"]), doubts=("The print is too pale.",)),
    )
    result = quizgen(*REVIEW, typed="0.1\n:u\nb\n?\nx\n9,5z\n9,5z\n\n:s\nq\n")
    assert result.exit_code == 1 and not result.stderr, "a page is in no paper"
    golden = ROOT / "tests" / "golden" / "scan.txt"
    if os.environ.get("QUIZGEN_UPDATE"):
        golden.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == golden.read_text(encoding="utf-8")


def test_words_on_paper_get_points_and_an_empty_box_gets_none(papers):
    written = typed_blanks(papers["ada"])
    keep_paper(papers["ada"], {**written, ("q5.reasons", ""): ""})
    output_of(
        *REVIEW, typed="\n".join(read_by_person({"ada": {**written, ("q5.reasons", ""): ""}}, ["ada"], papers)) + "\n"
    )
    assert grade("ada").marks[-1].verdict is Verdict.BLANK and grade("ada").marks[-1].points == 0
    bob = typed_blanks(papers["bob"])
    keep_paper(papers["bob"], bob)
    lines = read_by_person({"bob": bob}, ["bob"], papers)
    shown = output_of(*REVIEW, typed="\n".join([*lines[:-1], "9", "many", "1,5"]) + "\n")
    assert "It can get 0 to 4 points." in shown and "no number of points" in shown
    assert grade("bob").marks[-1].points == 1.5


def test_what_nobody_can_read_waits_in_review_and_words_too(papers):
    written = typed_blanks(papers["ada"])
    keep_paper(papers["ada"], written)
    lines = read_by_person({"ada": written}, ["ada"], papers)
    output_of(*REVIEW, typed="\n".join(["x", *lines[1:-1], "x"]) + "\n")
    verdicts = {mark.ask: mark.verdict for mark in grade("ada").marks}
    assert verdicts["q1.h_1"] is Verdict.UNREADABLE and verdicts["q5.reasons"] is Verdict.NEEDS_A_PERSON
    assert "2 answers wait" in quizgen("review", typed="q\n").stdout


# ---------------------------------------------------------------- again and again


def test_what_a_person_typed_stays_when_the_pages_are_taken_again(papers):
    written = typed_blanks(papers["ada"])
    keep_paper(papers["ada"], {**written, ("q2.h_2", ""): ""})
    output_of(*REVIEW, typed="\n".join(["0.9", "\n" * 30]) + "\nq\n")
    sheet = Path("exam/entered", f"{papers['ada'].code}.toml")
    before = sheet.read_text(encoding="utf-8")
    output_of(*REVIEW, typed="q\n")
    assert sheet.read_text(encoding="utf-8") == before and "0.9" in before


def test_a_second_scan_that_differs_takes_a_machines_answer_back_but_no_persons(papers):
    written = typed_blanks(papers["ada"])
    keep_paper(papers["ada"], written)
    output_of(*REVIEW, typed="\n".join(read_by_person({"ada": written}, ["ada"], papers)) + "\n")
    assert grade("ada").marks[2].verdict is Verdict.RIGHT
    other = {**written, ("q2.h_2", ""): "A" if written["q2.h_2", ""] != "A" else "B"}
    keep(read_page(papers["ada"], 2, other, source="again.pdf"))
    shown = output_of(*REVIEW, typed=f"{other['q2.h_2', '']}\n")
    assert "The page was scanned more than once, and the scans differ here." in shown
    assert grade("ada").marks[2].verdict is not Verdict.RIGHT
    assert shown.count("exam/scanned/") == 2, "both pictures are shown"


def test_a_sheet_that_cannot_be_read_costs_no_other_paper_anything(papers):
    for id in ("ada", "bob"):
        keep_paper(papers[id], typed_blanks(papers[id]))
    Path("exam/entered").mkdir()
    Path("exam/entered", f"{papers['ada'].code}.toml").write_text("quiz = [", encoding="utf-8")
    result = quizgen(*REVIEW, typed="q\n")
    assert result.exit_code == 1 and "Ada Lovelace" in result.stdout
    assert Path("exam/entered", f"{papers['bob'].code}.toml").exists()


def test_a_paper_that_was_graded_from_a_table_is_left_as_it_is(papers):
    from exam_of_four import filled, right

    filled({"ada": right})
    quizgen("grade", "answers.csv")
    before = grade("ada")
    keep_paper(papers["ada"], {key: "" for key in typed_blanks(papers["ada"])})
    assert "the scan changes nothing" in output_of(*REVIEW, typed="")
    assert grade("ada") == before


def test_a_paper_typed_elsewhere_meanwhile_is_not_overwritten(papers):
    from quizgen.classroom.course.rules import CourseRules
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.cli.scan_desk import ScanDesk
    from quizgen.cli.scan_exam import Scan

    keep_paper(papers["ada"], typed_blanks(papers["ada"]))
    with Store.open("quizgen.db") as store:
        grades = EnteredGrades(store, CourseRules.of(store), "")
        scan = Scan(Path("exam"), "midterm", store, store.papers("midterm"), grades, "")
        scan.read()
        first, second = (ScanDesk(scan.folder, scan.scanned, grades, by) for by in ("Mia", ""))
        box = first.boxes[0]
        assert second.boxes[0] == box and not first.give(box, "0.5").refused
        assert second.give(box, "0.7").gone and not second.waits(box)
        assert first.opened(box.head).entry.given[box.blank].text == "0.5"
        assert second.undo() is None, "each takes back what was typed at it"
        words = next(one for one in second.boxes if one.blank.points)
        assert not second.blank(words).refused and second.opened(words.head).entry.text_of(words.blank.target) == ""


# ---------------------------------------------------------------- bad input


def test_what_is_no_scan_is_said_in_a_sentence(tmp_path):
    Path("empty").mkdir()
    assert "No PDF and no picture in empty." in refused("scan", "empty")
    Path("empty/notes.txt").write_text("x")
    assert "notes.txt: It is neither a PDF nor a picture" in refused("scan", "empty")
    with zipfile.ZipFile("scans.zip", "w") as archive:
        archive.writestr("a.pdf", b"x")
    assert "scans.zip: It is an archive. Unpack it" in refused("scan", "scans.zip")
    assert "There is no nowhere." in refused("scan", "nowhere")
    assert "Name the folder with the scans" in refused("scan")
    assert "Leave one out" in refused("scan", "--review", "--page")
    assert "holds no exam" in refused("scan", "empty", "--exam", "empty")
    assert "No page of midterm was scanned yet" in refused("scan", "--review")
    assert "Name the folder with the scans too" in refused("scan", "--review", "--return", "marked")
    assert "This store has no papers of midterm." in refused("--db", "other.db", "scan", "empty")


def test_pages_that_another_version_read_are_read_again(papers, monkeypatch):
    from quizgen.documents.exam import scans

    keep_paper(papers["ada"], typed_blanks(papers["ada"]))
    monkeypatch.setattr(scans, "reader_version", lambda: "99")
    assert "No page of midterm was scanned yet" in refused("scan", "--review")


def test_a_line_that_was_cut_off_is_of_no_page(papers):
    keep_paper(papers["ada"], typed_blanks(papers["ada"]))
    record = Path("exam/scanned/pages.jsonl")
    whole = record.read_bytes()
    record.write_bytes(whole[:-200])
    keep(replace(read_page(papers["bob"], 2, typed_blanks(papers["bob"])), source="b.pdf"))
    shown = output_of(*REVIEW, typed="q\n")
    assert "2 of 3" in shown and "1 of 3" in shown
