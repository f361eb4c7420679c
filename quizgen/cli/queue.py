"""quizgen queue: shows how many jobs and submissions wait, run or failed."""

from __future__ import annotations

from dataclasses import asdict

import click

from quizgen.cli.common import console, next_command, open_store, print_json, say


@click.command("queue")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON instead.")
def command(as_json: bool) -> None:
    """Show how many jobs and submissions wait, run or failed."""
    from quizgen.classroom.queue import queue_status

    with open_store() as store:
        found = queue_status(store)
    if as_json:
        print_json(asdict(found))
        return
    from rich.table import Table

    from quizgen.sandbox.records import printable

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "jobs", "submissions"):
        table.add_column(name, justify="right" if name else "left")
    for name, jobs in found.jobs.items():
        table.add_row(name, str(jobs), str(found.submissions[name]))
    console().print(table)
    for name, _, why in found.refused:
        say("not graded  ", (printable(name), "bold"), f": {printable(why.removeprefix(name).lstrip(':, '))}")
    if found.jobs["failed"]:
        again = next_command("grade", "--queue", "PATH")
        say("The worker has printed why jobs failed. Submit their files again:  ", (again, "bold"))
