"""quizgen import: reads a course back from its file."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import next_command, open_store, say


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Read a course back from the file that 'export --course' wrote.

    The store must be empty: name a new one with --db. Nothing is stored if the file is damaged.
    """
    from quizgen.errors import UserError

    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"Cannot read {file}: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not a course of quizgen, for it is no text. Name another file.") from error
    with open_store() as store:
        store.load(text, str(file))
        count = len(store.summaries())
        names = store.assignment_names()
    work = f"{count} grade{'s' * (count != 1)}, {len(names)} assignment{'s' * (len(names) != 1)}"
    say(f"Read the course in {file}: {work}. List them:  ", (next_command("results"), "bold"))
