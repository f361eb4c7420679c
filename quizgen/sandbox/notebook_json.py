"""Reads the code cells of a notebook from a stream of JSON, and skips all the rest at the speed of a search.

A notebook may hold hundreds of megabytes of outputs, and comes from a stranger. nbformat and json hold all of it in memory
several times over; ijson makes a Python object of every number in an output, and refuses the NaN that Jupyter writes there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from quizgen.errors import UserError

MAX_BYTES = 1 << 30  # of a notebook, almost all of it outputs
MAX_CODE_BYTES = 1 << 20  # of all code cells together; a submission may have fewer
MAX_CELLS = 20_000
MAX_OWN_BYTES = 1 << 18  # of what quizgen wrote into the metadata
OWN = "quizgen"  # its key there
PIECE = 1 << 18  # bytes that are read at a time
SPACE = b" \t\r\n"
BOM = b"\xef\xbb\xbf"
OPENING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{")
# No possessive quantifier stands after a group: before Python 3.11.5 it takes too much where a round of the group fails.
IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*', re.DOTALL)
UNTIL_STRUCTURE = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*")*', re.DOTALL)
SCALAR = re.compile(rb"[^,\]}\s]*+")
BROKEN = "is a notebook that breaks off or is damaged. Save it again in Jupyter, and hand that in."
TOO_LARGE = f"is a notebook of more than {MAX_BYTES:,} bytes. Clear its outputs, save it, and hand that in."
TOO_MUCH_CODE = f"is a notebook with more than {MAX_CODE_BYTES:,} bytes of code. Is it the right file?"
TOO_MANY_CELLS = f"is a notebook with more than {MAX_CELLS:,} cells. Is it the right file?"


class Readable(Protocol):
    """What bytes are read from, some at a time; b"" at its end."""

    def read(self, count: int, /) -> bytes: ...


@dataclass(frozen=True)
class NotebookCode:
    """What is read of a notebook: `cells`, the text of each code cell and None for any other; `language`, "" if not said; `own`,
    the texts that quizgen wrote into its metadata."""

    cells: tuple[str | None, ...]
    language: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The notebook without anything else, in nbformat 4."""
        cells: list[dict[str, Any]] = [
            {"cell_type": "raw", "metadata": {}, "source": ""}
            if text is None
            else {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}
            for text in self.cells
        ]
        metadata: dict[str, Any] = {"language_info": {"name": self.language}} if self.language else {}
        if self.own:
            metadata[OWN] = dict(self.own)
        return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}).encode()


def may_be_notebook(beginning: bytes) -> bool:
    """Whether a file that begins like this may be a notebook: it may be a JSON object."""
    return OPENING.match(beginning) is not None


def read_notebook(file: Readable) -> NotebookCode | None:
    """The code of a notebook of nbformat 3 or 4; None if the file is no JSON object with cells or worksheets.

    UserError, a sentence without the file's name: it breaks off, or is too large.
    """
    tokens, found = _Tokens(file), _Found()
    try:
        found.read(tokens)
    except _Damaged:
        if found.cells is None:
            return None
        raise UserError(BROKEN) from None
    if found.cells is None:
        return None
    return NotebookCode(tuple(found.cells), found.language, found.own)


class _Damaged(Exception):
    """The text is no JSON, or ends too early."""


class _Found:
    """What has been read of a notebook so far."""

    def __init__(self) -> None:
        self.cells: list[str | None] | None = None
        self.language = ""
        self.own: dict[str, str] = {}
        self._left = MAX_CODE_BYTES

    def read(self, tokens: _Tokens) -> None:
        if tokens.peek() != b"{":
            return
        for key in tokens.members():
            if key in ("cells", "worksheets") and tokens.peek() == b"[":
                self.cells, self._left = [], MAX_CODE_BYTES  # of two lists the last counts, as everywhere in JSON
                for _ in tokens.elements():
                    self._cell(tokens) if key == "cells" else self._worksheet(tokens)
            elif key == "metadata" and tokens.peek() == b"{":
                self._metadata(tokens)
            else:
                tokens.skip()

    def _worksheet(self, tokens: _Tokens) -> None:
        for key in tokens.members():
            if key == "cells" and tokens.peek() == b"[":
                for _ in tokens.elements():
                    self._cell(tokens)
            else:
                tokens.skip()

    def _metadata(self, tokens: _Tokens) -> None:
        names: dict[str, Any] = {}
        for key in tokens.members():
            if key == OWN:
                own = _loaded(tokens.skip(keep=MAX_OWN_BYTES))
                self.own = {k: v for k, v in own.items() if isinstance(v, str)} if isinstance(own, dict) else {}
                continue
            if key not in ("kernelspec", "language_info") or tokens.peek() != b"{":
                tokens.skip()
                continue
            for inner in tokens.members():
                if (key, inner) in (("kernelspec", "language"), ("language_info", "name")):
                    names[key] = _loaded(tokens.skip(keep=200))
                else:
                    tokens.skip()
        found = names.get("language_info") or names.get("kernelspec")
        self.language = found if isinstance(found, str) else ""

    def _cell(self, tokens: _Tokens) -> None:
        assert self.cells is not None
        if len(self.cells) >= MAX_CELLS:
            raise UserError(TOO_MANY_CELLS)
        parts: dict[str, bytes | None] = {}
        for key in tokens.members():
            if key in ("cell_type", "source", "input", "language"):
                parts[key] = tokens.skip(keep=3 * self._left)  # escapes take room
            else:
                tokens.skip()
        if _loaded(parts.get("cell_type", b"")) != "code":
            self.cells.append(None)
            return
        raw = parts.get("source", parts.get("input", b'""'))
        text = None if raw is None else _text(_loaded(raw))
        self._left -= len(text.encode("utf-8", "surrogatepass")) if text is not None else MAX_CODE_BYTES
        if self._left < 0 or text is None:
            raise UserError(TOO_MUCH_CODE)
        self.cells.append(text)
        language = _loaded(parts.get("language"))
        self.language = self.language or (
            language if isinstance(language, str) else ""
        )  # nbformat 3 says it of each cell


