"""A grade as the store keeps it, as far as the documents read it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from quizgen.model import Grade


class Record(Protocol):
    """A grade and when it was given."""

    @property
    def when(self) -> datetime: ...
    @property
    def grade(self) -> Grade: ...


class NumberedRecord(Record, Protocol):
    """A grade with its number in the store."""

    @property
    def id(self) -> int: ...
