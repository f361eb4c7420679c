"""A transcript is a promise: what the README shows is what the program prints.

QUIZGEN_UPDATE=1 pytest tests/docs/test_readme.py writes what it prints now into the README.
"""

import os
import re
import shlex
from pathlib import Path

from click.testing import CliRunner
from places import ROOT

from quizgen.cli import main

README = ROOT / "README.md"
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.S)


def played(text: str) -> str:
    """The README with the output that its commands print now, its files written on the way."""

    def play(block: re.Match[str]) -> str:
        body = block["body"]
        if block["file"]:
            Path(block["file"]).parent.mkdir(parents=True, exist_ok=True)
            Path(block["file"]).write_text(body, encoding="utf-8")
        if block["kind"] != "console":
            return block[0]
        said = []
        for command in re.findall(r"^\$ quizgen (.*)$", body, re.M):
            result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
            assert result.exit_code == 0, result.output
            said.append(f"$ quizgen {command}\n{result.output.rstrip()}\n")
        return f"```console\n{''.join(said)}```\n"

    return BLOCK.sub(play, text)


def test_the_readme_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUIZGEN_DB", raising=False)
    monkeypatch.delenv("QUIZGEN_BANK", raising=False)
    text = README.read_text(encoding="utf-8")
    now = played(text)
    assert now.count("$ quizgen") == 3
    if os.environ.get("QUIZGEN_UPDATE"):
        README.write_text(now, encoding="utf-8")
    assert now == text or os.environ.get("QUIZGEN_UPDATE")


def test_the_two_commands_stand_each_on_a_line_of_its_own():
    lines = README.read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "quizgen make --topic forward-pass" in commands[0] and "pytest" in commands[1]
