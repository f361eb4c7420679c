"""Reports as they come: several attempts, other languages, questions of several quizzes, and much that is wrong with a table."""

from __future__ import annotations

import dataclasses

import pytest
from platform_responses import (
    GERMAN,
    LANGUAGES,
    Sat,
    as_csv,
    canvas_analysis,
    key_of,
    moodle_report,
)
from responses_in_memory import Kept, marks_of, points_of, quiz_of, read

from quizgen.classroom.collect.roster_search import Person
from quizgen.classroom.collect.table import read_table
from quizgen.classroom.responses.sheets import is_report
from quizgen.errors import UserError
from quizgen.model import Verdict

QUIZ = quiz_of("forward-h2", "statement-judge", "gate-roles", "interview-q", id="forward-pass-7")
OTHER = quiz_of("forward-h2", "statement-judge", seed=8, id="forward-pass-8")
KEY = [{ask.name: key_of(one, ask) for ask in one.asks} for one in QUIZ.variants]
BLANK = [{} for _ in QUIZ.variants]
CANVAS_TIME = "2026-11-20 14:35:00 UTC"


def ada(typed=KEY, **more):
    return Sat("Lovelace", "Ada", "s1", QUIZ, typed, **more)


def ben(typed=KEY, **more):
    return Sat("Hur", "Ben", "s2", QUIZ, typed, **more)


def said(found, graded=None):
    return "\n".join(one.text for one in found.remarks if graded is None or one.graded == graded)


def replaced(rows, row, at, text):
    """The rows with another cell."""
    return [[text if (r, c) == (row, at) else cell for c, cell in enumerate(line)] for r, line in enumerate(rows)]


def column(rows, heading):
    return rows[0].index(heading)


# ---------------------------------------------------------------- attempts


def test_the_last_finished_attempt_counts_whatever_the_order_of_the_rows():
    early, late = ada(BLANK, when="20 November 2026  9:35 AM"), ada(when="20 November 2026  1:05 PM")
    open_ = ada(BLANK, when="21 November 2026  1:05 PM", finished=False)
    for order in ([early, late, open_], [open_, late, early], [late, early]):
        store = Kept(QUIZ)
        found = read(moodle_report(order), store)
        (sheet,) = found.sheets
        assert points_of(sheet.text, store) == 7
        assert "s1 has 2 attempts. This last one counts" in said(found)
        assert ("not finished were left out: s1." in said(found)) == (open_ in order)


def test_where_dates_cannot_be_read_the_last_row_of_a_student_counts():
    store = Kept(QUIZ)
    rows = [ada(when="20 மே 2026, 9:35"), ada(BLANK, when="20 மே 2026, 9:40")]
    (sheet,) = read(moodle_report(rows), store).sheets
    assert sheet.row == 3 and points_of(sheet.text, store) == 0


def test_canvas_counts_attempts_and_says_when_each_was_submitted():
    rows = canvas_analysis([ada(BLANK, ended="2026-11-20 14:35:00 UTC"), ada(ended="2026-11-20 15:35:00 UTC")])
    at = column(rows, "attempt")
    rows = replaced(replaced(rows, 1, at, "2"), 2, at, "1")
    store = Kept(QUIZ)
    (sheet,) = read(rows, store).sheets
    assert points_of(sheet.text, store) == 7 and sheet.submitted_at.isoformat() == "2026-11-20T15:35:00+00:00"


def test_who_never_began_and_the_row_of_averages_are_no_attempts():
    found = read(moodle_report([ada(), ben(None)]), Kept(QUIZ))
    assert [one.student for one in found.sheets] == ["s1"] and not found.remarks


def test_one_who_answered_nothing_has_a_sheet_of_blanks():
    store = Kept(QUIZ)
    (sheet,) = read(moodle_report([ada(BLANK)]), store).sheets
    assert {mark.verdict for mark in marks_of(sheet.text, store)} == {Verdict.BLANK}


def test_a_report_of_nobody_is_refused():
    with pytest.raises(UserError, match=r"no attempt yet\. Download it again"):
        read(moodle_report([ben(None)], texts=False), Kept(QUIZ), quiz=QUIZ)


# ---------------------------------------------------------------- students


def test_students_are_those_of_the_roster_by_number_by_address_and_by_name():
    people = [
        Person("lovelace", ("lovelace", "s1"), "Ada Lovelace"),
        Person("ben", ("ben", "s2@uni.example"), "Ben Hur"),
    ]
    people += [Person("z9", ("z9",), "Adam Zorn")]
    rows = moodle_report([ada(), ben(), Sat("Zorn", "Adam", "-", QUIZ, KEY)])
    assert [one.student for one in read(rows, Kept(QUIZ), people).sheets] == ["lovelace", "ben", "z9"]


