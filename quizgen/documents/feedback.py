"""What a student is given back: one page that says, for every lost point, why. Opens offline, prints, runs nothing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from quizgen.documents.remarks import WORDS, remark
from quizgen.markup.formulas import MathsError
from quizgen.markup.sentence import sentence
from quizgen.media.html import environment, plain_line
from quizgen.model import Grade, Mark, Verdict

NAME = 150  # bytes of a file name; file systems take 255
PLACEHOLDER = "unnamed"


class Record(Protocol):
    """A grade as the store kept it."""

    @property
    def when(self) -> datetime: ...
    @property
    def grade(self) -> Grade: ...


@dataclass(frozen=True)
class Row:
    """Marks that say the same: what they are about, what they are worth together, and why."""

    names: tuple[str, ...]
    typed: str
    verdict: Verdict
    points: float
    max_points: float
    why: str


@dataclass(frozen=True)
class Group:
    """A question or a function: its heading, its points, and the rows to read."""

    name: str
    title: str
    points: float
    max_points: float
    rows: tuple[Row, ...]


def pages(records: Iterable[Record], practice: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A file name and a page for every student, by name; what nobody's name is on gets a page of its own.

    `practice`: misconceptions -> the command that makes an exercise on them.
    """
    newest: dict[str, dict[tuple[str, str], Record]] = {}
    for record in records:  # the newest comes last; a file graded once more says what holds now
        whose = record.grade.student or record.grade.source
        newest.setdefault(whose, {})[record.grade.kind, record.grade.source] = record
    taken: set[str] = set()
    for whose in sorted(newest):
        name = file_name(whose, taken)
        taken.add(alike(name))
        yield f"{name}.html", page(whose, list(newest[whose].values()), practice)


def page(student: str, records: Sequence[Record], practice: Mapping[str, str]) -> str:
    """The page of one student."""
    found = dict.fromkeys(m for r in records for mark in r.grade.marks for m in mark.misconceptions)
    return (
        environment()
        .get_template("feedback.html.j2")
        .render(
            student=student,
            records=[(record, groups(record.grade)) for record in records],
            misconceptions=[(name, practice.get(name, "")) for name in found],
            formulas=formulas,
            words=WORDS,
            day=lambda when: when.astimezone().strftime("%Y-%m-%d"),
        )
    )


def groups(grade: Grade) -> list[Group]:
    """The questions or functions of a grade, in order."""
    marks: dict[str, list[Mark]] = {}
    for mark in grade.marks:
        marks.setdefault(mark.ask.partition(".")[0], []).append(mark)
    return [
        Group(
            *named(grade, name),
            sum(mark.points for mark in those),
            sum(mark.max_points for mark in those),
            rows(those, every=grade.kind != "code"),
        )
        for name, those in marks.items()
    ]


def named(grade: Grade, name: str) -> tuple[str, str]:
    """What a question or function is called and its heading; a function by the name it has in the learner's file."""
    title = grade.titles.get(name, "")
    own, between, heading = title.partition(" · ")
    return (own, heading) if grade.kind == "code" and between else (name, title)


def rows(marks: Iterable[Mark], *, every: bool) -> tuple[Row, ...]:
    """What there is to read: every answer; of code, the checks that lost points or have a remark, the same said once."""
    found: dict[object, Row] = {}
    for place, mark in enumerate(marks):
        if not (every or mark.feedback or mark.verdict is not Verdict.RIGHT):
            continue
        name, why = mark.ask.partition(".")[2] or mark.ask, remark(mark) if not mark.feedback else mark.feedback
        same = place if every else (mark.verdict, why)
        old = found.get(same, Row((), mark.typed, mark.verdict, 0.0, 0.0, why))
        found[same] = Row(
            (*old.names, name), old.typed, old.verdict, old.points + mark.points, old.max_points + mark.max_points, why
        )
    return tuple(found.values())


def formulas(text: str) -> Markup:
    """A sentence with its symbols as formulas and what is between backticks as code, which has no formulas."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its other one is a backtick
        return in_words(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if place % 2 else in_words(part) for place, part in enumerate(parts))


def in_words(text: str) -> Markup:
    """Words with formulas; as they are where somebody typed what looks like a formula and is none."""
    try:
        return plain_line(sentence(text))
    except MathsError:
        return Markup.escape(text)


def file_name(student: str, taken: set[str]) -> str:
    """A student's name as a file name: any script, no separators, no leading dot, different from those `taken`.

    A name that cannot stand as it is gets digits of its own, so that no other student's page has that name, now or later.
    """
    composed = unicodedata.normalize("NFC", student.encode("utf-8", "backslashreplace").decode())
    plain = " ".join(re.sub(r"[^\w .,'@+-]+", "_", composed).split()).strip("._ ").encode()[:NAME]
    kept = plain.decode(errors="ignore") or PLACEHOLDER
    if kept == student and alike(kept) not in taken:
        return kept
    return f"{kept}-{hashlib.sha256(student.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def alike(name: str) -> str:
    """What some file systems take for the same name."""
    return unicodedata.normalize("NFC", name.casefold())
