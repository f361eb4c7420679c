"""The command line: arguments in, one library call, print. Nothing imports it and nothing else prints."""

from __future__ import annotations

import importlib

import click

COMMANDS = {  # name -> module, in the order of a first session; modules are imported when their command runs
    "make": "make",
    "take": "take",
    "grade": "grade",
    "results": "results",
    "export": "export",
    "bank": "bank",
}


class Lazy(click.Group):
    """A group whose commands live in modules of their own, and whose users' mistakes are one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"quizgen.cli.{COMMANDS[cmd_name]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from quizgen.wording import did_you_mean

            ctx.fail(f"No command {args[0]!r}.{did_you_mean(args[0], COMMANDS)} Commands: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        from quizgen.errors import UserError

        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"quizgen: {error}", err=True)
            ctx.exit(2)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", envvar="QUIZGEN_DB", default="quizgen.db", metavar="URL", help="Where quizzes and grades are kept.")
@click.option("--bank", "banks", multiple=True, envvar="QUIZGEN_BANK", metavar="DIR", help="A folder of your own exercises.")
@click.version_option(package_name="quizgen", message="quizgen %(version)s")
def main(db: str, banks: tuple[str, ...]) -> None:
    """Makes, prints and grades exercises on recurrent neural networks, and says why an answer is wrong."""
