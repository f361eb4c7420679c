"""quizgen review on answers in words: proposals to tick, blind and second readings, agreement, and what decided answers teach."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from cli_program import empty_workspace, output_of
from places import ROOT
from words_class import NOON, assess, grade_of, quiz_of, words_class

from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.model import Action, Decision, Grade, Verdict
from quizgen.store import Store

DB = "quizgen.db"
ANSWERS = {
    "Ada": "It is a memory made from the previous one c=0.5",
    "Ben": "A memory, but a weight c=0.3",
    "Cy": "list: memory previous prediction",
    "Dee": "A memory, from the previous state, no prediction c=0.9",
    "Eli": "Nothing c=0.2",
}
ALIKE = {f"S{n:02}": f"{n}: a memory, from the previous one c=0.{20 + n}" for n in range(24)}  # 3 of 4 for 1 2


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("QUIZGEN_BY", "Eve")
    return tmp_path


@pytest.fixture
def course(tmp_path, monkeypatch):
    return words_class(tmp_path / DB, ANSWERS, monkeypatch)


@pytest.fixture
def alike(tmp_path, monkeypatch):
    return words_class(tmp_path / DB, ALIKE, monkeypatch)


def decisions() -> list[Decision]:
    with Store.open(DB) as store:
        return store.decisions()


def grade(student: str) -> Grade:
    """A student's current grade."""
    with Store.open(DB) as store:
        return store.grades(student, latest=True)[-1].grade


def graded(student: str, typed: str) -> Grade:
    """The grade of an answer, stored as `quizgen grade` does."""
    with Store.open(DB) as store:
        store.keep_quiz(quiz_of(student), {}, NOON)
        counted, _ = CourseAppender(store)(grade_of(student, typed), NOON, replace_current=True)
        return counted


def who(shown: str) -> list[str]:
    """The students in the order in which their answers were shown."""
    return re.findall(r"^\d+ of \d+  (\w+)", shown, re.MULTILINE)


# ---------------------------------------------------------------- proposals


def test_the_most_doubtful_answer_comes_first_with_the_words_that_show_each_key_point(course):
    shown = output_of("review", typed="\n" * 2 + "\n\n" * 2)
    assert who(shown) == ["Cy", "Eli", "Ben", "Ada"], "one question in two wordings, and Dee was scored"
    assert shown.count("key points\n") == 1
    assert "1)  2 points  It is the memory of the network." in shown
    ben, ada = shown.index("3 of 4  Ben"), shown.index("4 of 4  Ada")
    assert "asked in other words\n  Explain h_t." in shown[ben:ada]
    assert "[x] 1  It is the memory of the network.\n         “memory”" in shown[ben:ada]
    assert "[x] a  costs 1 point  It is no weight: it changes at every step.\n         “weight”" in shown[ben:ada]
    assert "[ ] 3  It is no prediction.\n  confidence 0.50" in shown[ada:]
    assert "ticked 1 a: 1 of 4, Enter stores" in shown and "ticked 1 2: 3 of 4, Enter stores" in shown
    assert shown.endswith("2 marked. 2 answers wait. Go on:  quizgen review\n"), "nothing ticked, nothing given"
    kept = {one.student: (one.points, one.key_points, one.by, one.action) for one in decisions()}
    assert kept == {
        "Ben": (1, ("memory",), "Eve", Action.POINTS),
        "Ada": (3, ("memory", "previous"), "Eve", Action.POINTS),
    }
    assert grade("Ada").points == 3 and grade("Ben").marks[0].verdict is Verdict.PARTLY


def test_a_list_of_the_rubrics_words_gets_no_tick_from_the_machine(course):
    shown = output_of("review", typed="q\n")
    first = shown[shown.index("1 of 4  Cy") :]
    assert (
        "doubt  It is a list of words." in first and "[x]" not in first and "nothing ticked, Enter leaves it" in first
    )


@pytest.mark.parametrize(
    ("typed", "points", "key_points"),
    [
        ("3\n\n", 4, ("memory", "previous", "no-output")),
        ("2\n3\n\n", 3, ("memory", "no-output")),
        ("23\n\n", 3, ("memory", "no-output")),
        ("2, 3\n\n", 3, ("memory", "no-output")),
        ("0\n", 0, ()),
        ("=2.5\n", 2.5, ()),
        ("2,5\n", 2.5, ()),
        ("y\n", 3, ("memory", "previous")),
        ("7\na\n9 1\n=9\n=x\n\n", 3, ("memory", "previous")),
    ],
)
def test_ticks_are_toggled_and_points_follow_from_them_or_are_typed(course, typed, points, key_points):
    output_of("review", typed=f"\n\nl\n{typed}\n")
    [one] = decisions()
    assert (one.student, one.points, one.key_points) == ("Ada", points, key_points)


