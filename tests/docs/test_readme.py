"""What the README shows is what the program prints.

QUIZGEN_UPDATE=1 pytest tests/docs/test_readme.py writes what it prints now into the README.
"""

import html
import os
import re
import shlex

import numpy as np
from click.testing import CliRunner
from places import ROOT
from transcript import played

from quizgen.cli import main

README = ROOT / "README.md"
LONGEST = 150  # lines


def test_the_readme_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUIZGEN_DB", raising=False)
    monkeypatch.delenv("QUIZGEN_BANK", raising=False)
    text = README.read_text(encoding="utf-8")
    now = played(text)
    assert now.count("$ quizgen") == 1
    if os.environ.get("QUIZGEN_UPDATE"):
        README.write_text(now, encoding="utf-8")
    assert now == text or os.environ.get("QUIZGEN_UPDATE")


def test_each_of_the_two_commands_is_on_a_line_of_its_own():
    lines = README.read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "quizgen make --topic forward-pass" in commands[0] and "pytest" in commands[1]


def test_the_second_command_grades_the_quiz_that_the_first_one_makes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUIZGEN_DB", raising=False)
    monkeypatch.delenv("QUIZGEN_BANK", raising=False)
    text = README.read_text(encoding="utf-8")
    commands = [re.search(rf"\.venv/bin/quizgen ({name} .*)$", text, re.M)[1] for name in ("make", "grade")]
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
        assert result.exit_code == 0, result.output


def test_the_readme_is_short():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_class_of_the_one_idea_is_the_one_in_the_source():
    (shown,) = re.findall(r"```python\n(class .*?)```", README.read_text(encoding="utf-8"), re.S)
    assert shown in (ROOT / "reference_rnn" / "misconceptions" / "cell.py").read_text(encoding="utf-8")


def test_the_picture_shows_that_class_at_work():
    (sentence,) = re.findall(r'"""(.*?)"""', README.read_text(encoding="utf-8"))
    picture = (ROOT / "docs" / "pictures" / "terminal.svg").read_text(encoding="utf-8")
    words = html.unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", picture))).split()
    assert sentence in " ".join(words)


def test_the_reference_is_used_as_shown():
    (shown,) = re.findall(r"```python\n(from reference_rnn .*?)```", README.read_text(encoding="utf-8"), re.S)
    B, T, D, H = 2, 3, 4, 5
    shapes = {"W": (H, D), "W_h": (H, H), "b": (H,), "W_y": (1, H), "b_y": (1,), "x": (B, T, D), "h_0": (B, H)}
    random = np.random.default_rng(1)
    names = {name: random.normal(size=shape) for name, shape in shapes.items()} | {"y": np.ones((B, 1))}
    exec(shown, names)
    for field in re.findall(r"\.(\w+)", re.findall(r"# trace(.*?);", shown)[0]):
        assert getattr(names["trace"], field).shape[0] == B
    for name in re.findall(r"\.(\w+)", re.findall(r"# grads(.*)", shown)[0]):
        assert getattr(names["grads"], name).shape == shapes[name]
    assert not np.allclose(names["wrong"].h, names["trace"].h)
