"""Where quizzes and grades are kept: append-only, and committed when a call returns. docs/store.md tells the tables."""

from quizgen.store.rows import Record, Summary
from quizgen.store.store import Store

__all__ = ["Record", "Store", "Summary"]