def test_what_is_no_key_is_said_so(course):
    shown = output_of("review", typed="\n\nl\n7\nq\n")
    assert "'7' names no key point. Type the numbers of key points" in shown and not decisions()


def test_a_contradiction_can_be_forgiven_and_k_shows_the_question_again(course):
    shown = output_of("review", typed="\n\nk\na\n\nHalf a truth.\nq\n")
    assert shown.count("key points\n") == 2
    assert grade("Ben").points == 2
    assert grade("Ben").marks[0].feedback.startswith("Eve: Half a truth. ")
    assert "It comes from the previous state" in grade("Ben").marks[0].feedback, "what is missing is said"


def test_blind_shows_nothing_of_the_machine_and_ticks_nothing(course):
    shown = output_of("review", "--blind", typed="\n1 2\n\nRead.\nq\n")
    assert "[x]" not in shown and "confidence" not in shown and "“" not in shown and "doubt" not in shown
    assert "nothing ticked, Enter leaves it" in shown
    assert [(one.student, one.key_points) for one in decisions()] == [("Eli", ("memory", "previous"))]
    assert "Go on:  quizgen review --blind" in shown


def test_all_lists_what_the_machine_scored_and_a_decision_outlasts_new_grades(course):
    shown = output_of("review", "--all", typed="l\nl\nl\nl\n3\n\n\n")
    assert "Dee  scored by the machine: 4 of 4" in shown and shown.startswith("5 answers are to be read.")
    assert "1 marked. 4 answers are to be read. Go on:  quizgen review --all" in shown
    [one] = decisions()
    assert (one.action, one.points, one.before, one.key_points) == (Action.OVERRIDE, 3, 4, ("memory", "previous"))
    assert "Set to 3 of 4 by Eve" in grade("Dee").marks[0].feedback
    assert graded("Dee", ANSWERS["Dee"]).points == 3
    assert graded("Dee", "memory").points == 2, "the decision was about another answer"
    assert output_of("review", "--all", "--question", "q1", typed="q\n").startswith("5 answers are"), (
        "it is scored again"
    )


def test_ticked_key_points_hold_also_when_a_machine_becomes_sure_of_the_same_text(course, monkeypatch):
    output_of("review", typed="\n\nl\n3\n\n\n")
    assert grade("Ada").points == 4
    monkeypatch.setattr(
        "quizgen.asks.words.assess.assess", lambda ask, typed: replace(assess(ask, typed), confidence=1)
    )
    assert grade_of("Ada", ANSWERS["Ada"]).points == 3, "what the machine gives now"
    assert graded("Ada", ANSWERS["Ada"]).points == 4


# ---------------------------------------------------------------- two readers


def first_read(count: int = 12) -> None:
    """Eve takes the first proposals."""
    output_of("review", typed="\n\n" * count + "q\n")


def test_a_second_reader_sees_neither_the_machine_nor_the_first_and_changes_nothing_unasked(alike):
    first_read(3)
    before = {student: grade(student) for student in ALIKE}
    shown = output_of("review", "--second", "--by", "Zoe", typed="1 2\n\n\n1 3\n\n\n1\n\n\n\n")
    assert shown.startswith("3 answers were decided by somebody else.")
    assert not re.search(r"\[x\]|confidence|Eve", shown[: shown.index("comment")])
    assert "Eve gave as much: 3 of 4 for 1 2.\n" in shown
    assert "Eve gave as much: 3 of 4 for 1 2; you gave 3 of 4 for 1 3." in shown
    assert "Eve gave 3 of 4 for 1 2; you give 2 of 4 for 1." in shown and "The first holds. Both are stored." in shown
    assert {student: grade(student) for student in ALIKE} == before
    assert [(one.by, one.action) for one in decisions()[3:]] == [("Zoe", Action.SECOND)] * 3
    assert output_of("review", "--second", "--by", "Zoe").startswith("No answer in words was decided by somebody else")
    assert output_of("review", "--second").startswith("No answer in words was decided by somebody else than Eve")
    assert "a second person, who would give 2" in output_of("history", "S02")


