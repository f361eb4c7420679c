"""What a marker types in quizgen review: points, or key points to tick, and the keys that leave an answer or a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import say

if TYPE_CHECKING:
    from quizgen.classroom.course.reviewing import Proposal
    from quizgen.classroom.course.suggestion import Suggestion

KEYS = (
    "Type points (y takes those suggested), or Enter to leave an answer for later, k to see the key again, s to skip the question, "
    "q to quit."
)
TICK_KEYS = (
    "Type the numbers of key points, such as 1 3, to tick them or take the tick away; Enter stores what is ticked. 0 gives no "
    "points, =2.5 so many, l leaves the answer for later, k shows the key again, s skips the question, q quits."
)
KEY_POINTS, NEXT_QUESTION, QUIT, YES, LATER = "k", "s", "q", "y", "l"
LETTERS = "abcdefghij"  # of contradictions; none of them is a key above
POINTS = re.compile(r"=\s*(.+)|(\d*[.,]\d+)", re.DOTALL)  # points, where whole numbers are key points


class Stopped(Exception):
    """The marker quits."""


class Skipped(Exception):
    """The marker goes on with the next question."""


@dataclass(frozen=True)
class Given:
    """What an answer gets, and for which key points: None where none were asked for, () where points were typed."""

    points: float
    key_points: tuple[str, ...] | None = None
    charged: tuple[int, ...] = ()


def asked(prompt: str) -> str:
    """What is typed after a prompt. Stopped: the input ends, or Ctrl-C."""
    try:
        typed: str = click.prompt(prompt, default="", show_default=False)
    except (click.Abort, KeyboardInterrupt):
        raise Stopped from None
    return typed.strip()


def command(prompt: str, show_question: Callable[[], None]) -> str:
    """What is typed after a prompt, in small letters, unless it is a key that is the same for all answers."""
    while True:
        words = asked(prompt).casefold()
        if words == QUIT:
            raise Stopped
        if words == NEXT_QUESTION:
            raise Skipped
        if words != KEY_POINTS:
            return words
        show_question()


def asked_points(most: float, found: Suggestion | None, show_question: Callable[[], None]) -> Given | None:
    """Points that fit, None to leave the answer; asks again until it is one of these."""
    from quizgen.media.values import amount

    take = f", y for {amount(found.mark.points)}" if found else ""
    while True:
        words = command(f"  points, 0 to {amount(most)}{take}", show_question)
        if words in ("", LATER):
            return None
        if words == YES and found:
            return Given(found.mark.points)
        if words == YES:
            say("  No points are suggested for this answer. Type a number, or Enter to leave it.")
        elif (points := fitting(words.removeprefix("="), most, KEYS)) is not None:
            return Given(points)


def fitting(words: str, most: float, keys: str) -> float | None:
    """Typed points that the answer can get; None, once it was said why, if it cannot."""
    from quizgen.cli.deciding import points_of
    from quizgen.errors import UserError

    try:
        points = points_of(words)
    except UserError:
        say(f"  {words!r} is no number of points. {keys}")
        return None
    if 0 <= points <= most:
        return points
    say(f"  The answer can get 0 to {most:g} points.")
    return None


def asked_ticks(
    made: Proposal, ticked: Iterable[str], charged: Iterable[int], show_question: Callable[[], None], *, letters: bool
) -> Given | None:
    """The key points ticked, from those ticked at first, or points; None to leave the answer. `letters`: contradictions too."""
    names = [one.name for one in made.ticks]
    on, costs = set(ticked), set(charged)
    while True:
        words = command(f"  {tick_words(made, names, on, costs)}", show_question)
        if words == LATER or (words in ("", YES) and not on):
            return None
        if words in ("", YES):
            points = made.points(on, costs)
            return Given(points, tuple(name for name in names if name in on), tuple(sorted(costs)))
        if words == "0":
            return Given(0.0, ())
        if typed := POINTS.fullmatch(words):
            if (points_typed := fitting(typed[1] or typed[2], made.most, TICK_KEYS)) is not None:
                return Given(points_typed, ())
        elif not toggled(words, names, on, LETTERS[: len(made.charges)] if letters else "", costs):
            say(f"  {words!r} names no key point. {TICK_KEYS}")


def tick_words(made: Proposal, names: list[str], on: set[str], costs: set[int]) -> str:
    """The prompt: what is ticked, what it comes to, and what Enter does."""
    from quizgen.media.values import amount

    if not on:
        return "nothing ticked, Enter leaves it"
    shown = [str(place) for place, name in enumerate(names, 1) if name in on] + [
        LETTERS[place] for place in sorted(costs)
    ]
    return f"ticked {' '.join(shown)}: {amount(made.points(on, costs))} of {amount(made.most)}, Enter stores"


def toggled(words: str, names: list[str], on: set[str], letters: str, costs: set[int]) -> bool:
    """Toggles what the words name, all or nothing; whether they do. "13" is 1 and 3 where there are at most nine."""
    keys = re.findall(r"\d+|[a-z]" if len(names) > 9 else r"\d|[a-z]", words)
    if not keys or re.sub(r"[\s,;+]+", "", words) != "".join(keys):
        return False
    if any(not (1 <= int(key) <= len(names)) if key.isdecimal() else key not in letters for key in keys):
        return False
    for key in keys:
        if key.isdecimal():
            on ^= {names[int(key) - 1]}
        else:
            costs ^= {letters.index(key)}
    return True
