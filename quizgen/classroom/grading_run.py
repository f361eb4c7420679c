"""A run over what was found: what is as it was is passed over, the rest is made ready, and every grade is kept as it comes."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from quizgen.classroom.collect import Handed, Place, Reader, kind_of
from quizgen.classroom.tasks import Asking, Outcome, Task
from quizgen.errors import Hopeless, UserError
from quizgen.model import Grade

Standing = Mapping[tuple[str, str], tuple[int, str]]  # (source, student) -> number and digest of the grade that stands
NEW: tuple[int | None, str] = (None, "")


class Sheets(Protocol):
    """What grades a sheet and knows how a submission is to be asked."""

    def sheet(self, name: str, data: bytes) -> Grade: ...
    def task(self, number: int, place: Place, handed: Handed, asking: Asking) -> Task: ...


class Keeping(Protocol):
    """Where grades are kept."""

    def append(self, grade: Grade, now: datetime, *, replace_current: bool = False, why: str = "") -> int | None: ...
    def standing(self) -> Standing: ...


@dataclass(frozen=True)
class Work:
    """Something to grade: where it lies and whose it is."""

    place: Place
    student: str


def prepared(
    works: Sequence[Work],
    reader: Reader,
    sheets: Sheets,
    asking: Asking,
    standing: Callable[[], Standing],
    *,
    again: bool,
) -> Iterator[Task | Outcome]:
    """What is to be done for each piece of work, read one at a time; of a sheet, and of what is as it was, the outcome.

    What lies in a folder is passed over if it was graded as it is now; a file named by itself never is, nor any `again`.
    Raises Hopeless where nothing can be graded at all.
    """
    for number, work in enumerate(works):
        try:
            data = reader.read(work.place)
            if kind_of(work.place.name, data) == "answers":
                yield Outcome(number, sheets.sheet(work.place.name, data))
                continue
            task = sheets.task(number, work.place, Handed(work.place.name, work.student, data), asking)
        except Hopeless:
            raise
        except UserError as error:
            yield Outcome(number, why=str(error))
            continue
        except Exception:
            yield Outcome(number, fault=traceback.format_exc())
            continue
        if again or not (work.place.below or work.place.inside):
            yield task
            continue
        kept, digest = standing().get((task.handed.name, task.handed.student), NEW)
        yield Outcome(number, kept=kept) if digest == task.digest else task


def kept(
    outcomes: Iterable[Outcome],
    store: Callable[[], Keeping],
    standing: Callable[[], Standing],
    now: Callable[[], datetime],
) -> Iterator[Outcome]:
    """The same outcomes, every grade of them kept before the next is looked at. A regrade replaces the grade that stands.

    The store is opened when there is something to keep: importing it takes longer than grading a file.
    """
    for outcome in outcomes:
        if (grade := outcome.grade) is not None:
            code = grade.kind == "code"
            old, digest = standing().get((grade.source, grade.student), NEW) if code else NEW
            changed = "graded again" if digest == grade.digest else "the file or the question changed"
            store().append(grade, now(), replace_current=code, why="" if old is None else changed)
        yield outcome
