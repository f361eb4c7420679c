"""Reads a finished PDF of Typst as its numbered objects. What is not as Typst writes it is refused, not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
STRING = rb"\((?:[^()\\]|\\.)*+\)"
for _ in range(12):  # brackets in a string stand bare in pairs; a file with deeper ones is refused
    STRING = rb"\((?:[^()\\]++|\\.|" + STRING + rb")*+\)"
TRAILER = re.compile(
    rb"trailer\n<</Size (\d+)/Root (\d+) 0 R/Info (\d+) 0 R/ID(\[.*\])>>\nstartxref\n(\d+)\n%%EOF", re.DOTALL
)
CATALOG = re.compile(
    rb"<</Type/Catalog/Pages (\d+) 0 R/Metadata (\d+) 0 R(?:/OutputIntents (\d+) 0 R)?/Lang\([\w-]+\)/StructTreeRoot (\d+) 0 R"
    rb"/MarkInfo<<[^<>]*>>/ViewerPreferences<<[^<>]*>>(?:/Outlines (\d+) 0 R)?>>"
)
STREAM = re.compile(rb"<</Length (\d+)[^()]*?>>\nstream\n")


class NotJoinable(ValueError):
    """A file that is not as Typst writes it."""


@dataclass(frozen=True)
class Source:
    """A PDF as Typst writes it: its objects by number (from 1), and the numbers of those that the joined file has its own of."""

    objects: tuple[bytes, ...]
    catalog: int
    info: int
    metadata: int
    pages: int
    tags: int
    intents: int  # 0: none
    outlines: int  # 0: none
    ids: bytes

    def __getitem__(self, number: int) -> bytes:
        return self.objects[number - 1]


def source_of(data: bytes) -> Source:
    """The objects of a file. Raises NotJoinable."""
    end = TRAILER.fullmatch(data, max(0, data.rfind(b"trailer\n")))
    if not end or not data.startswith(HEAD):
        raise NotJoinable("its beginning or its end is not as Typst writes it")
    size, root, info, start = (int(end[n]) for n in (1, 2, 3, 5))
    table = data[start : end.start()]
    head = b"xref\n0 %d\n" % size
    lines = [table[at : at + 20] for at in range(len(head), len(table), 20)][1:]
    if not table.startswith(head) or len(lines) != size - 1 or any(line[10:] != b" 00000 n\r\n" for line in lines):
        raise NotJoinable("its table of objects is not as Typst writes it")
    places = [*(int(line[:10]) for line in lines), start]
    objects = []
    for number, (place, after) in enumerate(pairwise(places), 1):
        begin = b"%d 0 obj\n" % number
        if not data.startswith(begin, place) or data[after - 8 : after] != b"\nendobj\n":
            raise NotJoinable(f"object {number} is not where its table says")
        objects.append(data[place + len(begin) : after - 8])
    catalog = CATALOG.fullmatch(objects[root - 1])
    if not catalog:
        raise NotJoinable(f"its catalog has other parts: {objects[root - 1][:300]!r}")
    pages, metadata, intents, tags, outlines = (int(number or 0) for number in catalog.groups())
    return Source(tuple(objects), root, info, metadata, pages, tags, intents, outlines, end[4])


def bookmarks(source: Source) -> set[int]:
    """The objects of a file's bookmarks, which are of use on a screen only."""
    found: set[int] = set()
    coming = {source.outlines} - {0}
    while coming:
        found |= coming
        bodies = b"".join(re.sub(STRING, b"", source[number]) for number in coming)
        coming = {int(number) for number in re.findall(rb"/(?:First|Next) (\d+) 0 R", bodies)} - found
    return found
