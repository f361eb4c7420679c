"""Answers in words of the tests: small rubrics, and the files of answers."""

from functools import cache
from pathlib import Path

import yaml
from places import ROOT

from quizgen.asks.text import Text
from quizgen.authoring.rubric import read_rubrics

RUBRICS = ROOT / "tests" / "asks" / "words" / "rubrics.yaml"
ANSWERS = ROOT / "tests" / "data" / "text-answers"
PLAIN = ("good", "paraphrase", "broken-english", "short", "formula")
HUGE = "The hidden state is kept and the network reads on. " * 1000


@cache
def asks(file: Path = RUBRICS) -> dict[str, Text]:
    """The ask of each rubric, completed."""
    return {one.id: one.on(Text("answer")) for one in read_rubrics(file.read_text(encoding="utf-8"), file.name)}


@cache
def answers(name: str) -> tuple[dict, ...]:
    """The answers of a file, the huge one written out."""
    entries = yaml.safe_load((ANSWERS / name).read_text(encoding="utf-8"))
    return tuple(one | {"a": str(one["a"]).replace("__HUGE__", HUGE)} for one in entries)


def good(name: str = "thirty.yaml") -> list[tuple[str, str]]:
    """The plain good answers: rubric and text."""
    return [(one["q"], one["a"]) for one in answers(name) if one["kind"] in PLAIN and one["expect"] == 2]
