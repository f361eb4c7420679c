"""quizgen exam secret: makes the secret of the course, in a file that its owner alone can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from quizgen.cli.common import say
from quizgen.cli.exam_options import FILE, SECRET, SECRET_BYTES


@click.command("secret")
@click.argument("path", type=FILE, default=SECRET)
def command(path: Path) -> None:
    """Make the secret that everybody's numbers depend on."""
    from quizgen.errors import UserError

    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # never over another file, not even by a link
    except FileExistsError:
        raise UserError(
            f"{path} is there already. Keep it: another secret would give everybody other papers."
        ) from None
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}. Name another file.") from error
    try:
        with os.fdopen(file, "w", encoding="ascii") as opened:
            opened.write(f"{secrets.token_hex(SECRET_BYTES)}\n")
    except OSError as error:
        path.unlink()
        raise UserError(f"Cannot write {path}: {error.strerror}. Make room, or name another file.") from error
    say("Made ", (str(path), "bold"), ". Keep it, and give it to nobody: who has it and the plan can make every key.")
