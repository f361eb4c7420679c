"""The files of one student that import each other are one submission: which of them is graded, and which lie beside it."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quizgen.classroom.collect.files import snapshot
from quizgen.classroom.collect.platforms import FILE_OF, platform_label
from quizgen.classroom.collect.records import Location, is_code
from quizgen.errors import UserError
from quizgen.sandbox.notebook_json import may_be_notebook, read_notebook

IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+([^#\n]+)|import[ \t]+([^#\n]+))", re.MULTILINE
)
ASKED = re.compile(
    rb"^[ \t]*(?:def|class)[ \t]+((?!train|test)\w*(?:rnn|step|forward|backward|cell|loss|predict|sgd|clip|grad)\w*)",
    re.MULTILINE | re.IGNORECASE,
)  # names of what a course asks for
MAX_BESIDE = 100  # files that one submission may have beside the graded one
Read = Callable[[Location], bytes]


def join_own_files(
    locations: Sequence[Location], read: Read, may_join: Callable[[Location, Location], bool] = lambda one, other: True
) -> list[Location]:
    """The same locations, but of files that import each other one: the graded file, with the others `beside` it.

    Only files of one folder, or of one student of a platform, are joined, and what lies in folders below them; never two of
    which `may_join` says that they are different students'.
    """
    groups: dict[tuple[str, ...], dict[str, Location]] = {}
    for location in locations:
        if is_code(location.name) and not location.row:
            top, path = _place(location)
            groups.setdefault(top, {})[path] = location
    joined: dict[Location, Location | None] = {
        one: None for top in groups.values() for one in top.values() if _is_init(one)
    }
    for files in groups.values():
        if len(files) > 1:
            for mains, others in submissions_in(files, read):
                joined |= {one: None for one in others if any(may_join(main, one) for main in mains)}
                for main, beside in mains.items():
                    near = {path: one for path, one in beside.items() if may_join(main, one)}
                    joined[main] = replace(main, beside=tuple(sorted(near.items())))
    for location in locations:
        if (
            location not in joined
            and is_code(location.name)
            and not (location.relative or location.members or location.row)
        ):
            joined[location] = with_neighbours(location)
    return [found for location in locations if (found := joined.get(location, location)) is not None]


def with_neighbours(location: Location) -> Location:
    """A file that was named itself, with what it imports from its folder."""
    near = Neighbours(location.path.parent)
    name = location.path.name
    if name not in near:
        return location
    paths = sorted({*reached(name, near)} - {name})[:MAX_BESIDE]
    return replace(location, beside=tuple((path, Location(near.folder / path)) for path in paths))


def imported_from(folder: Path, code: bytes) -> dict[str, bytes]:
    """The files in and below a folder that code in it imports, and those that they import, by their paths."""
    near = Neighbours(folder)
    found: dict[str, bytes] = {}
    waiting = [("", code)]
    for path, text in waiting:
        for other in imported(path, text, "", near):
            if other not in found and len(found) < MAX_BESIDE:
                found[other] = near[other]
                waiting.append((other, found[other]))
    return found


def code_in(data: bytes) -> bytes:
    """The text in which to look for imports: of a notebook its code cells, one after the other. UserError: it cannot be read."""
    notebook = read_notebook(io.BytesIO(data)) if may_be_notebook(data) else None
    return data if notebook is None else "\n".join(text or "" for text in notebook.cells).encode("utf-8", "replace")


@dataclass(frozen=True)
class Neighbours(Mapping[str, bytes]):
    """The code of the ordinary files in and below a folder, by their paths. Each is looked for when it is asked for, and no
    link followed."""

    folder: Path

    def __contains__(self, path: object) -> bool:
        found = self.folder / str(path)
        return found.is_file() and not found.is_symlink()

    def __getitem__(self, path: str) -> bytes:
        try:
            return code_in(snapshot(self.folder / path, named=False).data)
        except UserError:
            return b""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _is_init(location: Location) -> bool:
    return location.parts[-1] == "__init__.py"


def _place(location: Location) -> tuple[tuple[str, ...], str]:
    """What tells students apart in the path of a file, and its path from there."""
    *folders, name = location.parts
    label = platform_label(location.parts)
    if label is not None and label.depth == len(location.parts):
        found = FILE_OF.search(name)
        return (*folders, label.name, label.number), found["file"] + found["suffix"] if found else name
    depth = label.depth if label is not None else 0
    return tuple(folders[:depth]), "/".join([*folders[depth:], name])


Beside = dict[str, Location]  # by the path below the folder of the graded file


def submissions_in(
    files: Mapping[str, Location], read: Read
) -> Iterator[tuple[dict[Location, Beside], list[Location]]]:
    """Of each set of files that import each other, the graded ones with those beside them, and the others."""
    texts = {}
    for path, location in files.items():
        try:
            texts[path] = code_in(read(location))
        except UserError:  # grading it reports that
            continue
    reach = {path: set(reached(path, texts)) for path in texts}
    asked = {path: {*ASKED.findall(text)} for path, text in texts.items()}
    for group in _connected(reach):
        if len(group) > 1:
            mains = _graded(sorted(group), reach, asked)
            beside = {
                files[main]: {
                    posixpath.relpath(path, posixpath.dirname(main) or "."): files[path]
                    for path in sorted(reach[main] - {main})[:MAX_BESIDE]
                }
                for main in mains
            }
            yield beside, [files[path] for path in sorted(group) if path not in mains]


def reached(main: str, texts: Mapping[str, bytes]) -> Iterable[str]:
    """The files that a file imports, and those that they import, itself first."""
    root = posixpath.dirname(main)
    found = {main: None}
    for path in (waiting := [main]):
        for other in imported(path, texts[path], root, texts):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return found


def imported(path: str, text: bytes, root: str, known: Collection[str]) -> Iterator[str]:
    """Those of the known files that a file imports, where `root` is the folder of the one that is graded."""
    here = posixpath.dirname(path)
    for dots, module, names, modules in IMPORT.findall(text):
        if modules:
            dotted = [name.split()[0].decode() for name in modules.split(b",") if name.split()]
            bases = [root, here]
        else:
            up = here
            for _ in range(len(dots) - 1):
                up = posixpath.dirname(up)
            inner = [name.split()[0].decode() for name in names.strip(b" \t\r()\\").split(b",") if name.split()]
            prefix = module.decode()
            dotted = [prefix, *(f"{prefix}.{name}".lstrip(".") for name in inner)]
            bases = [up] if dots else [root, here]
        for base in bases:
            for name in dotted:
                yield from _files_of(name, base, root, known)


def _files_of(dotted: str, base: str, root: str, known: Collection[str]) -> Iterator[str]:
    """The file of a module, and those of the packages that it is in, below the root."""
    parts = [part for part in dotted.split(".") if part]
    for depth in range(len(parts) + 1):
        stem = posixpath.join(base, *parts[:depth])
        for path in (f"{stem}.py", posixpath.join(stem, "__init__.py")):
            if depth and path in known and (not root or path.startswith(f"{root}/")):
                yield path


def _connected(reach: Mapping[str, set[str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for files in reach.values():
        touching = [group for group in groups if group & files]
        groups = [group for group in groups if not group & files] + [files.union(*touching)]
    return groups


def _graded(group: list[str], reach: Mapping[str, set[str]], asked: Mapping[str, set[bytes]]) -> list[str]:
    """The file that has most of what is asked, itself and by its imports, and those that have what is not in it."""
    has = {path: set[bytes]().union(*(asked[one] for one in reach[path])) for path in group}
    order = sorted(group, key=lambda path: (len(has[path]), len(asked[path]), len(reach[path])), reverse=True)
    mains: list[str] = []
    known: set[bytes] = set()
    for path in order:
        if not mains or asked[path] - known:
            mains.append(path)
            known |= has[path]
    return mains
