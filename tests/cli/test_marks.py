"""People give points: one answer at a time, in a review, or in a file for a class; every change can be followed and taken back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, quizgen
from waiting_class import NOON, STUDENTS, code_of, quiz_of, sheet_of, waiting_class

from quizgen.classroom.course.rules import CourseRules
from quizgen.model import Action, Assignment, Decision, Grade, Verdict
from quizgen.store import Store

DB = "quizgen.db"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("QUIZGEN_BY", "Eve")
    waiting_class(tmp_path / DB)
    return tmp_path


def sentence(*words: str) -> str:
    """Why a command is refused; nothing is stored."""
    before = decisions()
    result = quizgen(*words)
    assert result.exit_code == 2 and not result.stdout and "Traceback" not in result.stderr, result.output
    assert decisions() == before
    return result.stderr.removeprefix("quizgen: ")


def decisions() -> list[Decision]:
    with Store.open(DB) as store:
        return store.decisions()


def grade(student: str, kind: str = "answers") -> Grade:
    """A student's current grade."""
    with Store.open(DB) as store:
        [now] = [one.grade for one in store.grades(student, latest=True) if one.grade.kind == kind]
        return now


def graded_again(new: Grade) -> None:
    """Stores a later grade as `quizgen grade` does."""
    with Store.open(DB) as store:
        store.append(CourseRules.of(store).applied(new), NOON, replace_current=True)


def because(words: str = "Good.") -> tuple[str, str]:
    return "--because", words


# ---------------------------------------------------------------- mark


def test_an_answer_that_waits_gets_its_points_and_a_comment():
    assert (
        output_of("mark", "Ada", "q2", "2,5", *because("Names the chain."))
        == "Ada · quiz-Ada · q2.why: 2.5 points.\nThe grade of quiz-Ada is now 3.5 of 6 points.\n"
    )
    mark = grade("Ada").marks[1]
    assert (mark.verdict, mark.points, mark.feedback) == (Verdict.PARTLY, 2.5, "Eve: Names the chain.")
    [one] = decisions()
    assert (one.target, one.action, one.before, one.by, one.typed) == (
        "q2.why", Action.POINTS, None, "Eve", STUDENTS["Ada"],
    )  # fmt: skip
    output_of("mark", "Ada", "2", "4", *because("On reading it again."))
    assert decisions()[-1].before == 2.5 and grade("Ada").points == 5
    assert "The grade stays as it is." in output_of("mark", "Ada", "q2.why", "4", *because("On reading it again."))