def test_without_a_roster_the_number_counts_then_the_address_then_the_name():
    rows = moodle_report([ada(), Sat("Hur", "Ben", "", QUIZ, KEY), Sat("Zorn", "Adam", "", QUIZ, KEY)])
    at = column(rows, "Email address")
    rows = replaced(replaced(rows, 2, at, "ben@uni.example"), 3, at, "")
    found = read(rows, Kept(QUIZ)).sheets
    assert [(one.student, one.name) for one in found] == [
        ("s1", "Ada Lovelace"), ("ben@uni.example", "Ben Hur"), ("Adam Zorn", "Adam Zorn"),
    ]  # fmt: skip


@pytest.mark.parametrize("people", [(), [Person("s1", ("s1",), "Ada Lovelace"), Person("s2", ("s2",), "Ben Hur")]])
def test_two_students_with_one_number_are_not_graded_and_the_rest_is(people):
    found = read(moodle_report([ada(), Sat("Zorn", "Adam", "s1", QUIZ, KEY), ben()]), Kept(QUIZ), people)
    assert [one.student for one in found.sheets] == ["s2"]
    assert "rows 2 and 3 are both of s1, under different names." in said(found, graded=False)


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rights", [True, False])
def test_columns_are_found_in_every_language_with_right_answers_and_without(language, rights):
    store = Kept(QUIZ)
    found = read(moodle_report([ada(), ben(BLANK)], language, rights=rights), store)
    assert [points_of(one.text, store) for one in found.sheets] == [7, 0] and not found.remarks
    assert [one.student for one in found.sheets] == ["s1", "s2"]


def test_a_language_that_nobody_knows_is_read_with_a_remark():
    klingon = dataclasses.replace(GERMAN, question="yu'ghach {}", response="jang {}", head=(*"abcdefgh", "i/10,00"))
    store = Kept(QUIZ)
    found = read(moodle_report([ada(), ben()], klingon, rights=False), store)
    assert "the answers were read from 'jang 1'" in said(found)
    assert [(one.student, points_of(one.text, store)) for one in found.sheets] == [
        ("s1@uni.example", 7), ("s2@uni.example", 7),
    ]  # fmt: skip


def test_right_answers_are_never_taken_for_responses():
    for language in LANGUAGES:
        with pytest.raises(UserError, match="seems to hold the right answers"):
            read(moodle_report([ada()], language, responses=False), Kept(QUIZ))


def test_texts_alone_are_no_responses():
    with pytest.raises(UserError, match="the texts of the questions and no responses"):
        read(moodle_report([ada()], rights=False, responses=False), Kept(QUIZ))


def test_without_texts_the_quiz_must_be_named_and_have_as_many_questions():
    rows = moodle_report([ada(), ben(BLANK)], texts=False)
    store = Kept(QUIZ, OTHER)
    with pytest.raises(UserError, match=r"Moodle tick 'question text'.*--quiz ID\."):
        read(rows, store)
    found = read(rows, store, quiz=QUIZ)
    assert [points_of(one.text, store) for one in found.sheets] == [7, 0]
    with pytest.raises(UserError, match="has the responses 1, 2, 3, 4, and forward-pass-8 asks 2 questions"):
        read(rows, store, quiz=OTHER)


def test_a_report_without_state_times_and_grade_is_read_too():
    rows = [[cell for at, cell in enumerate(row) if not 4 <= at <= 8] for row in moodle_report([ada()], average=False)]
    (sheet,) = read(rows, Kept(QUIZ)).sheets
    assert sheet.student == "s1" and sheet.name == "Ada Lovelace"


def test_a_question_of_another_author_is_named_and_left_out():
    rows = moodle_report([ada(), ben()])
    head = [*rows[0], "Question 5", "Response 5", "Right answer 5"]
    rows = [head, *([*row, "What is your name?", "Ada", "-"] for row in rows[1:])]
    found = read(rows, Kept(QUIZ))
    assert "Question 5: the text has no number of a quiz of quizgen's, so it was left out." in said(found)
    assert len(found.sheets) == 2


def test_whoever_copies_the_question_into_the_answer_moves_no_column():
    copied = [*KEY[:3], {"answer": "What is it? [forward-pass-7.q4]: because."}]
    store = Kept(QUIZ)
    for rights in (True, False):
        (sheet,) = read(moodle_report([ada(copied)], rights=rights), store).sheets
        assert "because" in sheet.text and points_of(sheet.text, store) == 7


