"""The responses that a platform exports, among the tables that `quizgen grade` was given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizgen.classroom.collect import FileProblem, Location

if TYPE_CHECKING:
    from quizgen.classroom.collect.roster_search import Person
    from quizgen.classroom.collect.table import Table
    from quizgen.classroom.responses.records import ResponseSheets, RowRemark
    from quizgen.model import Quiz
    from quizgen.store import Store


def is_report(table: Table) -> bool:
    """Whether a table holds responses as a platform exports them, and no answers to an exam on paper."""
    from quizgen.classroom.exam.answer_columns import is_answer_head
    from quizgen.classroom.responses.sheets import is_report

    return not is_answer_head(table.head) and is_report(table)


def responses_in(
    table: Table, store: Store, assignment: str, people: Sequence[Person], quiz: Quiz | None
) -> ResponseSheets:
    """The sheets of a table of responses; `quiz`: that of responses without texts.

    UserError, a sentence without the table's name: there are none.
    """
    from quizgen.classroom.responses.asked import AskedQuestions
    from quizgen.classroom.responses.sheets import read_report, response_sheets
    from quizgen.media.platform_html import html_item

    asked = AskedQuestions(store, assignment, html_item, lambda: datetime.now(UTC))
    return response_sheets(read_report(table, quiz), asked, people)


def problem_of(location: Location, remark: RowRemark) -> FileProblem:
    """A remark on a table or a row of it as a line about a file."""
    name = f"{location.name}, row {remark.row}" if remark.row else location.name
    return FileProblem(name, remark.text, remark.graded)
