"""quizgen exam sheet: writes an empty table for typing in the answers of a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import next_command, open_store, say
from quizgen.cli.exam_options import FILE

if TYPE_CHECKING:
    from quizgen.documents.exam.answer_table import AnswerTable

ENDINGS = (".csv", ".xlsx")


@click.command("sheet")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--out", type=FILE, default="answers.csv", show_default=True, metavar="FILE", help="The table: .csv or .xlsx."
)
def command(folder: Path, out: Path) -> None:
    """Write an empty table for typing in the answers of a class.

    A row is a paper, a column a part of it: q2.h_1 is the part h_1 of question 2. Where groups have other orders of questions,
    each order is a table of its own.
    """
    from quizgen.documents.exam.answer_table import answer_tables, as_csv, as_xlsx, newest
    from quizgen.documents.exam.folder import ExamFolder, exam_in, papers_in
    from quizgen.errors import UserError

    exam = exam_in(folder)
    if out.suffix.lower() not in ENDINGS:
        raise UserError(f"{out} ends neither in .csv nor in .xlsx. Name a file that does with --out.")
    with open_store() as store:
        papers = newest(store.papers(exam), papers_in(folder))
        if not papers:
            raise UserError(
                f"This store has no papers of {exam}. Name the store that 'quizgen exam make' filled: --db FILE."
            )
        tables = answer_tables((head, store.quiz(head.quiz)) for head in papers)
    make = as_csv if out.suffix.lower() == ".csv" else as_xlsx
    files = [(path_of(out, tables, number), table) for number, table in enumerate(tables)]
    for path, _ in files:
        check_empty(path)
    for path, table in files:
        ExamFolder(path.parent, exam).write(path.name, make(table))
        count = len(table.papers)
        rows = "1 row" if count == 1 else f"{count} rows, one for each paper,"
        say("Wrote ", (str(path), "bold"), f": {rows} and {len(table.columns)} columns for answers.")
    say("Type the answers in, then grade them:  ", (next_command("grade", *(str(path) for path, _ in files)), "bold"))


def path_of(out: Path, tables: list[AnswerTable], number: int) -> Path:
    """The file of a table: where there are several, it has the name of the group, else a number."""
    from quizgen.documents.file_names import file_name

    if len(tables) == 1:
        return out
    names = [file_name(table.group, set()) if table.group else str(place) for place, table in enumerate(tables, 1)]
    name = names[number] if names.count(names[number]) == 1 else str(number + 1)
    return out.with_name(f"{out.stem}-{name}{out.suffix}")


def check_empty(path: Path) -> None:
    """UserError: there is a file already, other than a table into which nobody has typed."""
    from quizgen.classroom.collect.table import read_table
    from quizgen.classroom.exam.answer_columns import read_columns
    from quizgen.errors import UserError

    if not path.exists():
        return
    try:
        table = read_table(path.name, path.read_bytes())
        columns = read_columns(table)
    except (UserError, OSError):
        raise UserError(f"{path} is there already, and is no table of answers. Name another file with --out.") from None
    if any(columns.cell(row, at).strip() for row in table.rows for at in columns.parts.values()):
        raise UserError(f"{path} is there already, and somebody has typed into it. Name another file with --out.")