def test_points_by_hand_hold_while_the_answer_is_the_same():
    output_of("mark", "Ben", "q2", "3", *because())
    graded_again(sheet_of("Ben", STUDENTS["Ben"]))
    assert grade("Ben").points == 4
    graded_again(sheet_of("Ben", "Something else"))
    assert grade("Ben").marks[1].verdict is Verdict.NEEDS_A_PERSON


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Ada", "q2", "5"), "q2.why is worth 0 to 4 points, so it cannot get 5. For credit beyond it"),
        (("Ada", "q2", "-1"), "q2.why is worth 0 to 4 points, so it cannot get -1."),
        (("Ada", "q2", "lots"), "'lots' is no number of points."),
        (("Ada", "q2", "nan"), "'nan' is no number of points."),
        (("Ada", "q1", "2"), "To set other points:  quizgen override Ada q1 2 --because Good."),
        (("Ada", "rnn_step", "2"), "quizgen gave it 3 of 4 points."),
        (("Ada", "rnn_stp", "2"), "Did you mean 'rnn_step'? Graded were: q1, q2, rnn_step."),
        (("Add", "q2", "2"), "No student 'Add'. Did you mean 'Ada'?"),
        (("Ada", "q2", "2", "--quiz", "quiz-Ben"), "No quiz 'quiz-Ben' of Ada was graded. Graded were: quiz-Ada."),
        (("Ada", "q2", "2", "--assignment", "v"), "No assignment 'v'."),
        (("Ada", "all", "2"), "quizgen override Ada all 2"),
        (("Ada", "all"), "name one in place of 'all'"),
        (("Ada", "extra", "0"), "Extra credit is more than 0 points"),
        (("Ada", "extra", "1e308"), "too many points: at most 10,000."),
        (("Ada", "extra", "1", "--quiz", "quiz-Ada"), "leave --quiz out"),
        (("Ada", "extra"), "How many points of extra credit?"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_a_next_step(words, why):
    assert why in sentence("mark", *words, *because())


def test_a_reason_is_asked_for():
    assert "--because is empty" in sentence("mark", "Ada", "q2", "2", "--because", " ")
    assert quizgen("mark", "Ada", "q2", "2").exit_code == 2


def test_excused_comments_and_extra_credit_are_marks_like_others():
    output_of("mark", "Ada", "q1", "excused", *because("Misprint."))
    output_of("mark", "Ada", "rnn_step", *because("Read about b."))
    output_of("mark", "0042", "extra", "1.5", *because("Found the misprint."))
    output_of("mark", "Ben", "all", "excused", *because("Ill."))
    assert (grade("Ada").points, grade("Ada").max_points) == (0, 4)
    assert grade("Ada", "code").marks[0].feedback == "Off. Eve: Read about b."
    assert [(one.student, one.target, one.action, one.points) for one in decisions()[2:]] == [
        ("0042", "", Action.EXTRA, 1.5),
        ("Ben", "", Action.EXCUSED, None),
    ]


def test_practice_is_marked_too_by_its_quiz_or_file_where_it_names_nobody():
    anonymous = replace(sheet_of("Ada", "Why not?", "", "p/answers.toml"), student="", quiz="practice-1")
    graded_again(anonymous)
    output_of("mark", "practice-1", "q2", "1", *because())
    graded_again(anonymous)
    assert grade("").points == 2
    graded_again(replace(anonymous, source="r/answers.toml"))
    assert "handed in as 2 files without a student: p/answers.toml, r/answers.toml." in sentence(
        "mark", "practice-1", "q2", "1", *because()
    )
    output_of("mark", "r/answers.toml", "q2", "3", *because())
    with Store.open(DB) as store:
        assert [one.grade.points for one in store.grades("", latest=True)] == [2, 4]


def test_a_question_of_several_quizzes_has_to_be_told_apart():
    graded_again(replace(sheet_of("Ada", "Why not?", "", "p/answers.toml"), quiz="practice-1"))
    assert "q2 is in quiz-Ada and practice-1. Say which: --quiz ID." in sentence("mark", "Ada", "q2", "1", *because())
    output_of("mark", "Ada", "q2", "1", "--quiz", "practice-1", *because())
    assert decisions()[0].assignment == ""


def test_code_of_no_quiz_can_be_told_from_the_code_of_a_quiz():
    graded_again(replace(code_of("Ada"), source="quiz/Ada.py", quiz="quiz-Ada"))
    assert "or --quiz '' for code of no quiz." in sentence("override", "Ada", "rnn_step", "1", *because())
    output_of("override", "Ada", "rnn_step", "1", "--quiz", "", *because())
    with Store.open(DB) as store:
        points = {one.grade.source: one.grade.points for one in store.grades("Ada", latest=True)}
    assert points["Ada.py"] == 1


def test_points_by_hand_hold_for_an_answer_with_characters_that_no_database_keeps():
    odd = sheet_of("Ada", "a\0b \x1b[31m")
    graded_again(odd)
    output_of("mark", "Ada", "q2", "3", *because())
    graded_again(odd)
    assert grade("Ada").points == 4


def test_a_student_is_found_by_the_name_on_the_roster():
    Path("r.csv").write_text("id,name\n0042,Zoe Zorn\n", encoding="utf-8")
    assert "1 of 3  Zoe Zorn (0042)" in quizgen("review", "--roster", "r.csv", typed="q\n").stdout
    output_of("marks", "--waiting", "--csv", "m.csv", "--roster", "r.csv")
    assert "0042,Zoe Zorn,iv,quiz-0042,q2.why" in Path("m.csv").read_text(encoding="utf-8")
    output_of("mark", "zoe zorn", "q2", "1", *because(), "--roster", "r.csv")
    assert decisions()[0].student == "0042"


# ---------------------------------------------------------------- override


def test_an_override_survives_every_later_grade_until_it_is_withdrawn():
    output_of("override", "Ada", "q1", "2", *because("Misprint"))
    output_of("override", "Ada", "rnn_step", "1", *because("Copied"))
    assert [mark.points for mark in grade("Ada", "code").marks] == [0.5, 0.5]
    later = sheet_of("Ada", "Something else")
    graded_again(later)
    graded_again(code_of("Ada", 2))
    assert grade("Ada").marks[0].feedback == "Set to 2 of 2 by Eve: Misprint."
    assert grade("Ada").marks[0].misconceptions == () and grade("Ada", "code").points == 1
    output_of("override", "Ada", "q1", "--withdraw", *because("No misprint"))
    output_of("override", "Ada", "rnn_step", "--withdraw", *because("Not copied"))
    assert grade("Ada") == later and grade("Ada", "code") == code_of("Ada", 2)
    assert "There is no decision about q1.h_1" in sentence("override", "Ada", "q1", "--withdraw", *because())


def test_an_override_of_a_grade_that_was_replaced_changes_nothing():
    graded_again(sheet_of("Ada", "Something else"))
    assert "Grade 1 was replaced by grade 5, so nothing is changed." in sentence(
        "override", "Ada", "q1", "2", "--grade", "1", *because()
    )
    assert "Grade 2 is not this student's." in sentence("override", "Ada", "q1", "2", "--grade", "2", *because())
    assert "Grade 1 is not this student's." in sentence("override", "Ben", "q1", "2", "--grade", "1", *because())
    output_of("override", "Ada", "q1", "2", "--grade", "5", *because())
    assert grade("Ada").points == 2


def test_the_whole_assignment_has_points_and_a_due_date_of_the_students_own():
    with Store.open(DB) as store:
        store.describe(Assignment("iv", points=10), NOON)
    assert "iv is worth 0 to 10 points, so it cannot get 11." in sentence("override", "Ada", "all", "11", *because())
    output_of("override", "Ada", "all", "9", *because("Oral exam"))
    shown = output_of("override", "Ben", "all", "--until", "2026-12-03", *because("Ill"))
    assert shown == "Ben · iv: due 2026-12-03 23:59.\n"
    output_of("override", "Ben", "all", "--withdraw", *because("Well again"))
    assert [one.action for one in decisions()] == [Action.OVERRIDE, Action.EXTENDED, Action.WITHDRAWN]
    assert "to withdraw. See:  quizgen history Ben" in sentence("override", "Ben", "all", "--withdraw", *because())


def test_the_points_of_the_whole_are_at_most_what_it_asks_and_history_says_from_what():
    assert "iv is worth 0 to 10 points, so it cannot get 40." in sentence("override", "Ada", "all", "40", *because())
    output_of("override", "Ada", "all", "8", *because("Oral exam"))
    output_of("mark", "Ada", "all", "excused", *because("Ill"))
    assert [one.before for one in decisions()] == [4, 8]
    assert "all: set to 8 points (before: 4)" in " ".join(output_of("history", "Ada").split()).replace("total ", "")


def test_an_extension_is_never_earlier_than_the_due_date_of_all():
    with Store.open(DB) as store:
        store.describe(Assignment("iv", due=NOON), NOON)
    early = ("override", "Ada", "all", "--until", "2020-12-03", *because())
    assert "iv is due 2026-03-01" in sentence(*early) and "Type a later date" in sentence(*early)


def test_a_withdrawal_of_what_was_withdrawn_names_nothing_else():
    output_of("mark", "Ada", "q2", "3", *because())
    output_of("override", "Ada", "q2", "--withdraw", *because())
    assert "There is no decision about q2.why to withdraw. See:" in sentence(
        "override", "Ada", "q2", "--withdraw", *because()
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("q1",), "Give either POINTS, or --withdraw, or --until DATE."),
        (("q1", "1", "--withdraw"), "Give either POINTS, or --withdraw, or --until DATE."),
        (("q1", "--until", "2026-12-03"), "write 'all' in place of 'q1'"),
        (("all", "--until", "soon"), "'soon' is no date."),
        (("all", "--until", "0001-01-01"), "'0001-01-01' is no date."),
        (("all", "--until", "9999-12-31"), "'9999-12-31' is no date."),
        (("all", "3", "--grade", "1"), "leave --grade and --quiz out"),
        (("q1", "3"), "q1.h_1 is worth 0 to 2 points"),
    ],
)
def test_what_cannot_be_overridden_is_refused(words, why):
    assert why in sentence("override", "Ada", *words, *because())


