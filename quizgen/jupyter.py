"""Grades the functions in the cells of a running notebook: grade(), or %%quizgen at the top of a cell; and answers: answer()."""

from __future__ import annotations

import ast
import html
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgen.errors import UserError
from quizgen.model import Grade
from quizgen.sandbox.source import Cell, Source

if TYPE_CHECKING:
    from quizgen.classroom.notebook_answer import CellGrader

__all__ = ["Graded", "NotGraded", "answer", "grade", "load_ipython_extension"]

NO_NOTEBOOK = (
    "grade() grades the cells of a notebook, and none is running here. In a terminal type: quizgen grade FILE."
)
NO_CELL = (
    'answer() reads the answers that are written in its cell of a notebook, and {} Write answer("q1", ...) into a cell of its '
    "own, with each answer between quotes."
)
NO_TOKEN = (
    "Nothing that was run says what this quiz is made of. If the first code cell has lines below made_of, run it; if it has none, "
    "the answers are graded when the notebook is handed in."
)
NOTHING_RUN = "No cell was run yet. Run the cells with your functions, then this one."
HEADING, TITLE = "Feedback", "This notebook"
DEFINED = re.compile(r"^(?:def|class)[ \t]+(\w+)", re.MULTILINE)
WIDTH = 100  # columns of the report where no HTML is shown
HEIGHT, ROW = 12, 4  # of the report in rem, where the page that shows it measures nothing, and of a row in it
FRAME = (
    '<iframe srcdoc="{page}" title="Grade" style="width: 100%; height: {height}rem; border: 0; resize: vertical"'
    " onload=\"this.style.height = this.contentDocument.documentElement.scrollHeight + 'px'\"></iframe>"
)


@dataclass(frozen=True)
class Graded:
    """A grade as a notebook shows it: the page that a student gets back, in a frame of its own."""

    grade: Grade
    when: datetime
    id: int = 0

    def _repr_html_(self) -> str:
        from quizgen.documents.feedback import page

        rows = sum(bool(mark.feedback) for mark in self.grade.marks)
        return FRAME.format(page=html.escape(page(HEADING, [self], {})), height=HEIGHT + ROW * rows)

    def __repr__(self) -> str:
        from rich.console import Console

        from quizgen.documents.grade_terminal import sheet

        page = Console(width=WIDTH, color_system=None, force_terminal=False, force_jupyter=False)
        with page.capture() as captured:
            page.print(sheet(self.grade))
        return captured.get().strip("\n")


@dataclass(frozen=True)
class NotGraded:
    """Why there is no grade, in a sentence."""

    why: str

    def _repr_html_(self) -> str:
        return f"<p><strong>Not graded.</strong> {html.escape(self.why)}</p>"

    def __repr__(self) -> str:
        return self.why


def grade(*, interface: str | None = None, public: bool = False) -> Graded | NotGraded:
    """Grades the functions in the cells that were run so far, each as it was defined last.

    `interface`: the course whose names they have; by default it is recognised. `public`: only the checks that give nothing
    away. The cells run again in the sandbox, as the code of a file does, so nothing of the notebook's memory counts.
    """
    from quizgen import submissions
    from quizgen.sandbox.platforms import runs_own_files
    from quizgen.sandbox.records import NoWall
    from quizgen.sandbox.wall import Wall

    try:
        source = _cells_run()
        with Wall(runs_own_files()) as wall:
            found = submissions.grade(source, TITLE, wall=wall, interface=interface, public=public)
    except (UserError, NoWall) as error:
        return NotGraded(str(error))
    return Graded(found, datetime.now(UTC))


