"""The folder of a quiz: a page to print, a sheet to fill in, a file to complete. A learner's work is never overwritten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import chain, count
from pathlib import Path

from quizgen.classroom.grader import functions_asked
from quizgen.documents.starter_notebook import NAME, starter_notebook
from quizgen.errors import UserError
from quizgen.markup.formula_text import formula_text
from quizgen.media.html import html
from quizgen.model import Quiz
from quizgen.reading import blank_sheet, filled_sheet, read_answers
from quizgen.reading.token_comment import token_comment


def quiz_files(quiz: Quiz, interface: str | None = None, token: str = "", notebook: bool = False) -> dict[str, str]:
    """quiz.html, answers.toml and, when there is code to write, submission.py, each with the quiz's token.

    `notebook`: submission.ipynb in place of submission.py. UserError: there is no such `interface`, or this quiz asks for no code.
    """
    files = {"quiz.html": html(quiz, token=token), "answers.toml": blank_sheet(quiz, formula_text, token)}
    if functions := functions_asked(ask for variant in quiz.variants for ask in variant.asks):
        from quizgen.submissions import starter

        given = {name: text for v in reversed(quiz.variants) for ask in v.asks for name, text in ask.given_code.items()}
        code = starter(functions, interface or "chapter", given)
        comment = token_comment(token) if token else ""
        if notebook:
            files[NAME] = starter_notebook(quiz, code, comment)
        else:
            files["submission.py"] = f"{code}\n\n{comment}" if token else code
    elif interface is not None or notebook:
        option = "--notebook" if notebook else "--interface"
        raise UserError(
            f"{option} is for code, and this quiz asks for none. Add --exercise code-forward, or leave it out."
        )
    return files


def write_quiz(quiz: Quiz, out: Path, interface: str | None = None, token: str = "", notebook: bool = False) -> Path:
    """Write the files of a quiz into <out>/<quiz id>; the folder. UserError: as above, or it cannot be written."""
    return write_folder(out / quiz.id, quiz_files(quiz, interface, token, notebook))


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder, but none over a learner's work; the folder. UserError: it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            if not has_answers(folder / name):
                (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"Cannot write to {folder}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    return folder


def save_answers(
    quiz: Quiz, typed: Mapping[str, Mapping[str, str]], sheet: Path, token: str = "", comment: str = ""
) -> None:
    """Write the answers typed so far into a sheet of the quiz; the file is complete at every moment, also if power fails.

    `comment`: a last line that begins with "#".
    """
    new = sheet.with_name(f"{sheet.name}.new")
    text = filled_sheet(quiz, typed, formula_text, token) + (f"\n{comment}\n" if comment else "")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(sheet)
    except OSError as error:
        raise UserError(
            f"Cannot write to {sheet}: {error.strerror}. Make room, or choose another folder with --out."
        ) from error


def unused_sheet(folder: Path) -> Path:
    """answers.toml; if a learner has written into it answers-2.toml, and so on."""
    names = chain(["answers.toml"], (f"answers-{n}.toml" for n in count(2)))
    return next(folder / name for name in names if not has_answers(folder / name))


def has_answers(path: Path) -> bool:
    """Whether a learner may have written into the file, which is then left as it is."""
    if path.suffix == ".toml" and path.exists():
        try:
            return any(
                str(value).strip()
                for q in read_answers(path.read_bytes(), str(path)).typed.values()
                for value in q.values()
            )
        except UserError:
            return True
    return path.suffix in (".py", ".ipynb") and path.exists()
