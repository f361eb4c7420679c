"""Reads the plan of an exam from a TOML file; what is misspelt or cannot be is one sentence with a next step."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.errors import UserError, did_you_mean
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Layout, Section
from quizgen.generate.exam.plan_fields import ACCOMMODATION, EXAM, LAYOUT, SECTION, Field

TABLES = ("section", "layout", "accommodations")  # keys of a plan that hold keys of their own
HOMES = (  # the keys of each kind of table, and where they stand
    (EXAM, "above the first table"),
    (SECTION, "below [[section]]"),
    (LAYOUT, "below [layout]"),
    (ACCOMMODATION, "with a student's id below [accommodations]"),
)
BARE = re.compile("[A-Za-z0-9_-]{1,40}")  # a key that needs no quotes
SHOWN = 40  # characters of what is wrong, in a sentence


def read_plan(path: Path) -> ExamPlan:
    """The plan in a file. Raises UserError."""
    return plan_of(toml_in(path), str(path), path.parent)


def toml_in(path: Path) -> dict[str, Any]:
    """What a TOML file says. UserError: it cannot be read, or it is not TOML."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"There is no plan {path}. 'quizgen exam new' writes one.") from error
    except OSError as error:
        raise UserError(f"The plan {path} cannot be read: {error.strerror}. Check the path.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise UserError(f"The plan {path}, line {number}, is not UTF-8 text. Save the file as UTF-8.") from error
    if "\0" in text:
        raise UserError(f"The plan {path} is not UTF-8 text. Save the file as UTF-8.")
    if not text.strip():
        raise UserError(f"The plan {path} is empty. Remove it, and let 'quizgen exam new' write one.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why, _, end = str(error).rpartition(" (at ")
        line = re.match(r"line \d+", end)
        where = f"{path}, {line[0] if line else 'at its end'}"
        if why.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate")):
            raise UserError(f"{where}: this key or table is there already. Remove one of the two.") from error
        raise UserError(
            f"{where}, is not TOML: {why}. Correct it; texts, and ids with a dot or an @, stand in quotes."
        ) from error
    except (RecursionError, ValueError) as error:  # brackets in brackets without end, or thousands of digits
        raise UserError(f"The plan {path} has too many brackets or digits. Remove what is no plan.") from error


@dataclass(frozen=True)
class Place:
    """Where something stands in a plan, for sentences."""

    file: str
    table: str = ""

    def wrong(self, sentence: str) -> UserError:
        """The error that names this place."""
        return UserError(f"{self.file}{self.table and f', [{self.table}]'}: {sentence}")

    def at(self, table: str) -> Place:
        """A table of the same file."""
        return Place(self.file, table)


def plan_of(data: Mapping[str, Any], file: str, folder: Path = Path()) -> ExamPlan:
    """The plan that a TOML document says; `file` is what to call it, `folder` has the files it names. Raises UserError."""
    place = Place(file)
    own = values(data, EXAM, place, TABLES)
    if "name" not in own:
        example = re.sub(r"[^\w.-]+", "-", Path(file).stem).strip("-.") or "exam"
        raise place.wrong(
            f'name is missing, which everybody\'s numbers depend on. Add a first line such as name = "{example[:40]}".'
        )
    layout = Layout(**values(table_of(data.get("layout", {}), place.at("layout")), LAYOUT, place.at("layout")))
    plan = ExamPlan(
        title=own.pop("title", "Exam"),
        sections=sections_of(data.get("section", []), place),
        day=own.pop("date", None),
        layout=layout,
        accommodations=accommodations_of(data.get("accommodations", {}), place),
        folder=folder,
        **own,
    )
    if layout.language.endswith(".toml") and not Path(plan.language).is_file():
        raise place.at("layout").wrong(f"there is no file {plan.language}. Correct its path, or leave language out.")
    return plan


def sections_of(tables: object, place: Place) -> tuple[Section, ...]:
    """The sections of a plan. Raises UserError."""
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise place.wrong("a section is not written as a table. Begin each with a line [[section]], in two brackets.")
    if not tables:
        raise place.wrong("there is no section. Add one: a line [[section]], and below it which questions it asks.")
    return tuple(section_of(one, place.at(f"section {number}")) for number, one in enumerate(tables, 1))


def section_of(data: Mapping[str, Any], place: Place) -> Section:
    """A section of a plan. Raises UserError."""
    section = Section(**values(data, SECTION, place))
    if not (section.topics or section.kinds or section.exercises or "levels" in data):
        raise place.wrong('nothing says which questions it asks. Add topics, such as topics = ["forward-pass"].')
    if not (section.questions or section.exercises):
        raise place.wrong(
            "nothing says how many questions it asks. Add a line such as questions = 3, or name exercises."
        )
    return section


def accommodations_of(tables: object, place: Place) -> dict[str, Accommodation]:
    """What single students get, by their ids. Raises UserError."""
    found = {}
    for id, data in table_of(tables, place.at("accommodations")).items():
        at = place.at(f"accommodations.{id if BARE.fullmatch(id) else repr(short(id))}")
        if any(isinstance(value, dict) for value in table_of(data, at).values()):
            raise at.wrong('an id with a dot needs quotes, such as [accommodations."ada.lovelace"].')
        if not id.strip():
            raise at.wrong("the student's id is empty. Write the id that the roster has.")
        found[id.strip()] = Accommodation(**values(data, ACCOMMODATION, at))
    return found


def table_of(value: object, place: Place) -> Mapping[str, Any]:
    """A value that should be a table. Raises UserError."""
    if not isinstance(value, dict):
        raise place.wrong(
            f"{shown(value)} stands where keys are expected. Write [{place.table}], and the keys below it."
        )
    return value


def values(
    data: Mapping[str, Any], fields: Mapping[str, Field], place: Place, more: Sequence[str] = ()
) -> dict[str, Any]:
    """The values of a table's keys, checked; `more`: further keys that it may have. Raises UserError."""
    found = {}
    for key, value in data.items():
        if key in fields:
            found[key] = fields[key].read(value)
            if found[key] is None:
                raise place.wrong(f"{key} is {shown(value)}. Give {fields[key].wanted}.")
        elif key not in more:
            home = next((where for keys, where in HOMES if key in keys), "")
            known = [*fields, *more]
            hint = f" It belongs {home}." if home else did_you_mean(key, known) or f" Keys: {', '.join(known)}."
            raise place.wrong(f"there is no key {short(key)!r} here.{hint}")
    return found


def shown(value: object) -> str:
    """A value of a TOML file, on one line and not too long."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return repr(short(value))
        case int():
            return str(value) if abs(value) < 10**15 else "a number of many digits"
        case list():
            return "an empty list" if not value else "a list" if len(value) > 4 else f"[{', '.join(map(item, value))}]"
        case dict():
            return "a table"
    return str(value)


def item(value: object) -> str:
    """A value within a list."""
    return "[...]" if isinstance(value, list) else shown(value)


def short(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
