"""The topics of the chapter: which others each needs, and which only go on from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quizgen import content


@dataclass(frozen=True)
class Topic:
    """A topic with those that it needs; `beyond`: only named in the chapter; `across`: drawn from every topic that is open."""

    name: str
    needs: tuple[str, ...] = ()
    beyond: bool = False
    across: bool = False


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic of the built-in bank by its name, in the order of the chapter. A topic of one's own needs nothing."""
    tables = tomllib.loads((content("question_bank") / "topics.toml").read_text(encoding="utf-8"))
    return {
        name: Topic(name, tuple(table["needs"]), table.get("beyond", False), table.get("across", False))
        for name, table in tables.items()
    }
