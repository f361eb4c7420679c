"""JUnit reports: Jenkins' schema holds, every verdict has an outcome, and a class goes out in one command."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from cli_program import empty_workspace, process
from gradebook_samples import ADA, CANVAS, STEP, grades, mark, read
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.model import Verdict

SCHEMA = {  # junit-10.xsd of Jenkins: element -> its attributes (! required), its children
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {
            "name!",
            "tests!",
            "failures!",
            "errors!",
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
        },
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name!", "value!"}, set()),
    "testcase": (
        {"name!", "time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}


def follows_the_schema(element):
    attributes, children = SCHEMA[element.tag]
    required = {name[:-1] for name in attributes if name.endswith("!")}
    assert required <= set(element.attrib) <= {name.rstrip("!") for name in attributes}
    assert {child.tag for child in element} <= children
    for child in element:
        follows_the_schema(child)


@settings(deadline=None)
@given(st.lists(grades, max_size=3))
def test_junit_is_read_back_whole_and_follows_the_schema(graded):
    whole = ElementTree.fromstring("".join(gradebook.junit(graded)))
    follows_the_schema(whole)
    assert len(whole) == len(graded)
    for suite, grade in zip(whole, graded, strict=True):
        cases = suite.findall("testcase")
        assert len(cases) == len(grade.marks) == int(suite.get("tests"))
        for name, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == sum(case.find(outcome) is not None for case in cases)
    for name in ("tests", "failures", "errors"):
        assert int(whole.get(name, 0)) == sum(int(suite.get(name)) for suite in whole)


def test_every_verdict_has_an_outcome_and_only_right_is_silent():
    everything = replace(ADA, marks=tuple(mark(f"f.{verdict}", verdict, 0) for verdict in Verdict))
    [suite] = ElementTree.fromstring("".join(gradebook.junit([everything])))
    outcomes = {case.get("name"): [child.tag for child in case] for case in suite.findall("testcase")}
    assert [name for name, found in outcomes.items() if not found] == ["RIGHT"]
    assert outcomes["TIMED_OUT"] == outcomes["CRASHED"] == ["error"] and outcomes["SLIP"] == outcomes["BLANK"] == [
        "failure"
    ]
    assert outcomes["OUR_FAULT"] == outcomes["NOT_RUN"] == outcomes["NEEDS_A_PERSON"] == ["skipped"]


def test_control_characters_do_not_break_the_xml():
    odd = replace(ADA, source="a\x00b\udcff", marks=(mark("f.F1", Verdict.CRASHED, 0, 1, "\x1b[31mno]]>\x00 <b>&"),))
    [suite] = ElementTree.fromstring("".join(gradebook.junit([odd])))
    assert suite.get("name") == "a\ufffdb\ufffd"
    assert suite.find("testcase/error").text == "\ufffd[31mno]]>\ufffd <b>&."


def test_a_class_goes_out_in_one_command(tmp_path, monkeypatch):
    workspace = empty_workspace(tmp_path, monkeypatch)
    for name, bias in (("Ada Lovelace", ""), ("bob", " + b")):
        (workspace / "class" / name).mkdir(parents=True)
        (workspace / "class" / name / "submission.py").write_text(STEP.format(bias))
    (workspace / "canvas.csv").write_text(CANVAS)
    run = process(
        "grade", "class", "--roster", "canvas.csv", "--csv", "Homework 3.csv", "--junit", "j.xml", cwd=workspace
    )
    assert run.returncode == 0 and not run.stderr, run.stderr
    filled = read((workspace / "Homework 3.csv").read_bytes().decode())
    assert [row[5] for row in filled] == ["Homework 3 (77)", "5", "3.46", "5"], "9 and 13 of 13, out of 5"
    whole = ElementTree.parse(workspace / "j.xml").getroot()
    follows_the_schema(whole)
    assert [(suite.get("tests"), suite.get("failures")) for suite in whole] == [("7", "2"), ("7", "0")]
