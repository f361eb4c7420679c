"""quizgen grade on submissions: the right one, the wrong ones, and the ones that should never be run at all."""

from __future__ import annotations

from pathlib import Path

import places
import pytest
from cli_program import (
    empty_workspace,
    fill,
    graded,
    json_output,
    made,
    marks,
    output_of,
    process,
    quizgen,
    refused,
    ungraded,
)

RIGHT = places.RIGHT / "plain.py"
STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    {}\n"
RESULT = "np.tanh(x_t @ W.T + h_prev @ W_h.T + b)"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def step(body: str) -> dict:
    """The grade of an rnn_step with this body, always a whole grade and status 0."""
    Path("submission.py").write_text(STEP.format(body.replace("\n", "\n    ")), encoding="utf-8")
    [grade] = graded("submission.py")
    assert grade["kind"] == "code" and grade["max_points"] == 13
    assert all(mark["feedback"] for mark in grade["marks"] if mark["points"] < mark["max_points"])
    return grade


def test_a_right_submission_earns_everything():
    [grade] = graded(str(RIGHT))
    assert grade["points"] == grade["max_points"] == 87
    assert {mark["verdict"] for mark in grade["marks"]} == {"RIGHT"}
    shown = output_of("grade", str(RIGHT))
    assert "87 of 87 points" in shown and shown.count("everything right") == 7


def reasons(grade):
    """What the causes of a grade say, and where."""
    return " ".join(f"{cause['text']} {(cause['line'] or {}).get('place', '')}" for cause in grade["causes"])


def test_a_known_mistake_is_named_with_the_smallest_case():
    source = RIGHT.read_text(encoding="utf-8").replace("dW_h += d.T", "dW_h = d.T").replace("dW += d.T", "dW = d.T")
    Path("submission.py").write_text(source.replace("db += d", "db = d"), encoding="utf-8")
    [grade] = graded("submission.py")
    found = {name for mark in grade["marks"] for name in mark["misconceptions"]}
    assert found == {"bwd-overwrite"} and grade["points"] < grade["max_points"]
    [cause] = grade["causes"]
    assert cause["text"].startswith("Equals what you get") and "T=2" in cause["smallest_case"]
    lost = {mark["ask"].partition(".")[0] for mark in grade["marks"] if mark["points"] < mark["max_points"]}
    assert lost == {"rnn_backward"}, "an error is charged where it is made"
    shown = " ".join(output_of("grade", "submission.py").split())
    assert "Worth another look: Gradients overwritten at every step." in shown


@pytest.mark.parametrize(
    ("body", "misconception"),
    [
        ("return np.tanh(x_t @ W.T + b)", "fwd-no-recurrence"),
        ("return np.tanh(x_t @ W.T + h_prev @ W_h.T)", "fwd-no-bias"),
        ("return np.tanh(x_t @ W.T + h_prev @ W_h + b)", "fwd-wh-transposed"),
        ("return x_t @ W.T + h_prev @ W_h.T + b", "fwd-no-activation"),
    ],
)
def test_a_wrong_step_is_named(body, misconception):
    grade = step(body)
    assert misconception in {name for mark in grade["marks"] for name in mark["misconceptions"]}


@pytest.mark.parametrize(
    ("body", "verdict", "says"),
    [
        ("raise ValueError('[bold]no[/]')", "CRASHED", "ValueError: [bold]no[/]"),
        ("return 1 / 0", "CRASHED", "line 3"),
        ("import nosuch", "CRASHED", "there is no nosuch where code is graded"),
        ("import sys; sys.exit(0)", "CRASHED", "SystemExit"),
        ("import os; os._exit(0)", "CRASHED", ""),
        ("import os; os.kill(os.getpid(), 11)", "CRASHED", ""),
        ("while True: pass", "TIMED_OUT", ""),
        ("return np.ones(400_000_000)", "OUT_OF_MEMORY", ""),
        ("return step(x_t)", "CRASHED", "NameError"),
        ("return rnn_step(x_t, h_prev, W, W_h, b)", "CRASHED", "RecursionError"),
        ("import quizgen", "FORBIDDEN", "quizgen"),
        ("return None", "NOT_DONE", ""),
        ("pass", "NOT_DONE", ""),
        ("raise NotImplementedError", "NOT_DONE", "not done yet"),
        ("return np.zeros(3)", "WRONG", "shape"),
        ("return 'tanh'", "WRONG", ""),
        ("return [[1, 2], [3]]", "WRONG", ""),
        (f"return {RESULT} * np.nan", "WRONG", ""),
        (f"return {RESULT} * np.inf", "WRONG", ""),
        (f"return {RESULT} + 0.01", "WRONG", ""),
    ],
)
def test_whatever_a_submission_does_is_a_verdict(body, verdict, says):
    grade = step(body)
    lost = [mark for mark in grade["marks"] if mark["points"] < mark["max_points"]]
    assert lost and grade["points"] <= 5
    assert verdict in {mark["verdict"] for mark in lost}
    assert says in reasons(grade)
    assert "OUR_FAULT" not in {mark["verdict"] for mark in grade["marks"]}
    assert len(json_output("results")["grades"]) == 1, "it is kept like any other"


def test_what_a_submission_says_is_shown_as_it_is():
    step("raise ValueError('[bold]no[/] :smile:')")
    assert "[bold]no[/] :smile:" in " ".join(output_of("grade", "submission.py").split())


def test_printing_without_end_costs_nothing_and_is_not_shown():
    grade = step(f"print('out' * 1_000_000)\nreturn {RESULT}")
    assert grade["points"] == 13
    assert "outout" not in output_of("grade", "submission.py")


