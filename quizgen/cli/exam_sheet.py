"""quizgen exam sheet."""

from __future__ import annotations

import click


@click.command("sheet")
def command() -> None:
    """Not there yet."""
