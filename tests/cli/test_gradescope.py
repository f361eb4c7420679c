"""The autograder's zip: its members, the options that it grades with, and a wheel that pip accepts."""

from __future__ import annotations

import hashlib
import io
import subprocess
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from cli_program import output_of, refused

from quizgen.documents.own_wheel import own_wheel


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def members(path="autograder.zip"):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: (info, archive.read(info)) for info in archive.infolist()}


def test_the_zip_has_two_scripts_that_can_be_run_and_the_wheel():
    assert "upload it in Gradescope" in output_of("gradescope", "build")
    found = members()
    scripts = {"setup.sh", "run_autograder"}
    [wheel] = found.keys() - scripts
    assert wheel.startswith("quizgen-") and wheel.endswith("-py3-none-any.whl")
    for name in scripts:
        info, text = found[name]
        assert info.external_attr >> 16 & 0o111 == 0o111 and text.startswith(b"#!/usr/bin/env bash\n")
        subprocess.run(["bash", "-n"], input=text, check=True)


def test_every_submission_is_graded_with_the_options_of_the_build():
    more = ("--exercise", "code-backward", "--interface", "cs231n", "--public", "--out", "a b.zip")
    said = output_of("gradescope", "build", *more)
    _, run = members("a b.zip")["run_autograder"]
    options = "--exercise code-backward --interface cs231n --public"
    assert options in run.decode() and options in said


def test_the_same_quizgen_gives_the_same_zip():
    output_of("gradescope", "build")
    first = Path("autograder.zip").read_bytes()
    output_of("gradescope", "build")
    assert Path("autograder.zip").read_bytes() == first


def test_mistakes_are_told_before_anything_is_written():
    assert "code-backward" in refused("gradescope", "build", "--exercise", "code-backwards")
    assert "cs231n" in refused("gradescope", "build", "--interface", "cs321n")
    assert "ends in .zip" in refused("gradescope", "build", "--out", "homework.py")
    assert "Cannot write none/a.zip" in refused("gradescope", "build", "--out", "none/a.zip")
    assert list(Path().iterdir()) == []


def test_the_wheel_holds_what_its_record_says():
    _, data = own_wheel()
    assert data == own_wheel()[1]
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        names = wheel.namelist()
        [record] = [one for one in names if one.endswith(".dist-info/RECORD")]
        rows = [line.split(",") for line in wheel.read(record).decode().splitlines()]
        assert [row[0] for row in rows] == names
        for path, digest, size in rows:
            if path != record:
                text = wheel.read(path)
                own = urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
                assert (digest, size) == (f"sha256={own}", str(len(text)))
    tops = {one.partition("/")[0] for one in names}
    assert tops == {"quizgen", "reference_rnn", record.partition("/")[0]}
    assert {"quizgen/cli/grade.py", "quizgen/templates/feedback.html.j2", "quizgen/py.typed"} <= {*names}
    assert any(one.startswith("quizgen/question_bank/") for one in names) and not any("__pycache__" in n for n in names)
