"""quizgen export for another quizgen: whole quizzes, with their keys and exercise files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import say, sources

if TYPE_CHECKING:
    from quizgen.cli.export_quizzes import Quizzes
    from quizgen.media import Exchange
    from quizgen.model import Student
    from quizgen.store import Store


def write_whole_quizzes(
    exchange: Exchange, wanted: Quizzes, roster: Sequence[Student], assignment: str, out: Path, store: Store
) -> None:
    """Writes a file for each student, or one; nobody but its owner can read it, for it holds the key."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from quizgen.cli.make import points_of
    from quizgen.cli.progress import show_progress
    from quizgen.cli.report_files import write_private
    from quizgen.documents.file_names import numbered_file_name
    from quizgen.errors import UserError
    from quizgen.generate.code_questions import count_functions_once

    texts = sources(wanted.exercises)
    once = (count_functions_once(quiz, lambda name: points_of(name, "chapter")) for quiz in wanted.quizzes(roster, 1))
    drawn = (replace(quiz, assignment=assignment or quiz.assignment) for quiz in once)
    kept = [store.keep_quiz(quiz, texts, datetime.now(UTC)) for quiz in drawn]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Cannot write to {out}: {error.strerror}. Choose another folder with --out.") from error
    taken: list[Path] = []
    for quiz in show_progress(kept, "Writing"):
        taken.append(Path(f"{numbered_file_name(quiz.id, taken)}{exchange.ending}"))
        write_private(out / taken[-1], [exchange.make(quiz, texts.__getitem__).decode()])
    what = f"{len(taken)} files" if len(taken) > 1 else taken[0].name
    say(f"{what} in ", (f"{out}/", "bold"), ", with the key: hand nothing of it out.")
    say("Read a file with another store:  ", (f"quizgen --db OTHER.db import {out / taken[0]}", "bold"))
