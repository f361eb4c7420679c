"""quizgen doctor: how well this machine holds in the files that it grades."""

from __future__ import annotations

from dataclasses import asdict

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
    through: tuple[str, ...] = ()
    if found.level != "none":
        with Wall() as wall:
            through = escapes(wall)
    if as_json:
        said = {"level": found.level, "why": found.why, "layers": [asdict(layer) for layer in layers()]}
        print_json(said | {"tried": list(ATTEMPTS) if found.level != "none" else [], "came_through": list(through)})
    else:
        from rich.table import Table
        from rich.text import Text

        page, table = console(), Table(box=None, pad_edge=False, header_style="bold")
        for name in ("layer", "here", "what it is for"):
            table.add_column(name)
        for layer in layers():
            table.add_row(layer.name, "yes" if layer.stands else Text("no", style="red"), layer.holds)
        colour = {"full": "green", "strict": "green", "none": "red"}[found.level]
        page.print(Text.assemble(("protection  ", "bold"), (found.level, colour)))
        page.print(found.why)
        page.print()
        page.print(table)
        page.print()
        if through:
            page.print(
                f"Tried just now, and it came through: {', '.join(through)}. Do not grade strangers' files here."
            )
        elif found.level == "none":
            page.print(advice())
        else:
            page.print(f"Tried just now, and held in: {', '.join(ATTEMPTS)}.")
    ctx.exit(1 if through or found.level == "none" else 0)
