"""A printed exam comes back: pages answered with a pen, scanned badly, in files of all sorts, read by `quizgen scan`.

QUIZGEN_STUDENTS=40 pytest tests/cli/test_scan_pages.py -k comes_back reads a whole class.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from answered_exam import Written, answered_pages, answers_of, lines_for, save_pdf, save_picture, scanned
from cli_program import empty_workspace, output_of, quizgen, refused
from scanned_pages import heads, places_of

from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.exam.entered_grade import EnteredGrades
from quizgen.cli.enter_paper import OpenPaper
from quizgen.cli.scan_desk import ScanDesk
from quizgen.cli.scan_exam import Scan
from quizgen.generate.exam.seeds import written_code
from quizgen.model import PaperHead
from quizgen.store import Store

STUDENTS = int(os.environ.get("QUIZGEN_STUDENTS", "4"))
PLAN = """name = "midterm"
title = "Recurrent networks"

[[section]]
exercises = [
  "forward-h2", "forward-mcq", "mistake-judge", "last-state", "unfold-dependency", "app-type-match", "state-fill", "why-sum",
]
"""
EASY = ("as printed", "rotated to 5°", "turned by 90°, 180° or 270°", "noise", "JPEG")


def make_class() -> None:
    """Makes the exam in the current folder; a large class takes so long that the error stream says how far it is."""
    Path("exam.toml").write_text(PLAN, encoding="utf-8")
    Path("roster.csv").write_text(roster(STUDENTS), encoding="utf-8")
    output_of("exam", "secret")
    assert quizgen("exam", "make", "exam.toml", "--roster", "roster.csv").exit_code == 0


def roster(count: int) -> str:
    return "id,name\n" + "".join(f"s{n:02},Student {n:02}\n" for n in range(1, count + 1))


@dataclass(frozen=True)
class Class:
    """A class that wrote the exam: the folder as `exam make` left it, the papers, what is written, and the pages on the desk."""

    folder: Path
    papers: Mapping[str, PaperHead]
    written: Mapping[str, Written]
    drawn: Mapping[str, list[np.ndarray]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The class, made once."""
    with pytest.MonkeyPatch.context() as patch:
        folder = empty_workspace(tmp_path_factory.mktemp("class"), patch)
        patch.setattr("secrets.token_hex", lambda size: "5" * 2 * size)  # the same codes each time
        make_class()
        random = np.random.default_rng(7)
        papers = heads()
        written = {id: answers_of(head, random) for id, head in papers.items()}
        drawn = {id: answered_pages(papers[id], written[id], random) for id in papers}
    return Class(folder, papers, written, drawn)


@pytest.fixture(autouse=True)
def exam(made, tmp_path, monkeypatch):
    """The papers, in a folder of this test's own."""
    empty_workspace(tmp_path, monkeypatch)
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    return made.papers


def pages_of(made, *ids: str) -> dict[str, list[np.ndarray]]:
    """The pages of some students, scanned well."""
    random = np.random.default_rng(3)
    return {id: scanned(made.drawn[id], random, EASY) for id in ids}


def twin() -> None:
    shutil.copy("quizgen.db", "typed.db")
    shutil.copytree("exam", "typed")


def read_all(written) -> tuple[int, int]:
    """A person reads all that waits and types what was written; how many boxes those were, and how many of them to mark."""
    with Store.open("quizgen.db") as store:
        grades = EnteredGrades(store, CourseRules.of(store), "Mia")
        scan = Scan(Path("exam"), "midterm", store, store.papers("midterm"), grades, "Mia")
        scan.read()
        desk = ScanDesk(scan.folder, scan.scanned, grades, "Mia")
        for box in desk.boxes:
            assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in box.pictures) and box.pictures
            text = written[box.head.student.id][box.blank.target, box.blank.part]
            judged = desk.give(box, text) if text else desk.blank(box)
            assert not judged.refused, (box.id, text, judged)
        return len(desk.boxes), sum(bool(box.finding.place.letters) for box in desk.boxes)


def marks(student: str, db: str = "quizgen.db"):
    with Store.open(db) as store:
        (record,) = store.grades(student, latest=True)
    return [(mark.ask, mark.verdict, mark.points, mark.feedback, mark.typed) for mark in record.grade.marks]


def type_by_hand(exam, written) -> None:
    """The same answers typed in the twin."""
    lines = [line for id in written for line in lines_for(exam[id], written[id])]
    output_of("--db", "typed.db", "enter", "typed", "--by", "Mia", typed="\n".join([*lines, "q", ""]))


