"""The report as JSON, for programs."""

from __future__ import annotations

from typing import Any

from quizgen.ask import plain
from quizgen.classroom.course.report import AssignmentReport, CourseReport, Trend
from quizgen.documents import report_words as words
from quizgen.documents.labels import misconception_titles


def report_json(report: CourseReport) -> dict[str, Any]:
    """A report for `report --json`: every number that the page shows, and the sentences of what looks faulty."""
    names = [one.name for one in report.assignments]
    return {
        "assignments": [assignment_json(one) for one in report.assignments],
        "misconceptions": [trend_json(trend, names) for trend in report.misconceptions],
    }


def assignment_json(one: AssignmentReport) -> dict[str, Any]:
    """One assignment."""
    data: dict[str, Any] = plain(one)
    for item in data["items"]:
        item |= item.pop("item")
    for shown, finding in zip(data["findings"], one.findings, strict=True):
        shown["sentence"] = words.sentence(finding, one.items[finding.item - 1])
    return data


def trend_json(trend: Trend, names: list[str]) -> dict[str, Any]:
    """One misconception."""
    shares = [
        {"assignment": name, "shown": one.shown, "could": one.could, "share": one.share}
        for name, one in zip(names, trend.shares, strict=True)
    ]
    [title] = misconception_titles([trend.id])
    return {"id": trend.id, "title": title, "shares": shares}
