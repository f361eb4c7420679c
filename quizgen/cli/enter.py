"""quizgen enter: types in the answers of an exam, paper by paper."""

from __future__ import annotations

import click


@click.command("enter")
def command() -> None:
    """Type in the answers of an exam, paper by paper, and see at once which are right."""
