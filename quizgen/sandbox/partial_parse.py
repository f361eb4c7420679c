"""Parses as much of a file as is Python: in any encoding, and without the parts that do not parse."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import types
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizgen.sandbox.records import READ_AS_LATIN_1
from quizgen.sandbox.source import Cell

FILE = "submission.py"
Skipped = tuple[int, str]
CONTINUATION = re.compile(
    r"(else|elif|except|finally|case)\b|[)\]}#]|\"\"\"|'''"
)  # begins a line that continues a statement
QUOTES = ('"""', "'''")
DEFINED_NAME = re.compile(r"\s*(?:(?:async\s+)?(?:def|class)\s+(\w+)|([^\W\d]\w*)\s*=[^=])")
DEFINES = ("def ", "class ", "async def ", "@")
ANNOTATIONS_AS_TEXT = 0x1000000  # __future__.annotations: an annotation may name a missing type
MAX_ENDS = 20  # lines that look like statements and are tried as the end of one, as in a text between triple quotes

for name in ("latin-1", "cp1252", "utf-16"):
    codecs.lookup(name)  # loaded in the zygote, since its children may not be allowed to open files


def text_of(source: bytes) -> tuple[str, list[Skipped]]:
    """The text with "\\n" at the ends of lines, and a note if the encoding had to be guessed."""
    notes: list[Skipped] = []
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = source.decode("utf-16", "replace")
    else:
        try:
            source = source.removeprefix(codecs.BOM_UTF8)
            encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
            text = source.decode(encoding)
        except (
            SyntaxError,
            LookupError,
            UnicodeError,
            OSError,
        ):  # the file may name an encoding that does not decode to text
            text, notes = _as_latin_1(source)
    if "\0" in text:
        raise SyntaxError("it holds null bytes, so it is no text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _as_latin_1(source: bytes) -> tuple[str, list[Skipped]]:
    try:
        return source.decode(), []
    except UnicodeDecodeError as error:
        return source.decode("latin-1"), [(source.count(b"\n", 0, error.start) + 1, READ_AS_LATIN_1)]


def in_cells(text: str, cells: Sequence[Cell]) -> Iterator[str]:
    """The text of each cell of a notebook, all its lines at their places; of any other file, the text."""
    lines = text.split("\n")
    for first, last in _borders(len(lines), cells):
        yield "\n" * first + "\n".join(lines[first:last])


def _borders(lines: int, cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """The first line of each cell, from 0, and the line behind it; of a file without cells all its lines."""
    starts = [0, *(cell.first_line - 1 for cell in cells[1:]), lines]
    return list(pairwise(starts))


def pieces(text: str, file: str = FILE) -> Iterator[ast.Module | tuple[types.CodeType, str]]:
    """The statements in order: each definition compiled alone, with its text, and syntax trees of what is between them.

    A syntax tree is slow to make, and most of a file is definitions. A definition that compiles is complete, so the next
    line at the margin begins another statement: a wrong cut is a SyntaxError and never changes the meaning.
    """
    lines = text.split("\n")
    starts = [*(i for i, line in enumerate(lines) if _begins(line, 0)), len(lines)]
    done = at = 0
    while at < len(starts) - 1:
        first = starts[at]
        at += 1
        if not lines[first].startswith(DEFINES):
            continue
        while at < len(starts) - 1 and (lines[starts[at - 1]][0] == "@" or _open(lines[first : starts[at]])):
            at += 1
        if any(lines[done:first]):
            yield _parse("\n" * done + "\n".join(lines[done:first]), file)
        done = starts[at]
        definition = "\n" * first + "\n".join(lines[first:done])
        yield compile(definition, file, "exec", ANNOTATIONS_AS_TEXT, dont_inherit=True), definition
    yield _parse("\n" * done + "\n".join(lines[done:]), file)


def _open(lines: list[str]) -> bool:
    """Whether a text between triple quotes seems to continue after these lines."""
    text = "\n".join(lines)
    return bool(text.count('"""') % 2 or text.count("'''") % 2)


def parsed(text: str, cells: Sequence[Cell] = (), file: str = FILE) -> tuple[ast.Module, list[Skipped], dict[str, int]]:
    """The tree of what parses, the skipped lines with the reasons, and the lines of the names that are missing then.

    What does not parse ends with its cell. Raises the first SyntaxError of the file if no definition is left.
    """
    lines = text.split("\n")
    skipped: list[Skipped] = []
    lost: dict[str, int] = {}
    original_error: SyntaxError | None = None
    for (first, last), cell in zip(_borders(len(lines), cells), in_cells(text, cells), strict=True):
        try:
            tree = _parse(cell, file)
        except SyntaxError as error:
            original_error = original_error or error
            _blank_beginning(lines, first, last, skipped)
            _blank_out(lines, first, last, 0, skipped, lost)
    if original_error is None and len(cells) < 2:
        return tree, [], {}
    tree = _parse("\n".join(lines), file)
    defines = any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) for node in tree.body)
    if original_error is not None and not defines:
        raise original_error
    return tree, skipped, lost


