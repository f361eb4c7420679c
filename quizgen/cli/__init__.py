"""The command line: reads arguments, calls the library and prints. No other package imports it, and no other prints."""

from __future__ import annotations

import atexit
import errno
import gc
import importlib
import io
import os
import sys
from typing import Any

import click

atexit.register(
    gc.freeze
)  # otherwise Python searches all imported modules for garbage when it ends, which takes 0.03 s
gc.set_threshold(20_000)  # new objects; after every 700 of them it would search while modules are imported, too

COMMANDS = {  # in the order of help; the module of a command is imported when it is used, so that --help is quick
    "make": "Make a quiz with numbers of its own.",
    "take": "Take a quiz in the terminal, with feedback after each question.",
    "practice": "Practise the chapter, led by what you got wrong.",
    "progress": "Show a learner's topics, items of the chapter and misconceptions, or a class's.",
    "grade": "Grade answers.toml files, submission.py files, notebooks, or folders of them.",
    "watch": "Grade a submission on every save, and show first what broke last.",
    "export": "Write an exam for paper or for a platform, homework as folders, or the whole course.",
    "exam": "Plan, check and print an exam: a fair paper of its own for each student, and the keys.",
    "enter": "Type in the answers of an exam, paper by paper, and see at once which are right.",
    "scan": "Read scanned papers of an exam, and grade what is certain.",
    "feedback": "Write one HTML page a student: points, and why each was lost.",
    "results": "List the stored grades, newest last, or write a gradebook.",
    "assignment": "List the assignments, show one, or say what it asks for and how it counts.",
    "mark": "Give points to an answer that waits for a person, a comment or extra credit, or excuse it.",
    "review": "Go through what waits for a person, question by question.",
    "marks": "Write what waits to a CSV file, or read the points in it back.",
    "override": "Set points in place of those computed; they survive every later grade.",
    "regrade": "Judge stored answers and code again, and show whose points change.",
    "history": "List every change of a student's grades: when, who, from what to what, why.",
    "report": "Show how a class did, its misconceptions, and which questions look faulty.",
    "similar": "Show pairs of students with similar wrong answers or programs.",
    "import": "Read a course or a quiz back from its file; what it holds says which it is.",
    "bank": "List, show, check and add exercises.",
    "gradescope": "Write the autograder that Gradescope runs for every submission.",
    "worker": "Grade what is in the queue, on this machine, until it is stopped.",
    "queue": "Show how many jobs and submissions wait, run or failed.",
    "doctor": "Show how well this machine can isolate submitted code.",
}
MODULES = {  # those of commands whose names are taken
    "import": "import_course",
    "progress": "learner_progress",
}
GROUPS = {  # what each command is mainly for
    "For learners": ("make", "take", "practice", "progress", "grade", "watch"),
    "For instructors": ("export", "exam", "enter", "scan", "feedback", "results"),
    "For a course": (
        "assignment",
        "mark",
        "review",
        "marks",
        "override",
        "regrade",
        "history",
        "report",
        "similar",
        "import",
    ),
    "For authors": ("bank",),
    "For operators": ("gradescope", "worker", "queue", "doctor"),
}


class Program(click.Group):
    """The program: commands are imported when they are used, and a mistake of the user's ends in one sentence."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Runs the program. Without standard output it ends at once with status 2."""
        open_closed_streams()
        if sys.stdout is None:
            click.echo("quizgen: Standard output is closed, so nothing can be shown. Leave >&- out.", err=True)
            sys.exit(2)
        return super().main(*args, **more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"quizgen.cli.{MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))  # one column for all groups
        for group, names in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name.ljust(width), COMMANDS[name]) for name in names])

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
            check_current_folder()
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except UserError as error:
            click.echo(f"quizgen: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # otherwise Python tries to write again when it ends
            click.echo("quizgen: The disk is full. Make room on it, then try again; what was graded is kept.", err=True)
            ctx.exit(1)


def open_closed_streams() -> None:
    """Opens standard input and error where they are closed: a file opened later would take their numbers."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)  # for the processes that grade
        if number == 1:  # closed standard output is the user's error, which is reported on standard error
            continue
        stream = os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)
        if number == 0:
            sys.stdin = stream
        else:
            sys.stderr = stream
    os.close(number)


def check_current_folder() -> None:
    """UserError if the current folder was deleted: no relative path, such as that of the database, means anything then."""
    from quizgen.errors import UserError

    try:
        os.getcwd()
    except FileNotFoundError as error:
        raise UserError(
            "The current folder was deleted. Change to another one, such as cd ~, then try again."
        ) from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
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
    """Make, print and grade exercises on recurrent neural networks, and learn why an answer is wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for terminals that cannot show ŷ
