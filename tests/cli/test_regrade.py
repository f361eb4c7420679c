"""quizgen regrade: a dry run first, nobody lowered unless asked, corrections that hold for what is handed in later."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, quizgen, refused
from regraded_course import HW, NOON, answer, current, hand_in, make_course, own_bank, points

from quizgen.classroom.course import rules
from quizgen.classroom.course.decisions import undecided
from quizgen.cli import regrade_run
from quizgen.model import Action, Change, Correction, Decision, Grade, Mark, Verdict
from quizgen.store import Store

WHY = ("--because", "the key was wrong")
CLASS = {
    "ada": {"q1": {"h_1": "key", "h_2": "corrected"}, "q2": {"verdict": "false"}},
    "bob": {"q1": {"h_1": "key", "h_2": "key"}, "q2": {"verdict": "true"}},
    "eve": {"q1": {"h_1": "fwd-no-bias", "h_2": "fwd-no-bias"}},
    "kim": {"q1": {"h_1": "0.1, 0.1"}},
}


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("QUIZGEN_BY", "eve")
    own_bank()
    return make_course(CLASS)


def edit(name: str, old: str, new: str) -> None:
    path = Path("bank/forward-pass") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def shown(*words: str) -> str:
    """What the command prints, on one line."""
    return " ".join(output_of(*words).split())


def rows() -> int:
    with Store.open("quizgen.db") as store:
        return len(store.grades())


CORRECTED = ("--bank", "bank", "regrade", "--question", "q1", "--with-corrected-exercise")


# ---------------------------------------------------------------- a corrected exercise


def test_a_wrong_key_is_found_and_corrected_and_nobody_is_lowered():
    assert points("ada")["q1.h_2"] == 0
    assert "No key changes" in output_of(*CORRECTED)
    edit("two_states.py", "-h_1)", "h_1)")
    dry = shown(*CORRECTED)
    assert "ada q1 1 of 2 2 of 2 The key of this question was corrected." in dry
    assert "bob q1 2 of 2 1 of 2 Keeps the points." in dry and "Would be lower" in dry and rows() == 4
    output_of(*CORRECTED, "--apply", *WHY)
    assert points("ada")["q1.h_2"] == 1 and points("bob")["q1.h_2"] == 1
    record = current("ada")
    assert (record.by, record.why, record.replaces is not None) == ("eve", "the key was wrong", True)
    assert "The key of this question was corrected: the key was wrong." in record.grade.marks[1].feedback
    stored = rows()
    assert "Nothing to store." in shown(*CORRECTED, "--apply", *WHY) and rows() == stored
    assert "Nothing to store." in shown("regrade", "--apply") and rows() == stored


def test_whoever_the_corrected_key_lowers_is_lowered_on_request_alone():
    edit("two_states.py", "-h_1)", "h_1)")
    output_of(*CORRECTED, "--apply", *WHY, "--allow-lower")
    assert points("bob")["q1.h_2"] == 0 and current("bob").replaces is not None


def test_a_sheet_that_comes_late_is_graded_with_the_corrected_key(course):
    edit("two_states.py", "-h_1)", "h_1)")
    output_of(*CORRECTED, "--apply", *WHY)
    with Store.open("quizgen.db") as store:
        late = {"q1": {"h_2": answer(course["kim"], "q1", "h_2", "corrected")}}
        hand_in(store, course["kim"], late)
    assert points("kim")["q1.h_2"] == 1


def test_a_corrected_data_file_changes_the_key_of_options_that_were_printed():
    edit("facts.toml", 'verdict = "true"', 'verdict = "false"')
    words = ("--bank", "bank", "regrade", "--question", "q2", "--with-corrected-exercise")
    assert "ada q2 0 of 1 1 of 1" in shown(*words) and "bob q2 1 of 1 0 of 1 Keeps" in shown(*words)
    edit("facts.toml", "as many numbers as", "fewer numbers than")
    assert refused(*words).startswith("q2: one-fact now has other words or numbers than were printed. Change only")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("compute the states", "compute both states", "now has other words or numbers than were printed"),
        ('"h_2", size=2', '"h_2", size=3', "now offers other answers than were printed"),
        ("p.W_h, p.b", "p.W_h, p.c", "cannot be solved with the numbers that were printed"),
    ],
)
def test_an_exercise_that_asks_something_else_now_is_refused(old, new, why):
    edit("two_states.py", old, new)
    said = refused(*CORRECTED)
    assert why in said and said.endswith("--everyone-full or --drop.") and rows() == 4


def test_a_key_is_corrected_also_for_whom_a_person_gave_points_for_another_question():
    output_of("override", "ada", "q2", "0.5", "--because", "Both are near it.")
    edit("two_states.py", "-h_1)", "h_1)")
    output_of(*CORRECTED, "--apply", *WHY)
    assert points("ada") == {"q1.h_1": 1, "q1.h_2": 1, "q2.verdict": 0.5}
    output_of("override", "ada", "q2", "--withdraw", "--because", "They are not.")
    assert points("ada") == {"q1.h_1": 1, "q1.h_2": 1, "q2.verdict": 0}


# ---------------------------------------------------------------- the other corrections


def test_an_accepted_misconception_is_right_with_each_students_own_numbers_and_throughout_the_question():
    assert points("eve")["q1.h_1"] == 0
    output_of("regrade", "--question", "q1", "--accept", "fwd-no-bias", "--apply", *WHY)
    assert [points("eve")[f"q1.{ask}"] for ask in ("h_1", "h_2")] == [1, 1]
    assert current("eve").grade.marks[0].feedback == "Another answer is accepted too: the key was wrong."
    assert rows() == 5, "nobody else has that answer"


def test_an_accepted_value_is_judged_with_the_answers_own_tolerance(course):
    output_of("regrade", "--question", "q1.h_1", "--accept", "0.1001, 0.0999", "--apply", *WHY)
    assert points("kim")["q1.h_1"] == 1 and points("eve")["q1.h_1"] == 0
    with Store.open("quizgen.db") as store:
        hand_in(store, course["kim"], {"q1": {"h_1": "0.1, 0.1"}})
    assert points("kim")["q1.h_1"] == 1, "a late sheet is judged alike"


def test_everybody_who_handed_in_gets_full_points_also_for_a_blank():
    output_of("regrade", "--question", "q1", "--everyone-full", "--apply", *WHY)
    assert {sum(points(who)[f"q1.{ask}"] for ask in ("h_1", "h_2")) for who in CLASS} == {2}
    assert "Full points for everybody: the key was wrong. Not answered." in current("kim").grade.marks[1].feedback


def test_a_dropped_question_counts_no_longer_and_lowers_nobody_unasked():
    output_of("regrade", "--drop", "q2", "--apply", *WHY)
    assert current("ada").grade.max_points == 2 and current("kim").grade.max_points == 2
    assert current("bob").grade.max_points == 2, "everything right before and after"


def test_points_of_a_question_change_in_proportion():
    output_of("regrade", "--question", "q1", "--worth", "5", "--apply", "--allow-lower", *WHY)
    assert points("ada")["q1.h_1"] == 2.5 and current("ada").grade.max_points == 6
    assert "q1 is worth 5 instead of 2 points: the key was wrong." in current("ada").grade.marks[0].feedback


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--everyone-full"], "--everyone-full needs a question. Name it"),
        (["--question", "q1", "--drop", "q2"], "--drop names the question itself"),
        (["--drop", "q3"], "Nothing is asked under 'q3'."),
        (["--drop", "q1", "--worth", "2"], "One command makes one correction: give --drop and --worth"),
        (["--question", "q1", "--accept", "7"], "'7' is a value, and q1 asks for 2."),
        (["--question", "q1.h_1", "--accept", "fwd-no-bia"], "Did you mean 'fwd-no-bias'?"),
        (["--question", "q1", "--worth", "0"], "--worth takes points above 0."),
        (["--drop", "q1", "--student", "ada"], "--drop is for everybody"),
        (["--drop", "q1", "--apply"], "Say why with --because"),
        (["--withdraw"], "--withdraw needs a question. Name it"),
        (["--withdraw", "--drop", "q1"], "One command makes one correction: give --drop and --withdraw"),
        (["--question", "q1", "--withdraw"], "Nothing was corrected in q1 of hw1. 'quizgen assignment hw1' lists"),
        (["--student", "adda"], "No student 'adda'. Did you mean 'ada'?"),
        (["--quiz", "quiz-ad"], "No quiz 'quiz-ad' in hw1. Did you mean 'quiz-ada'?"),
        (["--assignment", "hw2"], "No assignment 'hw2'. Did you mean 'hw1'?"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_next_step(words, why):
    assert why in refused("regrade", *words) and rows() == 4


def test_a_correction_is_refused_where_the_question_is_another_one_in_other_quizzes(course):
    with Store.open("quizgen.db") as store:
        turned = replace(course["ada"], id="turned", variants=course["ada"].variants[::-1])
        store.keep_quiz(turned, {}, NOON)
    assert "q2 is not the same question in every quiz" in refused("regrade", "--drop", "q2")
    assert "ada q2 0 of 1 0 of 0" in shown("regrade", "--drop", "q2", "--quiz", "quiz-ada")


# ---------------------------------------------------------------- a correction taken back


def marks() -> dict[str, tuple[Mark, ...]]:
    return {who: current(who).grade.marks for who in CLASS}


@pytest.mark.parametrize(
    "words",
    [
        ["--question", "q1", "--with-corrected-exercise"],
        ["--question", "q1", "--accept", "fwd-no-bias"],
        ["--question", "q1.h_1", "--accept", "0.1, 0.1"],
        ["--question", "q1", "--everyone-full"],
        ["--drop", "q1"],
        ["--question", "q1", "--worth", "7"],
    ],
)
def test_a_correction_that_is_withdrawn_gives_back_the_grades_and_holds_for_nothing_later(course, words):
    edit("two_states.py", "-h_1)", "h_1)")
    before = marks()
    output_of("--bank", "bank", "regrade", *words, "--apply", "--allow-lower", *WHY)
    corrected = marks()
    assert corrected != before
    withdraw = ("regrade", "--question", "q1", "--withdraw", "--allow-lower")
    assert "Withdraws q1" in shown(*withdraw) and marks() == corrected, "a dry run stores nothing"
    assert "Stored: 1 withdrawal and" in shown(*withdraw, "--apply", "--because", "it was right")
    assert marks() == before
    with Store.open("quizgen.db") as store:
        assert store.quiz("quiz-kim") == course["kim"]
        hand_in(store, course["kim"], {"q1": {"h_1": "0.1, 0.1"}})
    assert marks() == before
    again = shown(*withdraw, "--apply", "--because", "it was right")
    assert again == "This is withdrawn already. hw1, 4 grades: 4 unchanged. Nothing to store."


def test_whoever_a_withdrawal_would_lower_keeps_the_old_grade_and_is_named():
    output_of("regrade", "--question", "q1", "--everyone-full", "--apply", *WHY)
    said = shown("regrade", "--question", "q1", "--withdraw", "--apply", "--because", "it was clear")
    assert "kim q1 2 of 2 0 of 2 Keeps the points." in said
    assert "Would be lower and keep the old grade: ada, eve, kim. --allow-lower lowers them too." in said
    assert "Stored: 1 withdrawal. See what holds: quizgen assignment hw1" in said and points("kim")["q1.h_1"] == 1
    output_of("regrade", "--question", "q1", "--withdraw", "--apply", "--allow-lower", "--because", "it was clear")
    assert points("kim")["q1.h_1"] == 0 and (current("kim").by, current("kim").why) == ("eve", "it was clear")


def test_a_correction_may_be_withdrawn_for_one_quiz_and_given_again():
    output_of("regrade", "--question", "q1", "--everyone-full", "--apply", *WHY)
    for_kim = ("--quiz", "quiz-kim", "--apply", "--allow-lower", "--because", "answered another question")
    output_of("regrade", "--question", "q1", "--withdraw", *for_kim)
    assert points("kim")["q1.h_1"] == 0 and points("eve")["q1.h_1"] == 1
    assert "q1 (two-states): full points for everybody, but not in quiz-kim (eve, " in shown("assignment", HW)
    output_of("regrade", "--question", "q1", "--everyone-full", "--apply", *WHY)
    assert points("kim")["q1.h_1"] == 1


def test_the_assignment_lists_the_corrections_that_hold_and_a_history_says_what_each_did_to_a_grade():
    edit("two_states.py", "-h_1)", "h_1)")
    output_of(*CORRECTED, "--apply", *WHY)
    output_of("regrade", "--question", "q1.h_1", "--accept", "0.1, 0.1", "--apply", *WHY)
    output_of("regrade", "--drop", "q2", "--apply", "--allow-lower", "--because", "not taught")
    output_of("regrade", "--question", "q2", "--withdraw", "--apply", "--allow-lower", "--because", "taught in May")
    when = r"\(eve, \d{4}-\d\d-\d\d \d\d:\d\d\): the key was wrong"
    answer = re.escape("q1.h_1 (two-states)")
    lines = f"corrected q1: key taken from two-states as corrected {when} {answer}: 0.1, 0.1 is accepted too {when}$"
    said = shown("assignment", HW)
    assert re.search(lines, said), said
    history = shown("history", "ada")
    for row in (
        "1 of 3 2 of 3 eve the key was wrong",
        "2 of 3 2 of 2 eve not taught",
        "2 of 2 2 of 3 eve taught in May",
    ):
        assert f"regraded: quiz-ada {row}" in history


# ---------------------------------------------------------------- beside what others do


def test_a_dry_run_stores_nothing_and_a_correction_is_stored_once():
    words = ("regrade", "--question", "q1", "--everyone-full")
    assert "Nothing was stored." in output_of(*words) and rows() == 4
    output_of(*words, "--apply", *WHY)
    stored = rows()
    assert "This correction is stored already." in output_of(*words, "--apply", *WHY) and rows() == stored
    with Store.open("quizgen.db") as store:
        assert [(one.target, one.change, one.why) for one in store.corrections(HW)] == [
            ("q1", Change.FULL, "the key was wrong")
        ]


GRADE_AGAIN = [("ada", "ada/answers.toml"), ("kim", "kim/answers.toml")]


@pytest.mark.parametrize("graded", [GRADE_AGAIN, GRADE_AGAIN[1:], [("lea", "lea/answers.toml")]])
@pytest.mark.parametrize("words", [["--question", "q1", "--everyone-full"], []])
def test_where_somebody_grades_at_the_same_time_nothing_is_stored(monkeypatch, graded, words):
    """Sheets of two students or one are graded again, or a first sheet comes in, which only a correction would miss."""
    judge = regrade_run.judged_again
    if not words:  # then a rule changed, so that kim gets more
        with Store.open("quizgen.db") as store:
            store.correct([Correction(HW, "q1", Change.FULL)], [], NOON)

    def meanwhile(store, *rest):
        found = judge(store, *rest)
        with Store.open("quizgen.db") as other:
            for student, source in graded:
                other.append(replace(current("kim").grade, student=student, source=source), NOON, replace_current=True)
        return found

    monkeypatch.setattr(regrade_run, "judged_again", meanwhile)
    result = quizgen("regrade", *words, "--apply", *WHY)
    if not words and graded[0][0] == "lea":
        assert result.exit_code == 0 and points("kim")["q1.h_1"] == 1, "her sheet was graded with today's rules"
        return
    assert result.exit_code == 2 and result.stderr.splitlines() == [
        "quizgen: Somebody graded at the same time, so nothing was stored. Give the same command again."
    ]
    with Store.open("quizgen.db") as store:
        assert len(store.corrections()) == (not words) and len(store.grades()) == 4 + len(graded)


def test_points_that_a_person_set_survive(monkeypatch):
    def stub(grade: Grade, decisions: list[Decision]) -> Grade:
        points = {one.target: one.points or 0.0 for one in decisions}
        return replace(grade, marks=tuple(replace(m, points=points.get(m.ask, m.points)) for m in grade.marks))

    monkeypatch.setattr(rules, "decided", stub)
    with Store.open("quizgen.db") as store:
        store.decide([Decision(HW, "kim", "q1.h_1", Action.OVERRIDE, 0.25, "quiz-kim")], [], NOON)
    output_of("regrade", "--question", "q1", "--everyone-full", "--apply", *WHY)
    assert (points("kim")["q1.h_1"], points("kim")["q1.h_2"]) == (0.25, 1)


def test_a_question_judged_again_leaves_the_others_as_they_were_judged_and_as_people_decided():
    before = current("ada").grade.marks
    output_of("override", "ada", "q1", "0.5", "--assignment", HW, "--because", "showed it to me")
    output_of("regrade", "--question", "q2", "--everyone-full", "--apply", *WHY)
    now = current("ada").grade
    assert sum(mark.points for mark in now.marks[:2]) == 0.5 and now.marks[2].points == 1
    assert undecided(now).marks[:2] == before[:2], "what counts again if the decision is withdrawn"


def test_a_row_that_cannot_be_judged_is_named_and_the_others_go_on():
    with Store.open("quizgen.db") as store:
        marks = (Mark("rnn_step.F1", Verdict.WRONG, 0, 1),)
        store.append(Grade("old.py", "code", "", "lea", marks, {"rnn_step": "rnn_step"}, assignment=HW), NOON)
        store.correct([Correction(HW, "q1", Change.FULL)], [], NOON)
    result = quizgen("regrade", "--apply")
    assert result.exit_code == 1 and "lea old.py: its file was not kept" in result.stderr
    assert points("kim")["q1.h_1"] == 1 and points("lea")["rnn_step.F1"] == 0


def test_of_a_question_only_the_work_that_was_asked_it_is_judged_again():
    with Store.open("quizgen.db") as store:
        store.append(Grade("old.py", "code", "", "lea", (), {"rnn_step": "rnn_step"}, assignment=HW), NOON)
    assert "hw1, 4 grades: 4 unchanged. Nothing to store." in shown("regrade", "--question", "q2")
    result = quizgen("regrade", "--question", "rnn_step")
    assert result.exit_code == 1 and "hw1, 1 grade: 1 not judged again." in result.stdout


def test_a_fault_of_judging_costs_nobody_a_point_and_is_named(monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("quizgen.grading.sheet.judge", broken)
    result = quizgen("regrade", "--apply")
    assert result.exit_code == 1 and "ada ada/answers.toml: judging it failed by a fault" in result.stderr
    assert rows() == 4


def test_a_sheet_whose_file_was_not_kept_is_judged_from_what_was_typed():
    old = current("ada")
    with Store.open("quizgen.db") as store:
        lost = replace(
            old.grade, marks=tuple(replace(mark, points=0.0) for mark in old.grade.marks), source="lost.toml"
        )
        store.append(lost, NOON)
    assert "with a higher score" in shown("regrade", "--student", "ada", "--apply")
    assert points("ada") == {mark.ask: mark.points for mark in old.grade.marks}
