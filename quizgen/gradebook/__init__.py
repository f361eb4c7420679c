"""Grades as other programs take them: a gradebook's CSV, Gradescope's results.json, JUnit's XML. Text out; nothing is written."""

from quizgen.gradebook.gradescope import gradescope, ungraded
from quizgen.gradebook.junit import junit
from quizgen.gradebook.roster import Roster, read_roster
from quizgen.gradebook.table import csv, unplaced

__all__ = ["Roster", "csv", "gradescope", "junit", "read_roster", "ungraded", "unplaced"]
