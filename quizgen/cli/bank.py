"""quizgen bank: list, show, check and add exercises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, load_bank, own_banks, print_json, say
from quizgen.cli.selecting import KindOption, known_kinds

if TYPE_CHECKING:
    from rich.table import Table

    from quizgen.authoring.coverage import Coverage
    from quizgen.laws.guesser import Gain, Guessed


@click.group("bank")
def command() -> None:
    """List, show, check and add exercises."""


@command.command("list")
@click.option("--topic", metavar="TOPIC", help="List this topic only.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def listing(topic: str | None, as_json: bool) -> None:
    """List the exercises by topic."""
    exercises = sorted(load_bank().select(topics=() if topic is None else (topic,)), key=lambda e: e.topic)
    if as_json:
        fields = ("name", "topic", "level", "title", "version", "points")
        rows = [
            {f: getattr(e, f) for f in fields} | {"kinds": e.kinds, "covers": e.covers, "targets": e.targets}
            for e in exercises
        ]
        print_json({"exercises": rows})
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("topic", "exercise", "level", "kind", "points", "title"):
        table.add_column(
            heading, justify="right" if heading in ("level", "points") else "left", no_wrap=heading != "title"
        )
    before = ""
    for e in exercises:
        table.add_row(
            "" if e.topic == before else e.topic, e.name, str(e.level), "/".join(e.kinds), f"{e.points:g}", e.title
        )
        before = e.topic
    console().print(table)


@command.command("show")
@click.argument("name")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Show the variant of this seed.")
@click.option("--json", "as_json", is_flag=True, help="Print the variant as JSON.")
def show(name: str, seed: int, as_json: bool) -> None:
    """Show one variant of an exercise, with its key and the wrong answers that known misconceptions give."""
    from quizgen.authoring.bank import author_errors
    from quizgen.generate import variant
    from quizgen.media.json import question_json

    exercise = load_bank().get(name)
    with author_errors(exercise, seed=seed):
        made = variant(exercise, seed)
        if as_json:
            print_json(question_json(made, with_key=True))
            return
        from quizgen.media.terminal import answer, question

        page = console()
        page.print(question(made, 1))
        page.print(answer(made))
        if exercise.data_files:
            from quizgen.cli.rubric_shown import rubrics_shown

            page.print(*rubrics_shown(exercise, made), end="")


@command.command("audit")
@click.argument("names", nargs=-1)
@click.option("--seeds", type=click.IntRange(1), default=200, show_default=True, help="Set the number of seeds to try.")
@click.option(
    "--worded",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Set the number of seeds whose variants are rendered and graded too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the breaches as JSON.")
def audit(names: tuple[str, ...], seeds: int, worded: int, as_json: bool) -> None:
    """Check exercises against the laws on many seeds. The exit status is 1 if one breaks a law.

    Wrong answers that no misconception explains, and right ones that can be told by their looks, break no law; they are
    worth a look.
    """
    from dataclasses import asdict

    from quizgen.cli.progress import audit_all
    from quizgen.laws import LAWS
    from quizgen.laws.guesser import summary

    bank = load_bank()
    exercises = [bank.get(name) for name in names] or list(bank.exercises.values())
    found = audit_all(exercises, seeds, worded, own_banks())
    broken = [breach for one in found for breach in one.breaches]
    guessed = summary({one.exercise: one.guesses for one in found if one.guesses is not None})
    doubts = [(one.exercise, sentence) for one in found for sentence in one.warnings]
    doubts += [(gain.exercise, guessable(clue, gain)) for clue in guessed for gain in clue.exercises]
    if as_json:
        print_json(
            {
                "seeds": seeds,
                "laws": [law.__name__ for law in LAWS],
                "breaches": [asdict(breach) for breach in broken],
                "warnings": [{"exercise": name, "warning": sentence} for name, sentence in sorted(doubts)],
                "guesser": [{"clue": one.clue, "gain": one.bank.gain, "error": one.bank.error} for one in guessed],
            }
        )
    else:
        for breach in broken:
            say((breach.exercise, "bold red"), f"  {breach.law}\n  {breach.sentence}\n  Here: {breach.evidence}")
        for name, sentence in sorted(doubts):
            say((name, "bold yellow"), f"  worth a look\n  {sentence}")
        for one in guessed if len(exercises) > 1 else ():
            if one.bank.gives_away:
                say(("all of them", "bold yellow"), f"  worth a look\n  {guessable(one, one.bank)}")
        size = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
        breaches = "1 breach" if len(broken) == 1 else f"{len(broken) or 'no'} breaches"
        say(f"{size}, {seeds:,} seeds each, {len(LAWS)} laws: {breaches}.")
    if broken:
        raise SystemExit(1)


def guessable(clue: Guessed, gain: Gain) -> str:
    """How much somebody who knows nothing earns on an exercise by a clue."""
    return (
        f"{clue.sentence.rstrip('.')}: taking it throughout earns {gain.earned:.0%} of the points, and chance {gain.chance:.0%} "
        "(docs/guesser.md)."
    )


@command.command("coverage")
@click.option("--thin", is_flag=True, help="Show only the items that are asked too little.")
@click.option("--json", "as_json", is_flag=True, help="Print every item with its exercises and kinds as JSON.")
def chapter_coverage(thin: bool, as_json: bool) -> None:
    """Show which exercises ask each item of the chapter, in which kinds of question, and what is asked too little.

    An item is covered when at least two kinds of question ask it, one of them in an exercise other than the statements to
    judge; where it is about a calculation, one answer has to be computed. The exit status is 1 if an item is not covered.
    """
    from dataclasses import asdict

    from quizgen.authoring.coverage import coverage

    found = coverage(load_bank().exercises.values())
    lacking = [one for one in found if one.lacks]
    if as_json:
        print_json(
            {
                "items": [
                    asdict(one.item) | {f: getattr(one, f) for f in ("exercises", "kinds", "lacks")} for one in found
                ],
                "covered": len(found) - len(lacking),
                "of": len(found),
            }
        )
    else:
        if lacking or not thin:
            console().print(coverage_table(lacking if thin else found))
        say((f"{len(found) - len(lacking)} of {len(found)}", "bold"), " items of the chapter are covered.")
    if lacking:
        raise SystemExit(1)


def coverage_table(found: list[Coverage]) -> Table:
    """A line for each item, in the sections of the chapter."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("item", "what it says", "kinds", "exercises"):
        table.add_column(heading, no_wrap=heading == "item", min_width=22 if heading == "exercises" else None)
    section = ""
    for one in found:
        if one.item.section != section:
            section = one.item.section
            table.add_row(Text(f"\n{section}", style="bold"))
        exercises = Text(", ".join(one.exercises))
        if one.lacks:
            exercises.append(f"{' ' if one.exercises else ''}lacks {' and '.join(one.lacks)}", style="bold red")
        table.add_row(one.item.id, one.item.fact, ", ".join(one.kinds), exercises)
    return table


