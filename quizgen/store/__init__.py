"""Stores quizzes and grades: append-only, and committed when a call returns. docs/store.md describes the tables."""

from quizgen.store.course import NewGrade, RulesChanged, RulesVersion
from quizgen.store.row_mapping import QuizHead, Record, Summary
from quizgen.store.store import Store

__all__ = ["NewGrade", "QuizHead", "Record", "RulesChanged", "RulesVersion", "Store", "Summary"]
