"""Which paper a row of a table of answers is about: by its code, else by the student's id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from quizgen.classroom.roster import normalized
from quizgen.errors import UserError, did_you_mean
from quizgen.generate.exam.seeds import read_code, written_code
from quizgen.model import PaperHead, Quiz

OTHER_STORE = "Grade with the store that made the exam: --db FILE."


class RowError(UserError):
    """Why a row cannot be graded: a sentence that goes on after its number."""


class PaperStore(Protocol):
    """Keeps papers and their quizzes."""

    def paper(self, code: str) -> PaperHead | None: ...
    def papers(self, exam: str) -> Sequence[PaperHead]: ...
    def exams(self) -> Sequence[str]: ...
    def quiz(self, id: str) -> Quiz: ...


class PaperFinder:
    """Finds the papers of rows, each a code and an id as typed. `exam`: of rows without a code, where that is known.

    UserError, a sentence without the table's name: none of the codes is that of a paper in this store.
    """

    def __init__(self, store: PaperStore, exam: str, rows: Sequence[tuple[str, str]]) -> None:
        self.store, self.exam = store, exam
        codes = {code for typed, _ in rows if (code := read_code(typed))}
        self._coded = {code: head for code in sorted(codes) if (head := store.paper(code))}
        if codes and not self._coded:
            raise UserError(f"has no code of a paper in this store. {OTHER_STORE}")

    def paper(self, code: str, id: str) -> PaperHead:
        """The paper of a row. RowError: none, or not just one."""
        if not code:
            return self._by_id(id)
        head = self._coded.get(read_code(code))
        if head is None:
            if read_code(code):
                raise RowError(f"the code {code} is that of no paper in this store. {OTHER_STORE}")
            raise RowError(f"the code {code!r} is mistyped. Compare it with the code on the paper.")
        if id and not same_id(id, head.student.id):
            raise RowError(
                f"the code {code} is on the paper of {head.student.id}, and the id is {id}. Correct the one that is wrong."
            )
        return head

    def quiz(self, head: PaperHead) -> Quiz:
        """The questions of a paper."""
        return self.store.quiz(head.quiz)

    def _by_id(self, id: str) -> PaperHead:
        if not id:
            raise RowError("it has answers, and neither a code nor an id. Add the code of the paper.")
        papers = self._by_student.get(normalized(id)) or self._by_number.get(numeric(id)) or []
        if not papers:
            known = (head.student.id for head in self._papers)
            raise RowError(
                f"there is no paper of {id!r} for {self._the_exam}.{did_you_mean(id, known)} Correct the id, or add the code."
            )
        if len({head.quiz for head in papers}) > 1:
            codes = " and ".join(written_code(head.code) for head in papers)
            raise RowError(f"{id} has {len(papers)} papers, {codes}. Add the code of the one that came back.")
        return papers[-1]

    @cached_property
    def _the_exam(self) -> str:
        """The exam of the rows without a code: the one named, else that of the other rows, else the only one in the store."""
        exams = self.store.exams()
        if self.exam in exams:
            return self.exam
        of_codes = {head.exam for head in self._coded.values()}
        found = sorted(of_codes) or exams
        if len(found) == 1:
            return found[0]
        if not exams:
            raise UserError(f"has rows without a code, and this store has no exam on paper. {OTHER_STORE}")
        raise UserError(
            f"has rows without a code, and they may be about {', '.join(found[:-1])} or {found[-1]}. "
            "Say which with --assignment NAME, or add the codes."
        )

    @cached_property
    def _papers(self) -> Sequence[PaperHead]:
        return self.store.papers(self._the_exam)

    @cached_property
    def _by_student(self) -> Mapping[str, list[PaperHead]]:
        found: dict[str, list[PaperHead]] = defaultdict(list)
        for head in self._papers:
            found[normalized(head.student.id)].append(head)
        return found

    @cached_property
    def _by_number(self) -> Mapping[str, list[PaperHead]]:
        """The papers by an id without its leading zeros, which spreadsheets drop; none under one that two students share."""
        found: dict[str, list[PaperHead]] = defaultdict(list)
        for head in self._papers:
            if number := numeric(head.student.id):
                found[number].append(head)
        return {number: heads for number, heads in found.items() if len({head.student.id for head in heads}) == 1}


def numeric(id: str) -> str:
    """An id of digits alone, without the zeros in front; else ""."""
    return id.lstrip("0") or "0" if id.isascii() and id.isdigit() else ""


def same_id(typed: str, id: str) -> bool:
    """Whether an id is that of a student, but for the zeros in front, which spreadsheets drop."""
    return normalized(typed) == normalized(id) or numeric(typed) == numeric(id) != ""
