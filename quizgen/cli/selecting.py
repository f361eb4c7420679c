"""The options that choose exercises and draw from them, as one noun: which, how many, with what seed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizgen.cli.common import load_bank

if TYPE_CHECKING:
    from quizgen.authoring import Exercise

TITLE = 44  # characters of a quiz's name that stand on one line of a page
KINDS = ("numeric", "shape", "formula", "choice", "text", "code")
SEVERAL = 5  # questions of a quiz on a topic


@dataclass(frozen=True)
class Selection:
    """What was asked for. Without a count, some questions of a topic, or one of each exercise named."""

    own: tuple[str, ...]
    topics: tuple[str, ...]
    names: tuple[str, ...]
    level: tuple[int, int]
    kinds: tuple[str, ...]
    count: int | None
    seed: int

    @property
    def title(self) -> str:
        """What a quiz on these is called: its topics, or its exercises, as many as make a title."""
        parts = list(dict.fromkeys(self.topics or [name.rsplit("/", 1)[-1] for name in self.names]))
        kept = next(n for n in range(len(parts), 0, -1) if n == 1 or len("-".join(parts[:n])) <= TITLE)
        return "-".join(parts[:kept])[:TITLE] + (f"-and-{len(parts) - kept}-more" if parts[kept:] else "")

    def exercises(self, no_code: str = "") -> tuple[Exercise, ...]:
        """The exercises that fit, without those of code if there is a reason, which is told when none is left.

        UserError for asking for nothing at all.
        """
        from quizgen.errors import UserError, did_you_mean

        bank = load_bank(self.own)
        for kind in self.kinds:
            if kind not in KINDS:
                raise UserError(f"No kind {kind!r}.{did_you_mean(kind, KINDS)} Kinds: {', '.join(KINDS)}.")
        if not (self.topics or self.names):
            raise UserError(f"Which exercises? Name a topic, --topic forward-pass. Topics: {', '.join(bank.topics())}.")
        found = bank.select(self.topics, self.names, self.level, self.kinds)
        if no_code and not (found := tuple(one for one in found if "code" not in one.kinds)):
            raise UserError(no_code)
        return found

    def drawn(self, exercises: tuple[Exercise, ...]) -> list[Exercise]:
        """The exercise of each question."""
        from quizgen.generate.compose import choose

        count = self.count or (SEVERAL if self.topics else len(exercises))
        return choose(exercises, count, self.seed, self.names if self.topics else ())


def levels(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int]:
    """ "2" or "1-3" as the lowest and the highest level."""
    found = re.fullmatch("([1-5])(?:-([1-5]))?", value)
    if not found or found[1] > (found[2] or found[1]):
        raise click.BadParameter(f"{value!r} is no level. Give one, '2', or a range, '1-3'; levels go from 1 to 5.")
    return int(found[1]), int(found[2] or found[1])


def some_seed(ctx: click.Context, param: click.Parameter, value: int | None) -> int:
    """The seed asked for, or a small one by chance."""
    from secrets import randbelow

    return 1 + randbelow(99_999) if value is None else value


def selecting(seeded: str, count: int | None, counted: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command these options, and what they say as its argument `wanted`.

    `seeded` and `counted` are the help of --seed and --count, `count` what it is unless somebody says.
    """
    options = (
        click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="A topic; may be repeated."),
        click.option(
            "--exercise", "names", multiple=True, metavar="NAME", help="An exercise by name; may be repeated."
        ),
        click.option(
            "--level", default="1-5", show_default=True, callback=levels, metavar="A[-B]", help="Levels to take."
        ),
        click.option(
            "--kind", "kinds", multiple=True, metavar="KIND", help="numeric, shape, formula, choice, text or code."
        ),
        click.option("--bank", "own", multiple=True, metavar="DIR", help="A folder of your own exercises."),
        click.option("--count", type=click.IntRange(1, 200), default=count, show_default=True, help=counted),
        click.option("--seed", type=click.IntRange(0), callback=some_seed, help=seeded),
    )

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def selected(**said: Any) -> None:
            command(Selection(**{name: said.pop(name) for name in Selection.__dataclass_fields__}), **said)

        found: Callable[..., None] = selected
        for option in reversed(options):
            found = option(found)
        return found

    return with_options


folder_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Where to put the quiz's folder; here, unless you say.",
)
