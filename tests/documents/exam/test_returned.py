"""A marked paper: points and sentences beside the scan, level with their boxes, never on it; what does not fit goes elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cli_program import empty_workspace
from scanned_pages import entry_of, heads, make_scanned_exam, places_of, read_page, typed_blanks

from quizgen.classroom.scan.scanned_exam import KeptPage, scanned_paper
from quizgen.documents.exam.page_size import A4, page_size
from quizgen.documents.exam.returned import marked_paper
from quizgen.grading import grade
from quizgen.media.pdf import pdf
from quizgen.media.pdf_pool import compiled
from quizgen.media.png import png
from quizgen.model import Student, Verdict

pypdfium2 = pytest.importorskip("pypdfium2")
WHITE = png(np.full((1754, 1240), 255, np.uint8))


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A head, what Ada wrote right in every blank, and the right marks."""
    with pytest.MonkeyPatch.context() as patch:
        empty_workspace(tmp_path_factory.mktemp("exam"), patch)
        make_scanned_exam()
        head = heads()["ada"]
        written = typed_blanks(head)
        entry = entry_of(head)
        places = places_of(head)
        reads = [read_page(head, page, written) for page in sorted({place.page for place in places})]
    for blank in entry.blanks:
        entry = entry.type_in(blank, written[blank.target, blank.part], "Mia")
    return head, entry, places, reads


def marked(paper, change=lambda marks: marks, pages=(1, 2, 3, 4), entry=None, student=None):
    """The PDF of a marked paper, after a change to its marks."""
    head, whole, places, reads = paper
    head = replace(head, student=student) if student else head
    entry = entry or whole
    judged = grade(entry.quiz, entry.answers(head.student.id, "x", begun=False), lambda *_: {})
    judged = replace(judged, marks=tuple(change(judged.marks)))
    by_page = {read.page: [KeptPage(f"k{read.page}", read)] for read in reads if read.page in pages}
    scanned = scanned_paper(head, by_page, places)
    job = marked_paper("x.pdf", scanned, entry, judged, {page: WHITE for page in pages})
    return pypdfium2.PdfDocument(compiled(job).data)


def texts(document) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def lines(page):
    """The text of a page with where it is: words, left, top in points from the top left."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        found.append((text.get_text_bounded(left, bottom, right, top), left, height - top))
    return found


def test_points_stand_beside_their_boxes_and_nothing_is_on_the_scan(paper):
    document = marked(paper)
    assert len(document) == 4
    _, _, places, _ = paper
    tops = {place.blank.target: place.area.y for place in reversed(places) if place.page == 2}
    found = lines(document[1])
    assert found and all(left > A4[0] for _, left, _ in found), "nothing is printed on the scan"
    for number, (_, top) in zip("12", sorted((int(target[1]), top) for target, top in tops.items())[::2], strict=True):
        assert any(words.strip().startswith(number) and abs(at - top) < 12 for words, _, at in found), (
            number,
            top,
            found,
        )


def test_the_first_page_has_the_total_and_each_question(paper):
    first, *_ = texts(marked(paper))
    head, entry, _, _ = paper
    assert (
        head.student.name in first and f"of {entry.quiz.points - 4:g} points so far; 4 points not graded yet" in first
    )
    assert all(variant.title.split()[0] in first for variant in entry.quiz.variants)


def test_a_sentence_stands_at_each_answer_that_lost_points(paper):
    def wrong(marks):
        return [
            replace(mark, verdict=Verdict.WRONG, points=0, feedback=f"Number {place} is off.")
            for place, mark in enumerate(marks)
        ]

    shown = " ".join(texts(marked(paper, wrong)))
    assert all(f"Number {place} is off." in shown for place in range(5))


def test_what_does_not_fit_goes_on_a_page_of_its_own_and_nothing_is_lost(paper):
    long = "This sentence is repeated so that the column is too short for all of it. " * 40

    def wrong(marks):
        return [
            replace(mark, verdict=Verdict.WRONG, points=0, feedback=f"{long}END{n}") for n, mark in enumerate(marks)
        ]

    document = marked(paper, wrong)
    shown = texts(document)
    assert len(shown) > 4 and any(text.startswith("More on page 2") for text in shown)
    assert all(f"END{n}" in " ".join(shown) for n in range(5))
    assert all(left > A4[0] for _, left, _ in lines(document[1]))


def test_answers_on_pages_that_did_not_come_and_unread_ones_are_not_graded_yet(paper):
    _, entry, _, _ = paper
    begun = entry.again("q1").again("q5")
    shown = texts(marked(paper, pages=(2, 3), entry=begun))
    assert "Page 4 did not come back." in shown[0] and "points so far;" in shown[0]
    assert "On a page that did not come back. Not graded yet." in shown[-1]
    assert shown[0].count("Not graded yet.") == 2, "h_1 and h_2 wait for a person"


@pytest.mark.parametrize("name", ['"]#panic("x")[', "आशा राव", "x" * 90, "\\ $a$ `b` <c> @d // e"])
def test_names_and_sentences_are_text_whatever_is_in_them(paper, name):
    def wrong(marks):
        return [replace(mark, verdict=Verdict.WRONG, points=0, feedback=f"{name} is off.") for mark in marks]

    shown = "".join(texts(marked(paper, wrong, student=Student("s", name, ""), pages=(2, 3, 4)))[0].split())
    plain = "".join(name.replace("$a$", "a").split())
    assert "".join(name.split()) in shown.replace("\u200b", "") or plain in shown.replace("\u200b", "")


@pytest.mark.parametrize(("size", "points"), [("a4", A4), ("us-letter", (612.0, 792.0))])
def test_the_size_of_a_page_is_that_of_the_printed_paper(tmp_path, size, points):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(f'#set document(title: "x")\n#set page(paper: "{size}")\nx'))
    assert page_size(path) == pytest.approx(points, abs=0.1)
    assert page_size(tmp_path / "none.pdf") == page_size(None) == A4
