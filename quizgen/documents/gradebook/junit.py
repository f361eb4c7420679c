"""JUnit's XML: a suite for each submission, a case for each mark, as build servers read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from quizgen.documents.code_report import claim_of, said_by_marks
from quizgen.documents.remarks import plain_text, remark
from quizgen.model import Grade, Mark, Verdict

OUTCOMES = {  # what is in none of these is right
    "failure": (Verdict.PARTLY, Verdict.SLIP, Verdict.WRONG, Verdict.BLANK, Verdict.NOT_DONE, Verdict.UNREADABLE),
    "error": (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.CRASHED, Verdict.FORBIDDEN),  # gave no value at all
    "skipped": (
        Verdict.NOT_RUN,
        Verdict.NEEDS_A_PERSON,
        Verdict.EXCUSED,
        Verdict.OUR_FAULT,
    ),  # says nothing about the work
}
OUTCOME = {verdict: name for name, verdicts in OUTCOMES.items() for verdict in verdicts}
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}  # the attribute that counts an outcome
TOTALS = ("tests", "failures", "errors")  # of all suites
PIECE = 1 << 16  # characters
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(grades: Iterable[Grade]) -> Iterator[str]:
    """The XML text, with its declaration, in pieces. The totals come first, so the suites wait for them in a file."""
    total = Counter(dict.fromkeys(TOTALS, 0))
    with TemporaryFile("w+", encoding="utf-8", newline="") as suites:
        for place, grade in enumerate(grades):
            one = suite(grade, place)
            total.update({name: int(one.attrib[name]) for name in TOTALS})
            ElementTree.indent(one, level=1)
            suites.write(f"  {ElementTree.tostring(one, encoding='unicode')}\n")
        counts = "".join(f' {name}="{count}"' for name, count in total.items())
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="quizgen"{counts}>\n'
        suites.seek(0)
        while piece := suites.read(PIECE):
            yield piece
    yield "</testsuites>\n"


def suite(grade: Grade, place: int) -> Element:
    """One submission."""
    outcomes = Counter(OUTCOME.get(mark.verdict) for mark in grade.marks)
    counts = {name: str(outcomes[outcome]) for name, outcome in COUNTED.items()}
    source = clean(grade.source)
    made = Element("testsuite", {"name": source, "id": str(place), "tests": str(len(grade.marks)), **counts})
    known = {
        "student": grade.student,
        "quiz": grade.quiz,
        "interface": grade.interface,
        "points": f"{grade.points:g}",
        "max_points": f"{grade.max_points:g}",
    }
    properties = SubElement(made, "properties")
    for name, value in known.items():
        if value:
            SubElement(properties, "property", name=name, value=clean(value))
    said = said_by_marks(grade)
    made.extend(case(grade, mark, said.get(mark.ask) or remark(mark)) for mark in grade.marks)
    if grade.notes:
        SubElement(made, "system-out").text = clean("\n".join(grade.notes))
    return made


def case(grade: Grade, mark: Mark, text: str) -> Element:
    """One mark, a check of code by its id and its claim; `text` is what it says. Nothing is timed one by one, but several
    readers want a number of seconds."""
    group, _, name = mark.ask.partition(".")
    claim = claim_of(grade, mark) if grade.is_code else ""
    shown = ": ".join(filter(None, [name or group, plain_text(claim)]))
    made = Element("testcase", name=clean(shown), classname=clean(f"{grade.source}.{group}"), time="0")
    if outcome := OUTCOME.get(mark.verdict):
        worth = f"{mark.points:g} of {mark.max_points:g}"
        SubElement(made, outcome, type=mark.verdict.value, message=worth).text = clean(text)
    return made


def clean(text: str) -> str:
    """Text without what XML 1.0 cannot hold, control characters and lone surrogates."""
    return NOT_XML.sub("\ufffd", text)
