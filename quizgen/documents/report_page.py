"""The report as one page: it opens offline, prints, runs no script, and names no student."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from quizgen.classroom.course.item_statistics import ENOUGH, FEW
from quizgen.classroom.course.report import AssignmentReport, CourseReport
from quizgen.documents import report_words as words
from quizgen.documents.feedback import formulas
from quizgen.documents.labels import misconception_titles
from quizgen.documents.plots import development, histogram, item_map
from quizgen.documents.static_page import static_page
from quizgen.media.html_markup import picture

COLUMNS = ("students", "difficulty", "discrimination", "upper − lower")  # of the table of items, after the question
PLOTTED = 6  # misconceptions with a plot of their own; the table has all


@dataclass(frozen=True)
class Suspect:
    """An item that looks faulty or is not complete: its number and name (markup), and why."""

    number: int
    name: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What the page says of one assignment."""

    heading: str
    handed_in: str
    spread: str
    reliability: str
    histogram: Markup
    map: Markup
    map_note: str
    suspects: tuple[Suspect, ...]
    waiting: tuple[Suspect, ...]
    rows: tuple[tuple[str, ...], ...]  # number, name (markup), students, difficulty, discrimination, upper minus lower


def page(report: CourseReport) -> str:
    """The page of a report."""
    headings = [words.heading(one.name) for one in report.assignments]
    titles = dict(zip((one.id for one in report.misconceptions), all_titles(report), strict=True))
    plotted = [one for one in report.misconceptions if any(share.share is not None for share in one.shares)][:PLOTTED]
    top = max((share.share or 0.0 for one in plotted for share in one.shares), default=0.0)
    plots = [
        (titles[one.id], picture(development(titles[one.id], headings, [share.share for share in one.shares], top)))
        for one in plotted
    ]
    table = [(titles[one.id], *map(words.share, one.shares)) for one in report.misconceptions]
    return static_page(
        "report.html.j2",
        heading="Report" if len(headings) > 1 else headings[0],
        parts=[part(one) for one in report.assignments],
        assignments=headings,
        plots=plots,
        misconceptions=table,
        formulas=formulas,
        columns=COLUMNS,
        few=FEW,
        enough=ENOUGH,
    )


def all_titles(report: CourseReport) -> list[str]:
    """The titles of the misconceptions; two with one title are told apart by their ids."""
    titles = [misconception_titles([one.id])[0] for one in report.misconceptions]
    pairs = zip(titles, report.misconceptions, strict=True)
    return [f"{title} ({one.id})" if titles.count(title) > 1 else title for title, one in pairs]


def part(report: AssignmentReport) -> Part:
    """What the page says of one assignment."""
    drawn = item_map(report.items, {one.item for one in report.findings if one.looks_faulty})
    return Part(
        heading=words.heading(report.name),
        handed_in=words.handed_in(report),
        spread=words.spread(report),
        reliability=words.reliability(report),
        histogram=picture(histogram(report.scores, report.scored)) if report.scores else Markup(),
        map=picture(drawn) if drawn else Markup(),
        map_note=map_note(report),
        suspects=suspects(report, looks_faulty=True),
        waiting=suspects(report, looks_faulty=False),
        rows=tuple(rows(report)),
    )


def map_note(report: AssignmentReport) -> str:
    """What the map of items shows."""
    sentences = ["Easy questions are on the right. Questions on which the better students earn more are at the top."]
    if any(one.looks_faulty for one in report.findings):
        sentences.append("A diamond marks a question that looks faulty.")
    if any(one.discrimination is None for one in report.items):
        sentences.append(
            "“None”: it has no discrimination, because all have the same points or there are too few students."
        )
    return " ".join(sentences)


def suspects(report: AssignmentReport, *, looks_faulty: bool) -> tuple[Suspect, ...]:
    """The items with signs, those with the strongest first, each once with all its sentences."""
    names = words.names(report)
    of: dict[int, list[str]] = {}
    for finding in report.findings:
        if finding.looks_faulty is looks_faulty:
            of.setdefault(finding.item, []).append(words.sentence(finding, report.items[finding.item - 1]))
    where = {one.number: f" ({one.question})" if one.question else "" for one in report.items}
    return tuple(Suspect(number, f"{names[number]}{where[number]}", tuple(why)) for number, why in of.items())


def rows(report: AssignmentReport) -> Iterator[tuple[str, ...]]:
    """The rows of the table of items, in their order."""
    names: dict[int, str] = dict(words.names(report))
    for one in report.items:
        yield (
            str(one.number),
            names[one.number],
            str(one.students),
            words.signed(one.difficulty),
            words.signed(one.discrimination),
            words.signed(one.groups.difference if one.groups else None),
        )
