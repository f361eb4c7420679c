"""quizgen doctor: how well this machine can isolate submitted code."""

from __future__ import annotations

import click

from quizgen.cli.common import console, print_json


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON instead.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show how well this machine can isolate submitted code."""
    from quizgen.sandbox.probe import layers, probe
    from quizgen.sandbox.self_test import ATTEMPTS, escapes
    from quizgen.sandbox.wall import Wall, advice

    found = probe()
    escaped: tuple[str, ...] = ()
    if found.level != "none":
        with Wall() as wall:
            escaped = escapes(wall)
    if as_json:
        shown = [{"name": layer.name, "stands": layer.active, "holds": layer.purpose} for layer in layers()]
        tried = list(ATTEMPTS) if found.level != "none" else []
        print_json(
            {"level": found.level, "why": found.why, "layers": shown, "tried": tried, "came_through": list(escaped)}
        )
    else:
        from rich.table import Table
        from rich.text import Text

        page, table = console(), Table(box=None, pad_edge=False, header_style="bold")
        for name in ("layer", "here", "what it is for"):
            table.add_column(name)
        for layer in layers():
            table.add_row(layer.name, "yes" if layer.active else Text("no", style="red"), layer.purpose)
        colour = {"full": "green", "strict": "green", "none": "red"}[found.level]
        page.print(Text.assemble(("protection  ", "bold"), (found.level, colour)))
        page.print(found.why)
        page.print()
        page.print(table)
        page.print()
        if escaped:
            page.print(f"Tried just now, and not stopped: {', '.join(escaped)}. Do not grade strangers' files here.")
        elif found.level == "none":
            page.print(advice())
        else:
            page.print(f"Tried just now, and stopped: {', '.join(ATTEMPTS)}.")
    ctx.exit(1 if escaped or found.level == "none" else 0)