def test_hand_marks_do_not_silently_replace_an_override():
    output_of("override", "Ada", "q2", "4", *because("Told me so"))
    assert "Eve set it to 4 points, because: Told me so. To set other points:  quizgen override Ada q2 1" in sentence(
        "mark", "Ada", "q2", "1", *because()
    )


# ---------------------------------------------------------------- review


def test_a_review_stores_each_answer_at_once_and_goes_on_with_the_rest():
    shown = quizgen("review", typed="9\nx\n3\nGood.\n\nk\n").stdout
    assert "3 answers wait." in shown and "The answer can get 0 to 4 points." in shown
    assert "'x' is no number of points." in shown and "Stored: 3 of 4." in shown
    assert shown.count("The state h_t needs h_(t−1).") == 2, "once for the question, once when asked for"
    assert shown.endswith("1 marked. 2 answers wait. Go on:  quizgen review\n"), "the input ended"
    assert grade("0042").points == 4 and grade("0042").marks[1].feedback == "Eve: Good."
    shown = quizgen("review", "--question", "q2", typed="4\n\n1\nWhy?\n").stdout
    assert shown.endswith("2 marked. Nothing waits any more.\n")
    assert [grade(student).points for student in ("Ada", "Ben")] == [5, 2]
    assert output_of("review") == "No answer waits.\n"


