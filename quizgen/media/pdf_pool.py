"""Compiles many Typst documents to PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from quizgen.media.pdf import pdf
from quizgen.model import Box


@dataclass(frozen=True)
class Job:
    """A document to compile: what it is called, its Typst source, and what that finds in sys.inputs."""

    name: str
    source: str
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Compiled:
    """The PDF of a job, and where its answers are written."""

    name: str
    data: bytes
    boxes: tuple[Box, ...] = ()


def compile_all(jobs: Iterable[Job], processes: int) -> Iterator[Compiled]:
    """The PDF of each job, in order. Raises UserError for words in a script that no font here can set."""
    for job in jobs:
        yield Compiled(job.name, pdf(job.source))
