"""The program as its users run it: in this process for speed, or as a process of its own."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quizgen.cli import main


def empty_workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Changes to an empty folder, without a store or a bank from the environment; returns the folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("QUIZGEN_DB", raising=False)
    monkeypatch.delenv("QUIZGEN_BANK", raising=False)
    return folder


def quizgen(*words: str, typed: str = "") -> Result:
    """Runs the command with these words, and `typed` on its standard input. Faults of quizgen's own are raised."""
    return CliRunner().invoke(main, words, input=typed, catch_exceptions=False)


def process(*words: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "quizgen", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, **more)


def output_of(*words: str, typed: str = "") -> str:
    """What a command prints that must succeed without a word on the error stream, be the machine never so slow."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("quizgen.cli.progress.BETWEEN_LINES", math.inf)  # of what says how far it is
        result = quizgen(*words, typed=typed)
    assert result.exit_code == 0 and not result.stderr, result.output
    return result.stdout


def json_output(*words: str) -> Any:
    """What a command prints as JSON."""
    return json.loads(output_of(*words, "--json"))


def refused(*words: str) -> str:
    """The sentence that refuses a command: on the error stream alone, with a next step and status 2."""
    result = quizgen(*words)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    *usage, sentence = result.stderr.splitlines()
    assert not usage or usage[0].startswith("Usage:"), result.stderr
    assert (
        sentence.startswith(("quizgen: ", "Error: "))
        and sentence.endswith((".", "?", "id,name"))
        and "Traceback" not in sentence
    )
    return sentence.partition(": ")[2]


def ungraded(*words: str) -> str:
    """Why files could not be graded: one line per file on the error stream, and status 1."""
    result = quizgen("grade", *words)
    assert result.exit_code == 1, result.output
    assert all(line.startswith("quizgen: ") and line.endswith((".", "?")) for line in result.stderr.splitlines()), (
        result.stderr
    )
    return result.stderr


def made(*words: str) -> tuple[Path, dict[str, Any]]:
    """The folder of a quiz, and the quiz as `make --json --with-key` says it."""
    quiz = json_output("make", *words, "--with-key")
    return Path(quiz["quiz"]), quiz


def fill(sheet: Path, answers: Mapping[str, Mapping[str, str]], student: str = "") -> Path:
    """Writes answers (TOML, with their quotes) into a sheet, where an editor would; the sheet."""
    lines, question, left = [], "", {(q, name) for q, of in answers.items() for name in of}
    for line in sheet.read_text(encoding="utf-8").splitlines():
        question = found[1] if (found := re.match(r"\[(q\d+)\]", line)) else question
        name = line.partition(" = ")[0]
        if (question, name) in left:
            left.discard((question, name))
            line = f"{name} = {answers[question][name]}"
        lines.append(f'student = "{student}"' if student and not question and name == "student" else line)
    assert not left, f"the sheet has no place for {left}"
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sheet


def written(ask: Mapping[str, Any], value: Any, mark: str = ".", between: str = ", ", rows: str = "; ") -> str:
    """A value as a learner writes it: to the decimals asked, in full where it must be exact."""
    if isinstance(value, list):
        deep = value and isinstance(value[0], list)
        return (rows if deep else between).join(written(ask, item, mark, between, rows) for item in value)
    if isinstance(value, float):
        exact = ask["kind"] != "numeric" or not ask["tolerance"]
        return (f"{value:.12g}" if exact else f"{value:.{ask['decimals']}f}").replace(".", mark)
    return str(value)


def quoted(text: str) -> str:
    """Text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def marks(grade: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a grade by what they are about."""
    return {mark["ask"]: mark for mark in grade["marks"]}


def verdicts(grade: Mapping[str, Any]) -> dict[str, str]:
    """The verdicts of a grade by what they are about."""
    return {mark["ask"]: mark["verdict"] for mark in grade["marks"]}


def graded(*words: str) -> Sequence[dict[str, Any]]:
    """The grades that `grade --json` prints, if all can be graded."""
    grades: list[dict[str, Any]] = json_output("grade", *words)["grades"]
    return grades
