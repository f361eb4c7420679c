"""Shell completion: the script that docs/shell-completion.md names completes commands, options and files in bash."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from quizgen.cli import COMMANDS

DOC = (ROOT / "docs" / "shell-completion.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent  # where pip puts the program


def line_for(shell: str) -> str:
    """The line that the docs tell users of a shell to add."""
    [line] = re.findall(rf"^\| {shell}\b.*\| `([^`]+)` \|$", DOC, re.MULTILINE)
    return str(line).replace(r"\|", "|")


def run(shell: str, script: str, folder: Path) -> str:
    """What a shell prints that runs a script, with the program on its path."""
    if not shutil.which(shell) or not (PROGRAMS / "quizgen").exists():
        pytest.skip(f"no {shell}, or the program is not installed")
    env = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([shell, "-c", script], env=env, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout


def completed(words: str, folder: Path) -> list[str]:
    """What bash offers when Tab is pressed after these words; they end where the cursor stands."""
    typed = words.split(" ")
    script = (
        f"{line_for('bash')}\nCOMP_WORDS=({words})\nCOMP_CWORD={len(typed) - 1}\n"
        f"compopt() {{ :; }}\n_quizgen_completion quizgen {typed[-1]}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    return run("bash", script, folder).split()


def test_bash_completes_commands(tmp_path: Path) -> None:
    assert completed("quizgen ex", tmp_path) == ["export", "exam"]
    assert completed("quizgen ''", tmp_path) == list(COMMANDS)
    assert completed("quizgen bank n", tmp_path) == ["new"]


def test_bash_completes_options(tmp_path: Path) -> None:
    assert completed("quizgen grade --ro", tmp_path) == ["--roster"]


def test_bash_knows_the_program_by_its_name(tmp_path: Path) -> None:
    assert "_quizgen_completion quizgen" in run("bash", f"{line_for('bash')}\ncomplete -p quizgen", tmp_path)


@pytest.mark.parametrize(("shell", "variable"), [("zsh", "zsh_source"), ("fish", "fish_source")])
def test_the_other_shells_get_a_script(shell: str, variable: str, tmp_path: Path) -> None:
    assert f"_QUIZGEN_COMPLETE={variable} quizgen" in line_for(shell)
    script = run("bash", f"_QUIZGEN_COMPLETE={variable} quizgen", tmp_path)
    assert "_QUIZGEN_COMPLETE" in script and f"{shell}_complete" in script
