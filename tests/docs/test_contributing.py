"""CONTRIBUTING.md works as written: a newcomer's walk through it, in a scratch copy."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in TEXT.split("\n## ")[1:]}
BLOCK = re.compile(r"<!-- (file|append|entry): (\S+) -->\n```\w+\n(.*?)```\n", re.S)
ADDED = ["an exercise", "a kind of question", "a medium", "a misconception"]


def steps(section):
    """The numbered lines of a section."""
    return re.findall(r"^\d\. (.*)$", BLOCK.sub("", SECTIONS[section]), re.MULTILINE)


@pytest.fixture
def run(tmp_path):
    """A scratch copy of the project, and what runs a command in it, with the copy's own modules."""
    left_out = shutil.ignore_patterns("__pycache__", ".*", "submissions", "sandbox", "classroom")
    for folder in ("question_bank", "templates", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=left_out)
    for folder in ("quizgen", "reference_rnn"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def command(*words):
        settings = {**os.environ, "PYTHONPATH": str(tmp_path)}
        settings.pop("QUIZGEN_BANK", None)
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=300
        )
        return done.returncode, done.stdout + done.stderr

    return command


def follow(section, run, folder, less=()):
    """Do what a section shows: its files first, then its commands in order; what they print.

    `less`: arguments of a command -> fewer tests to run in their place, where all take minutes.
    """
    for verb, name, body in BLOCK.findall(SECTIONS[section]):
        path = Path(folder, name)
        if verb == "file":
            assert not path.exists()
            path.write_text(body, encoding="utf-8")
        elif verb == "append":
            path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{body}", encoding="utf-8")
        else:
            path.write_text(
                json.dumps([*json.loads(path.read_text(encoding="utf-8")), json.loads(body)]), encoding="utf-8"
            )
    output = ""
    for line in steps(section):
        for found in re.findall(r"`((?:quizgen|pytest) [^`]+)`", line):
            program, _, arguments = found.partition(" ")
            status, shown = run(program, *shlex.split(dict(less).get(arguments, arguments)))
            assert status == 0, (found, shown)
            assert program == "quizgen" or re.search(r"[1-9]\d* passed", shown), shown
            output += shown
    return output


@pytest.mark.parametrize("what", ADDED)
def test_each_is_five_lines(what):
    assert len(steps(f"Add {what}")) == 5


@pytest.mark.parametrize("section", SECTIONS)
def test_every_file_named_is_there_or_is_to_be_written(section):
    new = {name for verb, name, _ in BLOCK.findall(SECTIONS[section]) if verb == "file"}
    new |= {"question_bank/forward-pass/my_steps.py", "quizgen/media/NAME.py"}
    for name in re.findall(r"`((?:quizgen|tests|reference_rnn|question_bank|docs|\.ci)/[\w./-]*)`", SECTIONS[section]):
        assert name in new or (ROOT / name).exists(), name


def test_names_in_code_are_there():
    for path, name in {
        "tests/reference_rnn/test_misconceptions.py": "COUNTS",
        "quizgen/laws/wording.py": "it_renders_in_every_medium",
        "quizgen/ask.py": "by_value",
    }.items():
        assert f"`{name}`" in TEXT and name in (ROOT / path).read_text(encoding="utf-8")


def test_every_dependency_has_its_reason():
    declared = re.findall(
        r'^  "([a-z0-9-]+)[>=<~]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    reasons = SECTIONS["Dependencies, and why"]
    assert len(declared) >= 10
    assert [name for name in declared if name not in reasons] == []


@pytest.mark.slow
def test_an_exercise_is_added_as_described(run, tmp_path):
    before = set(tmp_path.rglob("*.py"))
    output = follow("Add an exercise", run, tmp_path)
    assert "is a working exercise" in output and "no breaches" in output
    assert set(tmp_path.rglob("*.py")) - before == {tmp_path / "question_bank/forward-pass/my_steps.py"}


@pytest.mark.slow
def test_a_kind_is_added_as_described(run, tmp_path):
    less = {"tests/asks tests/media -k word": "tests/asks tests/media -k 'word and not words'"}  # words are free text's
    follow("Add a kind of question", run, tmp_path, less)
    status, shown = run("quizgen", "make", "--exercise", "name-of-it", "--seed", "3")
    assert status == 0 and "What is, in one word" in shown
    (sheet,) = tmp_path.glob("name-of-it-*/answers.toml")
    assert "# term: one word\n" in sheet.read_text(encoding="utf-8")
    status, shown = run("quizgen", "bank", "list")
    assert re.search(r"name-of-it .* word ", shown)


@pytest.mark.slow
def test_a_misconception_is_added_as_described(run, tmp_path):
    test = tmp_path / "tests" / "reference_rnn" / "test_misconceptions.py"
    text = test.read_text(encoding="utf-8")
    (count,) = re.findall(r"^    RNN: (\d+),", text, re.MULTILINE)
    test.write_text(text.replace(f"    RNN: {count},", f"    RNN: {int(count) + 1},"), encoding="utf-8")
    less = {
        "tests/reference_rnn": "tests/reference_rnn/test_misconceptions.py",
        "tests/laws": "tests/laws -k forward-h2",
    }
    follow("Add a misconception", run, tmp_path, less)
    status, shown = run("quizgen", "bank", "show", "forward-h2", "--json")
    assert status == 0 and "fwd-bias-subtracted" in [slip["misconception"] for slip in json.loads(shown)["slips"]]
