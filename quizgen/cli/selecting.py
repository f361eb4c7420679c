"""The options that select exercises for a quiz: which, how many, with what seed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from quizgen.cli.common import load_bank

if TYPE_CHECKING:
    from quizgen.authoring import Exercise

NAME_LENGTH = 44  # characters of a quiz's name that fit on one line of a page
DEFAULT_COUNT = 5  # questions of a quiz on a topic


class KindOption(click.Option):
    """An option whose help lists the kinds of question, looked up when the help is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        from quizgen.asks import kinds

        return "--kind KIND", f"{self.help} Kinds: {', '.join(kinds())}."


def known_kinds(wanted: Sequence[str]) -> None:
    """UserError: there is no kind of one of these names."""
    from quizgen.asks import kinds
    from quizgen.errors import UserError, did_you_mean

    known = kinds()
    for kind in wanted:
        if kind not in known:
            raise UserError(f"No kind {kind!r}.{did_you_mean(kind, known)} Kinds: {', '.join(known)}.")


@dataclass(frozen=True)
class Selection:
    """Which exercises, and how many questions: without a count, five on a topic, or one of each exercise named."""

    banks: tuple[str, ...]
    topics: tuple[str, ...]
    names: tuple[str, ...]
    level: tuple[int, int]
    kinds: tuple[str, ...]
    count: int | None
    seed: int
    misconceptions: tuple[str, ...] = ()  # that every question is to separate

    @property
    def quiz_name(self) -> str:
        """What the id of a quiz on these starts with: its misconceptions, topics or exercises, as many as fit."""
        named = [name.rsplit("/", 1)[-1] for name in self.names]
        parts = list(dict.fromkeys(self.misconceptions or self.topics or named))
        kept = next(n for n in range(len(parts), 0, -1) if n == 1 or len("-".join(parts[:n])) <= NAME_LENGTH)
        return "-".join(parts[:kept])[:NAME_LENGTH] + (f"-and-{len(parts) - kept}-more" if parts[kept:] else "")

    def exercises(self, why_no_code: str = "") -> tuple[Exercise, ...]:
        """The exercises that fit. With a reason why code cannot be asked, those that ask for code are left out.

        UserError: no topic and no exercise is named, there is no such kind or exercise, or only code is left (the reason).
        """
        from quizgen.errors import UserError
        from quizgen.generate.code_questions import asks_code

        bank = load_bank(self.banks)
        known_kinds(self.kinds)
        if self.misconceptions:
            return showing(bank.select(self.topics, self.names, self.level, self.kinds), self.misconceptions)
        if not (self.topics or self.names):
            raise UserError(f"Which exercises? Name a topic, --topic forward-pass. Topics: {', '.join(bank.topics())}.")
        found = bank.select(self.topics, self.names, self.level, self.kinds)
        if why_no_code and not (found := tuple(one for one in found if not asks_code(one.asks))):
            raise UserError(why_no_code)
        return found

    def questions(self, exercises: tuple[Exercise, ...]) -> list[Exercise]:
        """The exercise of each question."""
        from quizgen.generate.compose import choose, practice_seeds

        if self.misconceptions:
            from quizgen.generate.separating import choose_showing

            count = self.count or DEFAULT_COUNT
            found = choose_showing(exercises, self.misconceptions, count, self.seed, practice_seeds(self.seed))
            return found or no_question_shows(self.misconceptions, bool(self.topics or self.names))
        count = self.count or (DEFAULT_COUNT if self.topics else len(exercises))
        return choose(exercises, count, self.seed, self.names if self.topics else ())

    def seeds(self, exercises: Sequence[Exercise]) -> Callable[[str], int]:
        """The seeds of the questions on these exercises."""
        from quizgen.generate.compose import practice_seeds

        if not self.misconceptions:
            return practice_seeds(self.seed)
        from quizgen.generate.separating import separating_seeds

        return separating_seeds(exercises, self.misconceptions, practice_seeds(self.seed))


def showing(exercises: Sequence[Exercise], misconceptions: Sequence[str]) -> tuple[Exercise, ...]:
    """Of these exercises those in which one of the misconceptions may be live. UserError: there is no such misconception."""
    from quizgen.errors import UserError, did_you_mean
    from quizgen.generate.separating import may_show
    from reference_rnn import CATALOGUE, CONCEPTS

    known = [*CATALOGUE, *CONCEPTS, *(own.id for exercise in exercises for own in exercise.misconceptions)]
    for name in misconceptions:
        if name not in known:
            raise UserError(
                f"No misconception {name!r}.{did_you_mean(name, known)} `quizgen results` names those that explained answers, "
                "and 'quizgen bank show EXERCISE' those of an exercise."
            )
    return tuple(one for one in exercises if any(may_show(one, name) for name in misconceptions))


def no_question_shows(misconceptions: Sequence[str], narrowed: bool) -> NoReturn:
    """UserError: none of the exercises can show these misconceptions, and what to do instead."""
    from quizgen.documents.class_summary import topic_of
    from quizgen.errors import UserError

    names = " or ".join(misconceptions)
    if narrowed:
        raise UserError(f"None of these exercises can show {names}. Leave --topic, --exercise, --level and --kind out.")
    topic = topic_of(misconceptions[0])
    raise UserError(f"Only code shows {names}. Practise its topic:  quizgen make --topic {topic or 'implementation'}")


def read_levels(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int]:
    """The lowest and the highest level of "2" or "1-3"."""
    found = re.fullmatch("([1-5])(?:-([1-5]))?", value)
    if not found or found[1] > (found[2] or found[1]):
        raise click.BadParameter(f"{value!r} is no level. Give one, '2', or a range, '1-3'; levels go from 1 to 5.")
    return int(found[1]), int(found[2] or found[1])


def seed_or_random(ctx: click.Context, param: click.Parameter, value: int | None) -> int:
    """The seed given, or a random one that is short to type."""
    from secrets import randbelow

    return 1 + randbelow(99_999) if value is None else value


def selecting(
    seed_help: str, count: int | None, count_help: str, *, by_misconception: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that select exercises, and their values as its first argument, a Selection.

    `seed_help` and `count_help` are the help of --seed and --count, `count` is the default of --count; `by_misconception`:
    with --misconception too.
    """
    options = (
        *([misconception_option] if by_misconception else []),
        click.option(
            "--topic", "topics", multiple=True, metavar="TOPIC", help="Take exercises of this topic; may be repeated."
        ),
        click.option("--exercise", "names", multiple=True, metavar="NAME", help="Take this exercise; may be repeated."),
        click.option(
            "--level",
            default="1-5",
            show_default=True,
            callback=read_levels,
            metavar="A[-B]",
            help="Take these levels, from 1 to 5.",
        ),
        click.option("--kind", "kinds", cls=KindOption, multiple=True, help="Take this kind of question."),
        click.option(
            "--bank", "banks", multiple=True, metavar="DIR", help="Take exercises from this folder of yours too."
        ),
        click.option("--count", type=click.IntRange(1, 200), default=count, show_default=True, help=count_help),
        click.option("--seed", type=click.IntRange(0), callback=seed_or_random, help=seed_help),
    )

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def with_selection(**given: Any) -> None:
            fields = [name for name in Selection.__dataclass_fields__ if name in given]
            command(Selection(**{name: given.pop(name) for name in fields}), **given)

        decorated: Callable[..., None] = with_selection
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return with_options


misconception_option = click.option(
    "--misconception",
    "misconceptions",
    multiple=True,
    metavar="ID",
    help="Ask questions that separate this misconception from everything else; may be repeated.",
)
folder_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Write the quiz's folder into this one; by default the current folder.",
)
