"""The names of the assignments in the store, for grading one file: SQLAlchemy, which the store needs, takes longer to import
than a file takes to grade, so an SQLite file is asked directly, and no store is made where there is none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.store import Store

NAMES = "SELECT name FROM assignments UNION SELECT assignment FROM quizzes UNION SELECT assignment FROM grades"


def known_assignments(database: str, store: Callable[[], Store]) -> frozenset[str]:
    """The names under which a database keeps anything, without that of practice; the store is opened where it must be."""
    path = re.sub(r"^sqlite(\+\w+)?:///", "", database)
    if "://" in path:
        return frozenset(store().assignment_names())
    if not os.path.exists(path):
        return frozenset()
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return frozenset(name for (name,) in connection.execute(NAMES)) - {""}
    except sqlite3.Error:  # an older store, or no store at all, of which opening it says more
        return frozenset(store().assignment_names())