def test_a_review_goes_question_by_question_and_can_leave_one_out():
    other = replace(quiz_of("Cy"), variants=quiz_of("Cy").variants[::-1])
    with Store.open(DB) as store:
        store.keep_quiz(other, {}, NOON)
    marks = sheet_of("Cy", "In order").marks
    graded_again(replace(sheet_of("Cy", ""), marks=(replace(marks[1], ask="q1.why"), replace(marks[0], ask="q2.h_1"))))
    shown = quizgen("review", typed="s\n2\n\nq\n").stdout
    assert shown.index("Cy") < shown.index("0042") < shown.index("Ada")
    assert "1 of 1  Cy" in shown and "1 of 3  0042" in shown and "2 of 3  Ada" in shown
    assert "=SUM(1)\n    -so it waits; always" in shown, "the answer in full"
    assert len(decisions()) == 1


# ---------------------------------------------------------------- marks


def written() -> list[dict[str, str]]:
    """The file of what waits, row by row."""
    output_of("marks", "--waiting", "--csv", "m.csv")
    return list(csv.DictReader(io.StringIO(Path("m.csv").read_bytes().decode("utf-8-sig"), newline="")))


def saved(rows: list[dict[str, str]], separator: str = ",", reverse: bool = False) -> str:
    """The rows as a spreadsheet saves them."""
    text = io.StringIO()
    names = list(rows[0])[::-1] if reverse else list(rows[0])
    out = csv.DictWriter(text, names, delimiter=separator)
    out.writeheader()
    out.writerows(rows)
    Path("filled.csv").write_bytes(text.getvalue().encode("utf-8-sig"))
    return "filled.csv"


