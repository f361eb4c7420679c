"""What a learner handed in as code: the Python that is loaded, and where each of its lines stands in what was handed in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from quizgen.sandbox.records import printable

MAX_STATEMENT = 160  # characters of a line that are quoted


@dataclass(frozen=True)
class Cell:
    """A code cell of a notebook: its number as the notebook counts its cells, from 1, and its first line in the text.

    `executed`: the number is the one in brackets that Jupyter gives a cell when it is run.
    """

    number: int
    first_line: int
    executed: bool = False

    @property
    def name(self) -> str:
        """What it is called: "Cell 12", or "Cell [12]"."""
        return f"Cell [{self.number}]" if self.executed else f"Cell {self.number}"


@dataclass(frozen=True)
class Source:
    """The code of one submission, not yet loaded.

    `text` is Python, as bytes in any encoding. `modules` are other files of the same student, which the text may import, by
    their paths with "/" below its own folder: "layers.py". `cells`: of a notebook, its code cells in order; their text one
    after the other is `text`. `notes`: what else to know of what was handed in, a sentence each.
    """

    text: bytes
    modules: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return len(self.text) + sum(map(len, self.modules.values()))

    def lines(self, module: str = "") -> list[str]:
        """The lines of the text, or of one of the other files, as far as they can be read as UTF-8."""
        data = self.modules[module] if module else self.text
        return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def statement(self, line: int, module: str = "") -> str:
        """What stands on a line, to be quoted: without its indentation; "" where there is no such line or file."""
        if module and module not in self.modules:
            return ""
        lines = self.lines(module)
        return printable(lines[line - 1]).strip()[:MAX_STATEMENT] if 0 < line <= len(lines) else ""

    def place(self, line: int, module: str = "") -> str:
        """Where a line of the text stands, for people: "line 22", of a notebook "cell 12, line 3"; of one of the other
        files "layers.py, line 3"."""
        if module:
            return f"{module}, line {line}"
        found = bisect_right(self.cells, line, key=lambda cell: cell.first_line)
        if not found:
            return f"line {line}"
        cell = self.cells[found - 1]
        return f"{cell.name.lower()}, line {line - cell.first_line + 1}"
