"""quizgen exam check: what is asked and how long it takes, what cannot be met, and how even the papers are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, quizgen, refused

PLAN = """
name = "midterm"
title = "Midterm [bold]"
duration = 60
[[section]]
title = "Forward pass"
exercises = ["forward-h2", "forward-scalar", "statement-judge"]
"""
ROSTER = "id,name\ns1,Ada [bold]\ns2,Jürgen [/x]\ns3,Grace\n"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.delenv("QUIZGEN_SECRET", raising=False)
    Path(tmp_path / "exam.toml").write_text(PLAN, encoding="utf-8")
    Path(tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return empty_workspace(tmp_path, monkeypatch)


def with_plan(text: str) -> None:
    Path("exam.toml").write_text(text, encoding="utf-8")


def test_a_plan_that_can_be_met(workspace):
    before = sorted(workspace.iterdir())
    shown = output_of("exam", "check", "exam.toml")
    assert "Midterm [bold]" in shown and "All that the plan asks for can be met." in shown
    assert re.search(r"\d  [ \w]{14}Two steps of a vanilla RNN +forward-h2 +\d", shown)
    assert re.search(r"3 questions, \d+ points, about \d+ minutes of work. The exam lasts 60 minutes, ", shown)
    assert "of 30 stand-in students." in shown and "The secret is made up for this check" in shown
    assert "Farthest apart as first drawn: question" in shown and "Farthest apart on the papers: question" in shown
    assert max(map(len, shown.splitlines())) <= 100
    assert sorted(workspace.iterdir()) == before, "nothing is written"


def test_the_same_check_says_the_same():
    assert output_of("exam", "check", "exam.toml") == output_of("exam", "check", "exam.toml")


def test_with_the_roster_and_the_secret_it_compares_the_real_papers(workspace):
    output_of("exam", "secret")
    shown = output_of("exam", "check", "exam.toml", "--roster", "roster.csv")
    said = " ".join(shown.split())
    assert "of 3 students." in said and "made up" not in said
    assert re.search(r"(Ada \[bold\]|Jürgen \[/x\]|Grace) with [\d.]+ steps", said)
    key = Path("exam.secret").read_text(encoding="ascii").strip()
    assert key not in shown
    assert sorted(path.name for path in workspace.iterdir()) == ["exam.secret", "exam.toml", "roster.csv"]


def test_one_student_is_compared_with_nobody():
    Path("roster.csv").write_text("id,name\ns1,Ada\n", encoding="utf-8")
    shown = output_of("exam", "check", "exam.toml", "--roster", "roster.csv")
    assert "of 1 student." in " ".join(shown.split()) and "Farthest" not in shown


def test_what_cannot_be_met_is_said_with_status_1():
    with_plan(PLAN + "[accommodations.s9]\nlarge_print = true\n")
    result = quizgen("exam", "check", "exam.toml", "--roster", "roster.csv")
    assert result.exit_code == 1 and not result.stderr
    said = " ".join(result.stdout.split())
    assert (
        "This cannot be met: - The plan has an accommodation for 's9', who is not on the roster." in said
        and "can be met." not in said
    )


def test_too_many_questions_for_the_time_are_said_beside_the_table():
    with_plan(PLAN.replace("duration = 60", "duration = 5"))
    result = quizgen("exam", "check", "exam.toml")
    said = " ".join(result.stdout.split())
    assert result.exit_code == 1 and "The exam lasts 5 minutes, " in said and "forward-h2" in said
    assert re.search(r"- The questions take about \d+ minutes, and the exam 5: ", said)


def test_accommodations_cannot_be_looked_up_without_a_roster():
    with_plan(PLAN + "[accommodations.s9]\nlarge_print = true\n")
    assert "s9" not in output_of("exam", "check", "exam.toml")


def test_too_many_questions_are_said_with_status_1_and_no_table_of_them():
    with_plan('name = "m"\ntitle = "M"\n[[section]]\ntopics = ["weight-update"]\nkinds = ["order"]\nquestions = 4\n')
    result = quizgen("exam", "check", "exam.toml")
    assert result.exit_code == 1 and "This cannot be met:" in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere.toml",), "There is no plan nowhere.toml"),
        (("exam.toml", "--roster", "nowhere.csv"), "The roster nowhere.csv cannot be read"),
    ],
)
def test_mistakes_are_one_sentence_with_status_2(words, sentence):
    assert sentence in refused("exam", "check", *words)


def test_a_secret_that_is_named_has_to_be_there():
    result = quizgen("exam", "check", "exam.toml", "--secret", "nowhere.secret")
    assert result.exit_code == 2 and "nowhere.secret" in result.stderr and not result.stdout


def test_a_plan_without_numbers_has_nothing_to_compare():
    with_plan('name = "m"\ntitle = "M"\n[[section]]\nexercises = ["statement-judge"]\n')
    shown = output_of("exam", "check", "exam.toml")
    assert "1 question, " in shown and "The plan states no duration." in shown and "How even" not in shown
