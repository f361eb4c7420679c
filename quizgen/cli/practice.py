"""quizgen practice: one question after the other, chosen from what was answered."""

from __future__ import annotations

import click


@click.command("practice")
def command() -> None:
    """Practise the chapter, led by what you got wrong."""
