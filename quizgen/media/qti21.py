"""QTI 2.1: a content package with an item for each question, a test of them all and a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quizgen.interactions import Loss
from quizgen.media import Platform
from quizgen.media.qti21_item import item
from quizgen.media.qti21_package import (
    FOLDER,
    TEST,
    Listed,
    item_resource,
    manifest_opening,
    test_document,
    test_resource,
)
from quizgen.model import ScoredQuestion

NOTATION = Loss(
    "ways to write a number",
    "A number is typed with a point and a hyphen, like -0.25; quizgen also reads a decimal comma, a long minus and fractions.",
)
DATE = (1980, 1, 1, 0, 0, 0)  # of every file in the package, so that the same questions give the same bytes
FILE_MODE = 0o644 << 16
IN_MEMORY = 1 << 20  # bytes of the manifest
FAST = 3  # of zlib's levels: half the time of the usual one


def losses(question: ScoredQuestion) -> Iterator[Loss]:
    """What QTI 2.1 cannot say of a question. It scores all that fields say."""
    found = [*question.losses, *(loss for scored in question.asks for loss in scored.losses)]
    fields = (field for scored in question.asks for field in scored.fields)
    if any(answer.value is not None for field in fields for answer in field.answers):
        found.append(NOTATION)
    yield from dict.fromkeys(found)


@dataclass(frozen=True)
class Packed:
    """A question as the package holds it: its place in the test, its files by their names there, and what the manifest says."""

    listed: Listed
    files: Mapping[str, bytes]
    resource: bytes


def packed(question: ScoredQuestion) -> Packed:
    """What the package holds of a question."""
    made = item(question)
    texts = {f"{made.name}.xml": made.document, **made.pictures}
    files = {f"{FOLDER}/{name}": text.encode() for name, text in texts.items()}
    return Packed(Listed(made.name, question.pool), files, item_resource(question, made).encode())


def package(title: str, items: Iterable[Packed], file: BinaryIO) -> None:
    """Writes the package of the questions, each as it comes; the test and the manifest follow at the end."""
    listed: list[Listed] = []
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=FAST) as zipped, SpooledTemporaryFile(IN_MEMORY) as resources:
        for one in items:
            for name, data in one.files.items():
                add(zipped, name, data)
            resources.write(one.resource)
            listed.append(one.listed)
        add(zipped, TEST, test_document(title, listed).encode())
        resources.seek(0)
        with zipped.open(entry("imsmanifest.xml"), "w") as manifest:
            manifest.write(manifest_opening(title).encode())
            while part := resources.read(IN_MEMORY):
                manifest.write(part)
            manifest.write(test_resource(listed).encode())


def add(zipped: ZipFile, name: str, data: bytes) -> None:
    """A file in the package."""
    zipped.writestr(entry(name), data, compresslevel=FAST)


def entry(name: str) -> ZipInfo:
    """A file of the package before it is written."""
    found = ZipInfo(name, DATE)
    found.compress_type, found.external_attr, found.create_system = ZIP_DEFLATED, FILE_MODE, 3
    return found


PLATFORMS = {"qti21": Platform(".zip", losses, packed, package)}
