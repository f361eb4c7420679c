"""The items of the chapter by their permanent ids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quizgen import content
from quizgen.errors import closest, did_you_mean

MISSPELT = 0.85  # how much alike a name of one's own and a known one are (of 1) to be taken for a misspelling


@dataclass(frozen=True)
class Item:
    """One fact of the chapter: its permanent id, what it says, its section, and whether it must be computed."""

    id: str
    fact: str
    section: str
    computed: bool


@cache
def items() -> Mapping[str, Item]:
    """Every item of the chapter by its id, in the chapter's order."""
    sections = tomllib.loads((content("question_bank") / "coverage.toml").read_text(encoding="utf-8"))
    found = [
        Item(f"{prefix}.{name}", fact, table["section"], name in table.get("computed", ()))
        for prefix, table in sections.items()
        for name, fact in table["items"].items()
    ]
    return {item.id: item for item in found}


def unknown_item(name: str) -> str:
    """What to say of an item that the chapter has not; "" if it has, or if it is free text, for a course of one's own."""
    sections = {item.partition(".")[0] for item in items()}
    if name in items() or not (name.partition(".")[0] in sections or closest(name, items(), MISSPELT)):
        return ""
    meant = did_you_mean(name, items())
    return f"covers names {name!r}, which is no item of the chapter.{meant} See 'quizgen bank coverage'."
