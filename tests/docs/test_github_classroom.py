"""The workflow of docs/github-classroom.md: its steps run, comment the cause and write the report that shows the line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml
from places import ROOT

DOC = ROOT / "docs" / "github-classroom.md"
WRONG = ("dW += d.T", "dW = d.T")


def test_the_workflow_grades_a_push_and_comments_the_cause(tmp_path):
    workflow = yaml.safe_load(re.findall(r"```yaml\n(.*?)```\n\n", DOC.read_text(encoding="utf-8"), re.DOTALL)[0])
    steps = {step.get("name", ""): step for step in workflow["jobs"]["grade"]["steps"]}
    assert steps["Install"]["run"] == "pip install --quiet quizgen"
    right = (ROOT / "tests/submissions/right/plain.py").read_text(encoding="utf-8")
    (tmp_path / "submission.py").write_text(right.replace(*WRONG), encoding="utf-8")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, line in (
        ("gh", f'printf "%s\\n" "$@" > {tmp_path}/gh'),
        ("quizgen", f'{sys.executable} -m quizgen "$@"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    more = {"GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    environment = {**os.environ, **more, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    for name in ("Grade", "Comment the cause"):
        script = ["bash", "-eo", "pipefail", "-c", steps[name]["run"]]
        subprocess.run(script, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert "repos/o/r/commits/abc/comments" in (tmp_path / "gh").read_text().splitlines()
    comment = (tmp_path / "comment.md").read_text(encoding="utf-8")
    assert "= instead of +=" in comment and "line 44: dW = d.T @ x[:, t]" in comment
    assert (tmp_path / "summary").read_text(encoding="utf-8") == comment
    report = json.loads(Path(tmp_path, steps["Show the line in the code"]["with"]["sarif_file"]).read_text())
    [result] = report["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 44
