"""`quizgen grade` of what Moodle and Canvas export: the same grades as sheets, in the store, and a sentence for what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from cli_program import empty_workspace, graded, json_output, output_of, quizgen, refused, ungraded
from platform_responses import ENGLISH, GERMAN, Sat, another, as_csv, canvas_analysis, key_of, moodle_report
from responses_in_memory import NOON, SOURCES, quiz_of

from quizgen.reading.sheet import typed_sheet
from quizgen.store import Store

QUIZ = quiz_of("forward-h2", "statement-judge", "bptt-order", "gate-roles", "interview-q", id="forward-pass-7")
LAST_YEAR = quiz_of("forward-h2", seed=6, id="forward-pass-6")
KEY = [{ask.name: key_of(one, ask) for ask in one.asks} for one in QUIZ.variants]
WRONG = [{ask.name: another(ask.interaction()) for ask in one.asks} for one in QUIZ.variants]
SLIP = [KEY[0] | {name: QUIZ.variants[0].asks[at].write(value) for at, (name, value) in
                  enumerate(QUIZ.variants[0].slips[0].answers.items())}, *KEY[1:]]  # fmt: skip
SAT = [
    Sat("Lovelace", "Ada", "s1", QUIZ, KEY),
    Sat("Hur", "Ben", "s2", QUIZ, WRONG),
    Sat("Zorn", "Adam", "s3", QUIZ, SLIP),
]
ON_CANVAS = [Sat(one.last, one.first, one.id, QUIZ, one.typed, ended="2026-11-20 14:35:00 UTC") for one in SAT]


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    with Store.open("quizgen.db") as store:
        store.keep_quiz(QUIZ, {one.source: SOURCES[one.source] for one in QUIZ.variants}, NOON)
    return tmp_path


def written(rows, name="responses.csv", **how):
    Path(name).write_bytes(as_csv(rows, **how))
    return name


def marks(grades):
    return {
        one["student"]: [
            (m["ask"], m["verdict"], m["points"], m["feedback"], m["misconceptions"]) for m in one["marks"]
        ]
        for one in grades
    }


def graded_table(*words):
    result = quizgen("grade", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["grades"]


def graded_sheets():
    for one in SAT:
        sheet = Path("class", one.id, "answers.toml")
        sheet.parent.mkdir(parents=True)
        typed = {f"q{n}": answers for n, answers in enumerate(one.typed, 1)}
        sheet.write_text(typed_sheet(QUIZ.id, one.id, typed), encoding="utf-8")
    return graded("class")


@pytest.mark.parametrize("rows", [moodle_report(SAT), moodle_report(SAT, GERMAN), canvas_analysis(ON_CANVAS)],
                         ids=["moodle", "moodle in German", "canvas"])  # fmt: skip
def test_responses_get_the_points_the_sentences_and_the_diagnoses_of_sheets(rows):
    by_table = graded_table(written(rows))
    assert marks(by_table) == marks(graded_sheets())
    verdicts = {mark["verdict"] for one in by_table for mark in one["marks"]}
    assert {"RIGHT", "SLIP", "WRONG", "PARTLY", "BLANK", "NEEDS_A_PERSON"} <= verdicts
    assert len(json_output("results")["grades"]) == 6


@pytest.mark.parametrize("how", [{"separator": ";"}, {"separator": "\t", "encoding": "utf-16"}, {"encoding": "utf-8"}])
def test_separators_and_encodings_are_those_of_any_table(how):
    assert marks(graded_table(written(moodle_report(SAT, GERMAN), **how))) == marks(graded_sheets())


@pytest.mark.parametrize("rows", [moodle_report(SAT), canvas_analysis(ON_CANVAS)], ids=["moodle", "canvas"])
def test_a_spreadsheet_is_read_and_recognised_under_any_name(rows):
    book = openpyxl.Workbook()
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            book.active.cell(r, c, cell).data_type = "s"  # a text, also where it begins with a sign of equality
    book.save("responses.xlsx")
    Path("responses.xlsx").rename("downloaded")
    assert marks(graded_table("downloaded")) == marks(graded_sheets())


def test_the_same_table_again_changes_nothing_and_a_new_one_replaces_its_grades():
    written(moodle_report(SAT))
    first = graded_table("responses.csv", "--assignment", "hw1")
    assert graded_table("responses.csv", "--assignment", "hw1") == first
    written(moodle_report([Sat("Hur", "Ben", "s2", QUIZ, KEY)]))
    (again,) = graded_table("responses.csv", "--assignment", "hw1")
    assert again["points"] > next(one["points"] for one in first if one["student"] == "s2")
    kept = {one["student"]: one["points"] for one in json_output("results")["grades"]}
    assert len(kept) == 3 and kept["s2"] == again["points"]


def test_students_are_those_of_the_roster_and_who_is_not_on_it_is_said():
    Path("roster.csv").write_text("id,name,email\nada,Ada Lovelace,s1@uni.example\nben,Ben Hur,\n", encoding="utf-8")
    result = quizgen("grade", written(moodle_report(SAT)), "--roster", "roster.csv", "--json")
    assert [one["student"] for one in json.loads(result.stdout)["grades"]] == ["ada", "ben", "s3"]
    assert "responses.csv/s3: matches no student on the roster." in result.stderr and result.exit_code == 0


def test_grades_count_for_the_assignment_and_stand_in_a_gradebook():
    Path("roster.csv").write_text("id,name\ns1,Ada Lovelace\ns2,Ben Hur\ns3,Adam Zorn\n", encoding="utf-8")
    written(moodle_report(SAT))
    quizgen("grade", "responses.csv", "--roster", "roster.csv", "--assignment", "hw1", "--csv", "book.csv", "--parts")
    assert {one["assignment"] for one in json_output("results")["grades"]} == {"hw1"}
    lines = Path("book.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["s1", "Ada Lovelace", "10"], ["s2", "Ben Hur", "1.285714"], ["s3", "Adam Zorn", "9"],
    ]  # fmt: skip


def test_an_answer_in_words_waits_and_is_marked_as_always():
    written(moodle_report(SAT))
    quizgen("grade", "responses.csv", "--assignment", "hw1")
    output_of("mark", "s2", "q5", "2", "--because", "half of it", "--assignment", "hw1")
    waited = [one["marks"][-1] for one in json_output("results")["grades"] if one["student"] == "s2"]
    assert waited[-1]["points"] == 2 and waited[-1]["verdict"] == "PARTLY"


def test_the_quiz_of_responses_without_texts_is_named():
    written(moodle_report(SAT, texts=False))
    why = refused("grade", "responses.csv")
    assert "does not say which questions were answered" in why and "--quiz ID" in why
    assert marks(graded_table("responses.csv", "--quiz", QUIZ.id)) == marks(graded_sheets())
    assert "Did you mean 'forward-pass-7'?" in refused("grade", "responses.csv", "--quiz", "forward-pass-77")


def test_a_quiz_is_for_responses_alone():
    Path("answers.toml").write_text(typed_sheet(QUIZ.id, "s1", {}), encoding="utf-8")
    assert "--quiz is for a table of responses" in refused("grade", "answers.toml", "--quiz", QUIZ.id)


def test_last_years_quiz_is_refused_alone_and_named_beside_others():
    old = [Sat("Hur", "Ben", "s2", LAST_YEAR, KEY[:1])]
    assert "No quiz 'forward-pass-6'" in refused("grade", written(moodle_report(old)))
    assert "--db FILE" in refused("grade", "responses.csv")
    width = len(moodle_report(SAT)[0])
    both = [*moodle_report(SAT)[:-1], [*moodle_report(old)[1], *[""] * width][:width]]
    why = ungraded(written(both))
    assert why.count("forward-pass-6") == 1
    assert {one["student"] for one in json_output("results")["grades"]} == {"s1", "s2", "s3"}


def test_a_damaged_file_and_a_foreign_table_are_refused_with_a_next_step():
    data = as_csv(moodle_report(SAT, ENGLISH))
    Path("responses.csv").write_bytes(data.replace("’".encode(), b"\x92").replace(b"Lovelace", b"Lovelac\xe9"))
    assert "is not UTF-8 text" in refused("grade", "responses.csv")
    Path("responses.csv").write_bytes(data[: data.rindex(b'"') - 20])
    assert "quotation mark" in refused("grade", "responses.csv")
    book = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "hw1"],
        ["Hur, Ben", "7", "s2", "ben", "1", "3"],
    ]
    assert "is no table of answers" in refused("grade", written(book))
    analysis = [
        ["name", "id", "submitted", "901: What is it?", "1.0"],
        ["Ben", "7", "2026-11-20 10:00:00 UTC", "x", "1"],
    ]
    assert "no question has a number like [forward-pass-7.q1]" in refused("grade", written(analysis))


def test_a_table_that_cannot_be_read_stops_no_other():
    data = as_csv(moodle_report(SAT))
    Path("damaged.csv").write_bytes(data[: data.rindex(b'"') - 20])
    Path("empty.csv").write_bytes(b"")
    said = ungraded("damaged.csv", written(moodle_report(SAT)), "empty.csv")
    assert "damaged.csv" in said and "empty.csv" in said
    assert {one["student"] for one in json_output("results")["grades"]} == {"s1", "s2", "s3"}
    alone = refused("grade", "damaged.csv", "empty.csv")
    assert "damaged.csv" in alone and "empty.csv" in alone


def test_remarks_are_lines_about_the_table_and_its_rows():
    open_ = Sat("Noether", "Emmy", "s4", QUIZ, KEY, finished=False)
    twice = Sat("Lovelace", "Ada", "s1", QUIZ, WRONG, when="21 November 2026  2:35 PM")
    result = quizgen("grade", written(moodle_report([*SAT, open_, twice])))
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "quizgen: responses.csv, row 6: s1 has 2 attempts. This last one counts, not row 2.",
        "quizgen: responses.csv: attempts that are not finished were left out: s4.",
    ]


def test_a_quiz_from_the_program_comes_back_as_it_was_made():
    made = json_output("make", "--exercise", "forward-h2", "--seed", "3")
    with Store.open("quizgen.db") as store:
        quiz = store.quiz(made["quiz"])
    typed = [{ask.name: key_of(one, ask) for ask in one.asks} for one in quiz.variants]
    (grade,) = graded_table(written(moodle_report([Sat("Lovelace", "Ada", "s1", quiz, typed)])))
    assert grade["quiz"] == quiz.id and grade["points"] == grade["max_points"] > 0


@pytest.mark.parametrize("file_format", ["moodle", "canvas"])
def test_what_was_exported_with_variants_and_drawn_for_each_student_comes_back(file_format):
    quizgen("export", "forward-pass", "--format", file_format, "--count", "3", "--variants", "3", "--seed", "5")
    with Store.open("quizgen.db") as store:
        exported = [store.quiz(f"forward-pass-5-{number}") for number in (1, 2, 3)]
    sat = []
    for student, drawn in (("s1", (0, 1, 2)), ("s2", (2, 2, 0)), ("s3", (1, 1, 1))):
        variants = tuple(exported[at].variants[place] for place, at in enumerate(drawn))
        ids = tuple(f"{exported[at].id}.q{place}" for place, at in enumerate(drawn, 1))
        typed = [{ask.name: key_of(one, ask) for ask in one.asks} for one in variants]
        quiz = replace(exported[0], variants=variants)
        ended = "2026-11-20 14:35:00 UTC" if file_format == "canvas" else "20 November 2026  3:20 PM"
        sat.append(Sat(f"Last {student}", "First", student, quiz, typed, ids=ids, ended=ended))
    rows = moodle_report(sat) if file_format == "moodle" else canvas_analysis(sat)
    grades = {one["student"]: one for one in graded_table(written(rows))}
    assert all(one["points"] == one["max_points"] > 0 for one in grades.values()) and len(grades) == 3
    assert grades["s3"]["quiz"] == "forward-pass-5-2" and "-mixed-" in grades["s1"]["quiz"]
    with Store.open("quizgen.db") as store:
        assert store.quiz(grades["s1"]["quiz"]).points == grades["s1"]["max_points"]
