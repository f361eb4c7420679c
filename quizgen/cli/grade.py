"""quizgen grade: sheets and submissions, judged and remembered."""

from __future__ import annotations

import re
from pathlib import Path

import click

from quizgen.cli.common import console, load_bank, open_store, print_json
from quizgen.errors import UserError


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--exercise", "names", multiple=True, metavar="NAME", help="Grade a submission on all that this exercise asks."
)
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
def command(paths: tuple[Path, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Grade answers.toml files, submission.py files, or folders of them.

    What a file is, its content says, whatever its name. In a folder every .toml and .py file is graded.

    Exit status 0: all graded, whatever the score; 1: something could not be graded, the rest was; 2: wrong usage.
    """
    from datetime import UTC, datetime

    from quizgen.collect import NOTHING, found
    from quizgen.grader import Grader
    from quizgen.report import grades_said

    functions = tuple(f for name in names for f in code_functions(name))
    files, empty = found(paths)
    grades, ungraded = [], [told(folder, UserError(NOTHING)) for folder in empty]
    page = console()
    with open_store() as store:
        grader = Grader(store.quiz, store.source)
        for item in files:
            try:
                grade = grader.grade(item, functions)
            except UserError as error:
                ungraded.append(told(item, error))
                continue
            store.append(grade, datetime.now(UTC))
            grades.append(grade)
            if not as_json:
                from quizgen.render.screen import sheet

                page.print(sheet(grade))
    if as_json:
        print_json(grades_said(grades) | ({"ungraded": ungraded} if ungraded else {}))
    if ungraded:
        raise SystemExit(1)


def told(source: Path, error: UserError) -> dict[str, str]:
    """Says at once why a file is not graded, and returns it for the end."""
    why = re.sub(f"^{re.escape(str(source))}[:,]? ", "", str(error))
    click.echo(f"quizgen: {source}: {why}", err=True)
    return {"source": str(source), "why": why}


def code_functions(name: str) -> tuple[str, ...]:
    """The functions a code exercise asks for."""
    from quizgen.grader import code_asked

    functions = code_asked(load_bank().get(name).asks)
    if not functions:
        raise UserError(f"{name} asks for no code. Grade its answers.toml instead, without --exercise.")
    return functions
