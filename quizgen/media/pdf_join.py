"""Joins finished PDFs of Typst into one file for the printer, as they are: nothing is set again, and the tags stay.

Typst writes plain objects and one table of their places, so joining is counting on: numbers of objects, of the pages' entries in
the tree of tags, and ids of tagged cells. What a file has besides the parts named here is refused, not guessed.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import BinaryIO

from quizgen.media.pdf_source import HEAD, STREAM, STRING, NotJoinable, Source, bookmarks, source_of

HEADERS = rb"/Headers\[(?:\([\w-]++\))*+\]"  # of a cell: the ids of those that head it
TOKEN = re.compile(rb"(\d++ 0 R|(?:/ID)?" + STRING + rb"|/StructParents? \d++|" + HEADERS + rb")", re.DOTALL)
PAGES = re.compile(rb"<</Type/Pages/Count (\d+)/Kids\[([^]]*)\]>>")
TAGS = re.compile(
    rb"<</Type/StructTreeRoot/RoleMap<<([^<>]*)>>/K\[([^]]*)\]/ParentTree<</Nums\[([^]]*)\]>>"
    rb"(?:/IDTree<</Names\[([^]]*)\]>>)?/ParentTreeNextKey (\d+)>>"
)
PAGE = re.compile(rb"<</Type/Page/.*?/MediaBox(\[[^]]*\])", re.DOTALL)
OPEN = ord("(")
ROOT_OF_PAGES, ROOT_OF_TAGS = 1, 2  # numbers of objects in the joined file


@dataclass
class Joined:
    """The file that is written, and what its last objects will say of the sources before them."""

    out: BinaryIO
    places: array[int] = field(default_factory=lambda: array("Q", [0, 0]))  # of objects 1, 2, ...
    position: int = 0
    unwritten: list[bytes] = field(default_factory=list)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    kept: dict[bytes, int] = field(default_factory=dict)  # the digests of streams: what all papers have is written once
    shape: bytes = b""
    # of the first file: info, metadata, ids, the number of its output intents
    closing: tuple[bytes, bytes, bytes, int] = (b"", b"", b"", 0)
    roles: dict[bytes, bytes] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    elements: list[bytes] = field(default_factory=list)
    parents: list[bytes] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    next_key: int = 0
    files: int = 0

    def write(self, data: bytes) -> None:
        """Adds to the file; `flush` writes it."""
        self.unwritten.append(data)
        self.position += len(data)

    def flush(self) -> None:
        """Writes what was added."""
        data = b"".join(self.unwritten)
        self.out.write(data)
        self.digest.update(data)
        self.unwritten.clear()

    def new(self, body: bytes) -> int:
        """Adds a further object; its number."""
        self.places.append(0)
        self.reserved(len(self.places), body)
        return len(self.places)

    def reserved(self, number: int, body: bytes) -> None:
        """Adds an object whose number is fixed."""
        self.places[number - 1] = self.position
        self.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))


def join(files: Iterable[bytes], out: BinaryIO, title: str) -> int:
    """Writes the files as one, each on an even number of pages, so that none begins on the back of another; the number of pages.

    Raises NotJoinable.
    """
    joined = Joined(out)
    joined.write(HEAD)
    for data in files:
        add(joined, source_of(data))
    if not joined.files:
        raise NotJoinable("there is no file to join")
    finish(joined, title)
    return len(joined.pages)


def add(joined: Joined, source: Source) -> None:
    """Writes the objects of a file under new numbers. Raises NotJoinable."""
    tags = TAGS.fullmatch(source[source.tags])
    pages = PAGES.fullmatch(source[source.pages])
    if not tags or not pages or pages[2].count(b" 0 R") != int(pages[1]):
        raise NotJoinable("its tree of pages or of tags has other parts")
    shape = re.sub(rb"\d+ 0 R", b"#", re.sub(rb"/Outlines \d+ 0 R", b"", source[source.catalog]))
    if joined.files and shape != joined.shape:
        raise NotJoinable("its language or its standard is not that of the files before it")
    numbers, own = numbering(joined, source)
    table = {b"%d 0 R" % old: b"%d 0 R" % new for old, new in numbers.items()}
    for key in range(int(tags[5])):
        for name in (b"/StructParent", b"/StructParents"):
            table[b"%b %d" % (name, key)] = b"%b %d" % (name, key + joined.next_key)
    ids = re.findall(rb"\(([\w-]+)\)(\d+ 0 R)", tags[4] or b"")
    for id, _ in ids:
        renamed = b"(%05d-%b)" % (joined.files, id)
        table[b"/ID(%b)" % id] = b"/ID" + renamed
        table[b"(%b)" % id] = renamed
    for number in own:
        assert joined.new(renumbered(source[number], table)) == numbers[number]
    add_tags(joined, tags, table, ids)
    for kid in re.findall(rb"(\d+) 0 R", pages[2]):
        joined.pages.append(numbers[int(kid)])
    if not joined.files:
        joined.shape = shape
        intents = numbers[source.intents] if source.intents else 0
        joined.closing = (source[source.info], source[source.metadata], source.ids, intents)
    if len(joined.pages) % 2:
        last = PAGE.match(source[int(re.findall(rb"(\d+) 0 R", pages[2])[-1])])
        if not last:
            raise NotJoinable("its last page has other parts")
        joined.pages.append(
            joined.new(b"<</Type/Page/Resources<<>>/MediaBox%b/Tabs/S/Parent %d 0 R>>" % (last[1], ROOT_OF_PAGES))
        )
    joined.next_key += int(tags[5])
    joined.files += 1
    joined.flush()


def numbering(joined: Joined, source: Source) -> tuple[dict[int, int], list[int]]:
    """The new number of every object that stays, and which of them are to be written: not a stream that was written before."""
    numbers = {source.pages: ROOT_OF_PAGES, source.tags: ROOT_OF_TAGS}
    left_out = {source.pages, source.tags, source.catalog, source.info, source.metadata, *bookmarks(source)}
    own = []
    coming = len(joined.places) + 1
    for number, body in enumerate(source.objects, 1):
        if number in left_out or (joined.files and number == source.intents):
            continue
        if body.startswith(b"<</Length ") and b" 0 R" not in body[: body.find(b">>\nstream\n")]:
            digest = hashlib.sha256(body).digest()
            if digest in joined.kept:
                numbers[number] = joined.kept[digest]
                continue
            joined.kept[digest] = coming
        numbers[number] = coming
        own.append(number)
        coming += 1
    return numbers, own


def renumbered(body: bytes, table: dict[bytes, bytes]) -> bytes:
    """An object with the numbers and ids of the joined file; the bytes of a stream stay. Raises NotJoinable."""
    stream = STREAM.match(body)
    if stream and len(body) != stream.end() + int(stream[1]) + len(b"\nendstream"):
        raise NotJoinable("a stream has another length than it says")
    text, rest = (body[: stream.end()], body[stream.end() :]) if stream else (body, b"")
    parts = TOKEN.split(text)
    parts[1::2] = [token if token[0] == OPEN else table.get(token) or other(token, table) for token in parts[1::2]]
    outside = b"".join(parts[::2])  # of strings
    if b"(" in outside or (not stream and b"stream" in outside):
        raise NotJoinable("a string has too many brackets in each other, or a stream begins in another way")
    return b"".join(parts) + rest


def other(token: bytes, table: dict[bytes, bytes]) -> bytes:
    """The ids of the cells that head a cell. Raises NotJoinable: a number or an id that leads nowhere."""
    if not token.startswith(b"/Headers") or not all(id in table for id in re.findall(STRING, token)):
        raise NotJoinable(f"{token.decode(errors='replace')} leads to nothing that is kept")
    return re.sub(STRING, lambda id: table[id[0]], token)


def add_tags(joined: Joined, tags: re.Match[bytes], table: dict[bytes, bytes], ids: list[tuple[bytes, bytes]]) -> None:
    """Notes the tagged elements of a file for the common tree. Raises NotJoinable."""
    for role, standard in re.findall(rb"/(\w+)/(\w+)", tags[1]):
        if joined.roles.setdefault(role, standard) != standard:
            raise NotJoinable(f"the tag {role.decode()} stands for another than in the files before it")
    joined.elements += [table[element] for element in re.findall(rb"\d+ 0 R", tags[2])]
    nums = re.findall(rb"(\d+) (\d+ 0 R)", tags[3])
    keys = [int(key) + joined.next_key for key, _ in nums]
    pairs = b" ".join(b"%d %b" % (key, table[element]) for key, (_, element) in zip(keys, nums, strict=True))
    joined.parents.append(b"%d 0 R" % joined.new(b"<</Limits[%d %d]/Nums[%b]>>" % (keys[0], keys[-1], pairs)))
    if ids:
        names = sorted((b"(%05d-%b)" % (joined.files, id), table[element]) for id, element in ids)
        limits = names[0][0] + names[-1][0]
        body = b"<</Limits[%b]/Names[%b]>>" % (limits, b"".join(name + element for name, element in names))
        joined.ids.append(b"%d 0 R" % joined.new(body))


def finish(joined: Joined, title: str) -> None:
    """Writes the roots of the joined file, its title and the table of its objects. Raises NotJoinable."""
    info, metadata, ids, intents = joined.closing
    kids = b" ".join(b"%d 0 R" % page for page in joined.pages)
    joined.reserved(ROOT_OF_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(joined.pages), kids))
    roles = b"".join(b"/%b/%b" % pair for pair in sorted(joined.roles.items()))
    id_tree = b"/IDTree<</Kids[%b]>>" % b" ".join(joined.ids) if joined.ids else b""
    joined.reserved(
        ROOT_OF_TAGS,
        b"<</Type/StructTreeRoot/RoleMap<<%b>>/K[%b]/ParentTree<</Kids[%b]>>%b/ParentTreeNextKey %d>>"
        % (roles, b" ".join(joined.elements), b" ".join(joined.parents), id_tree, joined.next_key),
    )
    joined.flush()
    id = joined.digest.hexdigest()[:32].encode()
    old_title = rb"^<</Title(?:" + STRING + rb"|<[0-9A-F]*>)"  # the second where it is not in ASCII
    titled, count = re.subn(old_title, lambda _: b"<</Title" + hex_string(title), info, count=1)
    if not count:
        raise NotJoinable("it has no title")
    info_number = joined.new(titled)
    metadata_number = joined.new(renamed(metadata, title, ids, id, len(joined.pages)))
    numbers = {
        b"Pages": ROOT_OF_PAGES,
        b"Metadata": metadata_number,
        b"OutputIntents": intents,
        b"StructTreeRoot": ROOT_OF_TAGS,
    }
    catalog = re.sub(rb"/(\w+) #", lambda key: b"/%b %d 0 R" % (key[1], numbers[key[1]]), joined.shape)
    root = joined.new(catalog)
    start = joined.position
    joined.write(b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(joined.places) + 1))
    joined.write(b"".join(b"%010d 00000 n\r\n" % place for place in joined.places))
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[(%b)(%b)]>>\nstartxref\n%d\n%%%%EOF"
    joined.write(trailer % (len(joined.places) + 1, root, info_number, id, id, start))
    joined.flush()


def hex_string(text: str) -> bytes:
    """Text as a string of a PDF."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()


def renamed(metadata: bytes, title: str, ids: bytes, id: bytes, pages: int) -> bytes:
    """The metadata of the first file with the title, the id and the number of pages of the joined one. Raises NotJoinable."""
    stream = STREAM.match(metadata)
    if not stream:
        raise NotJoinable("its metadata are packed")
    xml = metadata[stream.end() : stream.end() + int(stream[1])]
    for old in re.findall(rb"\(([\w+/=]+)\)", ids):
        xml = xml.replace(old, id)
    xml = re.sub(rb"<xmpTPg:NPages>\d+<", b"<xmpTPg:NPages>%d<" % pages, xml)
    inside = escape(title, quote=False).encode()
    xml, count = re.subn(
        rb"(<dc:title><rdf:Alt><rdf:li [^>]*>)[^<]*(</rdf:li></rdf:Alt>)",
        lambda found: found[1] + inside + found[2],
        xml,
    )
    if count != 1:
        raise NotJoinable("its metadata have no title, or several")
    return b"<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n%b\nendstream" % (len(xml), xml)
