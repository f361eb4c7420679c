"""A term of sixty students and three assignments, played through the commands from an empty folder to the final points."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_program import json_output, output_of, quizgen
from simulated_class import NAMESAKES, program, roster
from simulated_term import (
    ABSENT,
    BY_MARK,
    CLASS,
    EXTENDED,
    LATE,
    LUCKY,
    OVERRIDDEN,
    PLANTED,
    SEED,
    Term,
    code,
    correction,
    homework,
    in_words,
)

ASSIGNMENTS = ("hw1", "hw2", "hw3")


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The term, played once; the tests look at what it left behind and add nothing to its store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("term"))
        for name in ("QUIZGEN_DB", "QUIZGEN_BANK"):
            patch.delenv(name, raising=False)
        patch.setenv("QUIZGEN_BY", "eve")
        patch.setattr("quizgen.store.store.token_bytes", bytes)  # the same numbers each time
        Path("roster.csv").write_text(roster(CLASS), encoding="utf-8")
        played = Term()
        for part in (homework, code, in_words, correction):
            part(played)
        yield played


def points(table: str) -> dict[str, dict[str, float]]:
    """The points of a gradebook by student and column; 0 where a cell is empty."""
    rows = {row.pop("id"): row for row in csv.DictReader(table.splitlines())}
    return {id: {name: float(cell or 0) for name, cell in row.items() if name != "name"} for id, row in rows.items()}


def earned(student: str, assignment: str) -> list[float]:
    """The points of all current grades, before what concerns the whole assignment."""
    words = ("results", "--student", student, "--assignment", assignment)
    return [grade["points"] for grade in json_output(*words)["grades"]]


# ---------------------------------------------------------------- a key that is wrong


def test_the_report_names_the_exercise_with_the_wrong_key_and_no_sound_one(term):
    (report,) = json.loads(term.report)["assignments"]
    named = {
        item["exercise"] for item in report["items"] for one in report["findings"] if item["number"] == one["item"]
    }
    assert named == {PLANTED}
    assert (
        f"Questions that look faulty 3 How many numbers ({term.planted}) Hardly anybody is right" in term.said["report"]
    )
    assert "No question looks faulty." in output_of("report", "--assignment", "hw1"), "once it was corrected"


def test_a_dry_run_shows_whose_points_would_change_and_changes_nothing(term):
    assert "with a higher score" in term.said["dry run"] and "Nothing was stored." in term.said["dry run"]
    assert term.gradebook["after the dry run"] == term.gradebook["before"]


def test_the_corrected_key_raises_those_who_were_right_and_lowers_nobody(term):
    before, after = points(term.gradebook["before"]), points(term.gradebook["after"])
    assert all(after[id]["hw1"] >= before[id]["hw1"] for id in before)
    assert sum(after[id]["hw1"] > before[id]["hw1"] for id in before) > len(CLASS) / 3
    assert all(after[id][name] == before[id][name] for id in before for name in ("hw2", "hw3", "max_points"))


def test_whoever_had_what_the_wrong_key_says_keeps_the_point_and_is_named(term):
    assert f"Would be lower and keeps the old grade: {LUCKY}." in term.said["applied"]
    assert points(term.gradebook["after"])[LUCKY]["hw1"] == points(term.gradebook["before"])[LUCKY]["hw1"]


def test_points_that_a_person_set_survive_the_regrade(term):
    (grade,) = json_output("results", "--student", OVERRIDDEN, "--assignment", "hw1")["grades"][-1:]
    assert [mark["points"] for mark in grade["marks"] if mark["ask"].startswith(f"{term.planted}.")] == [0.5]


# ---------------------------------------------------------------- late, absent, namesakes, left out


def test_each_day_late_costs_a_tenth_of_what_was_earned(term):
    after = points(term.gradebook["after"])
    for student, days in LATE.items():
        share = 0 if student == EXTENDED else days / 10
        assert after[student]["hw1"] == pytest.approx(earned(student, "hw1")[-1] * (1 - share)), student
    shown = output_of("results", "--assignment", "hw1", "--roster", "roster.csv")
    assert shown.count("late: ") == len(LATE) - 1 and "3 days late: 30% of " in shown
    assert shown.count("by an extension: Ill.") == 1


def test_who_handed_nothing_in_has_nothing_of_all_that_was_asked(term):
    absent = points(term.gradebook["after"])[ABSENT]
    assert absent["hw1"] == absent["hw3"] == 0 and absent["max_points"] > 33 + 6


def test_a_function_that_is_left_out_costs_its_points(term):
    after = points(term.gradebook["after"])
    step_alone = [
        one.id for one in CLASS if "rnn_step" in program(one, SEED) and "rnn_forward" not in program(one, SEED)
    ]
    assert step_alone and {after[id]["hw2"] for id in step_alone} == {13}
    assert {grade["max_points"] for grade in json_output("results", "--assignment", "hw2")["grades"]} == {33}


def test_two_students_of_one_name_are_asked_about_and_then_kept_apart(term):
    first, second = (CLASS[place] for place in NAMESAKES)
    assert term.said["namesakes"].count(f"may be by {first.name} ({first.id}) or {second.name} ({second.id})") == 2
    assert "may be by" not in term.said["code"] and "58 unchanged since they were graded" in term.said["code"]
    after = points(term.gradebook["after"])
    assert len(after) == len(CLASS)
    for one in (first, second):
        for assignment in ASSIGNMENTS:
            assert after[one.id][assignment] == earned(one.id, assignment)[-1]
    assert earned(first.id, "hw2") != earned(second.id, "hw2")


# ---------------------------------------------------------------- marks by hand


def test_what_waits_is_marked_one_by_one_or_in_a_spreadsheet(term):
    assert term.said["read"] == "46 answers marked."
    assert "No answer waits" in output_of("marks", "--waiting", "--assignment", "hw3", "--csv", "none.csv")
    assert earned(BY_MARK, "hw3")[-1] == 1
    assert len({row["hw3"] for row in points(term.gradebook["after"]).values()}) > 5


def test_the_same_marks_again_change_nothing(term):
    history = json_output("history", "s001")
    assert "0 answers marked. 46 had these points before." in output_of("marks", "marks.csv")
    assert json_output("history", "s001") == history


# ---------------------------------------------------------------- the gradebook, the history, and elsewhere


def written(name: str, *words: str) -> bytes:
    output_of(*words, "--csv", name)
    return Path(name).read_bytes()


def test_the_gradebook_is_the_same_bytes_each_time_and_filled_into_itself(term):
    once = written("once.csv", "results", "--roster", "roster.csv")
    assert written("twice.csv", "results", "--roster", "roster.csv") == once
    assert written("itself.csv", "results", "--roster", "once.csv") == once


def test_a_gradebook_of_canvas_is_the_same_when_it_is_filled_again(term):
    heads = "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (7),hw2 (8)\nPoints Possible,,,,,6,33\n"
    lines = (f'"{one.name}",{n},{one.id},{one.id},A,,\n' for n, one in enumerate(CLASS, 1000))
    Path("canvas.csv").write_text(heads + "".join(lines), encoding="utf-8")
    once = written("filled.csv", "results", "--assignment", "hw2", "--roster", "canvas.csv")
    assert written("again.csv", "results", "--assignment", "hw2", "--roster", "filled.csv") == once
    assert once.count(b",33\r\n") > 20


def test_the_history_says_who_changed_what_when_why_and_from_what(term):
    entries = json_output("history", OVERRIDDEN, "--assignment", "hw1")["history"]
    assert [(one["by"], one["why"], one["what"]) for one in entries] == [
        ("", "", "graded"),
        ("eve", "Showed it to me.", "override"),
        ("eve", "It left b out.", "graded"),
    ]
    graded, override, regraded = entries
    assert override["before"]["points"] == 0 and override["after"]["points"] == 0.5
    assert regraded["before"]["points"] == graded["after"]["points"] + 0.5 and regraded["replaces"]
    assert sorted(one["when"] for one in entries) == [one["when"] for one in entries]


def test_a_course_that_is_carried_elsewhere_has_the_same_gradebook_and_history(term):
    output_of("export", "--course", "course.json")
    output_of("--db", "elsewhere.db", "import", "course.json")
    here = written("here.csv", "results", "--roster", "roster.csv")
    assert written("there.csv", "--db", "elsewhere.db", "results", "--roster", "roster.csv") == here
    assert json_output("--db", "elsewhere.db", "history", OVERRIDDEN) == json_output("history", OVERRIDDEN)
    assert quizgen("--db", "elsewhere.db", "import", "course.json").exit_code == 2, "a store that holds something"
