"""The paper of one student: what is on its pages, where its boxes are, and that nothing of a roster or plan is markup."""

import io
import os
import re
from collections import Counter
from dataclasses import replace

import page as conformance
import pypdf
import pytest
from exam_papers import (
    ADA,
    CHOSEN,
    COMPUTED,
    PLAN,
    STANDARDS,
    ZOE,
    compiled,
    drawn,
    paper_of,
    printed,
    read_png,
    write_png,
)
from places import GOLDEN, ROOT

from quizgen.authoring.bank import Bank
from quizgen.documents.exam.paper import paper_inputs, paper_source
from quizgen.documents.exam.qr import SIZE, page_codes
from quizgen.generate.code_questions import asks_code
from quizgen.generate.exam.plan import Accommodation, Layout, Section
from quizgen.media.texts import read_texts
from quizgen.model import Student

EVERYTHING = replace(PLAN, layout=Layout(formula_sheet=True, scratch_pages=2, working=3.5))
HOSTILE = [
    "#pagebreak()",
    "$x$ *a* _b_",
    "\"q\" \\ 'r'",
    "= No heading",
    "// no comment",
    "@me <b>",
    "שלום",
    "\u202eabc",
]


def pages(data):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def failures(data, profile):
    """What breaks the rules of a standard. A stream that ends with a carriage return is no fault: the checker takes it for
    a part of the end of the line that follows."""
    found = [(one.rule_id, one.message) for one in conformance.validate_pdf_bytes(data, profile=profile).failures]
    ending = data.count(b"\r\nendstream")
    length = [one for one in found if "STREAM-LENGTH" in one[0]]
    return [one for one in found if one not in length or len(length) > ending]


def sizes(page):
    """The sizes of the letters on a page, in points: how many pieces of text have each."""
    found = []
    page.extract_text(visitor_text=lambda text, _c, m, _f, size: found.append((text, round(size * abs(m[3]), 1))))
    return Counter(size for text, size in found if text.strip())


def test_every_page_says_whose_it_is_which_it_is_and_has_its_own_qr_code():
    data, _ = printed(EVERYTHING)
    reader = pypdf.PdfReader(io.BytesIO(data))
    codes = page_codes("ABCDEFGH", len(reader.pages))
    for number, (page, text) in enumerate(zip(reader.pages, pages(data), strict=True), 1):
        assert f"Page {number} of {len(reader.pages)}" in text and "ABCD-EFGH" in text
        assert "Ada Lovelace" in text and "s1024517" in text
        (image,) = (one.get_object() for one in page["/Resources"]["/XObject"].values() if "/Width" in one.get_object())
        bits = "".join("1" if grey == 0 else "0" for grey in image.get_data())
        assert image["/Width"] == image["/Height"] == SIZE and int(bits, 2) == int(codes[number - 1], 16)


@pytest.mark.parametrize("title_page", [True, False], ids=["title page", "head"])
def test_the_first_page_states_the_exam_and_the_points(title_page):
    first = pages(printed(replace(PLAN, layout=Layout(title_page=title_page)))[0])[0]
    for wanted in (
        "Machine learning 2", PLAN.title, "14 December 2026", "90 minutes", "a pocket calculator, one handwritten sheet",
        "Use a pen, not a pencil.", "Ada Lovelace", "s1024517", "ABCD-EFGH", "Question 1 2 3 4 5 6 7 8 9 Total", "Marks",
    ):  # fmt: skip
        assert wanted in first
    worths = [f"{variant.points:g}" for variant in drawn(COMPUTED + CHOSEN)]
    assert f"Points {' '.join(worths)} {sum(map(float, worths)):g}" in first


def test_extra_time_is_in_the_duration_and_stated():
    assert "115 minutes (25 of them extra time)" in pages(printed(student=ZOE)[0])[0]


@pytest.mark.parametrize(
    ("change", "gone"), [({"day": None}, "Date"), ({"duration": 0}, "Duration"), ({"course": ""}, "Machine learning")]
)
def test_what_the_plan_does_not_say_is_not_printed(change, gone):
    assert gone not in pages(printed(replace(PLAN, **change))[0])[0]