def test_canvas_in_another_language_is_found_by_the_order_of_its_columns():
    head = ("nombre", "identificación", "sis", "sección", "sec_id", "sec_sis", "enviado", "intento")
    store = Kept(QUIZ)
    found = read(canvas_analysis([ada(ended=CANVAS_TIME), ben(ended=CANVAS_TIME)], head), store)
    assert {one.name: points_of(one.text, store) for one in found.sheets} == {"Ada Lovelace": 7, "Ben Hur": 7}
    assert {one.student for one in found.sheets} == {"41", "42"}


def test_an_anonymous_analysis_of_canvas_is_refused():
    rows = [row[3:] for row in canvas_analysis([ada(ended=CANVAS_TIME)])]
    with pytest.raises(UserError, match="neither a name nor an id"):
        read(rows, Kept(QUIZ))


def test_the_analysis_of_new_quizzes_is_refused_by_name():
    quiz = quiz_of("forward-h2")
    head = ["Name", "ID", "SISID", "Submitted", "Attempt", "ItemID", "ItemType"]
    row = ["Ada", "12", "s1", "2026-11-20T14:35:00.000Z", "1", "411636", "numeric"]
    asked = [f"Compute h_1 [{quiz.id}.q1]", "EarnedPoints", "Status"]
    with pytest.raises(UserError, match="New Quizzes"):
        read([[*head, *asked], [*row, "0.5,0.2", "1.0", "correct"]], Kept(quiz))


def test_other_tables_are_no_reports():
    for head in (["code", "id", "q1.h_1"], ["id", "name"], ["Student", "ID", "SIS User ID", "Section", "hw1 (12)"],
                 ["Week 1", "Week 2"]):  # fmt: skip
        assert not is_report(read_table("t.csv", as_csv([head, ["a"] * len(head)])))


# ---------------------------------------------------------------- which quiz


def test_questions_drawn_at_random_make_a_quiz_of_what_was_shown():
    first, second = QUIZ.variants[:2]
    ids = ("forward-pass-8.q1", "forward-pass-7.q2")
    drawn = dataclasses.replace(QUIZ, variants=(OTHER.variants[0], second))
    typed = [{ask.name: key_of(one, ask) for ask in one.asks} for one in drawn.variants]
    same = dataclasses.replace(QUIZ, variants=(first, second))
    sat = [Sat("Lovelace", "Ada", "s1", drawn, typed, ids=ids), Sat("Hur", "Ben", "s2", same, KEY[:2]),
           Sat("Zorn", "Adam", "s3", drawn, typed, ids=ids)]  # fmt: skip
    store = Kept(QUIZ, OTHER)
    found = read(moodle_report(sat), store)
    assert [points_of(one.text, store) for one in found.sheets] == [4, 4, 4]
    made = set(store.quizzes) - {QUIZ.id, OTHER.id}
    assert len(made) == 2 and all("-mixed-" in id for id in made)
    assert [mark.max_points for mark in marks_of(found.sheets[0].text, store)] == [1, 1, 2]
    again = read(moodle_report(sat), store)
    assert [one.text for one in again.sheets] == [one.text for one in found.sheets]
    assert set(store.quizzes) - {QUIZ.id, OTHER.id} == made


def test_questions_in_another_order_are_the_same_quiz():
    ids = tuple(f"{QUIZ.id}.q{n}" for n in (4, 3, 2, 1))
    turned = dataclasses.replace(QUIZ, variants=QUIZ.variants[::-1])
    store = Kept(QUIZ)
    (sheet,) = read(moodle_report([Sat("Lovelace", "Ada", "s1", turned, KEY[::-1], ids=ids)]), store).sheets
    assert points_of(sheet.text, store) == 7 and set(store.quizzes) == {QUIZ.id}


def test_quizzes_for_two_assignments_need_one_to_be_named():
    one = dataclasses.replace(OTHER, assignment="hw1")
    two = dataclasses.replace(QUIZ, assignment="hw2")
    mixed = dataclasses.replace(QUIZ, variants=(one.variants[0], two.variants[1]))
    rows = moodle_report([Sat("Lovelace", "Ada", "s1", mixed, [{}, {}], ids=(f"{one.id}.q1", f"{two.id}.q2"))])
    found = read(rows, Kept(one, two))
    assert not found.sheets and "made for hw1 and hw2. Say for which they count: --assignment NAME." in said(found)
    store = Kept(one, two)
    (sheet,) = read(rows, store, assignment="hw2").sheets
    assert store.quiz(sheet.text.split('"')[1]).assignment == "hw2"


