"""quizgen exam secret: makes the secret of the course, in a file that its owner alone can read."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from quizgen.cli.common import say
from quizgen.cli.exam_options import FILE, SECRET, SECRET_BYTES, write_new


@click.command("secret")
@click.argument("path", type=FILE, default=SECRET)
def command(path: Path) -> None:
    """Make the secret that everybody's numbers depend on."""
    text = f"{secrets.token_hex(SECRET_BYTES)}\n"
    write_new(path, text.encode(), "Keep it: another secret would give everybody other papers.", 0o600)
    say("Made ", (str(path), "bold"), ". Keep it, and give it to nobody: who has it and the plan can make every key.")
