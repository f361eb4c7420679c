"""What of a file's text is Python: decoded whatever its encoding, and without the parts that do not parse."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import types
from collections.abc import Iterator

from quizgen.sandbox.records import GUESSED

FILE = "submission.py"
Skipped = tuple[int, str]
GOES_ON = re.compile(r"(else|elif|except|finally|case)\b|[)\]}#]|\"\"\"|'''")  # begins a line, but no statement
QUOTES = ('"""', "'''")
NAMED = re.compile(r"\s*(?:(?:async\s+)?(?:def|class)\s+(\w+)|([^\W\d]\w*)\s*=[^=])")
DEFINES = ("def ", "class ", "async def ", "@")
ANNOTATIONS_AS_TEXT = 0x1000000  # __future__.annotations: a type that is not imported costs nothing
FURTHEST = 20  # lines that look like beginnings and may belong to one statement, in a text between triple quotes

for name in ("latin-1", "cp1252", "utf-16"):
    codecs.lookup(name)  # the zygote finds them; its children may be allowed to open no file


def text_of(source: bytes) -> tuple[str, list[Skipped]]:
    """The text, with lines that end as Python wants them, and a word about an encoding that was a guess."""
    told: list[Skipped] = []
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = source.decode("utf-16", "replace")
    else:
        try:
            source = source.removeprefix(codecs.BOM_UTF8)
            encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
            text = source.decode(encoding)
        except (SyntaxError, LookupError, UnicodeError, OSError):  # it may name an encoding that is none of text
            text, told = _guessed(source)
    if "\0" in text:
        raise SyntaxError("it holds null bytes, so it is no text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def _guessed(source: bytes) -> tuple[str, list[Skipped]]:
    try:
        return source.decode(), []
    except UnicodeDecodeError as error:
        return source.decode("latin-1"), [(source.count(b"\n", 0, error.start) + 1, GUESSED)]


def pieces(text: str) -> Iterator[ast.Module | tuple[types.CodeType, str]]:
    """The statements in order: each definition compiled alone, with its text, and trees of what stands between them.

    A tree of Python objects is slow to make, and most of a file is definitions. A definition that compiles is complete,
    so the next line at the margin begins another statement: a wrong cut is a SyntaxError, never another meaning.
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
            yield _parse("\n" * done + "\n".join(lines[done:first]))
        done = starts[at]
        definition = "\n" * first + "\n".join(lines[first:done])
        yield compile(definition, FILE, "exec", ANNOTATIONS_AS_TEXT, dont_inherit=True), definition
    yield _parse("\n" * done + "\n".join(lines[done:]))


def _open(lines: list[str]) -> bool:
    """Whether a text between triple quotes seems to go on."""
    text = "\n".join(lines)
    return bool(text.count('"""') % 2 or text.count("'''") % 2)


def parsed(text: str) -> tuple[ast.Module, list[Skipped], dict[str, int]]:
    """The tree of what parses, what does not and why, and the lines of the names that are lost with it.

    Raises the SyntaxError of the whole if nothing that defines anything is left.
    """
    try:
        return _parse(text), [], {}
    except SyntaxError as error:
        whole = error
    lines = text.split("\n")
    skipped: list[Skipped] = []
    lost: dict[str, int] = {}
    _blank_out(lines, 0, len(lines), 0, skipped, lost)
    tree = _parse("\n".join(lines))
    if not any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) for node in tree.body):
        raise whole
    return tree, skipped, lost


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text, FILE)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError("nested too deeply to be read") from error


def _blank_out(
    lines: list[str], first: int, last: int, indent: int, skipped: list[Skipped], lost: dict[str, int]
) -> None:
    """Empties the statements between two lines, all indented by `indent`, that do not parse."""
    starts = _starts(lines, first, last, indent)
    at = 0
    while at < len(starts):
        ends = [*starts[at + 1 : at + 1 + FURTHEST], last][: FURTHEST + 1]
        error, end = _shortest(lines, starts[at], ends, indent)
        if error is not None and not _class_saved(lines, starts[at], end, indent, skipped, lost):
            line = starts[at] + (error.lineno or 1) - (1 if indent else 0)
            named = next((NAMED.match(line) for line in lines[starts[at] : end] if line.lstrip()[:1] != "@"), None)
            names = [name for name in named.groups() if name] if named else []
            what = f"{names[0]} does not parse" if names else "does not parse"
            notebook = lines[starts[at]].lstrip()[:1] in ("%", "!")
            skipped.append((min(line, end), "a notebook's command" if notebook else f"{what}: {error.msg}"))
            lost |= dict.fromkeys(names, min(line, end))
            lines[starts[at] : end] = [""] * (end - starts[at])
        while at < len(starts) and starts[at] < end:
            at += 1


def _starts(lines: list[str], first: int, last: int, indent: int) -> list[int]:
    """The lines that begin a statement. One that opens a text, as a file's docstring does, begins one, and no line up to
    the text's end does; one that closes a text looks the same, but an odd number of marks stands before it."""
    starts: list[int] = []
    after = first  # the text that was opened last
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
    return bool(body) and len(line) - len(body) == indent and not GOES_ON.match(body)


def _shortest(lines: list[str], start: int, ends: list[int], indent: int) -> tuple[SyntaxError | None, int]:
    """The first end at which the statement parses; if none does, the first end and what is wrong up to there."""
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
    """Whether what follows might repair it: a decorator alone, an open bracket or text."""
    message = error.msg or ""
    return (error.lineno or 0) >= length or "never closed" in message or "unterminated" in message


def _class_saved(
    lines: list[str], start: int, end: int, indent: int, skipped: list[Skipped], lost: dict[str, int]
) -> bool:
    """Whether a class parses once the methods that do not are taken out of it."""
    if not re.match(r"\s*class\b", lines[start]):
        return False
    body = next((line for line in lines[start + 1 : end] if line.strip()), "")
    inner = len(body) - len(body.lstrip(" \t"))
    if inner <= indent:
        return False
    told: list[Skipped] = []
    kept = lines[start:end]
    _blank_out(lines, start + 1, end, inner, told, {})
    try:
        _parse(("if 1:\n" if indent else "") + "\n".join(lines[start:end]))
    except SyntaxError:
        lines[start:end] = kept
        return False
    skipped += told
    return True
