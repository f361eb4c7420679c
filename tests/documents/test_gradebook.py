"""Grades as other programs take them: every file is read back by that program's own rules, and nothing typed becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from cli_program import empty_workspace, process
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.documents.gradebook.table import neutral
from quizgen.documents.remarks import WORDS, remark
from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Verdict


def mark(ask, verdict=Verdict.RIGHT, points=1.0, of=1.0, feedback="", names=()):
    return Mark(ask, verdict, points, of, feedback, names)


MARKS = (
    mark("rnn_step.F1"),
    mark("rnn_step.F5", Verdict.SLIP, 0, 1, "Equals what you get if $b$ is left out.", ("fwd-no-bias",)),
    mark("rnn_forward.F1", Verdict.TIMED_OUT, 0, 1, "rnn_forward gave no answer in 3 s"),
    mark("rnn_forward.F2", Verdict.NOT_RUN, 0, 2),
    mark("predict.O1", Verdict.OUR_FAULT, 3, 3, "this check failed on its own account"),
    mark("predict.O2", Verdict.NOT_DONE, 0, 2, "predict is not done yet"),
)
ADA = Grade("ada/submission.py", "code", "", "Ada Lovelace", MARKS, {}, "cs231n", ("line 3 was skipped.",))
BOB = Grade("bob.py", "code", "", "bob", (mark("rnn_step.F1", points=10, of=10),))
verdicts = st.sampled_from(Verdict)
words = st.text(max_size=30)
marks = st.builds(Mark, words, verdicts, st.integers(0, 5), st.integers(0, 5), words, st.tuples(words))
grades = st.builds(
    Grade,
    words,
    st.sampled_from(["code", "answers"]),
    words,
    words,
    st.lists(marks, max_size=4).map(tuple),
    interface=words,
    notes=st.tuples(words),
)


@dataclass(frozen=True)
class Kept:
    """A grade as the store gives it back."""

    when: datetime
    grade: Grade


def read(text, separator=","):
    """What a program that knows CSV, and the mark at its beginning, makes of a file."""
    raw = text.encode()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator))


def table(text, separator=","):
    head, *rows = read(text, separator)
    return [dict(zip(head, row, strict=True)) for row in rows]


def roster(folder, text):
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return gradebook.read_roster(path)


# ---------------------------------------------------------------- CSV


def test_a_row_a_grade_with_what_was_found():
    [ada, bob] = table(gradebook.csv([Kept(datetime(2026, 5, 1, 12, tzinfo=UTC), ADA), BOB]))
    assert ada == {
        "student": "Ada Lovelace",
        "name": "",
        "source": "ada/submission.py",
        "quiz": "",
        "interface": "cs231n",
        "points": "4",
        "max_points": "10",
        "verdicts": "RIGHT 1, SLIP 1, TIMED_OUT 1, NOT_RUN 1, OUR_FAULT 1, NOT_DONE 1",
        "misconceptions": "fwd-no-bias",
        "notes": "line 3 was skipped.",
        "graded_at": "2026-05-01T12:00:00+00:00",
    }
    assert bob["points"] == "10" and bob["graded_at"] == ""


def test_a_plain_roster_names_students_and_shows_who_handed_in_nothing(tmp_path):
    rows = table(gradebook.csv([BOB], roster(tmp_path, "id,name\nbob,Bob Ray\ncy,Cy Twombly\n")))
    assert [(row["student"], row["name"], row["points"]) for row in rows] == [
        ("bob", "Bob Ray", "10"),
        ("cy", "Cy Twombly", ""),
    ]


@settings(deadline=None)
@given(st.lists(grades, max_size=4))
def test_every_cell_is_read_back_as_it_was_made_safe(graded):
    rows = read(gradebook.csv(graded))
    assert len(rows) == len(graded) + 1 and {len(row) for row in rows} == {11}
    for row, grade in zip(rows[1:], graded, strict=True):
        assert row[0] == neutral(grade.student) and row[2] == neutral(grade.source)
        assert float(row[5]) == grade.points


@settings(deadline=None)
@given(
    words | st.sampled_from(["=1+1", "+1;=2", "@SUM(A1)", "-2+3", "\t=1", " =1", "＝1", "a;=cmd|' /C calc'!A0", "\r=1"])
)
def test_no_cell_is_a_formula_and_nothing_but_an_apostrophe_is_added(text):
    safe = neutral(text)
    number = re.fullmatch(r"[-+]?\d+([.,]\d+)?%?|-", safe)
    for part in re.split(r"[;\t\r\n]", safe):
        assert number or not part.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert neutral(safe) == safe and not safe.startswith(("\t", "\r"))
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text)
    assert safe.replace("'", "") == kept.replace("'", "").encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("number", ["-3", "+4.5", "-0,5", "12%", "-"])
def test_numbers_and_moodles_empty_grade_stay_as_they_are(number):
    assert neutral(number) == number


def test_a_name_that_no_encoding_takes_is_spelled_out():
    [row] = table(gradebook.csv([replace(ADA, student="\udcffada\0")]))
    assert row["student"] == "\\udcffada\ufffd"


# ---------------------------------------------------------------- Canvas, as its gradebook_importer reads it

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 3 (77),Current Score
    Points Possible,,,,,5,(read only)
"Lovelace, Ada",11,s1,alove,A,,90
"Ray, Bob",12,s2,bob,A,1,80
"""


