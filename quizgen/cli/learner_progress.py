"""quizgen progress: what a learner, or a class, has been asked, knows and gets wrong."""

from __future__ import annotations

import click


@click.command("progress")
def command() -> None:
    """Show a learner's topics, items of the chapter and misconceptions, or a class's."""
