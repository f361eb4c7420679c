"""Gradescope's results.json: what Gradescope specifies, worded for a learner, and no key point in it."""

from __future__ import annotations

import json

from cli_program import empty_workspace, process
from gradebook_samples import ADA, SHEET, STEP, grades
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.documents.remarks import WORDS
from quizgen.model import Verdict

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
    assert shown["1.2"] == (
        "rnn_step: h_t = tanh(b), where W, W_h and h_prev are zero",
        "failed",
        "Equals what you get if b is left out.",
    )
    assert shown["2.2"][1] == "failed" and shown["2.2"][2].startswith(WORDS[Verdict.NOT_RUN])
    assert shown["3.1"][0].startswith("predict: Every ŷ in (0, 1)") and shown["3.1"][1] == "passed"
    assert data["output"] == "4 of 10 points, cs231n interface\nline 3 was skipped."


def test_only_a_public_run_is_seen_before_grades_are_published():
    for public, seen in ((True, "visible"), (False, "after_published")):
        data = json.loads(gradebook.gradescope(ADA, public=public))
        assert {data["visibility"], *(one["visibility"] for one in data["tests"])} == {seen}
        assert data["stdout_visibility"] == "hidden"


def test_a_test_of_a_sheet_has_the_label_that_the_question_showed_and_shows_no_key_point():
    data = json.loads(gradebook.gradescope(SHEET))
    assert [one["name"] for one in data["tests"]] == ["1 h₁ from h₀ = 0", "1 h₂", "2 why"]
    assert data["output"] == "1 of 3 so far, 3 points wait" and data["score"] == 1
    assert data["tests"][2]["output"] == "Waits for a person." and "secret" not in json.dumps(data)


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