def test_a_quiz_that_this_store_does_not_know_is_named_once_and_the_rest_is_graded():
    last_year = dataclasses.replace(OTHER, id="forward-pass-6")
    rows = moodle_report([Sat("Zorn", "Adam", "s3", last_year, KEY[:2]), Sat("Hur", "Ben", "s2", last_year, KEY[:2])])
    with pytest.raises(UserError, match="has no question of this store: No quiz 'forward-pass-6'"):
        read(rows, Kept(QUIZ))
    width = len(moodle_report([ada()])[0])
    both = [*moodle_report([ada()])[:2], *([*row, *[""] * width][:width] for row in rows[1:3])]
    found = read(both, Kept(QUIZ))
    assert [one.student for one in found.sheets] == ["s1"]
    assert said(found, graded=False).count("forward-pass-6") == 1 and "--db FILE" in said(found, graded=False)


def test_a_number_beyond_the_questions_of_its_quiz_is_said():
    ids = ("forward-pass-8.q1", "forward-pass-8.q9")
    found = read(moodle_report([Sat("Zorn", "Adam", "s3", OTHER, KEY[:2], ids=ids)]), Kept(OTHER))
    assert "forward-pass-8 asks 2 questions, and forward-pass-8.q9 is none of them." in said(found, graded=False)


# ---------------------------------------------------------------- cells


def test_a_response_that_matches_no_option_waits_and_is_said_with_the_question():
    rows = moodle_report([ada(), ben()])
    at = column(rows, "Response 2")
    edited = rows[1][at].replace("part 1: B", "part 1: B · It is wrong, as of today;")
    edited = edited if edited != rows[1][at] else "part 1: As of today; part 2: B"
    store = Kept(QUIZ)
    found = read(replaced(rows, 1, at, edited), store)
    marks = {mark.ask: mark for mark in marks_of(found.sheets[0].text, store)}
    assert marks["q2.judgement"].verdict is Verdict.UNREADABLE and marks["q1.h_1"].verdict is Verdict.RIGHT
    assert "forward-pass-7.q2 (Judge a statement): 1 response could not be matched" in said(found)
    assert points_of(found.sheets[1].text, store) == 7


@pytest.mark.parametrize(
    "cell", ["B", "part 1: 0.1", "part 1: 0.1; part 2: 0.2; part 3: 0.3; part 4: 0.4; part 5: 1", "0.1; 0.2; 0.3; 0.4",
             "part 1: 0.1; part 2: x; part 2: 0.2; part 3: 0.3; part 4: 0.4"],
)  # fmt: skip
def test_a_cell_of_another_form_is_never_guessed_at(cell):
    rows = moodle_report([ada()])
    store = Kept(QUIZ)
    found = read(replaced(rows, 1, column(rows, "Response 1"), cell), store)
    marks = {mark.ask: mark for mark in marks_of(found.sheets[0].text, store)}
    assert marks["q1.h_1"].verdict is Verdict.UNREADABLE and marks["q1.h_2"].verdict is Verdict.UNREADABLE
    assert "could not be matched" in said(found)


def test_elements_of_html_in_cells_are_no_part_of_answers():
    rows = moodle_report([ada()])
    at = column(rows, "Response 1")
    marked = rows[1][at].replace("part 1: ", "part 1: <p dir='ltr'>").replace("; part 2", "</p>; part 2")
    store = Kept(QUIZ)
    (sheet,) = read(replaced(rows, 1, at, f"{marked}&nbsp;"), store).sheets
    assert points_of(sheet.text, store) == 7


def test_a_cell_that_a_spreadsheet_spoilt_stops_its_row_alone():
    rows = moodle_report([ada(), ben()])
    found = read(replaced(rows, 1, column(rows, "Response 1"), "#NAME?"), Kept(QUIZ))
    assert [one.student for one in found.sheets] == ["s2"]
    assert "the answer to forward-pass-7.q1 holds an error of the spreadsheet." in said(found, graded=False)


def test_a_question_that_moodle_asks_in_two_is_read_from_both_and_a_missing_one_is_said():
    quiz = quiz_of("mistake-refute", id="mistakes-7")
    typed = [{ask.name: key_of(quiz.variants[0], ask) for ask in quiz.variants[0].asks}]
    rows = moodle_report([Sat("Lovelace", "Ada", "s1", quiz, typed)])
    store = Kept(quiz)
    unnumbered = [[cell.replace(".q1-2]", ".q1]") for cell in row] for row in rows]
    for table in (rows, unnumbered):
        (sheet,) = read(table, store).sheets
        assert {mark.verdict for mark in marks_of(sheet.text, store)} == {Verdict.RIGHT}
    found = read([row[:12] for row in rows], store)
    assert "there is no column for" in said(found)
