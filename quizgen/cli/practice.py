"""quizgen practice: one question after the other, chosen from what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizgen.cli.asking import KEYS, Stopped
from quizgen.cli.common import load_bank, next_command, open_store, say
from quizgen.cli.selecting import seed_or_random

if TYPE_CHECKING:
    from quizgen.cli.practice_session import Limit, Session

MINUTES = {"": 20, "chain": 45, "interview": 30, "revision": 45}  # by path
PATHS = tuple(name for name in MINUTES if name)


@click.command("practice")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Practise only this topic; may be repeated.")
@click.option(
    "--minutes", type=click.FloatRange(0, min_open=True), help="Ask nothing new after so many; by default 20."
)
@click.option("--questions", type=click.IntRange(1), metavar="N", help="Ask so many questions at most.")
@click.option("--student", default="", metavar="NAME", help="Practise under this name.")
@click.option(
    "--path",
    type=click.Choice(PATHS),
    help="Follow a fixed path: one problem from h_1 to the update, an interview, or the chapter once more.",
)
@click.option("--seed", type=click.IntRange(0), callback=seed_or_random, help="The same seed asks the same questions.")
def command(
    topics: tuple[str, ...], minutes: float | None, questions: int | None, student: str, path: str | None, seed: int
) -> None:
    """Practise the chapter, led by what you got wrong.

    Every question says why it comes now. A misconception that explained two answers is asked about until three answers show that it
    is gone; exercises come back after days. Every grade is stored at once: Ctrl-C or :stop stops, and the next session goes on.
    """
    from quizgen.cli.practice_session import Limit, begin
    from quizgen.errors import UserError
    from quizgen.generate.deck import deck

    if path and topics:
        raise UserError(f"--path {path} chooses its topics itself. Leave --topic out, or leave --path out.")
    bank = load_bank()
    found = deck(bank.select(topics) if topics else bank.select())
    if not found.cards:
        raise UserError(
            "These topics ask only for code, which is not answered here. Use 'quizgen make', then 'quizgen grade'."
        )
    limit = Limit(minutes or MINUTES[path or ""], questions)
    with open_store() as store:
        session = begin(store, found, student, seed)
        say(KEYS)
        try:
            run(session, path or "", tuple(topics), limit)
        except (Stopped, KeyboardInterrupt):
            say("\nStopped.")
        finally:
            if session.asked:
                session.show(tuple(topics), path or "")
                more = ["--path", path] if path else []
                more += [word for topic in topics for word in ("--topic", topic)]
                more += ["--student", student] if student else []
                say("Go on:  ", (next_command("practice", *more), "bold"))


def run(session: Session, path: str, topics: tuple[str, ...], limit: Limit) -> None:
    """Asks until the limit is reached or the path has ended. Stopped."""
    from quizgen.cli.practice_paths import chain, chosen, interview, revision

    match path:
        case "chain":
            chain(session, limit)
        case "interview":
            interview(session, limit)
        case "revision":
            revision(session, limit)
        case _:
            chosen(session, topics, limit)