def test_a_printed_exam_comes_back_with_everything_found_or_flagged(made, exam):
    """Of four students by default: every point is that of the same answers typed, whatever happened to the pages."""
    random = np.random.default_rng(7)
    twin()
    written, drawn = made.written, made.drawn
    pages = {id: scanned(drawn[id], random) for id in exam}
    ids = list(exam)
    lost, again = ids[0], ids[1]
    stack = [page for id in ids[2:] for page in pages[id]]
    random.shuffle(stack)
    save_pdf(Path("scans/stack.pdf"), stack)
    without = max(place.page for place in places_of(exam[lost]))
    for number, page in enumerate(pages[lost], 1):
        if number != without:
            save_picture(Path(f"scans/{lost}/page {number}.png"), page)
    for number, page in enumerate([*pages[again], *scanned(drawn[again][1:2], random)], 1):
        save_picture(Path(f"scans/photo-{number}.jpg"), page)
    save_picture(Path("scans/cat.png"), random.integers(0, 255, (900, 700)).astype(np.uint8))
    result = quizgen("scan", "scans")
    assert result.exit_code == 1 and all(line.startswith("quizgen: Reading") for line in result.stderr.splitlines())
    text = " ".join(result.stdout.split())
    assert f"Student 01, {written_code(exam[lost].code)}, page {without} It did not come" in text
    assert "was scanned twice" in text and "cat.png, page 1" in text
    total = sum(len(one) for one in pages.values()) + 1  # one is lost, one was scanned twice, and there is the cat
    assert text.startswith(f"{total} pages, {len(exam)} papers of midterm.")
    waited, unsure = read_all(written)
    type_by_hand(exam, written)
    with Store.open("quizgen.db") as store:
        graded = {one.student for one in store.summaries(assignment="midterm")}
    noted = {id for id in exam if f"{written_code(exam[id].code)}, page" in text}
    assert set(exam) - graded <= noted, "a paper that is not complete has a page that did not come, which is said"
    for id in graded:
        assert marks(id) == marks(id, "typed.db")
    to_mark = sum(bool(place.letters) for head in exam.values() for place in places_of(head))
    print(
        f"{total} pages, {len(graded)} papers complete, {waited} boxes read by a person, {unsure} of them of the {to_mark} to mark."
    )
    assert len(graded) >= 0.7 * len(exam)


def test_a_command_that_was_killed_goes_on_where_it_was(made, monkeypatch):
    from quizgen.documents.exam.scans import ScanFolder

    pages = pages_of(made, "s01", "s02")
    save_pdf(Path("scans/stack.pdf"), pages["s01"] + pages["s02"])
    keep, kept = ScanFolder.keep, []

    def dies(folder, page):
        if len(kept) == 3:
            raise KeyboardInterrupt
        keep(folder, page)
        kept.append(page)

    with monkeypatch.context() as patch:
        patch.setattr(ScanFolder, "keep", dies)
        assert quizgen("scan", "scans").exit_code != 0
    read = []
    monkeypatch.setattr(ScanFolder, "keep", lambda folder, page: (keep(folder, page), read.append(page))[0])
    assert quizgen("scan", "scans").exit_code == 0
    assert len(read) == len(pages["s01"] + pages["s02"]) - 3
    before = len(read)
    assert quizgen("scan", "scans").exit_code == 0
    assert len(read) == before, "what is complete is not read again"


def test_pages_of_another_exam_and_of_another_store_are_said_to_be_that(made):
    pages = pages_of(made, "s02")
    Path("last.toml").write_text(PLAN.replace("midterm", "last-year"), encoding="utf-8")
    for db in ("quizgen.db", "elsewhere.db"):
        output_of("--db", db, "exam", "make", "last.toml", "--roster", "roster.csv", "--out", f"last-{db}")
    with Store.open("quizgen.db") as store:
        (other,) = [head for head in store.papers("last-year") if head.student.id == "s01"]
    document = pypdfium2.PdfDocument(Path("last-quizgen.db/papers/s01 Student 01.pdf"))
    foreign = np.asarray(document[1].render(scale=200 / 72, grayscale=True).to_pil(), dtype=np.uint8)
    save_picture(Path("scans/a.png"), foreign)
    save_picture(Path("scans/b.png"), pages["s02"][1])
    result = quizgen("scan", "scans")
    assert result.exit_code == 1
    text = " ".join(result.stdout.split())
    assert f"It is page 2 of Student 01's paper {written_code(other.code)} for last-year, another exam." in text
    unknown = " ".join(quizgen("--db", "elsewhere.db", "scan", "scans", "--exam", "last-elsewhere.db").stdout.split())
    assert "1 paper of last-year" in unknown and "counted for nobody" in unknown


def test_two_students_on_one_page_are_nobodys(made):
    pages = pages_of(made, "s01", "s02", "s03")
    plain = [pages["s01"][1], pages["s02"][1]]
    height = max(page.shape[0] for page in plain)
    both = np.hstack([np.pad(page, ((0, height - page.shape[0]), (0, 0)), constant_values=255) for page in plain])
    save_picture(Path("scans/both.png"), both)
    save_picture(Path("scans/one.png"), pages["s03"][1])
    result = quizgen("scan", "scans")
    assert result.exit_code == 1 and "two papers on this page" in result.stdout
    assert "Student 01" not in result.stdout.split("both.png")[0]