def test_changed_arguments_cost_their_check_alone():
    grade = step(f"h = {RESULT}\nx_t *= 0\nreturn h")
    assert {m["ask"] for m in grade["marks"] if m["points"] < m["max_points"]} == {"rnn_step.F3"}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def rnn_step(x_t:\n    return 1\n", "SyntaxError"),
        ("import nosuch\ndef rnn_step(x_t, h_prev, W, W_h, b): return nosuch.squashed(x_t)\n", "there is no nosuch"),
        (
            "f = 1 / 0\ndef rnn_step(x_t, h_prev, W, W_h, b): return f(x_t)\n",
            "line 1, which would define it, was not run",
        ),
        ("def rnn_step():\n    return 1\n", "TypeError"),
    ],
)
def test_a_file_that_cannot_be_loaded_or_called_is_a_grade_with_the_reason(source, says):
    Path("submission.py").write_text(source, encoding="utf-8")
    [grade] = graded("submission.py")
    assert grade["points"] == 0 and {m["verdict"] for m in grade["marks"]} == {"CRASHED"}
    assert says in reasons(grade)
    assert {name for cause in grade["causes"] for name in cause["explains"]} == {m["ask"] for m in grade["marks"]}


# ---------------------------------------------------------------- what is asked


def test_a_bare_file_is_graded_on_what_it_defines_and_an_exercise_on_all_it_asks():
    Path("mine.py").write_text(STEP.format(f"return {RESULT}"), encoding="utf-8")
    [bare], [asked] = graded("mine.py"), graded("mine.py", "--exercise", "code-forward")
    assert (bare["points"], bare["max_points"]) == (13, 13)
    assert asked["points"] < asked["max_points"]
    missing = [mark for mark in asked["marks"] if mark["ask"] == "rnn_forward"]
    assert missing and all(
        m["verdict"] == "BLANK" and "rnn_forward is not in the file" in m["feedback"] for m in missing
    )


def test_an_exercise_without_code_is_refused():
    Path("mine.py").write_text(STEP.format("pass"), encoding="utf-8")
    assert "forward-h1 asks for no code." in refused("grade", "mine.py", "--exercise", "forward-h1")
    assert "Did you mean 'code-step'?" in refused("grade", "mine.py", "--exercise", "code-stp")


def test_the_submission_of_a_quiz_counts_for_the_quiz_and_on_all_it_asks():
    folder, _ = made("--exercise", "code-step", "--exercise", "code-forward", "--seed", "1")
    fill(folder / "answers.toml", {}, student="Ada")
    (folder / "submission.py").write_text(STEP.format(f"return {RESULT}"), encoding="utf-8")
    sheet, code = graded(str(folder))
    assert (code["quiz"], code["student"], code["kind"]) == (sheet["quiz"], "Ada", "code")
    assert {mark["ask"].partition(".")[0] for mark in code["marks"]} == {"rnn_step", "rnn_forward"}
    assert len(json_output("results", "--student", "Ada")["grades"]) == 2
    (folder / "answers.toml").write_text("broken (", encoding="utf-8")
    assert "line 1" in ungraded(str(folder)) and json_output("results")["grades"][-1]["max_points"] == 13


def test_an_unchanged_starter_is_not_done():
    folder, _ = made("--exercise", "code-backward", "--seed", "1")
    [grade] = graded(str(folder / "submission.py"))
    assert grade["points"] == 0 and {mark["verdict"] for mark in grade["marks"]} == {"NOT_DONE"}
    assert marks(grade)["rnn_backward"]["feedback"].startswith("rnn_backward is not done yet")


def test_a_class_of_files_is_graded_whatever_one_of_them_does():
    Path("class").mkdir()
    bodies = {"ada": f"return {RESULT}", "ben": "import os; os.kill(os.getpid(), 9)", "cy": "import os; os._exit(1)"}
    for name, body in bodies.items():
        Path(f"class/{name}.py").write_text(STEP.format(body), encoding="utf-8")
    Path("class/eve.py").write_text("hello, world", encoding="utf-8")
    result = quizgen("grade", "class")
    assert result.exit_code == 1 and result.stderr.count("\n") == 1 and "class/eve.py: " in result.stderr
    assert sorted(g["source"] for g in json_output("results")["grades"]) == [f"class/{name}.py" for name in bodies]


def test_a_process_that_ends_leaves_nothing_behind(workspace):
    Path("submission.py").write_text(STEP.format("open('trace', 'w').write('x')"), encoding="utf-8")
    run = process("grade", "submission.py", cwd=workspace)
    assert run.returncode == 0 and "Traceback" not in run.stderr
    assert {path.name.partition("-")[0] for path in workspace.iterdir()} == {"submission.py", "quizgen.db"}


def test_code_to_repair_is_written_graded_as_its_mistake_and_repaired():
    folder, quiz = made("--exercise", "code-fix", "--seed", "1")
    [variant] = quiz["questions"]
    file = folder / "submission.py"
    given = file.read_text(encoding="utf-8")
    assert variant["problem"]["broken"] in given and variant["problem"]["broken"] != variant["problem"]["repaired"]
    unchanged = next(grade for grade in graded(str(folder)) if grade["kind"] == "code")
    assert unchanged["points"] < unchanged["max_points"] == 20
    named = {name for mark in unchanged["marks"] for name in mark["misconceptions"]}
    assert variant["problem"]["misconception"] in named
    file.write_text(given.replace(variant["problem"]["broken"], variant["problem"]["repaired"]), encoding="utf-8")
    repaired = next(grade for grade in graded(str(folder)) if grade["kind"] == "code")
    assert repaired["points"] == repaired["max_points"] == 20
    assert "Grade the folder of its quiz" in refused("grade", str(file), "--exercise", "code-fix")
    assert "leave --interface out" in refused("make", "--exercise", "code-fix", "--seed", "2", "--interface", "dlai")
