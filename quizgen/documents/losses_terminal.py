"""What a platform loses of some questions, as a table for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizgen.documents.platform_file import Losses


def losses_table(losses: Losses, file_format: str) -> RenderableType:
    """Each loss by its name, with what happens instead and the exercises that have it."""
    if not losses.found:
        return Text(f"{file_format} loses nothing of {number(losses.questions)}.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"What {file_format} loses", no_wrap=True)
    table.add_column("What happens there")
    table.add_column("Exercises")
    for loss in losses.found.values():
        style = "bold red" if loss.refused else ""
        sentence = f"Refused. {loss.sentence}" if loss.refused else loss.sentence
        table.add_row(Text(loss.name, style=style), Text(sentence), Text(losses.where(loss), style="dim"))
    return Group(Text(f"Of {number(losses.questions)}:"), Text(), table)


def number(questions: int) -> str:
    """ "1 question", "12 questions"."""
    return f"{questions} question{'s' * (questions != 1)}"
