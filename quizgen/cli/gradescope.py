"""quizgen gradescope: writes the autograder that Gradescope runs."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import code_functions, grading_options, say


@click.group("gradescope")
def command() -> None:
    """Write the autograder that Gradescope runs for every submission."""


@command.command("build")
@grading_options
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("autograder.zip"),
    show_default=True,
    help="The zip to write.",
)
def build(names: tuple[str, ...], interface: str | None, public: bool, unsafe: bool, out: Path) -> None:
    """Write autograder.zip: setup.sh, run_autograder and this quizgen as a wheel.

    Upload it under "Configure Autograder". Every submission is graded with the options given here; results.json names the
    cause of lost points first.
    """
    from quizgen.documents.gradebook.autograder import autograder
    from quizgen.errors import UserError

    if out.suffix.lower() != ".zip":
        raise UserError(f"{out} is no name for a zip file. Choose one that ends in .zip.")
    code_functions(names)  # a name that is no exercise is a mistake now, not when the first student hands in
    options = [part for name in names for part in ("--exercise", name)]
    options += ["--interface", interface] if interface else []
    options += ["--public"] * public + ["--unsafe-no-sandbox"] * unsafe
    try:
        out.write_bytes(autograder(options))
    except OSError as error:
        raise UserError(f"Cannot write {out}: {error.strerror}. Name another file with --out.") from error
    given = f" with {' '.join(options)}" if options else ""
    say(f"{out}: upload it in Gradescope under Configure Autograder. Submissions are graded{given}.")