@pytest.mark.parametrize("student", [ADA, ZOE], ids=["normal", "large print"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_paper_is_accessible_archivable_and_the_same_bytes_twice(paper, student):
    plan = replace(EVERYTHING, layout=replace(EVERYTHING.layout, paper=paper))
    once, again = printed(plan, student)[0], printed(plan, student)[0]
    assert once == again
    for profile in ("ua1", "2a"):
        assert failures(once, profile) == []
    reader = pypdf.PdfReader(io.BytesIO(once))
    assert reader.metadata.title == PLAN.title and str(reader.metadata.creation_date_raw).startswith("D:20261214")
    width = {"a4": 595.28, "letter": 611.98}[paper]
    assert abs(float(reader.pages[0].mediabox.width) - width) < 0.1


def test_without_a_date_the_document_has_a_fixed_one():
    data = printed(replace(PLAN, day=None))[0]
    assert str(pypdf.PdfReader(io.BytesIO(data)).metadata.creation_date_raw).startswith("D:1970")


def test_large_print_has_no_text_below_18_points_but_in_pictures():
    names = tuple(name for name in COMPUTED + CHOSEN if name != "unfold-label")
    plan = replace(EVERYTHING, sections=(Section(exercises=names),))
    data = printed(plan, ZOE, names)[0]
    scripts = {12.6, 9.0}  # what is raised or lowered in a formula of 18 points, once and twice
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        assert {size for size in sizes(page) if size < 18} <= scripts
    assert max(size for page in pypdf.PdfReader(io.BytesIO(printed()[0])).pages[1:] for size in sizes(page)) < 18


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_roster_or_a_plan_is_markup(name):
    plan = replace(
        PLAN,
        title=name,
        course=name,
        instructions=f"{name}\n{name}",
        aids=(name,),
        sections=(Section(name, name, exercises=("last-state",)),),
    )
    data, _ = printed(plan, Student(name, name, name), ("last-state",))
    text = pages(data)
    assert len(text) == 2
    if name.isascii():  # other scripts are read back in the order in which they are drawn
        assert text[0].count(name) >= 8 and text[1].count(name) >= 5


# ---------------------------------------------------------------- boxes


@pytest.fixture(scope="module")
def boxes():
    return printed(boxes=True)


def test_every_part_of_every_answer_has_one_box(boxes):
    found = [(box["target"], box["part"]) for box in boxes[1]]
    assert len(set(found)) == len(found)
    asks = {f"q{n}.{ask.name}" for n, variant in enumerate(drawn(COMPUTED + CHOSEN), 1) for ask in variant.asks}
    assert {target for target, _part in found} == asks
    assert {part for target, part in found if target == "q1.h_1"} == {"1-1", "1-2"}
    assert {part for target, part in found if target == "q3.dW_h"} == {"1-1", "1-2", "2-1", "2-2"}
    assert ("q2.c_1", "") in found and ("q9.reasons", "") in found and ("q8.line", "A") in found
    assert ("q4.types", "3") in found and ("q5.order", "1") in found


def test_boxes_lie_within_their_page_and_apart_from_each_other(boxes):
    data, found = boxes
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    for box in found:
        assert 0 < box["x"] < box["x"] + box["width"] < page.width
        assert 80 < box["y"] < box["y"] + box["height"] < page.height - 40
    for one in found:
        for other in found:
            if other is not one and other["page"] == one["page"]:
                beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                apart = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
                assert beside or apart, (one, other)


def test_noting_boxes_changes_nothing_that_is_printed(boxes):
    data, found = printed()
    assert found == [] and pages(data) == pages(boxes[0])


def test_a_part_of_an_answer_of_several_parts_is_named_after_both():
    plan = replace(PLAN, sections=(Section(exercises=("find-the-slip",)),))
    parts = {box["part"] for box in printed(plan, names=("find-the-slip",), boxes=True)[1]}
    assert {"line.A", "kind.A", "value.1-1", "value.1-2"} <= parts


# ---------------------------------------------------------------- pages


def test_there_is_room_for_working_below_what_is_computed_and_not_below_choices():
    source = paper_source(paper_of(), PLAN)
    assert source.count("#working(") == len(COMPUTED)
    assert "#working(" not in paper_source(paper_of(), replace(PLAN, layout=Layout(working=0)))


def test_formula_sheet_and_scratch_pages_follow_the_questions():
    text = pages(printed(EVERYTHING)[0])
    assert "Formula sheet" in text[-3] and "Backpropagation through time" in text[-3]
    assert all("Scratch page" in page for page in text[-2:])
    assert "Scratch page" not in " ".join(pages(printed()[0]))


def test_a_paper_with_more_pages_than_codes_is_a_fault():
    short = re.sub(r'codes: \(("\w+",).*?\)', r"codes: (\1)", paper_source(paper_of(), PLAN))
    with pytest.raises(Exception, match="more pages than codes"):
        compiled(short, paper_inputs(paper_of(), PLAN))


def test_a_question_in_no_section_is_a_fault():
    with pytest.raises(ValueError, match="in no section"):
        paper_source(paper_of(), replace(PLAN, sections=PLAN.sections[:1]))


@pytest.mark.slow
def test_in_large_print_nothing_of_any_question_reaches_over_the_margin():
    bank = Bank.load()
    names = tuple(name for name, exercise in bank.exercises.items() if not asks_code(exercise.asks))
    layout = Layout(paper="letter", type_size="large", formula_sheet=True, working=0)
    plan = replace(PLAN, sections=(Section(exercises=names),), layout=layout)
    data, found = printed(plan, names=names, boxes=True)
    reader = pypdf.PdfReader(io.BytesIO(data))
    edge = float(reader.pages[0].mediabox.width) - 40
    over = []
    for number, page in enumerate(reader.pages, 1):

        def note(text, _c, matrix, _f, size, number=number):
            if text.strip() and matrix[4] + 0.2 * size * len(text.strip()) > edge:
                over.append((number, text))

        page.extract_text(visitor_text=note)
    assert over == []
    assert max(box["x"] + box["width"] for box in found) <= edge + 1


def test_a_translation_is_printed_whole(tmp_path):
    english = (ROOT / "templates/texts/en.toml").read_text(encoding="utf-8")
    path = tmp_path / "xx.toml"
    path.write_text(re.sub(r'= "(.*?)"', r'= "¡\1!"', english).replace("¡en!", "es"), encoding="utf-8")
    plan = replace(EVERYTHING, layout=replace(EVERYTHING.layout, language=str(path)))
    data = printed(plan, ZOE)[0]
    text = " ".join(pages(data))
    unseen = {"paper.minute", "paper.no_aids", "paper.equals", "paper.qr", "paper.answer_in_file", "paper.full_date"}
    for place, words in read_texts().items():
        if place.startswith("paper.") and place not in unseen:
            pattern = re.sub(r"\\{\w+\\}", ".+?", re.escape(f"¡{words}!"))
            assert re.search(pattern, text), place
    assert pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "es"


def test_accommodations_are_of_the_student_named():
    other = replace(PLAN, accommodations={"s1024517": Accommodation(large_print=True)})
    assert paper_inputs(paper_of(), other)["type_size"] == "large"
    assert paper_inputs(paper_of(ZOE), other) == {"paper": "a4", "type_size": "normal"}
    assert STANDARDS == ("ua-1", "a-2a")


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("student", [ADA, ZOE], ids=["normal", "large"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("title_page", [True, False], ids=["title", "head"])
def test_pages_look_as_they_were_reviewed(paper, student, title_page):
    """QUIZGEN_UPDATE=1 draws the pictures anew: look at them before you keep them."""
    layout = Layout(paper=paper, title_page=title_page, working=3.5)
    data, _ = printed(replace(PLAN, layout=layout), student, format="png", ppi=50)
    size = "large" if student is ZOE else "normal"
    drawn_pages = data if isinstance(data, list) else [data]
    seen = [0, 1, 5] if title_page else [0]
    for number in seen:
        path = GOLDEN / "exam" / f"{paper}-{size}-{'title' if title_page else 'head'}-{number + 1}.png"
        now = read_png(drawn_pages[number])
        if os.environ.get("QUIZGEN_UPDATE"):
            path.write_bytes(write_png(now))
        before = read_png(path.read_bytes())
        assert now.shape == before.shape and abs(now - before).mean() < 4, path.name
