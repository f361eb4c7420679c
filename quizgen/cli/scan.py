"""quizgen scan: reads scanned exams, grades what is certain, and writes marked papers."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import open_store
from quizgen.cli.course import by_option, exam_folder_option


@click.command("scan")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@exam_folder_option
@click.option(
    "--return", "returned", type=click.Path(path_type=Path), metavar="DIR", help="Write each marked paper there as PDF."
)
@by_option
def command(paths: tuple[Path, ...], folder: Path, returned: Path | None, by: str) -> None:
    """Read scanned papers of an exam, and grade what is certain.

    PATH is a folder, PDF files or pictures, in any order and turned any way. Marked bubbles and empty boxes are taken as they
    are; what is written, and all that is not certain, waits with its picture in 'quizgen review'. What was read is kept: the same
    command goes on where it was stopped. Without PATH it shows what came of the pages that were read before.
    """
    from quizgen.cli.scan_exam import Scan
    from quizgen.errors import UserError

    if not paths and returned:
        raise UserError("Name the folder with the scans too: marked papers are made of them.")
    with open_store() as store:
        scan = Scan.of(folder, store, by)
        try:
            scan.read(paths)
        except KeyboardInterrupt:
            raise UserError("Stopped. What was read is kept: the same command goes on there.") from None
        if returned:
            scan.write_marked(returned)
        scan.show_end(paths, marked=returned is not None)
        if scan.lost:
            click.get_current_context().exit(1)