def test_what_waits_goes_out_and_comes_back_with_points():
    rows = written()
    assert [row["student"] for row in rows] == ["0042", "Ada", "Ben"]
    assert rows[1] == {
        "student": "Ada", "name": "", "assignment": "iv", "quiz": "quiz-Ada", "question": "q2.why",
        "answer": "'=SUM(1)\n'-so it waits;' always".replace(";' ", "; "), "max_points": "4", "points": "", "comment": "",
        "key_points": "2: The state h_t needs h_(t−1).\n2: Weights are shared.", "grade": "1",
    }  # fmt: skip
    rows[0] |= {"student": "42", "points": "2,5", "comment": "'=so"}
    rows[1] |= {"points": "excused"}
    shown = output_of("marks", saved(rows, ";", reverse=True))
    assert shown == "2 answers marked.\n1 without points still waits.\n"
    assert (grade("0042").points, grade("0042").marks[1].feedback) == (3.5, "Eve: =so")
    assert grade("Ada").max_points == 2
    before = decisions()
    for more in ([], ["--again"]):
        assert output_of("marks", "filled.csv", *more).startswith("0 answers marked. 2 had these points before.\n")
    assert decisions() == before
    output_of("mark", "Ben", "q2", "1", *because())
    assert "wait" not in output_of("marks", "filled.csv"), "nobody's answer waits any more"
    assert output_of("marks", "--waiting", "--csv", "m.csv") == "No answer waits, so nothing is written.\n"


def test_a_file_with_odd_characters_in_a_comment_is_read_again_without_a_change():
    rows = written()
    rows[0] |= {"points": "2", "comment": "a\x1b[31m \x00\x07b"}
    output_of("marks", saved(rows))
    assert output_of("marks", "filled.csv").startswith("0 answers marked. 1 had these points before.")


def test_points_that_were_given_before_change_only_on_request():
    rows = written()
    rows[0]["points"] = "2"
    output_of("marks", saved(rows))
    rows[0]["points"] = "3"
    assert "Row 2, 0042 q2.why: Eve gave it 2 already." in sentence("marks", saved(rows))
    output_of("marks", "filled.csv", "--again")
    assert decisions()[-1].before == 2 and grade("0042").points == 4


def test_everything_wrong_in_a_file_is_listed_and_nothing_is_stored():
    output_of("override", "Ben", "q2", "4", *because())
    output_of("override", "Ben", "q2", "--withdraw", *because())
    rows = written()
    ada = rows[1]
    rows[0]["points"] = "2"
    graded_again(sheet_of("Ada", "Something else"))
    rows += [
        {**rows[0], "points": "1"},
        {**rows[0], "points": "4.5"},
        {**rows[0], "points": "two"},
        {**rows[0], "points": "1", "student": "Ben"},
        {**rows[0], "points": "1", "grade": "99"},
        {**rows[0], "points": "1", "question": "q7.why"},
        {**rows[0], "points": "1", "question": "q1.h_1"},
    ]
    ada["points"], rows[2]["comment"] = "1", "No points?"
    saved(rows)
    with open("filled.csv", "a", encoding="utf-8") as file:
        file.write(",,,,,,,,,a, b, c\r\n")
    found = sentence("marks", "filled.csv").splitlines()
    assert found[0] == "Nothing of filled.csv is stored, since something in it is wrong:"
    assert [line.strip().partition(" ")[2].partition(".")[0] for line in found[1:]] == [
        "3, Ada q2", "5, 0042 q2", "6, 0042 q2", "7, 0042 q2", "8, Ben q2", "9, 0042 q2", "10, 0042 q7", "11, 0042 q1",
        "12: 12 cells under 11 columns",
    ]  # fmt: skip
    for line, words in zip(
        found[1:],
        ["changed the answer", "in row 2 too", "worth 0 to 4", "'two' is no number", "is 0042's, not Ben's", "no grade '99'",
         "has no 'q7.why'", "does not wait", "needs quotes"],
        strict=True,
    ):  # fmt: skip
        assert words in line
    assert grade("0042").points == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "this is no file of marks: it has no student, quiz, question, points, comment, grade. Write one with"),
        (b"student,quiz,question,point,comment,grade\n", "the column 'points' is missing. Did you mean 'point'?"),
        (b"student,quiz,question,points,comment,grade,sum\n", "there is no column 'sum' in a file of marks"),
        (b"student,quiz,question,points,points,comment,grade\n", "'points' is there 2 times"),
        (b"student,quiz,question,points,comment,grade\nAda,q,q2,1,\xe9,1\n", "not UTF-8"),
        (b'student,quiz,question,points,comment,grade\nAda,q,q2,1,"open,1\n', "this is not CSV"),
    ],
)
def test_a_file_of_another_form_is_refused(data, why):
    Path("bad.csv").write_bytes(data)
    assert why in sentence("marks", "bad.csv")


