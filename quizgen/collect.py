"""Finding what can be graded: files as named, and in folders every .toml and .py."""

from __future__ import annotations

import ast
import re
import tomllib
import warnings
from collections.abc import Iterable
from pathlib import Path

from quizgen.errors import UserError

LARGEST = 4_000_000  # bytes; nobody types so much
NOTHING = "no answers.toml and no submission.py here. Name the folder that 'quizgen make' wrote."
LOOKS = {  # what tells a broken file's kind: its name, then its lines
    "answers": re.compile(r"^\s*(quiz\s*=|\[q\d+\])", re.MULTILINE),
    "code": re.compile(r"^(def|class|import|from)\s", re.MULTILINE),
}
SUFFIXES = {".toml": "answers", ".py": "code"}


def found(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Every file to grade, in order and once, and the folders that hold none. UserError when there is nothing at all."""
    files: dict[Path, None] = {}
    empty = []
    for path in paths:
        inside = inside_of(path) if path.is_dir() else [path]
        files.update(dict.fromkeys(inside))
        if not inside:
            empty.append(path)
    if not files:
        raise UserError(f"{', '.join(map(str, empty))}: {NOTHING}")
    return list(files), empty


def inside_of(folder: Path) -> list[Path]:
    """The .toml and .py files in a folder and below; links are not followed, and what is hidden is some program's own."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
        and path.is_file()
        and not path.is_symlink()
        and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
    ]


def contents(path: Path) -> bytes:
    """The bytes of a file that can be read and is not absurdly large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"cannot be read ({error.strerror}). Check the path and its permissions.") from error
    if len(data) > LARGEST:
        raise UserError(f"has more than {LARGEST:,} bytes; a submission has a few thousand. Is it the right file?")
    return data


def kind_of(name: str, data: bytes) -> str:
    """ "answers" or "code", told from the content; the name only where the content is broken. UserError if neither."""
    text = data.decode("utf-8-sig", errors="replace")
    if is_answers(text):
        return "answers"
    if is_code(text):
        return "code"
    if Path(name).suffix in SUFFIXES:
        return SUFFIXES[Path(name).suffix]
    if kind := next((kind for kind, looks in LOOKS.items() if looks.search(text)), None):
        return kind
    raise UserError("this is neither an answers.toml nor a submission.py. Fill in the file that 'quizgen make' wrote.")


def is_answers(text: str) -> bool:
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or with numbers or brackets beyond what Python reads
        return False
    return "quiz" in said or any(isinstance(value, dict) for value in said.values())


def is_code(text: str) -> bool:
    try:
        tree = parsed(text)
    except UNPARSED:
        return False
    return any(isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)) for node in tree.body)


def why_not_parsed(source: bytes) -> str:
    """Why a file is no Python, with the line where there is one; "" if it is."""
    try:
        parsed(source)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}" if error.lineno else error.msg
    except UNPARSED as error:
        return str(error) or "nested too deep"
    return ""


UNPARSED = (SyntaxError, ValueError, RecursionError, MemoryError)


def parsed(source: str | bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a learner's invalid escape is nothing to tell the teacher
        return ast.parse(source)