@command.command("preview")
@click.argument("name")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Use this port; by default any free one.")
def preview(name: str, port: int) -> None:
    """Serve an exercise to your own browser, and show it again on every save. Ctrl-C stops.

    The page shows the question, its key with the common wrong answers, the laws, and ten seeds side by side. It can be
    opened on this machine only.
    """
    from quizgen.cli.preview import HOST, server
    from quizgen.errors import UserError

    path = load_bank().get(name).path
    assert path is not None
    try:
        serving = server(path, port)
    except OSError as error:
        raise UserError(f"Port {port} cannot be used: {error.strerror}. Leave --port out, or give another.") from error
    with serving:
        say(("Open  ", ""), (f"http://{HOST}:{serving.server_port}/", "bold"), f"  to see {path}. Ctrl-C stops.")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            say("\nStopped.")


@command.command("new")
@click.argument("topic_and_name", metavar="TOPIC/NAME")
@click.option("--kind", cls=KindOption, help="Start from an exercise that asks this kind of question.")
def new(topic_and_name: str, kind: str | None) -> None:
    """Write a working exercise to start from.

    It goes into the folder of --bank or QUIZGEN_BANK (the first, if there are several), else into question_bank.
    """
    import shlex

    from quizgen.authoring.bank import Bank
    from quizgen.authoring.skeleton import write_skeleton

    root = Path(own_banks()[0] if own_banks() else "question_bank")
    if kind is not None:
        known_kinds((kind,))
    path, *data = write_skeleton(topic_and_name, root, Bank.load(), kind or "")
    look = shlex.join(["quizgen", "--bank", str(root), "bank"])
    beside = f", with its data in {' and '.join(file.name for file in data)}" if data else ""
    say((str(path), "bold"), f" is a working exercise{beside}. Edit it; then look at it and check it:")
    for verb in ("show", "audit"):
        say(f"  {look} {verb} {path.stem.replace('_', '-')}")
