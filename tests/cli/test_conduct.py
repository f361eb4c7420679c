"""What holds for every command: help that loads nothing heavy, any terminal, and one sentence for a mistake of the user's."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli_program import empty_workspace, json_output, output_of, process, quizgen, refused

from quizgen.asks import kinds
from quizgen.cli import COMMANDS as commands_of_help
from quizgen.cli import GROUPS, main
from quizgen.cli.common import next_command

HEAVY = ("numpy", "sqlalchemy", "alembic", "typst", "jinja2", "math_core", "markdown_it", "rich.console")


def all_commands(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from all_commands(below, *path, name)


COMMANDS = dict(all_commands(main))


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_is_explained(path):
    command = COMMANDS[path]
    shown = output_of(*path, "--help")
    assert shown == output_of(*path, "-h") and shown.startswith("Usage: ")
    assert command.help and command.help.split("\n")[0].endswith(".")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help and option.help.endswith("."), f"{option.opts[0]} says nothing"
            assert option.opts[0] in shown


def lists_kinds(command: click.Command) -> bool:
    """The help of --kind is read from the registry of kinds, which rests on NumPy."""
    return any("--kind" in option.opts for option in command.params)


@pytest.mark.parametrize(
    ("paths", "heavy"),
    [
        ([path for path, command in COMMANDS.items() if not lists_kinds(command)], set(HEAVY)),
        ([path for path, command in COMMANDS.items() if lists_kinds(command)], set(HEAVY) - {"numpy"}),
    ],
    ids=["most", "with --kind"],
)
def test_help_loads_nothing_heavy(workspace, paths, heavy):
    calls = "; ".join(f"run({[*path, '--help']!r})" for path in paths)
    code = (
        "import sys\nfrom quizgen.cli import main\n"
        "def run(words):\n    main(words, standalone_mode=False)\n"
        f"{calls}\nprint(*sys.modules, file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=workspace
    ).stderr.split()
    assert f"quizgen.cli.{paths[-1][0]}" in loaded and not heavy & set(loaded)


@pytest.mark.parametrize("name", ["make", "take", "export"])
def test_the_help_of_kind_lists_every_kind_of_the_registry(name):
    shown = " ".join(output_of(name, "--help").split())
    assert f"Kinds: {', '.join(kinds())}." in shown


def test_no_command_at_all_shows_what_there_is():
    for words, heading in (([], "For learners:"), (["bank"], "Commands:")):
        result = quizgen(*words)
        assert result.exit_code == 2 and heading in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
def test_any_terminal_works(workspace, encoding):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "quizgen", "bank", "show", "output-sigmoid"]
    runs = [subprocess.run([*command, *more], env=env, capture_output=True, cwd=workspace) for more in ([], ["--json"])]
    assert [run.returncode for run in runs] == [0, 0] and not any(run.stderr for run in runs)
    assert json.loads(runs[1].stdout.decode(encoding)) == json_output("bank", "show", "output-sigmoid")


def test_a_reader_who_stops_reading_is_no_error(workspace):
    for words in ("bank list", "bank list --json", "make --topic forward-pass --count 40"):
        run = subprocess.Popen(
            [sys.executable, "-m", "quizgen", *words.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=workspace,
        )
        assert run.stdout and run.stderr
        run.stdout.read(1)
        run.stdout.close()
        complaint = run.stderr.read().decode()
        run.wait(30)
        run.stderr.close()
        assert "Traceback" not in complaint, complaint


@pytest.mark.parametrize("name", ["[bold]", "[/x]", ":smile:", "two words", "dash-", "ünï", "'quote'"])
def test_names_are_shown_as_they_are_and_can_be_typed_again(name):
    db = f"{name.replace('/', '')}.db"
    shown = output_of("--db", db, "make", "--exercise", "forward-h1", "--seed", "1", "--out", name)
    assert f"\n{name}/forward-h1-1/  quiz.html to print" in shown
    again = shlex.split(shown.splitlines()[-1].partition("type:  ")[2])
    assert again == ["quizgen", "--db", db, "grade", f"{name}/forward-h1-1"]
    output_of(*again[1:])
    sheet = Path(name, "forward-h1-1", "answers.toml")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('student = ""', f'student = "{name}"'), encoding="utf-8")
    for words in (["grade", str(sheet)], ["results"], ["results", "--student", name]):
        assert name in output_of("--db", db, *words)


def test_a_long_path_is_never_broken(workspace):
    out = "/".join(["a-rather-long-name-of-a-folder"] * 6)
    shown = process("make", "--exercise", "forward-h1", "--seed", "1", "--out", out, cwd=workspace).stdout
    assert shown.splitlines()[-1].endswith(f"quizgen grade {out}/forward-h1-1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["bank", "list"], ["bank", "list", "--json"]])
def test_a_full_disk_is_one_sentence(words):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "quizgen", *words], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 1 and ended.stderr.startswith("quizgen: The disk is full.")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgresql+psycopg://elman:s3cret@host/db", "'postgresql+psycopg://elman:***@host/db'"),
        ("postgresql://elman@host/db", "postgresql://elman@host/db"),
        ("my course.db", "'my course.db'"),
    ],
)
def test_the_next_command_shows_no_password(given, shown):
    with main.make_context("quizgen", ["--db", given, "queue"]):
        assert next_command("worker") == f"quizgen --db {shown} worker"


def test_a_path_that_cannot_be_looked_at_is_one_sentence():
    for name in ("x" * 300, "x" * 300 + ".py"):
        assert "File name too long" in refused("grade", name)
    assert "There is no folder" in refused("--db", "x" * 300 + "/x/quizgen.db", "results")


# ---------------------------------------------------------------- a shell that leaves something out


def in_shell(line: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a line in which "quizgen" is the program."""
    program = f'quizgen() {{ "{sys.executable}" -m quizgen "$@"; }}'
    return subprocess.run(
        ["bash", "-c", f"{program}\n{line}"], cwd=workspace, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("words", ["results", "bank list", "make --exercise forward-h1", "--help", "grade nowhere"])
def test_closed_standard_output_is_one_sentence(workspace, words):
    ended = in_shell(f"quizgen {words} >&-", workspace)
    assert ended.returncode == 2 and not ended.stdout and not list(workspace.iterdir())
    assert ended.stderr == "quizgen: Standard output is closed, so nothing can be shown. Leave >&- out.\n"


def test_closed_standard_input_or_error_changes_nothing(workspace):
    made = "quizgen make --exercise forward-h1 --seed 1"
    assert (
        in_shell(f"{made} 2>&- && quizgen grade forward-h1-1 <&- 2>&- && quizgen doctor 2>&-", workspace).returncode
        == 0
    )
    taken = in_shell("quizgen take --exercise forward-h1 --seed 1 <&-", workspace)
    assert "Stopped." in taken.stdout + taken.stderr and "Traceback" not in taken.stderr


@pytest.mark.parametrize("words", ["results", "bank list", "make --exercise forward-h1", "grade x.py", "worker"])
def test_a_deleted_current_folder_is_one_sentence(workspace, words):
    ended = in_shell(f"mkdir gone && cd gone && rmdir ../gone && quizgen {words}", workspace)
    assert ended.returncode == 2 and not ended.stdout
    assert ended.stderr == (
        "quizgen: The current folder was deleted. Change to another one, such as cd ~, then try again.\n"
    )
    assert in_shell("mkdir gone && cd gone && rmdir ../gone && quizgen --help", workspace).returncode == 0


# ---------------------------------------------------------------- help


def test_help_groups_the_commands_by_who_needs_them():
    shown = output_of("--help")
    places = [shown.index(f"\n{group}:\n") for group in GROUPS]
    assert places == sorted(places) and next(iter(GROUPS)) == "For learners"
    assert [name for names in GROUPS.values() for name in names] == list(commands_of_help)
    for group, names in GROUPS.items():
        section = shown.partition(f"\n{group}:\n")[2].partition("\n\n")[0]
        assert [line.split()[0] for line in section.splitlines() if not line.startswith("   ")] == list(names)