def _parse(text: str, file: str = FILE) -> ast.Module:
    try:
        return ast.parse(text, file)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError("nested too deeply to be read") from error


def _blank_beginning(lines: list[str], first: int, last: int, skipped: list[Skipped]) -> None:
    """Empties what stands before the first statement of a cell and does not parse: a bracket or a text that ends there."""
    start = next(iter(_starts(lines, first, last, 0)), last)
    try:
        _parse("\n" * first + "\n".join(lines[first:start]))
    except SyntaxError as error:
        skipped.append((min(error.lineno or first + 1, start), f"does not parse: {error.msg}"))
        lines[first:start] = [""] * (start - first)


def _blank_out(
    lines: list[str], first: int, last: int, indent: int, skipped: list[Skipped], lost: dict[str, int]
) -> None:
    """Empties the statements between two lines, all indented by `indent`, that do not parse."""
    starts = _starts(lines, first, last, indent)
    at = 0
    while at < len(starts):
        ends = [*starts[at + 1 : at + 1 + MAX_ENDS], last][: MAX_ENDS + 1]
        error, end = _shortest_statement(lines, starts[at], ends, indent)
        if error is not None and not _class_without_broken_methods(lines, starts[at], end, indent, skipped, lost):
            line = starts[at] + (error.lineno or 1) - (1 if indent else 0)
            named = next(
                (DEFINED_NAME.match(line) for line in lines[starts[at] : end] if line.lstrip()[:1] != "@"), None
            )
            names = [name for name in named.groups() if name] if named else []
            what = f"{names[0]} does not parse" if names else "does not parse"
            notebook = lines[starts[at]].lstrip()[:1] in ("%", "!")
            skipped.append((min(line, end), "a notebook's command" if notebook else f"{what}: {error.msg}"))
            lost |= dict.fromkeys(names, min(line, end))
            lines[starts[at] : end] = [""] * (end - starts[at])
        while at < len(starts) and starts[at] < end:
            at += 1


def _starts(lines: list[str], first: int, last: int, indent: int) -> list[int]:
    """The lines that begin a statement. A line that opens a text between triple quotes begins one, and no line inside the
    text does; a line that closes a text looks the same, but has an odd number of quotes before it."""
    starts: list[int] = []
    after = first  # the end of the last such text
    for i in range(first, last):
        quote = lines[i].lstrip(" \t")[:3]
        if i < after or quote not in QUOTES:
            if i >= after and _begins(lines[i], indent):
                starts.append(i)
        elif len(lines[i]) - len(lines[i].lstrip(" \t")) == indent and "\n".join(lines[first:i]).count(quote) % 2 == 0:
            starts.append(i)
            if lines[i].count(quote) % 2:
                after = next((j for j in range(i + 1, last) if quote in lines[j]), i) + 1
    return starts


def _begins(line: str, indent: int) -> bool:
    body = line.lstrip(" \t")
    return bool(body) and len(line) - len(body) == indent and not CONTINUATION.match(body)


def _shortest_statement(lines: list[str], start: int, ends: list[int], indent: int) -> tuple[SyntaxError | None, int]:
    """The first end at which the statement parses; if there is none, the first end and the error up to there."""
    first: SyntaxError | None = None
    for end in ends:
        try:
            _parse(("if 1:\n" if indent else "") + "\n".join(lines[start:end]))
        except SyntaxError as error:
            first = first or error
            if not _unfinished(error, end - start + (1 if indent else 0)):
                break
        else:
            return None, end
    return first, ends[0]


def _unfinished(error: SyntaxError, length: int) -> bool:
    """Whether more lines might complete it: a decorator alone, an open bracket or text."""
    message = error.msg or ""
    return (error.lineno or 0) >= length or "never closed" in message or "unterminated" in message


def _class_without_broken_methods(
    lines: list[str], start: int, end: int, indent: int, skipped: list[Skipped], lost: dict[str, int]
) -> bool:
    """Whether a class parses once the methods that do not parse are removed."""
    if not re.match(r"\s*class\b", lines[start]):
        return False
    body = next((line for line in lines[start + 1 : end] if line.strip()), "")
    inner = len(body) - len(body.lstrip(" \t"))
    if inner <= indent:
        return False
    notes: list[Skipped] = []
    kept = lines[start:end]
    _blank_out(lines, start + 1, end, inner, notes, {})
    try:
        _parse(("if 1:\n" if indent else "") + "\n".join(lines[start:end]))
    except SyntaxError:
        lines[start:end] = kept
        return False
    skipped += notes
    return True
