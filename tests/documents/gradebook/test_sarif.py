"""SARIF 2.1.0: the parts that code views need, at the line to blame, for files and for cells of notebooks."""

import json

from cli_program import empty_workspace, process
from gradebook_samples import ADA, SHEET, STEP, grades
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.model import BlamedLine, Cause, Grade, Mark, Verdict

MARK = Mark("rnn_step.F5", Verdict.SLIP, 0, 1, "h_t = tanh(b)", ("fwd-no-bias",))


def result(line: BlamedLine | None, source: str = "hw 1/ada.py") -> dict:
    cause = Cause("rnn_step", "Equals this.", ("rnn_step.F5",), line, "Smallest case.", ("fwd-no-bias",))
    text = "".join(gradebook.sarif([Grade(source, "code", "", "", (MARK,), {}, "chapter", causes=(cause,))]))
    [found] = json.loads(text)["runs"][0]["results"]
    return found


@settings(deadline=None)
@given(st.lists(grades, max_size=3))
def test_the_required_fields_are_there_and_the_rules_are_those_of_the_results(several: list[Grade]) -> None:
    data = json.loads("".join(gradebook.sarif(several)).encode("ascii"))
    assert data["version"] == "2.1.0" and data["$schema"].endswith("sarif-2.1.0.json")
    [run] = data["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert driver["name"] == "quizgen" and len(ids) == len(set(ids))
    for one in run["results"]:
        assert ids[one["ruleIndex"]] == one["ruleId"] and one["message"]["text"]
        assert one["level"] in ("note", "warning", "error")
        [place] = one["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].isascii()
        assert " " not in place["physicalLocation"]["artifactLocation"]["uri"]


def test_a_line_of_a_file_is_a_region_with_its_snippet() -> None:
    found = result(BlamedLine(22, "line 22", "d = dh[:, t]", "from here on W_h is missing"))
    assert found["ruleId"] == "fwd-no-bias" and found["level"] == "error"
    assert found["message"]["text"] == "rnn_step: Equals this. From here on W_h is missing. Smallest case."
    place = found["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "hw%201/ada.py"},
        "region": {"startLine": 22, "snippet": {"text": "d = dh[:, t]"}},
    }
    assert place["logicalLocations"] == [{"name": "rnn_step", "kind": "function"}]


def test_a_line_of_a_notebook_is_one_of_a_cell() -> None:
    place = result(BlamedLine(40, "cell 12, line 3", "d = 1"), "ada.ipynb")["locations"][0]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "ada.ipynb"}}, "its lines are lines of JSON"
    assert place["logicalLocations"][0] == {"name": "cell 12", "kind": "module"}


def test_a_line_of_another_file_of_the_student_is_in_that_file() -> None:
    place = result(BlamedLine(3, "layers.py, line 3", "d = 1"))["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "hw%201/layers.py" and place["region"]["startLine"] == 3


def test_without_a_line_the_file_is_the_place_and_a_sheet_has_no_part() -> None:
    assert result(None)["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "hw%201/ada.py"}}
    assert json.loads("".join(gradebook.sarif([SHEET])))["runs"][0]["results"] == []
    assert {one["ruleId"] for one in json.loads("".join(gradebook.sarif([ADA])))["runs"][0]["results"]} >= {
        "fwd-no-bias"
    }


def test_a_result_is_written_before_the_next_grade_is_taken() -> None:
    taken = []
    pieces = gradebook.sarif(taken.append(i) or ADA for i in range(3))
    next(piece for piece in pieces if "ruleIndex" in piece)
    assert taken == [0]


def test_several_files_go_out_in_one_run(tmp_path, monkeypatch) -> None:
    workspace = empty_workspace(tmp_path, monkeypatch)
    (workspace / "a.py").write_text(STEP.format(""))
    (workspace / "b.py").write_text(STEP.format(" + nothing"))
    run = process("grade", "a.py", "b.py", "--sarif", "out.sarif", cwd=workspace)
    assert run.returncode == 0, run.stderr
    [found] = json.loads((workspace / "out.sarif").read_text())["runs"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found["results"]}
    assert places == {"a.py", "b.py"}
    [crash] = [one for one in found["results"] if one["ruleId"] == "quizgen/rnn_step"]
    assert crash["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
