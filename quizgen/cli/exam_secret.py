"""quizgen exam secret: makes the secret of the course, in a file that its owner alone can read."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from quizgen.cli.common import say
from quizgen.cli.exam_options import FILE, SECRET


@click.command("secret")
@click.argument("path", type=FILE, default=SECRET)
def command(path: Path) -> None:
    """Make the secret that everybody's numbers depend on."""
    from quizgen.cli.report_files import write_private
    from quizgen.errors import UserError

    if path.exists():
        raise UserError(f"{path} is there already. Keep it: another secret would give everybody other papers.")
    write_private(path, [secrets.token_hex(32)])
    say("Made ", (str(path), "bold"), ". Keep it, and give it to nobody: who has it and the plan can make every key.")
