"""quizgen take: asked, judged and written down answer by answer, so that nothing that was answered can be lost."""

from __future__ import annotations

import re
import signal
import time
import tomllib
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, json_output, made, output_of, quizgen, quoted, refused, verdicts, written
from terminal_session import TerminalSession

TAKE = ("take", "--exercise", "forward-h2", "--seed", "5")
FOLDER = Path("forward-h2-5")
PROMPT = "decimals):"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.fixture
def key():
    """The right answers of the first question, as they are typed."""
    question = first_question()
    return [written(ask, question["key"][ask["name"]]) for ask in question["asks"]]


def first_question():
    """The first question that TAKE asks, with its key, from another store."""
    quiz = json_output("--db", "other.db", "make", *TAKE[1:], "--out", "elsewhere", "--with-key")
    return quiz["questions"][0]


def kept(name: str = "answers.toml") -> dict[str, dict[str, str]]:
    """The questions of the sheet that was written."""
    sheet = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {q: table for q, table in sheet.items() if isinstance(table, dict)}


# ---------------------------------------------------------------- a session


def test_feedback_after_each_question_and_a_summary_at_the_end(key):
    shown = output_of(*TAKE, "--count", "2", typed=f"{key[0]}\n{key[1]}\n0.1 0.2\n\n")
    first, second, end = (shown.index(words) for words in ("\n  1  Two steps", "\n  2  Two steps", "question  "))
    assert shown.index("2  Two steps of a vanilla RNN   2 points") > first, "the next question comes after the feedback"
    assert shown[first:second].count("1 of 1") == 2 and "2 of 2 points" in shown[:second]
    assert "Not answered." in shown[second:end] and "0 of 1" in shown[second:end]
    assert re.search(r"1  Two steps of a vanilla RNN +2 of 2\n +2  Two steps of a vanilla RNN +0 of 2", shown[end:])
    assert "2 of 4 points" in shown[second:end]
    assert f"Your answers are in {FOLDER / 'answers.toml'}." in shown


def test_answers_are_in_the_sheet_and_the_grade_in_the_store(key):
    output_of(*TAKE, "--count", "1", typed=f"{key[0]}\n\n")
    assert kept() == {"q1": {"h_1": key[0], "h_2": ""}}
    [grade] = json_output("results")["grades"]
    assert grade["quiz"] == "forward-h2-5" and verdicts(grade) == {"q1.h_1": "RIGHT", "q1.h_2": "BLANK"}
    assert output_of("grade", str(FOLDER)).count("1 of 1") == 1, "the sheet can be graded like any other"


def test_a_known_slip_is_explained_at_once():
    question = first_question()
    slip = next(slip for slip in question["slips"] if slip["misconception"] == "fwd-no-bias")
    answers = "\n".join(written(ask, slip["answers"][ask["name"]]) for ask in question["asks"])
    shown = output_of(*TAKE, "--count", "1", typed=f"{answers}\n")
    assert "if b is left out" in " ".join(shown.split())
    assert "Bias b left out" in shown.split("Worth another look")[1]


@pytest.mark.parametrize("nonsense", ["banana", "1", "1 2 3", "nan, nan", "inf 0", "((", "0x10 2"])
def test_what_cannot_be_read_is_asked_again(nonsense, key):
    shown = output_of(*TAKE, "--count", "1", typed=f"{nonsense}\n{key[0]}\n{key[1]}\n")
    assert shown.count("h₁  (2 numbers, 4 decimals):") == 2
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]}


def test_a_quiz_of_blank_answers_is_graded_too():
    shown = output_of(*TAKE, "--count", "1", typed="\n\n")
    assert "0 of 2" in shown and len(json_output("results")["grades"]) == 1


def test_code_is_not_asked_for_in_the_terminal():
    assert "complete submission.py" in refused("take", "--exercise", "code-step")
    assert "code-" not in output_of(
        "take", "--topic", "implementation", "--topic", "rnn-types", "--count", "1", typed="\n"
    )


def test_earlier_answers_are_left_alone(key):
    assert made(*TAKE[1:])[0] == FOLDER
    fill(FOLDER / "answers.toml", {"q1": {"h_1": quoted("from paper")}})
    for name in ("answers-2.toml", "answers-3.toml"):
        assert name in output_of(*TAKE, "--count", "1", typed=f"{key[0]}\n\n")
        assert kept(name)["q1"]["h_1"] == key[0]
    assert kept()["q1"]["h_1"] == "from paper"


# ---------------------------------------------------------------- interrupted


@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_the_end_of_the_input_loses_nothing_answered(answered, key):
    answers = [key[0], key[1], "0.1, 0.2"][:answered]
    result = quizgen(*TAKE, "--count", "2", typed="".join(f"{answer}\n" for answer in answers))
    assert result.exit_code == 0 and "Stopped." in result.stdout
    typed = [answer for table in kept().values() for answer in table.values() if answer]
    assert typed == answers
    grades = json_output("results")["grades"]
    assert [grade["points"] for grade in grades] == ([] if not answered else [min(answered, 2)])


@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_ctrl_c_at_any_prompt_loses_nothing_answered(answered, key):
    answers = [key[0], key[1], "0.1, 0.2"][:answered]
    session = TerminalSession(*TAKE, "--count", "2")
    for number, answer in enumerate(answers, 1):
        session.until(PROMPT, number)
        session.type(f"{answer}\n")
    session.until(PROMPT, answered + 1)
    time.sleep(0.2)  # nobody types faster than that
    session.type("half an ans\x03")  # what the key Ctrl-C sends: the terminal makes SIGINT of it
    assert session.end() == 0, session.seen
    assert "Stopped." in session.seen and "Traceback" not in session.seen
    assert [answer for table in kept().values() for answer in table.values() if answer] == answers
    assert [grade["points"] for grade in json_output("results")["grades"]] == (
        [] if not answered else [min(answered, 2)]
    )


def test_a_killed_quiz_keeps_its_sheet(key):
    session = TerminalSession(*TAKE, "--count", "2")
    session.until(PROMPT)
    session.type(f"{key[0]}\n")
    session.until(PROMPT, 2)
    session.process.send_signal(signal.SIGKILL)
    session.end()
    assert kept()["q1"] == {"h_1": key[0], "h_2": ""}


def test_an_interruption_between_two_prompts_is_no_different(key, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quizgen.documents.grade_terminal.sheet", interrupted)
    result = quizgen(*TAKE, "--count", "2", typed=f"{key[0]}\n{key[1]}\n")
    assert result.exit_code == 0 and "Stopped." in result.stdout
    assert [grade["points"] for grade in json_output("results")["grades"]] == [2]


def test_a_sheet_that_cannot_be_written_any_more_still_counts(key, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = quizgen(*TAKE, "--count", "1", typed=f"{key[0]}\n{key[1]}\n")
    assert result.exit_code == 2
    assert "No space left on device. Make room" in result.stderr and "Traceback" not in result.stderr
    assert [grade["points"] for grade in json_output("results")["grades"]] == [1]
