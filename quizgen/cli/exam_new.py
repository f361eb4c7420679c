"""quizgen exam new: writes a commented plan, to edit."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import next_command, say
from quizgen.cli.exam_options import FILE, write_new


@click.command("new")
@click.argument("path", type=FILE, default="exam.toml")
def command(path: Path) -> None:
    """Write the plan of an exam, to edit."""
    from quizgen import content

    write_new(path, (content("templates") / "exam.toml").read_bytes(), "Name another file, or remove it.")
    say(
        "Wrote ", (str(path), "bold"), ". Edit it, then check it:  ", (next_command("exam", "check", str(path)), "bold")
    )
