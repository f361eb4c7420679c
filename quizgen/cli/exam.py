"""quizgen exam: plans, checks and prints an exam."""

from __future__ import annotations

import importlib
from typing import Any

import click

SUBCOMMANDS = {  # imported when they are used
    "new": "Write the plan of an exam, to edit.",
    "check": "Say what of a plan cannot be met, how long it takes, and how even the papers are.",
    "secret": "Make the secret that everybody's numbers depend on.",
    "make": "Draw and print a paper for each student, and the keys.",
    "sheet": "Write an empty table for typing in the answers of a class.",
}


class Subcommands(click.Group):
    """The group: a subcommand `name` is `command` in the module exam_<name>."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        command: click.Command = importlib.import_module(f"quizgen.cli.exam_{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in SUBCOMMANDS and not args[0].startswith("-"):
            from quizgen.errors import did_you_mean

            ctx.fail(
                f"No command 'exam {args[0]}'.{did_you_mean(args[0], SUBCOMMANDS)} Commands: {', '.join(SUBCOMMANDS)}."
            )
        return super().resolve_command(ctx, args)


@click.group("exam", cls=Subcommands)
def command(**options: Any) -> None:
    """Plan, check and print an exam: a fair paper of its own for each student, and the keys."""
