"""The right answers and worked solutions that a learner sees: of practice at once, of an assignment after its due date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, made, output_of, quizgen, quoted, refused, written
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.course.solutions import kept_back, last_due
from quizgen.model import Action, Assignment, Decision
from quizgen.store import Store

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
EXERCISES = ("--exercise", "forward-h2", "--exercise", "classify-task", "--seed", "4")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.fixture
def sheet():
    """A sheet with a wrong answer in its second question, and nothing in its first; its key."""
    folder, quiz = made(*EXERCISES)
    number = next(n for n, one in enumerate(quiz["questions"], 1) if one["exercise"] == "forward-h2")
    key = quiz["questions"][number - 1]
    right = [written(ask, key["key"][ask["name"]]) for ask in key["asks"]]
    fill(folder / "answers.toml", {f"q{number}": {"h_1": quoted(right[0]), "h_2": quoted("0.1 0.2")}}, "ada")
    return folder / "answers.toml", [one.replace("-", "−") for one in right]


def due(name: str, when: datetime) -> None:
    output_of("assignment", name, "--due", f"{when.astimezone():%Y-%m-%d %H:%M}")


# ---------------------------------------------------------------- grade --solutions


def test_grade_shows_the_right_answer_to_what_was_wrong_and_the_worked_solution(sheet):
    path, (h_1, h_2) = sheet
    shown = output_of("grade", str(path), "--solutions")
    answer, solution = shown.split("The right answer")[1].split("Solution")
    assert h_2 in answer and h_1 not in answer
    assert "tanh(W x₂ + W_h h₁ + b)" in solution
    assert "Not answered yet, and not solved here: 1." in solution


def test_grade_shows_no_solution_unless_it_is_asked_for(sheet):
    path, (_, h_2) = sheet
    assert h_2 not in output_of("grade", str(path))


def test_the_solutions_of_an_assignment_are_kept_back_until_it_is_due(sheet):
    path, (_, h_2) = sheet
    words = ("grade", str(path), "--assignment", "hw1", "--again")
    shown = output_of(*words, "--solutions")
    assert "hw1 has no due date, so its solutions are not shown. Set one:  quizgen assignment hw1 --due" in shown
    due("hw1", NOW + DAY)
    shown = output_of(*words, "--solutions")
    assert "so its solutions are not shown yet. They are once it is past." in shown and h_2 not in shown
    due("hw1", NOW - DAY)
    assert h_2 in output_of(*words, "--solutions")


def test_a_sheet_made_for_an_assignment_is_no_practice_wherever_it_is_graded(sheet, monkeypatch):
    from dataclasses import replace

    path, (_, h_2) = sheet
    whole = Store.quiz
    monkeypatch.setattr(Store, "quiz", lambda store, id, **more: replace(whole(store, id, **more), assignment="hw1"))
    assert h_2 not in output_of("grade", str(path), "--solutions")


def test_solutions_are_for_people_and_for_a_few_sheets(sheet):
    path, _ = sheet
    assert "Leave --json out." in refused("grade", str(path), "--solutions", "--json")
    others = [path.with_name(f"{name}.toml") for name in ("bob", "eve", "joe")]
    for other in others:
        other.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "up to 3 files, and here are 4" in refused("grade", *map(str, [path, *others]), "--solutions")


# ---------------------------------------------------------------- feedback --solutions


def page() -> str:
    [path] = Path("feedback").glob("*.html")
    return path.read_text(encoding="utf-8")


def test_the_page_folds_in_the_solution_of_practice(sheet):
    path, (_, h_2) = sheet
    output_of("grade", str(path))
    output_of("feedback")
    assert page().count('<details class="solution"><summary>Solution</summary>') == 2 and h_2 in page()
    output_of("feedback", "--solutions", "never")
    assert "<details" not in page() and h_2 not in page()


def test_the_page_of_an_assignment_has_solutions_after_its_due_date_only(sheet):
    path, (_, h_2) = sheet
    output_of("grade", str(path), "--assignment", "hw1")
    assert output_of("feedback").startswith("hw1 has no due date, so its solutions are not shown.")
    due("hw1", NOW + DAY)
    assert "so its solutions are not shown yet." in output_of("feedback") and "<details" not in page()
    due("hw1", NOW - DAY)
    assert "not shown" not in output_of("feedback") and h_2 in page()


def test_an_extension_of_one_student_keeps_the_solutions_from_all(sheet):
    path, (_, h_2) = sheet
    output_of("grade", str(path), "--assignment", "hw1")
    due("hw1", NOW - DAY)
    until = f"{(NOW + DAY).astimezone():%Y-%m-%d %H:%M}"
    extended = quizgen("override", "ada", "all", "--assignment", "hw1", "--until", until, "--because", "ill")
    assert extended.exit_code == 0, extended.output
    assert "not shown yet" in output_of("feedback") and h_2 not in page()


def test_a_page_has_no_solution_of_code_that_is_still_to_be_written():
    folder, _ = made("--exercise", "code-fix", "--seed", "1")
    fill(folder / "answers.toml", {"q1": {"mistake": quoted("A; A")}})
    output_of("grade", str(folder / "answers.toml"))
    output_of("feedback")
    assert "<details" not in page() and "np." not in page()


def test_a_quiz_of_another_store_has_a_page_without_solutions(sheet):
    path, _ = sheet
    output_of("grade", str(path))
    with Store.open("quizgen.db") as store, Store.open("other.db") as other:
        other.append(store.grades()[0].grade, NOW)
    output_of("--db", "other.db", "feedback")
    assert "<details" not in page()


# ---------------------------------------------------------------- until when


def extension(student: str, until: datetime, number: int, action: Action = Action.EXTENDED) -> Decision:
    return Decision("hw1", student, "", action, until=until if action is Action.EXTENDED else None, id=number)


@given(days=st.lists(st.integers(-3, 9), max_size=4), grace=st.integers(0, 48))
def test_the_last_moment_is_the_latest_that_anybody_has(days, grace):
    homework = Assignment("hw1", due=NOW, grace=timedelta(hours=grace))
    own = [extension(f"s{n}", NOW + day * DAY, n) for n, day in enumerate(days)]
    last = last_due("hw1", {"hw1": homework}, own)
    assert last == NOW + max([0, *days]) * DAY + homework.grace
    assert kept_back(["hw1"], {"hw1": homework}, own, last) == ""
    assert "not shown yet" in kept_back(["hw1"], {"hw1": homework}, own, last - timedelta(seconds=1))


def test_an_extension_that_was_withdrawn_delays_nothing():
    homework = {"hw1": Assignment("hw1", due=NOW)}
    own = [extension("ada", NOW + DAY, 1), extension("ada", NOW, 2, Action.WITHDRAWN)]
    assert last_due("hw1", homework, own) == NOW


def test_practice_is_never_kept_back_and_of_two_assignments_either_keeps_back():
    ended, open_still = Assignment("hw1", due=NOW - DAY), Assignment("hw2", due=NOW + DAY)
    known = {one.name: one for one in (ended, open_still)}
    assert kept_back([], known, [], NOW) == "" == kept_back(["hw1"], known, [], NOW)
    assert kept_back(["hw1", "hw2"], known, [], NOW).startswith("hw2 is due until")