def is_canvas_header(row):
    """The header its importer accepts: row_has_student_headers and the place of Section."""
    return "Student" in row[0] and "ID" in row[1] and row[2:5] == ["SIS User ID", "SIS Login ID", "Section"]


def test_a_canvas_export_is_filled_in_where_the_assignment_has_a_column(tmp_path):
    filled = read(gradebook.csv([ADA, BOB], roster(tmp_path, CANVAS), "Homework 3"))
    before = list(csv.reader(io.StringIO(CANVAS)))
    assert is_canvas_header(filled[0]) and filled[0] == before[0] and filled[1] == before[1]
    assert [row[5] for row in filled[2:]] == ["2", "5"], "4 and 10 of 10 are 2 and 5 of the 5 that Canvas knows"
    for row, old in zip(filled, before, strict=True):
        assert row[:5] == old[:5] and row[6:] == old[6:], "no other cell changes"


def test_a_canvas_export_without_the_assignment_gets_a_column_and_its_points_possible(tmp_path):
    filled = read(gradebook.csv([ADA, BOB], roster(tmp_path, CANVAS), "Sheet 4"))
    assert [row[-1] for row in filled] == ["Sheet 4", "10", "4", "10"]
    assert "Points Possible" in filled[1][0]


def test_a_semicolon_stays_a_semicolon(tmp_path):
    text = CANVAS.replace('"Lovelace, Ada"', "Lovelace/ Ada").replace('"Ray, Bob"', "Bob Ray").replace(",", ";")
    [_, _, bob] = table(gradebook.csv([BOB], roster(tmp_path, text), "Homework 3"), ";")
    assert bob["Homework 3 (77)"] == "5"


# ---------------------------------------------------------------- Moodle, as its gradeimport_csv reads it

