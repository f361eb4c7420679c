"""The answers in a notebook as the answers.toml that says the same: whatever grades a sheet then grades them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizgen.classroom.course.sheet_token import Token, read_token
from quizgen.errors import UserError
from quizgen.model import Mark, Verdict, storable
from quizgen.reading.sheet import typed_sheet
from quizgen.reading.text import as_typed
from quizgen.reading.token_comment import token_in
from quizgen.sandbox.bundle import unbundle
from quizgen.sandbox.notebook_json import NotebookCode, may_be_notebook, read_notebook
from quizgen.submissions.answer_cells import CALL, FROM_QUIZGEN, AnswerCells, Call, read_cells
from quizgen.submissions.answer_tokens import Written

NO_QUIZ = (
    "its answer cells do not say which quiz they answer: the first code cell, with quiz = and the lines below made_of, is "
    "not as it was handed out. Copy that cell from the notebook that was handed out."
)
COMPUTED = (
    "{place}: {name} of {question} is computed there, and a notebook is read and not run. "
    'Write the value itself: {name}="...".'
)
NO_TOKEN = re.compile(r"[^\w.-]+", re.ASCII)  # characters that no token has
MOST_SAID = 12  # sentences about one notebook


@dataclass(frozen=True)
class NotebookSheet:
    """The answers.toml that says what the answer cells of a notebook say, a sentence for each cell that is not as it should
    be, and the questions that have an answer cell, readable or not. `quiz`, `token`: as the sheet says them."""

    data: bytes
    quiz: str
    token: str
    remarks: tuple[str, ...]
    questions: frozenset[str]


def notebook_sheet(data: bytes) -> NotebookSheet | None:
    """The answers of a file that was handed in; None: it is no notebook with answer cells. UserError: it does not say of
    which quiz."""
    data = unbundle(data)[0]
    notebook = read_notebook(io.BytesIO(data)) if may_be_notebook(data) else None
    if notebook is None or not has_answer_cells(notebook):
        return None
    found = read_cells((f"cell {number}", text) for number, text in enumerate(notebook.cells, 1) if text)
    questions = frozenset(found.counting) | {question for question, _ in found.troubles}
    if not questions:
        return None
    token = best_token(notebook)
    said, read = {**notebook.own, **found.says}, readable(token)
    quiz = said.get("quiz", "").strip() or (read.quiz if read else "")
    if not quiz:
        raise UserError(NO_QUIZ)
    student = said.get("student", "").strip()
    sheet = typed_sheet(storable(quiz), storable(student), typed(found), token).encode()
    return NotebookSheet(sheet, storable(quiz), token, tuple(remarks(found)), questions)


def has_answer_cells(notebook: NotebookCode) -> bool:
    """Whether a notebook may have answer cells of quizgen's: it calls answer(), and imports it or names a quiz."""
    cells = [text for text in notebook.cells if text]
    return any(CALL in text for text in cells) and (
        bool(notebook.own) or any(FROM_QUIZGEN in text or token_in(text) for text in cells)
    )


def best_token(notebook: NotebookCode) -> str:
    """The token of a notebook: the first that can be read, of those in its cells and in its metadata; else the first."""
    cells = (token_in(text.replace("\r\n", "\n")) for text in notebook.cells if text)
    tokens = [token for token in (*cells, NO_TOKEN.sub("", notebook.own.get("token", ""))) if token]
    return next((token for token in tokens if readable(token)), next(iter(tokens), ""))


def readable(token: str) -> Token | None:
    """What a token says; None if it cannot be read."""
    try:
        return read_token(token)
    except UserError:
        return None


def typed(found: AnswerCells) -> dict[str, dict[str, str]]:
    """What is answered, question by question and ask by ask, as a sheet has it."""
    return {question: typed_in(call) for question, call in found.counting.items()}


def typed_in(call: Call) -> dict[str, str]:
    """What a call answers."""
    return {storable(name): storable(text(value)) for name, value in call.answers.items()}


def text(value: Written) -> str:
    """An answer as a sheet has it; the line breaks around a text between three quotes are no part of it."""
    return as_typed(value).strip()


def remarks(found: AnswerCells) -> Iterator[str]:
    """What to say of the cells: of calls that do not count where no other does, and of answers that are computed."""
    said = [why for question, why in found.troubles if question not in found.counting]
    for question, call in found.counting.items():
        said += [COMPUTED.format(place=call.place, name=name, question=question) for name in call.computed]
    yield from said[:MOST_SAID]
    if len(said) > MOST_SAID:
        yield f"and {len(said) - MOST_SAID} more such cells. Correct these first."


def questions_without_cell(marks: Iterable[Mark], there: Iterable[str]) -> str:
    """A sentence on the questions of a quiz that have no answer cell, by the marks of its sheet; or ""."""
    blank = (mark.ask.partition(".")[0] for mark in marks if mark.verdict is Verdict.BLANK)
    lacking = [question for question in dict.fromkeys(blank) if question not in {*there}]
    if not lacking:
        return ""
    return f"there is no answer cell for {', '.join(lacking)}, which counts as not answered. Copy it from the notebook handed out."