def test_the_second_reading_holds_where_it_is_taken(alike):
    first_read(1)
    shown = output_of("review", "--second", "--by", "Zoe", typed="1\n\nNo word of h_(t-1).\n2\n")
    assert "Yours holds. Both are stored." in shown
    assert grade("S00").points == 2 and grade("S00").marks[0].feedback.startswith("Zoe: No word")
    assert [(one.by, one.action) for one in decisions()][1:] == [("Zoe", Action.SECOND), ("Zoe", Action.POINTS)]
    assert graded("S00", ALIKE["S00"]).points == 2


def test_agreement_is_shown_by_key_point_and_as_a_table_of_its_own(alike):
    assert "No answer was read by two people." in output_of("review", "--agreement")
    first_read(4)
    shown = output_of("review", "--second", "--by", "Zoe", typed="1 2\n\n\n" * 2 + "1 2 3\n\n\n\n" * 2)
    table = shown[shown.index("question  ") :]
    assert re.search(r"none, part or all of the points +4 +2 +0\.00\n", table)
    assert re.search(r"It is the memory of the network\. +4 +4 +–\n", table)
    assert "A kappa of fewer than 30 answers says little." in table
    assert output_of("review", "--agreement").endswith(table)


# ---------------------------------------------------------------- recalibration


def test_after_ten_decided_answers_the_proposals_follow_people_and_say_how_well(alike):
    shown = output_of("review", typed="3\n\n\n" * 9 + "q\n")
    assert "ecalibrated" not in shown and "were decided" not in shown
    shown = output_of("review", typed="3\n\n\n\n\nq\n")
    said = "Recalibrated from 10 decided answers: the proposal agreed with people in 0 of 10 before, in 10 of 10 after."
    assert said in " ".join(shown.split()), "as soon as there are ten"
    after = shown[shown.index("Recalibrated") :]
    assert "[x] 3  It is no prediction.\n         ticked in most answers like this one" in after
    assert "ticked 1 2 3: 4 of 4, Enter stores" in after
    assert "11 decided answers" in output_of("review", typed="q\n")


def test_where_people_agree_with_the_machine_it_stays_as_it_is(alike):
    first_read(10)
    shown = output_of("review", typed="q\n")
    assert "10 answers were decided: the proposal agreed with people in 10 of 10. It stays as it is." in shown


def test_a_sure_machine_whom_people_overruled_leaves_such_answers_to_a_person(alike):
    output_of("review", typed="2\n\n\n" * 10 + "q\n")
    new = graded("New", "a memory, from the previous one c=0.95")
    assert (new.marks[0].verdict, new.points) == (Verdict.NEEDS_A_PERSON, 0), "it would have got 3 of 4, people give 2"
    assert graded("Other", "prediction c=0.95").points == 1, "nobody overruled it here"


def test_after_twenty_that_all_agree_such_answers_count_at_once_but_none_with_a_doubt(alike):
    first_read(19)
    assert graded("New", "a memory, from the previous one c=0.5").marks[0].verdict is Verdict.NEEDS_A_PERSON
    first_read(1)
    new = graded("New", "a memory, from the previous one c=0.5").marks[0]
    assert (new.verdict, new.points) == (Verdict.PARTLY, 3) and "It is no prediction." in new.feedback
    for doubtful in ("list: memory", "a memory and a weight c=0.5", "a memory c=0.39"):
        assert graded("New", doubtful).marks[0].verdict is Verdict.NEEDS_A_PERSON, doubtful
    assert graded("S00", ALIKE["S00"]).points == 3, "what a person decided stays"


# ---------------------------------------------------------------- the documentation


def test_the_page_on_marking_shows_what_the_command_shows(tmp_path, monkeypatch):
    typed = "It is the memory, made from the previous state, not only a weight of the past. It is no guess."
    words_class(tmp_path / DB, {"ada": typed}, monkeypatch, lambda ask, typed: assess(ask, f"{typed} c=0.4"))
    shown = output_of("review", typed="a\n3\n\nA guess of what?\n")
    shown = shown[shown.index("iv · q1.why") : shown.index("\n1 marked")].replace(": \n", ":\n")
    page = (ROOT / "docs" / "marking.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- review -->\n```text\n(.*?)```\n", page, re.DOTALL)
    assert block and shown == block[1]