def test_a_file_with_points_in_it_is_not_written_over():
    rows = written()
    rows[0]["points"] = "2"
    assert "filled.csv holds points already." in sentence("marks", "--waiting", "--csv", saved(rows))
    assert "cannot be read" in sentence("marks", "nothing.csv")
    assert "Write with 'quizgen marks --waiting --csv FILE'" in sentence("marks", "--waiting")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_a_sentence():
    assert "Cannot write /dev/full: No space left on device." in sentence("marks", "--waiting", "--csv", "/dev/full")


# ---------------------------------------------------------------- history


def test_history_says_every_change_from_what_to_what_by_whom_and_why():
    output_of("mark", "Ada", "q2", "3", *because("Good."))
    output_of("override", "Ada", "q1", "2", *because("Misprint"))
    graded_again(sheet_of("Ada", "Something else"))
    output_of("override", "Ada", "q1", "--withdraw", *because("No misprint"))
    output_of("mark", "Ada", "extra", "1", *because("Talk"))
    shown = [" ".join(line.split()) for line in output_of("history", "Ada").splitlines()[1:]]
    shown = [line.partition(":")[2][3:] if line[:2] == "20" else line for line in shown]
    assert sorted(shown) == sorted([
        "Good.", "Misprint", "No misprint", "Talk",
        "1 graded: quiz-Ada 1 of 2, 4 wait quizgen",
        "4 graded: Ada.py 3 of 4 quizgen",
        "7 graded again: quiz-Ada 5 of 6 2 of 2, 4 wait quizgen",
        "5 q2.why: 3 points 4 wait 3 of 4 Eve",
        "6 q1.h_1: set to 2 points 1 of 2 2 of 2 Eve",
        "8 q1.h_1: decisions withdrawn 2 of 2 1 of 2 Eve",
        "all: 1 point extra Eve",
    ])  # fmt: skip
    told = json_output("history", "Ada", "--question", "1")["history"]
    assert [(one["what"], one["before"] and one["before"]["points"], one["after"]["points"]) for one in told] == [
        ("graded", None, 1), ("override", 1, 2), ("withdrawn", 2, 1),
    ]  # fmt: skip


def test_history_shows_the_number_of_the_grade_that_an_override_may_name():
    output_of("mark", "Ada", "q2", "3", *because())
    output_of("mark", "Ada", "extra", "1", *because("Talk"))
    graded_again(grade("Ada"))
    changes = [one for one in json_output("history", "Ada")["history"] if one["quiz"] == "quiz-Ada"]
    assert [(one["what"], one["grade"]) for one in changes] == [("graded", 1), ("points", 6)], "5 is repeated by 6"
    shown = " ".join(output_of("history", "Ada").split())
    assert " 6 q2.why: 3 points" in shown
    output_of("override", "Ada", "q1", "2", "--grade", "6", *because())


def test_a_student_of_whom_nothing_was_graded_is_named_by_the_roster_and_then_known():
    Path("roster.csv").write_text("id,name\nkim,Kim Novak\n", encoding="utf-8")
    later = ("override", "kim", "all", "--until", "2026-04-01", "--assignment", "iv", *because("Ill"))
    assert "before anything is graded, add --roster FILE." in sentence(*later)
    output_of(*later, "--roster", "roster.csv")
    [entry] = json_output("history", "kim")["history"]
    assert (entry["what"], entry["by"], entry["why"]) == ("extended", "Eve", "Ill")
