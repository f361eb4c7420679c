"""Grades as other programs take them: a gradebook's CSV, Gradescope's results.json, JUnit's XML. Text out; nothing is written."""

from quizgen.classroom.roster import Roster, read_roster
from quizgen.documents.gradebook.course_table import course_csv, is_gradebook
from quizgen.documents.gradebook.course_table import unplaced as course_unplaced
from quizgen.documents.gradebook.gradescope import gradescope, ungraded
from quizgen.documents.gradebook.junit import junit
from quizgen.documents.gradebook.sarif import sarif
from quizgen.documents.gradebook.table import csv, unplaced

__all__ = [
    "Roster",
    "course_csv",
    "course_unplaced",
    "csv",
    "gradescope",
    "is_gradebook",
    "junit",
    "read_roster",
    "sarif",
    "ungraded",
    "unplaced",
]