def answer(question: str, /, **answers: object) -> Graded | NotGraded:
    """Grades the answers to a question of the notebook's quiz as they are written in the cell that runs, as often as it runs.

    What is handed in is read and not run, so only what is written out counts: `answers` have to be texts between quotes.
    """
    from quizgen.reading.token_comment import token_in
    from quizgen.submissions.answer_cells import read_cells

    shell = _shell()
    if shell is None:
        return NotGraded(NO_CELL.format("none is running here."))
    run = [text for text in shell.history_manager.input_hist_raw if text.strip()]
    try:
        found = read_cells([("this cell", run[-1] if run else "")])
        if question not in found.counting:
            why = next((why for named, why in found.troubles if named in (question, "")), "")
            raise UserError(
                f"{why[:1].upper()}{why[1:]}" if why else NO_CELL.format(f"there is none for {question!r}.")
            )
        tokens = (token_in(text.replace("\r\n", "\n")) for text in reversed(run))
        if not (token := next(filter(None, tokens), "")):
            raise UserError(NO_TOKEN)
        graded = _cell_grader()(found.counting[question], token)
    except UserError as error:
        return NotGraded(str(error))
    return Graded(graded, datetime.now(UTC))


@cache
def _cell_grader() -> CellGrader:
    """What grades answers; it keeps the quizzes that it made again. Folders of own exercises come from QUIZGEN_BANK."""
    from functools import partial

    from quizgen.authoring.bank import Bank
    from quizgen.classroom.notebook_answer import CellGrader
    from quizgen.generate.made_again import made_again

    folders = [Path(folder) for folder in os.environ.get("QUIZGEN_BANK", "").split(os.pathsep) if folder]
    return CellGrader(lambda: partial(made_again, Bank.load(folders)))


def load_ipython_extension(shell: Any) -> None:
    """Makes %%quizgen known; Jupyter calls it for %load_ext quizgen.jupyter, and importing this module does too."""

    def quizgen(line: str, cell: str) -> Graded | NotGraded | None:
        """Runs the cell, and grades the functions that it defines."""
        if not shell.run_cell(cell).success:
            return None
        found = grade(interface=line.strip() or None)
        return _only(found, set(DEFINED.findall(cell))) if isinstance(found, Graded) else found

    shell.register_magic_function(quizgen, "cell")


def _shell() -> Any:
    """The running IPython; None where there is none."""
    ipython: Any = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _cells_run() -> Source:
    """The code of all cells that were run, with the files in the notebook's folder that they import. UserError: there are
    none."""
    from quizgen.classroom.collect.own_files import imported_from
    from quizgen.submissions.notebook import source_of_cells

    shell = _shell()
    if shell is None:
        raise UserError(NO_NOTEBOOK)
    run = [
        (number, text) for number, text in enumerate(shell.history_manager.input_hist_raw) if number and text.strip()
    ]
    cells = [(Cell(number, 0, executed=True), text) for number, text in _current(run)]
    if not cells:
        raise UserError(NOTHING_RUN)
    source = source_of_cells(cells)
    return replace(source, modules=imported_from(Path(), source.text))


def _current(run: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The cells in the order in which they were run, without those that were run again: as they were, or with a mistake
    in their syntax repaired."""
    kept: list[tuple[int, str]] = []
    texts: set[str] = set()
    names: set[str] = set()
    for number, text in reversed(run):
        defined = set(DEFINED.findall(text))
        if text not in texts and (not defined or not defined <= names or _parses(text)):
            kept.append((number, text))
        texts.add(text)
        names |= defined
    return reversed(kept)


def _parses(text: str) -> bool:
    """Whether a cell is Python; it is the learner's own, in the learner's own process."""
    from quizgen.submissions.notebook_commands import without_commands

    try:
        ast.parse(without_commands(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _only(found: Graded, defined: set[str]) -> Graded | NotGraded:
    """The part of a grade that is about what a cell defines."""
    from quizgen.submissions.interfaces import named

    theirs = named(found.grade.interface).functions
    marks = tuple(m for m in found.grade.marks if theirs.get(_function(m.ask), "").partition(".")[0] in defined)
    if not marks:
        return NotGraded("This cell defines none of the functions that can be graded. Leave %%quizgen out of it.")
    causes = tuple(cause for cause in found.grade.causes if cause.function in {_function(m.ask) for m in marks})
    return replace(found, grade=replace(found.grade, marks=marks, causes=causes))


def _function(ask: str) -> str:
    """The function that a mark is about: of "rnn_step.F1" it is rnn_step."""
    return ask.partition(".")[0]


with suppress(AttributeError):  # there is no shell
    load_ipython_extension(_shell())
