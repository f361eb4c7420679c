"""The arrows of the design: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

HEAVY_AT_HELP = ("numpy", "sqlalchemy", "typst", "jinja2", "rich.console", "alembic")
NOUNS = {"quizgen", "quizgen.model", "quizgen.errors", "quizgen.interactions", "quizgen.to_json"}
MAY_IMPORT = {  # part -> the parts of ours it may import; the command line, not listed, may import all
    "reference_rnn": set(),
    "question_bank": {"quizgen.authoring", "reference_rnn"},
    "quizgen": set(),
    "quizgen.errors": set(),
    "quizgen.interactions": set(),
    "quizgen.model": {"quizgen.errors", "quizgen.interactions"},
    "quizgen.to_json": {"quizgen.model"},
    "quizgen.sandbox": {"quizgen.model", "quizgen.errors"},
    "quizgen.reading": {"quizgen.ask", "quizgen.model", "quizgen.errors"},
    "quizgen.markup": {"quizgen.errors", "quizgen.model"},
    "quizgen.authoring": {"quizgen", "quizgen.model", "quizgen.errors", "reference_rnn"},
    "quizgen.generate": {*NOUNS, "quizgen.authoring", "reference_rnn"},
    "quizgen.grading": {*NOUNS, "quizgen.reading"},
    "quizgen.store": NOUNS,
    "quizgen.media": {*NOUNS, "quizgen.markup"},
    "quizgen.submissions": {*NOUNS, "quizgen.sandbox", "reference_rnn"},
    "quizgen.classroom": {
        *NOUNS, "quizgen.sandbox", "quizgen.submissions", "quizgen.store", "quizgen.generate", "quizgen.grading", "quizgen.reading",
    },
    "quizgen.documents": {
        *NOUNS, "quizgen.markup", "quizgen.media", "quizgen.reading", "quizgen.submissions", "quizgen.classroom",
    },
    "quizgen.laws": {
        *NOUNS, "quizgen.authoring", "quizgen.generate", "quizgen.grading", "quizgen.media", "reference_rnn",
    },
}  # fmt: skip
THIRD_PARTY = {
    "reference_rnn": {"numpy"},
    "quizgen.sandbox": {"numpy"},
    "quizgen.model": {"numpy"},
    "question_bank": {"numpy"},
}


def files() -> list[Path]:
    return [p for top in ("quizgen", "reference_rnn", "question_bank") for p in sorted((ROOT / top).rglob("*.py"))]


def part(module: str) -> str:
    """The part of the design a module belongs to."""
    pieces = module.split(".")
    return ".".join(pieces[:2]) if pieces[0] == "quizgen" else pieces[0]


def file_of(module: str) -> Path:
    return (ROOT / module.replace(".", "/")).with_suffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named = {f"{node.module}.{name.name}" for name in node.names} if node.module == "quizgen" else set()
            submodules = {name for name in named if (ROOT / name.replace(".", "/")).is_dir() or file_of(name).is_file()}
            found |= submodules or {node.module}
    return found


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_arrows_of_the_design_hold(path):
    here = part(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name in imports(path):
        there = part(name)
        if there.split(".")[0] in ("quizgen", "reference_rnn") and there != here:
            assert there != "quizgen.cli" or here == "quizgen.__main__", "nothing imports the command line"
            if here in MAY_IMPORT:
                assert there in MAY_IMPORT[here], f"{here} may not import {there}"
        elif here in THIRD_PARTY and there.split(".")[0] not in sys.stdlib_module_names and there != here:
            assert there.split(".")[0] in THIRD_PARTY[here], f"{here} may not import {there}"


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_prints_but_the_command_line(path):
    here = part(".".join(path.relative_to(ROOT).with_suffix("").parts))
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    prints = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert here == "quizgen.cli" or not prints


def test_help_imports_nothing_heavy():
    code = "import sys; from quizgen.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert not set(HEAVY_AT_HELP) & set(loaded)


def test_the_model_needs_no_numpy():
    code = "import sys, quizgen.model; print('numpy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_help_says_of_every_command_what_it_says_of_itself():
    import click

    from quizgen.cli import COMMANDS, main

    for name, said in COMMANDS.items():
        found = main.get_command(click.Context(main), name)
        assert found is not None and found.help is not None
        assert found.help.strip().split("\n\n")[0].replace("\n", " ") == said
