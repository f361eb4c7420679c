"""Finding what can be graded: files as named, and in folders every .toml and .py."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from quizgen.errors import UserError

LARGEST = 4_000_000  # bytes; nobody types so much


def found(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file to grade, in order; a folder without any is an error."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = [
            p for p in sorted(path.rglob("*")) if p.suffix in (".toml", ".py") and p.is_file() and not p.is_symlink()
        ]
        if not inside:
            raise UserError(
                f"{path} holds no answers.toml and no submission.py. Name the folder that 'quizgen make' wrote."
            )
        yield from inside


def contents(path: Path) -> bytes:
    """The bytes of a file that can be read and is not absurdly large."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(
                f"the file has {path.stat().st_size:,} bytes; a submission has a few thousand. Is it the right file?"
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot be read ({error.strerror}). Check the file's permissions.") from error


def kind_of(name: str, data: bytes) -> str:
    """ "answers" or "code", told from the content; the name decides only where the content is broken."""
    text = data.decode("utf-8-sig", errors="replace")
    if is_answers(text):
        return "answers"
    if is_code(text):
        return "code"
    for suffix, kind in ((".toml", "answers"), (".py", "code")):
        if name.endswith(suffix):
            return kind
    raise UserError("this is neither an answers.toml nor a submission.py. Fill in the file that 'quizgen make' wrote.")


def is_answers(text: str) -> bool:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return "quiz" in said or any(isinstance(value, dict) for value in said.values())


def is_code(text: str) -> bool:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body)
