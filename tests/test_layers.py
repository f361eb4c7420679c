"""The arrows of the design: who may import whom."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from places import ROOT

from quizgen.asks import BUILT_IN

HEAVY_AT_HELP = ("numpy", "sqlalchemy", "typst", "jinja2", "rich.console", "alembic")
NOUNS = {"quizgen", "quizgen.ask", "quizgen.model", "quizgen.errors", "quizgen.interactions"}
MAY_IMPORT = {  # part -> the parts of ours it may import; the command line, not listed, may import all
    "reference_rnn": set(),
    "question_bank": {"quizgen.authoring", "reference_rnn"},
    "quizgen": set(),
    "quizgen.errors": set(),
    "quizgen.interactions": set(),
    "quizgen.ask": {"quizgen.interactions"},
    "quizgen.model": {"quizgen.ask", "quizgen.interactions"},
    "quizgen.asks": {*NOUNS, "quizgen.reading"},
    "quizgen.sandbox": {"quizgen.model", "quizgen.errors"},
    "quizgen.reading": {"quizgen.ask", "quizgen.model", "quizgen.errors"},
    "quizgen.markup": {"quizgen.errors", "quizgen.model"},
    "quizgen.authoring": {*NOUNS, "quizgen.asks", "quizgen.markup", "reference_rnn"},
    "quizgen.generate": {*NOUNS, "quizgen.asks", "quizgen.authoring", "reference_rnn"},
    "quizgen.grading": {*NOUNS, "quizgen.asks", "quizgen.reading"},
    "quizgen.store": {*NOUNS, "quizgen.asks"},
    "quizgen.media": {*NOUNS, "quizgen.markup", "quizgen.reading", "quizgen.submissions", "reference_rnn"},
    "quizgen.submissions": {*NOUNS, "quizgen.sandbox", "reference_rnn"},
    "quizgen.classroom": {
        *NOUNS, "quizgen.asks", "quizgen.sandbox", "quizgen.submissions", "quizgen.store",
        "quizgen.generate", "quizgen.grading", "quizgen.reading",
    },
    "quizgen.documents": {
        *NOUNS, "quizgen.markup", "quizgen.media", "quizgen.reading", "quizgen.submissions", "quizgen.classroom",
        "quizgen.authoring", "quizgen.generate", "quizgen.laws", "reference_rnn",
    },
    "quizgen.laws": {
        *NOUNS, "quizgen.asks", "quizgen.authoring", "quizgen.generate", "quizgen.grading", "quizgen.markup",
        "quizgen.media", "quizgen.reading",
        "reference_rnn",
    },
}  # fmt: skip
THIRD_PARTY = {
    "reference_rnn": {"numpy"},
    "quizgen.sandbox": {"numpy"},
    "quizgen.model": {"numpy"},
    "question_bank": {"numpy"},
}


@cache
def files() -> list[Path]:
    return [p for top in ("quizgen", "reference_rnn", "question_bank") for p in sorted((ROOT / top).rglob("*.py"))]


def part(module: str) -> str:
    """The part of the design a module belongs to."""
    pieces = module.split(".")
    return ".".join(pieces[:2]) if pieces[0] == "quizgen" else pieces[0]


def file_of(module: str) -> Path:
    return (ROOT / module.replace(".", "/")).with_suffix(".py")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """The nodes of a file's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> set[str]:
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named = {f"{node.module}.{name.name}" for name in node.names} if node.module == "quizgen" else set()
            submodules = {name for name in named if (ROOT / name.replace(".", "/")).is_dir() or file_of(name).is_file()}
            found |= submodules or {node.module}
    return found


