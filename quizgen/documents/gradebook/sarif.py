"""SARIF 2.1.0 for grades of code: a result for each reason for which a function lost points, at the line to blame.

The format is that of OASIS, of which the parts are used that code views show: a rule, a message, a place, a level.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quizgen.documents import labels
from quizgen.documents.code_report import causes_of
from quizgen.documents.remarks import plain_text
from quizgen.model import Cause, Grade, Mark, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Verdict.PARTLY: "warning", Verdict.NOT_DONE: "note", Verdict.BLANK: "note"}  # else "error"
PLACE = re.compile(r"(?:cell (?P<cell>\d+), |(?P<file>.+), )?line (?P<line>\d+)")


def sarif(grades: Iterable[Grade]) -> Iterator[str]:
    """The JSON text of one run in pieces: ten thousand grades are not in memory at once. Answer sheets have no part in it."""
    rules: dict[str, dict[str, Any]] = {}
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n      "columnKind": "unicodeCodePoints",'
    yield '\n      "results": ['
    between = ""
    for grade in grades:
        for cause, mark in _causes(grade):
            rule = cause.misconceptions[0] if cause.misconceptions else f"quizgen/{cause.function}"
            rules.setdefault(rule, {"id": rule, "shortDescription": {"text": _title(grade, cause)}})
            result = _result(grade, cause, mark, rule, list(rules).index(rule))
            yield f"{between}\n        {_indented(result, 8)}"
            between = ","
    yield "\n      ]" if between else "]"
    driver = {"name": "quizgen", "version": version("quizgen"), "rules": list(rules.values())}
    yield f',\n      "tool": {_indented({"driver": driver}, 6)}\n    }}\n  ]\n}}\n'


def _indented(value: dict[str, Any], spaces: int) -> str:
    """A value as JSON whose lines after the first are indented by so many spaces."""
    return json.dumps(value, indent=2).replace("\n", "\n" + " " * spaces)


def _causes(grade: Grade) -> Iterator[tuple[Cause, Mark]]:
    """Each cause, with one of the marks that it explains."""
    if grade.is_code:
        for _, marks in labels.grouped(grade):
            by_ask = {mark.ask: mark for mark in marks}
            for cause in causes_of(grade, marks):
                yield cause, next(by_ask[ask] for ask in cause.explains if ask in by_ask)


def _title(grade: Grade, cause: Cause) -> str:
    """A misconception's title, or the function that is wrong, which is not a sentence on one learner's file."""
    if cause.misconceptions:
        return labels.misconception_titles(cause.misconceptions[:1])[0]
    return f"{cause.function} lost points"


def _result(grade: Grade, cause: Cause, mark: Mark, rule: str, place: int) -> dict[str, Any]:
    why = f"{cause.line.why[:1].upper()}{cause.line.why[1:]}." if cause.line and cause.line.why else ""
    text = " ".join(filter(None, [plain_text(cause.text), plain_text(why), plain_text(cause.smallest_case)]))
    name = labels.heading(grade, cause.function).name
    return {
        "ruleId": rule,
        "ruleIndex": place,
        "level": LEVELS.get(mark.verdict, "error"),
        "message": {"text": f"{name}: {text}"},
        "locations": [_location(grade, cause, name)],
    }


def _location(grade: Grade, cause: Cause, name: str) -> dict[str, Any]:
    """Where the mistake is. A line of a notebook is one of its cell: the file's own lines are JSON, which nobody reads."""
    found = PLACE.fullmatch(cause.line.place) if cause.line else None
    source, logical = grade.source, [{"name": name, "kind": "function"}]
    if found and found["file"]:
        source = posixpath.join(posixpath.dirname(source), found["file"])
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(source)}}
    if found and found["cell"]:
        logical.insert(0, {"name": f"cell {found['cell']}", "kind": "module"})
    elif found and cause.line:
        physical["region"] = {"startLine": int(found["line"]), "snippet": {"text": cause.line.statement}}
    return {"physicalLocation": physical, "logicalLocations": logical}


def _uri(source: str) -> str:
    """A file's name as a reference that code views resolve from the root of what they show."""
    return Path(source).as_uri() if Path(source).is_absolute() else quote(source.removeprefix("./"))
