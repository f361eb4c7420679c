"""The options of `quizgen assignment`, read: each value, or one sentence that says how to write it."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

import click

from quizgen.errors import UserError, did_you_mean

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
NONE = "none"


def read_functions(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | str:
    """Functions of the chapter, or "none". UserError: it has none of such a name, or "none" is not alone."""
    if values == (NONE,):
        return NONE
    if NONE in values:
        raise UserError(
            "--function none asks for no function, so it stands alone. Leave it out, or name no other function."
        )
    if not values:
        return ()
    from quizgen.submissions.interfaces import ASKED_BY_NAME

    for value in values:
        if value not in ASKED_BY_NAME:
            raise UserError(
                f"No function {value!r}.{did_you_mean(value, ASKED_BY_NAME)} Functions: {', '.join(ASKED_BY_NAME)}; or none."
            )
    return values


def read_points(ctx: click.Context, param: click.Parameter, value: str | None) -> float | str | None:
    """Points, or "none". UserError: neither."""
    if value is None or value == NONE:
        return value
    from quizgen.cli.deciding import MOST_POINTS

    found = number(value)
    if found is None or not 0 < found <= MOST_POINTS:
        raise UserError(
            f"--points {value!r} is no number above 0, up to 10,000. Write --points 20, or --points none to take them back."
        )
    return found


def read_due(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | str | None:
    """A moment in UTC, or "none"; of a date alone the end of that day here. UserError: neither."""
    if value is None or value == NONE:
        return value
    from quizgen.cli.deciding import moment_of

    try:
        return moment_of(value)
    except UserError as error:
        raise UserError(
            f"--due {value!r} is no date. Write --due 2027-03-01, --due '2027-03-01 18:00', or --due none for no due date."
        ) from error


def read_penalty(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """Percent as a share. UserError: not from 0 to 100."""
    if value is None:
        return None
    found = number(value.removesuffix("%").strip())
    if found is None or not 0 <= found <= 100:
        raise UserError(f"--penalty {value!r} is no percentage from 0 to 100. Write --penalty 10 for 10 percent a day.")
    return found / 100


def read_grace(ctx: click.Context, param: click.Parameter, value: str | None) -> timedelta | None:
    """A duration. UserError: none in minutes, hours or days."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,6})\s*([mhd])", value.strip().lower())
    if value.strip() == "0":
        return timedelta()
    if not found:
        raise UserError(
            f"--grace {value!r} is no duration. Write --grace 15m, --grace 2h or --grace 1d; --grace 0 for none."
        )
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def number(text: str) -> float | None:
    """A finite number; None if the text is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