def test_files_that_cannot_be_read_cost_no_other_file_anything(made):
    pages = pages_of(made, "s01")
    save_pdf(Path("scans/good.pdf"), pages["s01"])
    whole = Path("scans/good.pdf").read_bytes()
    Path("scans/short.pdf").write_bytes(whole[: len(whole) // 2])
    Path("scans/no.png").write_bytes(b"GIF89a")
    Path("scans/empty.jpg").write_bytes(b"")
    Path("scans/copy.pdf").write_bytes(whole)
    Path("scans/.DS_Store").write_bytes(b"x")
    result = quizgen("scan", "scans")
    assert result.exit_code == 1 and not result.stderr
    for name in ("short.pdf", "no.png", "empty.jpg"):
        assert name in result.stdout
    assert "It is the same file as scans/copy.pdf, and was read once." in " ".join(result.stdout.split())
    assert "Student 01" in result.stdout and "DS_Store" not in result.stdout
    for path in Path("scans").glob("*"):
        if path.name not in ("no.png", "empty.jpg"):
            path.unlink()
    shutil.rmtree("exam/scanned")
    assert "empty.jpg" in refused("scan", "scans")


def test_a_replaced_paper_is_graded_by_its_own_code(made, exam):
    pages = pages_of(made, "s01")
    output_of("exam", "make", "exam.toml", "--roster", "roster.csv", "--replacement", "s01")
    second = heads()["s01"]
    assert second.code != exam["s01"].code
    random = np.random.default_rng(5)
    answers = answers_of(second, random)
    twin()
    save_pdf(Path("scans/second.pdf"), scanned(answered_pages(second, answers, random), random, EASY))
    assert quizgen("scan", "scans").exit_code == 0
    read_all({"s01": answers})
    type_by_hand({"s01": second}, {"s01": answers})
    assert marks("s01") == marks("s01", "typed.db")
    save_pdf(Path("scans/first.pdf"), pages["s01"])
    shown = " ".join(quizgen("scan", "scans").stdout.split())
    assert "2 papers came" in shown and "the one with most points counts" in shown


def test_marked_papers_go_back(made, exam):
    written, pages = made.written, pages_of(made, "s01", "s02")
    save_pdf(Path("scans/one.pdf"), pages["s01"])
    save_pdf(Path("scans/two.pdf"), pages["s02"][:2])
    assert quizgen("scan", "scans").exit_code == 0
    with Store.open("quizgen.db") as store:
        paper = OpenPaper.of(Path("exam"), exam["s01"], EnteredGrades(store, CourseRules.of(store), ""))
        assert paper.entry.next is not None
    Path("only").mkdir()
    shutil.copy("scans/one.pdf", "only/one.pdf")
    shutil.copytree("exam", "before")
    read_all(written)
    shown = output_of("scan", "scans", "--return", "marked")
    assert "2 marked papers in marked/." in shown
    first, second = (texts(f"marked/{id} Student {id[1:]}.pdf") for id in ("s01", "s02"))
    with Store.open("quizgen.db") as store:
        (record,) = store.grades("s01", latest=True)
    earned, most = record.grade.points, record.grade.max_points
    assert f"{round(earned, 2):g} of {round(most, 2):g} points" in first[0]
    assert len(first) >= len(pages["s01"])
    assert "so far" in second[0] and "did not come back" in second[0] and "Not graded yet." in " ".join(second)
    shown = " ".join(quizgen("scan", "only", "--return", "marked").stdout.split())
    assert "2 pages are missing in the marked paper: name two.pdf too." in shown


def texts(path: str) -> list[str]:
    """The text of each page of a PDF."""
    with pypdfium2.PdfDocument(Path(path)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("missing", ["pypdfium2", "zxingcpp", "PIL"])
def test_without_the_extra_it_says_what_to_install(made, missing, monkeypatch):
    pages = pages_of(made, "s01")
    save_pdf(Path("scans/one.pdf"), pages["s01"][:1])
    save_picture(Path("more/one.png"), pages["s01"][1])
    monkeypatch.setitem(sys.modules, missing, None)
    files = "more" if missing == "PIL" else "scans"
    assert "pip install 'quizgen[scan]'" in refused("scan", files)


def test_a_fault_of_ours_with_one_page_costs_no_other_page_anything(made, monkeypatch):
    from quizgen.classroom.scan import read_page

    pages = pages_of(made, "s01")
    save_pdf(Path("scans/one.pdf"), pages["s01"][:3])
    right = read_page.read_page

    def fails(image, boxes_of):
        if image.number == 2:
            raise ZeroDivisionError("by zero")
        return right(image, boxes_of)

    monkeypatch.setattr(read_page, "read_page", fails)
    result = quizgen("scan", "scans")
    assert result.exit_code == 1
    assert "one.pdf, page 2 quizgen failed on it (ZeroDivisionError: by zero)." in " ".join(result.stdout.split())
    assert "2 of 5" in result.stdout or "2 of 4" in result.stdout