def _loaded(raw: bytes | None) -> Any:
    """The value of a short JSON text; None if it is none."""
    try:
        return json.loads((raw or b"").decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def _text(source: Any) -> str:
    """The text of a cell: a string, or the list of its lines; what is neither is left out."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


class _Tokens:
    """JSON text, walked from its beginning; values that are skipped are not checked."""

    def __init__(self, file: Readable) -> None:
        self._file, self._piece, self._at, self._read = file, b"", 0, 0
        self._kept: bytearray | None = None
        self._room = 0
        if self._more() and self._piece.startswith(BOM):
            self._at = len(BOM)

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; the caller takes each value. What is no object is skipped."""
        if self.peek() != b"{":
            self.skip()
            return
        self._at += 1
        while self.peek() != b"}":
            key = _loaded(self.skip(keep=1000)) if self.peek() == b'"' else None
            if self.peek() != b":" or not isinstance(key, str | None):
                raise _Damaged
            self._at += 1
            yield key or ""
            self._separator(b"}")
        self._at += 1

    def elements(self) -> Iterator[None]:
        """Once for each value of the array that begins here; the caller takes each."""
        self._at += 1
        while self.peek() != b"]":
            yield
            self._separator(b"]")
        self._at += 1

    def _separator(self, end: bytes) -> None:
        if self.peek() == b",":
            self._at += 1
        elif self.peek() != end:
            raise _Damaged

    def peek(self) -> bytes:
        """The next byte that is no space."""
        while True:
            rest = self._piece[self._at : self._at + 100].lstrip(SPACE)
            if rest:
                self._at += min(100, len(self._piece) - self._at) - len(rest)
                return rest[:1]
            self._at += 100
            if self._at >= len(self._piece) and not self._more():
                raise _Damaged

    def skip(self, keep: int = 0) -> bytes | None:
        """Goes on behind the value that begins here; its text, or None if it has more than `keep` bytes."""
        first = self.peek()
        self._kept, self._room = bytearray(), keep
        if first == b'"':
            self._take(1)
            self._string()
        elif first in (b"{", b"["):
            self._nested()
        else:
            self._run(SCALAR)
        kept, self._kept = self._kept, None
        return None if kept is None else bytes(kept)

    def _nested(self) -> None:
        depth = 0
        while True:
            self._run(UNTIL_STRUCTURE)
            mark = self._piece[self._at : self._at + 1]
            self._take(1)
            if mark == b'"':
                self._string()
            else:
                depth += 1 if mark in b"{[" else -1
                if depth == 0:
                    return

    def _string(self) -> None:
        """Takes the rest of a string and the quotation mark at its end."""
        while True:
            self._run(IN_STRING)
            mark = self._piece[self._at : self._at + 1]
            if mark == b'"':
                return self._take(1)
            self._take(1)  # a backslash at the end of a piece, and what it stands before
            if not self._at < len(self._piece) and not self._more():
                raise _Damaged
            self._take(1)

    def _run(self, pattern: re.Pattern[bytes]) -> None:
        """Takes what matches, through as many pieces as it does; there is another byte behind it."""
        while True:
            found = pattern.match(self._piece, self._at)
            self._take(found.end() - self._at if found else 0)
            if self._at < len(self._piece):
                return
            if not self._more():
                raise _Damaged

    def _take(self, count: int) -> None:
        if self._kept is not None:
            if len(self._kept) + count > self._room:
                self._kept = None
            else:
                self._kept += self._piece[self._at : self._at + count]
        self._at += count

    def _more(self) -> bool:
        self._piece, self._at = self._file.read(PIECE), 0
        self._read += len(self._piece)
        if self._read > MAX_BYTES:
            raise UserError(TOO_LARGE)
        return bool(self._piece)
