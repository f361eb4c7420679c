"""The command line: arguments in, one library call, print. Nothing imports it and nothing else prints."""

from __future__ import annotations

import atexit
import errno
import gc
import importlib
import io
import os
import sys

import click

atexit.register(gc.freeze)  # or at its end Python would look for garbage in all that was imported: 0.03 s

COMMANDS = {  # in the order of a first session; a command's module is imported when it is used, so that --help is quick
    "make": "Make a quiz with numbers of its own.",
    "take": "Take a quiz in the terminal, with feedback after each question.",
    "grade": "Grade answers.toml files, submission.py files, or folders of them.",
    "watch": "Grade a submission on every save, and show first what broke last.",
    "feedback": "Write one HTML page a student: points, and why each was lost.",
    "worker": "Grade what is in the queue, on this machine, until it is stopped.",
    "queue": "Show what is in the queue: what waits, runs and failed.",
    "results": "Show what was graded, newest last.",
    "export": "Write an exam as PDF or HTML: a paper of their own for every student, and one key.",
    "doctor": "Show how well this machine can isolate submitted code.",
    "bank": "Look into the bank of exercises, check it, add to it.",
}


class Lazy(click.Group):
    """A group whose commands live in modules of their own, and whose users' mistakes are one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"quizgen.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from quizgen.errors import did_you_mean

            ctx.fail(f"No command {args[0]!r}.{did_you_mean(args[0], COMMANDS)} Commands: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        from quizgen.errors import UserError

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except UserError as error:
            click.echo(f"quizgen: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python tries once more at its end
            click.echo("quizgen: The disk is full. Make room on it, then try again; what was graded is kept.", err=True)
            ctx.exit(1)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db", envvar="QUIZGEN_DB", default="quizgen.db", metavar="URL", help="Where quizzes and grades are kept."
)
@click.option(
    "--bank",
    "banks",
    type=click.Path(),
    multiple=True,
    envvar="QUIZGEN_BANK",
    metavar="DIR",
    help="A folder of your own exercises.",
)
@click.version_option(package_name="quizgen", message="quizgen %(version)s")
def main(db: str, banks: tuple[str, ...]) -> None:
    """Makes, prints and grades exercises on recurrent neural networks, and says why an answer is wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ŷ is no reason to stop
