"""A package for Canvas: one quiz in QTI 1.2, its settings and its pictures. Classic Quizzes and New Quizzes import it.

The variants of a question stand in a group from which Canvas draws one. An import keeps every question in a question bank with
the title of the quiz too. Identifiers are the same at every export, so that a second import changes what is there.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, BinaryIO
from zlib import compress, decompress

from quizgen.media import Platform
from quizgen.media.canvas_item import items, points
from quizgen.media.canvas_losses import losses
from quizgen.media.canvas_markup import Pictures
from quizgen.media.canvas_questions import CanvasQuestion
from quizgen.media.canvas_xml import metadata
from quizgen.media.platform_html import escaped
from quizgen.model import ScoredQuestion

DATE = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same questions make the same bytes
COPIED = 1 << 16  # bytes at a time
EFFORT = 3  # of compression
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CARTRIDGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"


@dataclass(frozen=True)
class Kept:
    """Where an item lies in the file that holds them until the package is written."""

    start: int
    length: int


@dataclass
class Group:
    """The variants of a question, or of a part of it: what each is worth, as the first is, and their items."""

    worth: float
    title: str
    items: list[Kept] = field(default_factory=list)


Groups = dict[tuple[str, str], Group]  # pool, or number of a question of none, and part -> the questions of Canvas


@dataclass(frozen=True)
class Packed:
    """A question of Canvas as the package holds it: the part that it is of a question, its points, its group's title, its item,
    which is compressed: it repeats itself, goes from process to process and waits for the others."""

    part: str
    points: float
    title: str
    compressed: bytes


@dataclass(frozen=True)
class PackedQuestion:
    """A question with those of Canvas that it becomes, and its pictures by their names in the package."""

    id: str
    pool: str
    items: tuple[Packed, ...]
    pictures: Mapping[str, bytes]


def packed(question: ScoredQuestion) -> PackedQuestion:
    """What the package holds of a question."""
    pictures = Pictures()
    found = tuple(
        Packed(asked.part, asked.points, group_title(question, asked), compress(written.encode("utf-8", "replace"), 1))
        for asked, written in items(question, pictures)
    )
    return PackedQuestion(question.id, question.pool, found, pictures.found)


def package(title: str, questions: Iterable[PackedQuestion], file: BinaryIO) -> None:
    """Writes the package of a quiz. Items wait in a temporary file; of a question only its place there is kept."""
    groups: Groups = {}
    pictures: dict[str, bytes] = {}
    first = ""
    with TemporaryFile() as waiting:
        for question in questions:
            first = first or question.id.rpartition(".q")[0]
            pictures.update(question.pictures)
            for one in question.items:
                group = groups.setdefault((question.pool or question.id, one.part), Group(one.points, one.title))
                group.items.append(Kept(waiting.tell(), len(one.compressed)))
                waiting.write(one.compressed)
        write_files(title, f"quizgen-{digest(title, first)}", groups, waiting, pictures, file)


def digest(*parts: str) -> str:
    """The same for the same parts at every export, and for no others."""
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def group_title(question: ScoredQuestion, asked: CanvasQuestion) -> str:
    """What the group of an exercise is called."""
    return f"{question.variant.title}{f', {asked.part}' if asked.part else ''}"


def write_files(
    title: str, name: str, groups: Groups, waiting: IO[bytes], pictures: Mapping[str, bytes], file: BinaryIO
) -> None:
    """The files of the package."""
    worth = sum(group.worth for group in groups.values())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=EFFORT) as zipped:
        entry(zipped, "imsmanifest.xml", [manifest(title, name, pictures).encode()])
        entry(zipped, f"{name}/{name}.xml", assessment(title, name, groups, waiting))
        entry(zipped, f"{name}/assessment_meta.xml", [settings(title, name, worth).encode()])
        for path, data in pictures.items():
            entry(zipped, path, [data])


def entry(zipped: zipfile.ZipFile, path: str, pieces: Iterable[bytes]) -> None:
    """One file of the package, written piece by piece."""
    info = zipfile.ZipInfo(path, DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with zipped.open(info, "w") as written:
        for piece in pieces:
            written.write(piece)


def assessment(title: str, name: str, groups: Groups, waiting: IO[bytes]) -> Iterator[bytes]:
    """The quiz: single questions, and groups from which one is drawn."""
    yield (
        f'{HEAD}<questestinterop xmlns="{QTI}" {XSI} xsi:schemaLocation="{QTI} '
        f'http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd">\n<assessment ident="{name}" title="{escaped(title)}">'
        f"<qtimetadata>{metadata('cc_maxattempts', '1')}</qtimetadata>\n"
        '<section ident="root_section">\n'
    ).encode("utf-8", "replace")
    for (pool, part), group in groups.items():
        if len(group.items) == 1:
            yield from copied(waiting, group.items[0])
            continue
        number = digest(name, pool, part)
        yield (
            f'<section ident="group-{number}" title="{escaped(group.title)}"><selection_ordering><selection>'
            "<selection_number>1</selection_number><selection_extension>"
            f"<points_per_item>{points(group.worth)}</points_per_item>"
            "</selection_extension></selection></selection_ordering>\n"
        ).encode("utf-8", "replace")
        for kept in group.items:
            yield from copied(waiting, kept)
        yield b"</section>\n"
    yield b"</section>\n</assessment>\n</questestinterop>\n"


def copied(waiting: IO[bytes], kept: Kept) -> Iterator[bytes]:
    """An item from where it waits."""
    waiting.seek(kept.start)
    yield decompress(waiting.read(kept.length))


def settings(title: str, name: str, worth: float) -> str:
    """The settings of the quiz. Answers stay in their order, since sentences name them by their letters."""
    return (
        f'{HEAD}<quiz identifier="{name}" xmlns="{CANVAS}" {XSI} xsi:schemaLocation="{CANVAS} '
        f'https://canvas.instructure.com/xsd/cccv1p0.xsd">\n<title>{escaped(title)}</title>\n<description/>\n'
        "<shuffle_answers>false</shuffle_answers>\n<scoring_policy>keep_highest</scoring_policy>\n"
        f"<quiz_type>assignment</quiz_type>\n<points_possible>{points(worth)}</points_possible>\n"
        "<allowed_attempts>1</allowed_attempts>\n<available>false</available>\n</quiz>\n"
    )


def manifest(title: str, name: str, pictures: Iterable[str]) -> str:
    """The list of the package's files."""
    files = "".join(
        f'<resource identifier="picture-{number}" type="webcontent" href="{path}"><file href="{path}"/></resource>\n'
        for number, path in enumerate(pictures, 1)
    )
    return (
        f'{HEAD}<manifest identifier="{name}-manifest" xmlns="{CARTRIDGE}" {XSI}>\n'
        "<metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>\n<organizations/>\n"
        f'<resources>\n<resource identifier="{name}" type="imsqti_xmlv1p2"><file href="{name}/{name}.xml"/>'
        f'<dependency identifierref="{name}-meta"/></resource>\n'
        f'<resource identifier="{name}-meta" type="associatedcontent/imscc_xmlv1p1/learning-application-resource"'
        f' href="{name}/assessment_meta.xml"><file href="{name}/assessment_meta.xml"/></resource>\n'
        f"{files}</resources>\n</manifest>\n"
    )


PLATFORMS = {"canvas": Platform(".zip", losses, packed, package)}
