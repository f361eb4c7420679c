"""quizgen exam new: writes a commented plan, to edit."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import next_command, say


@click.command("new")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="exam.toml")
def command(path: Path) -> None:
    """Write the plan of an exam, to edit."""
    from quizgen import content
    from quizgen.errors import UserError

    plan = (content("templates") / "exam.toml").read_bytes()
    try:
        with path.open("xb") as file:
            file.write(plan)
    except FileExistsError:
        raise UserError(f"{path} is there already. Name another file, or remove it.") from None
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}. Name another file.") from error
    say(
        "Wrote ", (str(path), "bold"), ". Edit it, then check it:  ", (next_command("exam", "check", str(path)), "bold")
    )
