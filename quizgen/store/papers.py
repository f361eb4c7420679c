"""Exams on paper: rows that say whose a printed code is, which quiz it has, and where its answers are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import count, groupby

from sqlalchemy import Connection, insert, select

from quizgen.ask import plain
from quizgen.errors import UserError
from quizgen.model import Box, Paper, PaperHead, Student
from quizgen.store import row_mapping
from quizgen.store.schema import paper_pages, papers, questions, quizzes


def keep(connection: Connection, new: Sequence[Paper], now: datetime) -> Iterator[Paper]:
    """Stores papers with their quizzes; each as it is kept: under the id of its edition.

    The same questions for the same student are one edition. UserError: a code is that of another paper.
    """
    for place, paper in enumerate(new):
        known = head(connection, paper.code)
        if known is not None:
            if (known.exam, known.student.id) != (paper.exam, paper.student.id):
                raise UserError(
                    f"The code {paper.code} is already that of a paper of {known.student.id} for {known.exam}. "
                    "Give the exam another name in the plan."
                )
            yield replace(paper, quiz=replace(paper.quiz, id=known.quiz))
            continue
        made_at = now + timedelta(microseconds=place)  # so that they stay in this order
        described = plain(paper.quiz)
        kept, digest, new_quiz = edition(connection, paper, described)
        if new_quiz:
            connection.execute(insert(quizzes), row_mapping.quiz_row(kept.quiz, digest, now, ""))
            connection.execute(insert(questions), row_mapping.question_rows(kept.quiz, described["variants"]))
        row = {"code": kept.code, "exam": kept.exam, "quiz": kept.quiz.id, "sheet": kept.sheet, "made_at": made_at}
        student = {"student": kept.student.id, "name": kept.student.name, "group": kept.student.group}
        connection.execute(insert(papers), row | student)
        yield kept


def edition(connection: Connection, paper: Paper, described: row_mapping.Row) -> tuple[Paper, str, bool]:
    """The paper under the id of its edition, the digest of its quiz, and whether that is new; `described`: its quiz as JSON."""
    for number in count(1):
        quiz = replace(paper.quiz, id=f"{paper.exam}-{number}-{paper.student.id}", seed=number)
        taken = connection.scalar(select(quizzes.c.digest).where(quizzes.c.id == quiz.id))
        digest = row_mapping.digest_of_json({**described, "seed": number})
        if taken in (None, digest):
            return replace(paper, quiz=quiz), digest, taken is None
    raise AssertionError("unreachable")


def head(connection: Connection, code: str) -> PaperHead | None:
    """The paper with a code; None: there is none."""
    return next(heads(connection, papers.c.code == code), None)


def of_exam(connection: Connection, exam: str) -> list[PaperHead]:
    """The papers of an exam in the order in which they were made."""
    return list(heads(connection, papers.c.exam == exam))


def exams(connection: Connection) -> list[str]:
    """The names of all exams."""
    return list(connection.scalars(select(papers.c.exam).distinct().order_by(papers.c.exam)))


def heads(connection: Connection, *wanted: object) -> Iterator[PaperHead]:
    """The papers that fulfil a condition."""
    order = (papers.c.made_at, papers.c.sheet, papers.c.student)
    for row in connection.execute(select(papers).where(*wanted).order_by(*order)).mappings():  # type: ignore[arg-type]
        student = Student(row["student"], row["name"], row["group"])
        yield PaperHead(row["code"], row["exam"], row["quiz"], student, row["sheet"], row["made_at"])


def keep_boxes(connection: Connection, code: str, boxes: Iterable[Box]) -> None:
    """Stores where the answers of a paper are written, unless that is known."""
    if connection.scalar(select(paper_pages.c.page).where(paper_pages.c.code == code)) is not None:
        return
    pages = groupby(sorted(boxes, key=lambda box: box.page), key=lambda box: box.page)
    if rows := [{"code": code, "page": page, "boxes": [asdict(box) for box in on_page]} for page, on_page in pages]:
        connection.execute(insert(paper_pages), rows)


def boxes(connection: Connection, code: str) -> tuple[Box, ...]:
    """Where the answers of a paper are written."""
    pages = connection.scalars(
        select(paper_pages.c.boxes).where(paper_pages.c.code == code).order_by(paper_pages.c.page)
    )
    return tuple(Box(**box) for on_page in pages for box in on_page)