MOODLE = """First name,Last name,ID number,Institution,Department,Email address,Assignment: Homework 3 (Real)
Ada,Lovelace,,,,ada@example.org,-
Bob,Ray,bob,,,bob@example.org,-
"""
WORKSHEET = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 7,Ada Lovelace,ada@example.org,Submitted,,"100,00",Yes,
Participant 8,Bob Ray,bob,Submitted,,"100,00",Yes,
"""


def test_a_moodle_export_gets_points_and_remarks_together(tmp_path):
    """Moodle loses the grade of who gets feedback without one, and the other way round."""
    ada, bob = table(gradebook.csv([ADA, BOB], roster(tmp_path, MOODLE), "Homework 3"))
    assert ada["Assignment: Homework 3 (Real)"] == "4" and bob["Assignment: Homework 3 (Real)"] == "10"
    assert ada["Feedback: Homework 3"].splitlines() == [
        "rnn_step: Equals what you get if b is left out.",
        "rnn_forward: rnn_forward gave no answer in 3 s",
        "predict: predict is not done yet",
    ]
    assert bob["Feedback: Homework 3"] == "everything right"


def test_who_handed_nothing_in_keeps_the_cell_that_was(tmp_path):
    ada, _ = table(gradebook.csv([BOB], roster(tmp_path, MOODLE), "Homework 3"))
    assert ada["Assignment: Homework 3 (Real)"] == "-" and ada["Feedback: Homework 3"] == ""


def test_a_moodle_worksheet_is_filled_in_to_its_maximum_and_with_its_decimal_mark(tmp_path):
    ada, bob = table(
        gradebook.csv([replace(ADA, marks=(*MARKS, mark("sgd.U1", of=2))), BOB], roster(tmp_path, WORKSHEET))
    )
    assert ada["Grade"] == "41,67" and bob["Grade"] == "83,33", "5 and 10 of 12"
    assert bob["Feedback comments"] == "everything right"


# ---------------------------------------------------------------- whose grade it is


@pytest.mark.parametrize("student", ["11", "s1", "alove", "ALOVE ", "Ada Lovelace", "ada  lovelace"])
def test_a_student_is_found_by_number_login_or_name(tmp_path, student):
    assert roster(tmp_path, CANVAS).row_of(student) == 1


def test_a_student_is_called_by_the_login_and_not_by_canvas_own_number(tmp_path):
    assert roster(tmp_path, CANVAS).ids(1) == ("alove", "s1", "11")
    assert roster(tmp_path, MOODLE).ids(1) == ("bob", "bob@example.org")


def test_what_names_two_students_names_neither(tmp_path):
    twins = roster(tmp_path, "id,name\n1,Ada\n2,Ada\nAda B,Cy\n")
    assert twins.row_of("Ada") is None and twins.row_of("1") == 0 and twins.row_of("Ada B") == 2


def test_two_files_of_one_student_leave_the_cell_and_are_reported(tmp_path):
    canvas, twice = roster(tmp_path, CANVAS), [BOB, replace(BOB, source="bob-2.py")]
    assert read(gradebook.csv(twice, canvas, "Homework 3"))[3][5] == "1"
    [message] = gradebook.unplaced(twice, canvas)
    assert message == "bob.py and bob-2.py: which one counts for Bob Ray? The cell is left as it was."


def test_a_later_grade_of_the_same_file_counts(tmp_path):
    again = replace(BOB, marks=(mark("rnn_step.F1", points=2, of=10),))
    canvas = roster(tmp_path, CANVAS)
    assert read(gradebook.csv([BOB, again], canvas, "Sheet 4"))[3][-1] == "2" and not gradebook.unplaced(
        [BOB, again], canvas
    )


def test_a_sheet_and_the_code_of_the_same_quiz_add_up(tmp_path):
    parts = [replace(BOB, quiz="q-1"), replace(BOB, quiz="q-1", kind="answers", source="answers.toml")]
    assert read(gradebook.csv(parts, roster(tmp_path, CANVAS), "Sheet 4"))[3][-1] == "20"


def test_a_stranger_is_reported_and_not_added(tmp_path):
    stranger = replace(ADA, student="Eve")
    assert len(read(gradebook.csv([stranger], roster(tmp_path, CANVAS)))) == 4
    [message] = gradebook.unplaced([stranger], roster(tmp_path, CANVAS))
    assert message.startswith("ada/submission.py: in no row, for 'Eve' is not on the roster")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "It is empty."),
        ("Vorname,Nachname\nAda,L\n", "Its first line should be: id,name"),
        ("id,name\n", "names no students"),
        ("Student,ID,Section\n    Points Possible,,\n", "names no students"),
    ],
)
def test_a_roster_that_is_none_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(UserError, match=re.escape(sentence)) as caught:
        roster(tmp_path, text)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- Gradescope

VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
WHOLE = {  # field of results.json -> what it may be
    "score": float,
    "execution_time": float,
    "output": str,
    "output_format": FORMATS,
    "test_output_format": FORMATS,
    "test_name_format": FORMATS,
    "visibility": VISIBILITY,
    "stdout_visibility": VISIBILITY,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
TEST = {
    "score": float,
    "max_score": float,
    "status": {"passed", "failed"},
    "name": str,
    "name_format": FORMATS,
    "number": str,
    "output": str,
    "output_format": FORMATS,
    "tags": list,
    "visibility": VISIBILITY,
    "extra_data": dict,
}


def fits(data, fields):
    for name, value in data.items():
        wanted = fields[name]
        assert (
            value in wanted
            if isinstance(wanted, set)
            else isinstance(value, (int, wanted) if wanted is float else wanted)
        )
        assert not isinstance(value, bool)


@settings(deadline=None)
@given(grades, st.booleans())
def test_results_json_is_what_gradescope_specifies(grade, public):
    text = gradebook.gradescope(grade, public=public)
    data = json.loads(text.encode("ascii"))
    fits(data, WHOLE)
    for one in data["tests"]:
        fits(one, TEST)
        assert one["output"] and all(isinstance(tag, str) for tag in one["tags"])
    assert data["score"] == grade.points and len(data["tests"]) == len(grade.marks)
    assert len({one["number"] for one in data["tests"]}) == len(data["tests"])


def test_a_test_is_worded_and_a_fault_of_ours_is_passed():
    data = json.loads(gradebook.gradescope(ADA))
    shown = {one["number"]: (one["name"], one["status"], one["output"]) for one in data["tests"]}
    assert shown["1.2"] == ("rnn_step F5", "failed", "Equals what you get if b is left out.")
    assert shown["2.2"] == ("rnn_forward F2", "failed", WORDS[Verdict.NOT_RUN])
    assert shown["3.1"][:2] == ("predict O1", "passed")
    assert data["output"] == "4 of 10 points, cs231n interface\nline 3 was skipped."


def test_only_a_public_run_is_seen_before_grades_are_published():
    for public, seen in ((True, "visible"), (False, "after_published")):
        data = json.loads(gradebook.gradescope(ADA, public=public))
        assert {data["visibility"], *(one["visibility"] for one in data["tests"])} == {seen}
        assert data["stdout_visibility"] == "hidden"


SHEET = Grade(
    "a.toml",
    "answers",
    "exam-1",
    "Ada",
    (
        mark("q1.zero_1"),
        mark("q1.h_2", Verdict.WRONG, 0, 2, "off"),
        mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 3, "Waits for a person. Key points: secret (3)."),
    ),
    {"quiz": "Forward pass", "q1": "Two starts", "q1.zero_1": r"h_1 \text{ from } h_0 = 0"},
)


def test_a_test_of_a_sheet_has_the_label_that_the_question_showed_and_shows_no_key_point():
    data = json.loads(gradebook.gradescope(SHEET))
    assert [one["name"] for one in data["tests"]] == ["1 h₁ from h₀ = 0", "1 h₂", "2 why"]
    assert data["output"] == "1 of 3 so far, 3 points wait" and data["score"] == 1
    assert data["tests"][2]["output"] == "Waits for a person." and "secret" not in json.dumps(data)


def test_moodles_remarks_name_a_question_by_its_number(tmp_path):
    ada, _ = table(gradebook.csv([replace(SHEET, student="ada lovelace")], roster(tmp_path, MOODLE), "Sheet 4"))
    assert ada["Feedback: Sheet 4"].splitlines() == ["Question 1: off", "Question 2: Waits for a person."]


# ---------------------------------------------------------------- JUnit

SCHEMA = {  # junit-10.xsd of Jenkins: element -> its attributes (! required), its children
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {
            "name!",
            "tests!",
            "failures!",
            "errors!",
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
        },
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name!", "value!"}, set()),
    "testcase": (
        {"name!", "time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}


def follows_the_schema(element):
    attributes, children = SCHEMA[element.tag]
    required = {name[:-1] for name in attributes if name.endswith("!")}
    assert required <= set(element.attrib) <= {name.rstrip("!") for name in attributes}
    assert {child.tag for child in element} <= children
    for child in element:
        follows_the_schema(child)


@settings(deadline=None)
@given(st.lists(grades, max_size=3))
def test_junit_is_read_back_whole_and_follows_the_schema(graded):
    whole = ElementTree.fromstring(gradebook.junit(graded).encode())
    follows_the_schema(whole)
    assert len(whole) == len(graded)
    for suite, grade in zip(whole, graded, strict=True):
        cases = suite.findall("testcase")
        assert len(cases) == len(grade.marks) == int(suite.get("tests"))
        for name, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == sum(case.find(outcome) is not None for case in cases)
    for name in ("tests", "failures", "errors"):
        assert int(whole.get(name, 0)) == sum(int(suite.get(name)) for suite in whole)


def test_every_verdict_has_an_outcome_and_only_right_is_silent():
    everything = replace(ADA, marks=tuple(mark(f"f.{verdict}", verdict, 0) for verdict in Verdict))
    [suite] = ElementTree.fromstring(gradebook.junit([everything]).encode())
    outcomes = {case.get("name"): [child.tag for child in case] for case in suite.findall("testcase")}
    assert [name for name, found in outcomes.items() if not found] == ["RIGHT"]
    assert outcomes["TIMED_OUT"] == outcomes["CRASHED"] == ["error"] and outcomes["SLIP"] == outcomes["BLANK"] == [
        "failure"
    ]
    assert outcomes["OUR_FAULT"] == outcomes["NOT_RUN"] == outcomes["NEEDS_A_PERSON"] == ["skipped"]


def test_control_characters_do_not_break_the_xml():
    odd = replace(ADA, source="a\x00b\udcff", marks=(mark("f.F1", Verdict.CRASHED, 0, 1, "\x1b[31mno]]>\x00 <b>&"),))
    [suite] = ElementTree.fromstring(gradebook.junit([odd]).encode())
    assert suite.get("name") == "a\ufffdb\ufffd"
    assert suite.find("testcase/error").text == "\ufffd[31mno]]>\ufffd <b>&"


# ---------------------------------------------------------------- words


def test_every_verdict_has_words_and_no_remark_is_empty():
    assert set(WORDS) == set(Verdict)
    assert all(remark(mark("f.F1", verdict)) == WORDS[verdict] for verdict in Verdict)


# ---------------------------------------------------------------- from the command line

STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T{})\n"


def test_a_class_goes_out_in_one_command(tmp_path, monkeypatch):
    workspace = empty_workspace(tmp_path, monkeypatch)
    for name, bias in (("Ada Lovelace", ""), ("bob", " + b")):
        (workspace / "class" / name).mkdir(parents=True)
        (workspace / "class" / name / "submission.py").write_text(STEP.format(bias))
    (workspace / "canvas.csv").write_text(CANVAS)
    run = process(
        "grade", "class", "--roster", "canvas.csv", "--csv", "Homework 3.csv", "--junit", "j.xml", cwd=workspace
    )
    assert run.returncode == 0 and not run.stderr, run.stderr
    filled = read((workspace / "Homework 3.csv").read_bytes().decode())
    assert [row[5] for row in filled] == ["Homework 3 (77)", "5", "3.46", "5"], "9 and 13 of 13, out of 5"
    whole = ElementTree.parse(workspace / "j.xml").getroot()
    follows_the_schema(whole)
    assert [(suite.get("tests"), suite.get("failures")) for suite in whole] == [("7", "2"), ("7", "0")]


def test_one_submission_goes_to_gradescope(tmp_path, monkeypatch):
    workspace = empty_workspace(tmp_path, monkeypatch)
    (workspace / "submission.py").write_text(STEP.format(""))
    for words, seen in (((), "after_published"), (("--public",), "visible")):
        run = process("grade", "submission.py", "--gradescope", "results.json", *words, cwd=workspace)
        assert run.returncode == 0, run.stderr
        data = json.loads((workspace / "results.json").read_text())
        fits(data, WHOLE)
        assert {one["visibility"] for one in data["tests"]} == {seen}
        assert ("expected" in json.dumps(data)) == (not words), "a public run names no number that is expected"
