"""Quizzes and grades as table rows, and back."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from quizgen.ask import plain
from quizgen.model import BlamedLine, Cause, Grade, Mark, Quiz, Verdict, storable

Row = dict[str, Any]
VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True)
class Record:
    """A grade in the store: its number, when it was appended (UTC), the grade it replaces, who decided so and why."""

    id: int
    when: datetime
    grade: Grade
    replaces: int | None = None
    by: str = ""
    why: str = ""
    content: str = ""  # digest of the file that was graded, which the store keeps


@dataclass(frozen=True)
class QuizHead:
    """A quiz without its questions, for lists."""

    id: str
    student: str
    assignment: str
    made_at: datetime
    seed: str = ""
    signer: str = ""  # of a quiz that was made again from a token: who signed it


@dataclass(frozen=True)
class Summary:
    """A grade without its marks, for lists; `misconceptions` each once, in their order."""

    id: int
    when: datetime
    source: str
    quiz: str
    student: str
    points: float
    max_points: float
    misconceptions: tuple[str, ...]
    waiting: float = 0.0
    assignment: str = ""


def digest_of_json(quiz: Row) -> str:
    """SHA-256 (hex) of a quiz that `plain` gave, without its id."""
    data = {**quiz, "id": ""}
    if not data["assignment"]:  # the digest of practice is what it was before there were assignments
        del data["assignment"]
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def quiz_row(quiz: Quiz, digest: str, now: datetime, signer: str) -> Row:
    """The row of `quizzes`."""
    return {
        "id": quiz.id,
        "digest": digest,
        "seed": str(quiz.seed),
        "student": quiz.student,
        "made_at": now,
        "assignment": quiz.assignment,
        "signer": signer,
    }


def question_rows(quiz: Quiz, variants: Sequence[Row] | None = None) -> list[Row]:
    """The rows of `questions`, one per variant; `variants` is what `plain` gives of them, where that is known."""
    described = plain(quiz.variants) if variants is None else variants
    return [
        {
            "quiz": quiz.id,
            "place": place,
            "question": f"q{place}",
            "exercise": variant.exercise,
            "version": variant.version,
            "topic": variant.topic,
            "source": variant.source,
            "variant": data,
        }
        for place, (variant, data) in enumerate(zip(quiz.variants, described, strict=True), 1)
    ]


def quiz_of(head: RowMapping, variants: Iterable[Mapping[str, Any]]) -> Quiz:
    """The quiz from its row of `quizzes` and its variants in order."""
    from quizgen.store.from_json import variant_from  # imports NumPy, which most commands on the store do not need

    questions = tuple(variant_from(data) for data in variants)
    return Quiz(head["id"], int(head["seed"]), questions, head["student"], head["assignment"])


def grade_row(
    number: int,
    grade: Grade,
    now: datetime,
    replaces: int | None,
    by: str,
    why: str,
    submission: int | None,
    content: str | None,
) -> Row:
    """The row of `grades` for the grade with that number."""
    return {
        "id": number,
        "graded_at": now,
        "source": grade.source,
        "kind": grade.kind,
        "quiz": grade.quiz,
        "student": grade.student,
        "points": grade.points,
        "max_points": grade.max_points,
        "titles": dict(grade.titles),
        "replaces": replaces,
        "graded_by": by,
        "why": why,
        "interface": grade.interface,
        "notes": list(grade.notes),
        "digest": grade.digest,
        "handed": submission,
        "assignment": grade.assignment,
        "submitted_at": grade.submitted_at,
        "content": content,
        "judged": plain(storable_marks(grade.judged)),
        "causes": plain(grade.causes),
    }


def storable_marks(marks: Sequence[Mark]) -> Sequence[Mark]:
    """The same marks with text that any database can store. Nearly always they are fine, so they are checked all at once."""
    text = "".join([part for mark in marks for part in (mark.ask, mark.feedback, mark.typed, *mark.misconceptions)])
    if storable(text) == text:
        return marks
    return [
        replace(
            mark,
            ask=storable(mark.ask),
            feedback=storable(mark.feedback),
            typed=storable(mark.typed),
            misconceptions=tuple(map(storable, mark.misconceptions)),
        )
        for mark in marks
    ]


def mark_rows(number: int, marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    """The rows of `marks`, in the order of its columns, for the grade with that number."""
    return [
        (
            number,
            place,
            mark.ask.partition(".")[0],
            mark.ask,
            mark.verdict._value_,  # a plain str, which drivers bind fastest
            mark.points,
            mark.max_points,
            mark.feedback,
            mark.typed,
        )
        for place, mark in enumerate(marks, 1)
    ]


def misconception_rows(number: int, marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    """The rows of `mark_misconceptions`, in the order of its columns, for the grade with that number."""
    return [
        (number, mark_place, place, name)
        for mark_place, mark in enumerate(marks, 1)
        for place, name in enumerate(mark.misconceptions, 1)
    ]


def records_of(
    heads: Iterable[RowMapping], marks: Iterable[Sequence[Any]], misconceptions: Iterable[Sequence[Any]]
) -> list[Record]:
    """Records in the order of `heads`; marks and misconceptions come in the order of their places."""
    names: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, mark, name in misconceptions:
        names[number, mark].append(name)
    marks_of: dict[int, list[Mark]] = defaultdict(list)
    for number, place, ask, verdict, points, most, feedback, typed in marks:
        named = tuple(names[number, place]) if (number, place) in names else ()
        marks_of[number].append(Mark(ask, VERDICTS[verdict], points, most, feedback, named, typed))
    return [
        Record(
            head["id"],
            head["graded_at"],
            Grade(
                head["source"],
                head["kind"],
                head["quiz"],
                head["student"],
                tuple(marks_of[head["id"]]),
                head["titles"],
                head["interface"],
                tuple(head["notes"]),
                head["digest"],
                head["assignment"],
                head["submitted_at"],
                tuple(mark_of(mark) for mark in head["judged"]),
                tuple(cause_of(cause) for cause in head["causes"]),
            ),
            head["replaces"],
            head["graded_by"],
            head["why"],
            head["content"] or "",
        )
        for head in heads
    ]


def mark_of(data: Mapping[str, Any]) -> Mark:
    """A mark from its JSON."""
    return Mark(**{**data, "verdict": VERDICTS[data["verdict"]], "misconceptions": tuple(data["misconceptions"])})


def summaries_of(
    heads: Iterable[Sequence[Any]], misconceptions: Iterable[Sequence[Any]], waiting: Mapping[int, float]
) -> list[Summary]:
    """Summaries in the order of `heads`, whose columns are a summary's but for the misconceptions and the points that wait."""
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for number, name in misconceptions:
        names[number][name] = None
    return [
        Summary(
            number,
            when,
            source,
            quiz,
            student,
            points,
            most,
            tuple(names.get(number, ())),
            waiting.get(number, 0.0),
            assignment,
        )
        for number, when, source, quiz, student, points, most, assignment in heads
    ]


def cause_of(data: Mapping[str, Any]) -> Cause:
    """A cause from its JSON."""
    line = data["line"] and BlamedLine(**data["line"])
    lists = {name: tuple(data[name]) for name in ("explains", "misconceptions")}
    return Cause(**{**data, "line": line, **lists})
