"""Finds submissions in folders and zip files of any layout, and whose they are. Extracts nothing and follows no link."""

from quizgen.classroom.collect.file_kind import file_kind
from quizgen.classroom.collect.find import find_submissions
from quizgen.classroom.collect.own_files import join_own_files
from quizgen.classroom.collect.owners import find_owners, students_with_several_files
from quizgen.classroom.collect.reader import Reader
from quizgen.classroom.collect.records import FileProblem, Location, SearchResult, Submission

__all__ = [
    "FileProblem",
    "Location",
    "Reader",
    "SearchResult",
    "Submission",
    "file_kind",
    "find_owners",
    "find_submissions",
    "join_own_files",
    "students_with_several_files",
]
