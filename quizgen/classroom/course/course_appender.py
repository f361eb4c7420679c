"""Stores a grade as it counts in the course, also while somebody corrects a question or decides about a student."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizgen.classroom.course.rules import CourseRules
from quizgen.model import Grade
from quizgen.store import RulesChanged, RulesVersion, Store


class CourseAppender:
    """Appends grades to a store under the rules of its course, which are read again whenever they have changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rules: tuple[RulesVersion, CourseRules] | None = None

    def __call__(self, grade: Grade, now: datetime, **more: Any) -> tuple[Grade, int | None]:
        """The grade as it counts and was stored, and its number; `more` as Store.append takes it."""
        while True:
            version, rules = self._rules = self._rules or (self._store.rules_version(), CourseRules.of(self._store))
            counted = rules.applied(grade)
            try:
                return counted, self._store.append(counted, now, rules=version, **more)
            except RulesChanged:
                self._rules = None