def wrong_imports(path: Path) -> Iterator[str]:
    """What a file imports and may not."""
    here = part(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for there in {part(name) for name in imports(path)} - {here}:
        top = there.split(".")[0]
        if top in ("quizgen", "reference_rnn"):
            if there == "quizgen.cli" and here != "quizgen.__main__":
                yield f"{path}: nothing imports the command line"
            if here in MAY_IMPORT and there not in MAY_IMPORT[here]:
                yield f"{path}: {here} may not import {there}"
        elif here in THIRD_PARTY and top not in sys.stdlib_module_names | THIRD_PARTY[here]:
            yield f"{path}: {here} may not import {there}"


def test_the_arrows_of_the_design_hold():
    assert [fault for path in files() for fault in wrong_imports(path)] == []


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_module_imports_itself_by_way_of_others():
    modules = {module_of(path): path for path in files()}
    graph = {}
    for name, path in modules.items():
        named = set()
        for node in nodes(path):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                named |= {one if one in modules else node.module for one in inner}
        graph[name] = named & set(modules) - {name}
    order = []  # what imports nothing that is left goes first; what remains is in a circle
    while free := [name for name in graph if not graph[name]]:
        order += free
        graph = {name: wants - set(free) for name, wants in graph.items() if name not in free}
    assert not graph, f"a circle of imports among {sorted(graph)}"


def test_there_are_at_most_14_packages_and_5_loose_modules():
    packages = sorted(path.parent.name for path in (ROOT / "quizgen").glob("*/__init__.py"))
    loose = sorted(path.stem for path in (ROOT / "quizgen").glob("*.py") if not path.stem.startswith("__"))
    assert len(packages) <= 14, packages
    assert len(loose) <= 5, loose  # the nouns, and jupyter: an entry point for notebooks, as __main__ is for terminals


@pytest.mark.parametrize("path", sorted((ROOT / "quizgen").glob("*/__init__.py")), ids=lambda p: p.parent.name)
def test_a_package_opens_with_one_sentence_about_itself(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc and doc.splitlines()[0].endswith((".", "?"))


KINDS = {ask.__name__ for ask in BUILT_IN.values()}
ABOUT_ASKS = {"grading", "generate", "laws", "markup", "media", "reading"}  # packages in which .kind is that of an ask
OUTSIDE_ASKS = [path for path in files() if path.parts[-2] != "asks" and path.is_relative_to(ROOT / "quizgen")]


def of_no_ask(owner: ast.expr) -> bool:
    """A dtype and a grade have a kind too."""
    return (isinstance(owner, ast.Attribute) and owner.attr == "dtype") or (
        isinstance(owner, ast.Name) and owner.id == "grade"
    )


def kind_questions(tree: Iterable[ast.AST], part: str) -> Iterator[str]:
    """Where a module asks which kind an ask is: it imports a kind, reads .kind, compares it with a name, or matches on it."""
    for node in tree:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("quizgen.asks"):
            yield from (f"line {node.lineno} imports {name.name}" for name in node.names if name.name in KINDS)
        if isinstance(node, ast.Attribute) and node.attr == "kind" and part in ABOUT_ASKS and not of_no_ask(node.value):
            yield f"line {node.lineno} reads .kind"
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            named = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
            if any(isinstance(side, ast.Attribute) and side.attr == "kind" for side in sides) and named & set(BUILT_IN):
                yield f"line {node.lineno} compares .kind with {named}"
        if isinstance(node, ast.Match) and isinstance(node.subject, ast.Attribute) and node.subject.attr == "kind":
            yield f"line {node.lineno} matches on .kind"


def test_code_outside_asks_never_checks_the_kind_of_an_ask():
    """What is special about a kind is in its file: no kind is imported, and no .kind decides anything, elsewhere."""
    package = {path: part(module_of(path)).removeprefix("quizgen.") for path in OUTSIDE_ASKS}
    asked = {str(path): list(kind_questions(nodes(path), package[path])) for path in OUTSIDE_ASKS}
    assert {path: questions for path, questions in asked.items() if questions} == {}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.j2")), ids=lambda p: p.name)
def test_no_template_checks_the_kind_of_an_ask(path):
    assert not re.search(r"\bask\.kind\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "fault",
    [
        "from quizgen.asks.numbers import Numbers\nisinstance(ask, Numbers)",
        "from quizgen.asks.text import Text as FreeText\ntype(ask) is FreeText",
        "ask.kind == 'text'",
        "ask.kind in ('numeric', 'shape')",
        "TEXT = 'text'\nask.kind == TEXT",
        "{'numeric': 3}.get(ask.kind)",
        "ask.kind.startswith('num')",
        "match ask.kind:\n    case 'text':\n        pass",
    ],
)
def test_the_guard_finds_every_way_to_ask_for_a_kind(fault):
    assert list(kind_questions(ast.walk(ast.parse(fault)), "grading"))


def prints(path: Path) -> bool:
    calls = (node.func for node in nodes(path) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "print" for called in calls)


def test_nothing_prints_but_the_command_line():
    assert [path for path in files() if prints(path) and part(module_of(path)) != "quizgen.cli"] == []


def test_help_imports_nothing_heavy():
    code = "import sys; from quizgen.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert not set(HEAVY_AT_HELP) & set(loaded)


def test_the_process_that_shows_a_grade_of_code_needs_neither_numpy_nor_a_parser(tmp_path):
    (tmp_path / "submission.py").write_text(
        "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T)\n"
    )
    code = "import sys; from quizgen.cli import main; main(['grade', 'submission.py'], standalone_mode=False); print(*sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    assert "Bias b left out" in shown
    assert "sqlalchemy" in shown.split()
    assert not {"numpy", "markdown_it", "alembic"} & set(shown.split())


def test_the_model_needs_no_numpy():
    code = "import sys, quizgen.model; print('numpy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_help_says_of_every_command_what_it_says_of_itself():
    import click

    from quizgen.cli import COMMANDS, main

    for name, summary in COMMANDS.items():
        found = main.get_command(click.Context(main), name)
        assert found is not None and found.help is not None
        assert found.help.strip().split("\n\n")[0].replace("\n", " ") == summary
