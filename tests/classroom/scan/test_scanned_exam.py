"""Pages are sorted by the code on them: none to another student, none without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cli_program import empty_workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nightly import examples
from scanned_pages import heads, make_scanned_exam, places_of, read_page, typed_blanks

from quizgen.classroom.scan.read_page import BLANK
from quizgen.classroom.scan.records import ReadPage
from quizgen.classroom.scan.scanned_exam import DIFFER, KeptPage, missing_notes, scanned_exam


@pytest.fixture(scope="module")
def exam(tmp_path_factory):
    """The papers, their places, and all their pages as read."""
    with pytest.MonkeyPatch.context() as patch:
        empty_workspace(tmp_path_factory.mktemp("exam"), patch)
        make_scanned_exam()
        made = heads()
        places = {head.code: places_of(head) for head in made.values()}
        pages = [
            read_page(head, page, typed_blanks(head))
            for head in made.values()
            for page in sorted({place.page for place in places[head.code]})
        ]
    return list(made.values()), places, pages


def sorted_pages(exam, pages, known=lambda code: None):
    papers, places, _ = exam
    return scanned_exam([KeptPage(f"k{n}", page) for n, page in enumerate(pages)], papers, places, known)


FAULTS = st.sampled_from(["as it is", "missing", "twice", "no code", "foreign", "doubtful"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(data=st.data())
def test_every_page_is_with_its_paper_or_in_a_note(exam, data):
    _, places, pages = exam
    given_pages, expected = [], []
    for page in pages:
        fault = data.draw(FAULTS)
        expected.append((page, fault))
        if fault == "twice":
            given_pages += [page, page]
        elif fault == "no code":
            given_pages.append(ReadPage(page.source, page.number, doubts=("No code.",)))
        elif fault == "foreign":
            given_pages.append(replace(page, code="ZZZZZZZZ"))
        elif fault == "doubtful":
            given_pages.append(replace(page, doubts=("It is too coarse.",)))
        elif fault == "as it is":
            given_pages.append(page)
    order = data.draw(st.permutations(range(len(given_pages))))
    found = sorted_pages(exam, [given_pages[place] for place in order])
    in_papers = [(one.head.code, kept) for one in found.papers for scans in one.pages.values() for kept in scans]
    assert all(kept.read.code == code for code, kept in in_papers), "never with another student's paper"
    lost = [note for note in found.notes if note.lost]
    assert len(in_papers) + len(lost) == len(given_pages), "nothing is dropped"
    for page, fault in expected:
        whole = next((one for one in found.papers if one.head.code == page.code), None)
        if fault in ("missing", "no code", "foreign"):
            assert whole is None or page.page in whole.missing
            continue
        assert whole is not None
        here = [one for one in whole.findings if one.place.page == page.page]
        assert len(here) == sum(place.page == page.page for place in places[page.code])
        if fault == "doubtful":
            assert all(one.said.text is None for one in here)
        else:
            written = typed_answers(exam, page)
            assert all(one.said.text in (None, written.get(one.place.blank, "")) for one in here)
            assert all(one.said.text is not None for one in here if one.place.letters)


def typed_answers(exam, page):
    """What the bubbles of a page say, by blank."""
    _, places, _ = exam
    states = {one.box: one.state for one in page.boxes}
    return {
        place.blank: ", ".join(
            letter for letter, box in zip(place.letters, place.boxes, strict=True) if states[box] == "marked"
        )
        for place in places[page.code]
        if place.letters and place.page == page.page
    }


def notes(found):
    return {note.about: note.sentence for note in found.notes}


def test_two_scans_that_differ_go_to_a_person_with_both_pictures(exam):
    _, _, pages = exam
    page = next(one for one in pages if any(box.state == "marked" for box in one.boxes))
    other = replace(page, source="again.pdf", boxes=tuple(replace(box, state=swapped(box.state)) for box in page.boxes))
    found = sorted_pages(exam, [page, other])
    (paper,) = found.papers
    differing = [one for one in paper.findings if one.said.why == DIFFER]
    assert differing and all(one.pictures == ("k0", "k1") and one.said.text is None for one in differing)
    assert "the scans differ in" in found.notes[0].sentence and "again.pdf" in found.notes[0].sentence


def swapped(state):
    return {"marked": "empty", "empty": "marked"}.get(state, state)


def test_something_else_written_in_the_second_scan_is_seen_by_its_ink(exam):
    _, _, pages = exam
    page = next(one for one in pages if any(box.state == "written" for box in one.boxes))
    other = replace(page, boxes=tuple(replace(box, ink=box.ink + 0.1) for box in page.boxes))
    (paper,) = sorted_pages(exam, [page, other]).papers
    assert {one.said.why for one in paper.findings if not one.place.letters} == {DIFFER}
    same = replace(page, boxes=tuple(replace(box, ink=box.ink + 0.005) for box in page.boxes))
    found = sorted_pages(exam, [page, same])
    assert all(one.said.why != DIFFER for one in found.papers[0].findings)
    assert "the scans say the same. One counts." in found.notes[0].sentence


def test_a_clear_scan_counts_before_a_doubtful_one(exam):
    _, _, pages = exam
    page = next(one for one in pages if any(box.state == "marked" for box in one.boxes))
    for order in ([page, replace(page, doubts=("Pale.",))], [replace(page, doubts=("Pale.",)), page]):
        found = sorted_pages(exam, order)
        assert all(one.said.text is not None for one in found.papers[0].findings if one.place.letters)
        assert "The clear scan counts." in found.notes[0].sentence


def test_sentences_say_what_is_wrong_with_a_page(exam):
    papers, _, pages = exam
    other = replace(papers[0], exam="last-year", code="QQQQQQQQ")
    found = sorted_pages(
        exam,
        [
            pages[0],
            ReadPage("a.pdf", 3, doubts=("There are two papers on this page.",)),
            ReadPage("a.pdf", 4, "QQQQQQQQ", 2),
            ReadPage("a.pdf", 5, "YYYYYYYY", 2),
        ],
        lambda code: other if code == "QQQQQQQQ" else None,
    )
    said = notes(found) | {note.about: note.sentence for paper in found.papers for note in missing_notes(paper, ())}
    assert said["a.pdf, page 3"] == "There are two papers on this page. It is counted for nobody."
    assert said["a.pdf, page 4"].startswith(f"It is page 2 of {other.student.name}'s paper QQQQ-QQQQ for last-year")
    assert "of no paper in this store" in said["a.pdf, page 5"]
    assert any(sentence.startswith("It did not come: question") for sentence in said.values())


def test_the_blank_back_of_a_sheet_is_said_and_loses_nothing(exam):
    _, _, pages = exam
    (note,) = [
        one
        for one in sorted_pages(exam, [pages[0], ReadPage("a.pdf", 2, doubts=(BLANK,))]).notes
        if "a.pdf" in one.about
    ]
    assert note.sentence == "The page is blank." and not note.lost


def test_several_papers_of_one_student_are_named(exam):
    papers, places, pages = exam
    second = replace(papers[0], code="WWWWWWWW", sheet=2)
    more = {**places, "WWWWWWWW": places[papers[0].code]}
    kept = [KeptPage("a", pages[0]), KeptPage("b", replace(pages[0], code="WWWWWWWW"))]
    found = scanned_exam(kept, [*papers, second], more, lambda code: None)
    assert any("2 papers came" in note.sentence and "(sheet 2)" in note.sentence for note in found.notes)
    assert len(found.papers) == 2


def test_a_page_that_did_not_come_and_was_typed_in_is_said_to_be_that(exam):
    _, places, pages = exam
    (paper,) = sorted_pages(exam, [pages[0]]).papers
    typed = [place.blank for place in places[paper.head.code] if place.page == paper.missing[0]]
    first, *others = missing_notes(paper, typed)
    assert first.sentence == "It did not come; what it asks was typed in."
    assert others and all("not graded" in note.sentence for note in others)
