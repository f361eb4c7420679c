"""Shared by the commands of a course: which assignment, which student, and who decides."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quizgen.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from quizgen.classroom.roster import Roster
    from quizgen.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def assignment_name(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of an assignment, known or new. UserError: no folder could have this name."""
    name = None if value is None else value.strip()
    if name is not None and (name in ("", ".", "..") or not name.isprintable() or set("/\\") & set(name)):
        raise UserError(f"{value!r} cannot be the name of an assignment. Name it like a folder, such as hw3.")
    return name


def assignment_option(purpose: str, **more: Any) -> Callable[[F], F]:
    """The option --assignment, with its purpose in the help."""
    check: dict[str, Any] = {} if more.get("multiple") else {"callback": assignment_name}
    return click.option("--assignment", metavar="NAME", help=purpose, **check, **more)


roster_option = click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help="The students, to find and show them by name.",
)


exam_folder_option = click.option(
    "--exam",
    "folder",
    type=click.Path(path_type=Path),
    default="exam",
    show_default=True,
    metavar="DIR",
    help="The folder that 'exam make' wrote.",
)


def reason_option(*, required: bool) -> Callable[[F], F]:
    """The option --because."""
    return click.option("--because", "why", required=required, metavar="WORDS", help="The reason; students read it.")


because_option = reason_option(required=True)


def login(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Who decides: the name given, else the name under which this person is logged in; "" where there is none."""
    if value:
        return value
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user id without a name, as in a container; no such list of users
        return ""


by_option = click.option(
    "--by",
    envvar="QUIZGEN_BY",
    callback=login,
    metavar="NAME",
    help="Who decides; by default QUIZGEN_BY, or your login name.",
)


def known_assignment(store: Store, name: str | None) -> str:
    """The assignment of that name; without a name the only one that there is. UserError: there is none, or several."""
    names = store.assignment_names()
    if not names:
        raise UserError(listed(names))
    if name is not None:
        if name in names:
            return name
        raise UserError(f"No assignment {name!r}.{did_you_mean(name, names)} {listed(names)}")
    if len(names) == 1:
        return names[0]
    raise UserError(f"Which assignment? Name it: --assignment NAME. {listed(names)}")


def listed(names: Iterable[str]) -> str:
    """The assignments that there are, as a sentence."""
    have = ", ".join(names)
    return f"Assignments: {have}." if have else "No assignment is in this store yet: 'quizgen grade FOLDER' grades one."


def known_student(who: str, students: Iterable[str], roster: Roster | None) -> str:
    """The student whom a person names, by id or, with a roster, by name. UserError: nobody, or several of one name."""
    from quizgen.classroom.roster import normalized

    known = list(dict.fromkeys(filter(None, students)))
    if who in known:
        return who
    names: dict[str, list[str]] = {}  # name -> ids
    for row in roster.students() if roster else ():
        id = (*roster.ids(row), roster.name(row))[0] if roster else ""
        known.append(id)
        for one in {*roster.ids(row), roster.name(row)} if roster else ():
            names.setdefault(normalized(one), []).append(id)
    for one in known:
        names.setdefault(normalized(one), []).append(one)
    found = list(dict.fromkeys(names.get(normalized(who), ())))
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(f"{who!r} is the name of {len(found)} students: {', '.join(found)}. Name one by id.")
    hint = did_you_mean(who, known) or (
        " Name a student by id."
        if roster
        else " To name a student by name, or before anything is graded, add --roster FILE."
    )
    raise UserError(f"No student {who!r}.{hint}")
