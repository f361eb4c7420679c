"""The folder of an exam: whole files only, also after a crash; one command at a time writes, and goes on where one stopped."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import BinaryIO

from quizgen.errors import UserError
from quizgen.model import Box

DESCRIPTION = "exam.json"
RECORD = ".made.jsonl"  # what is finished: a line a file, the last one counts
LOCK = ".lock"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # there is no room


@dataclass(frozen=True)
class Made:
    """What the record says of a file: a digest of what it was made from, one of its bytes, and where its answers are written."""

    source: str
    digest: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class ExamFolder:
    """A folder with the papers of one exam."""

    path: Path
    exam: str
    record: dict[str, Made] = field(default_factory=dict)

    def write(self, name: str, data: bytes, source: str = "", boxes: Sequence[Box] = ()) -> Path:
        """Writes a file below the folder; an old one stays until the new one is complete. UserError: it cannot be written.

        `source`, a digest of what it was made from, puts it on record: see `finished`.
        """
        with self.writing(name) as file:
            file.write(data)
        if source:
            self.put_on_record(name, source, boxes)
        return self.path / name

    def put_on_record(self, name: str, source: str, boxes: Sequence[Box] = ()) -> None:
        """Notes that a file is finished."""
        with file_errors_named(self.path / name):
            self.record[name] = Made(source, digest_of(self.path / name), tuple(boxes))
        with file_errors_named(self.path / RECORD), (self.path / RECORD).open("ab") as record:
            record.write(line_of(name, self.record[name]))

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file below the folder to write to; it gets its name when it is complete. UserError: it cannot be written."""
        path = self.path / name
        part = path.with_name(f".{path.name}.part")
        with file_errors_named(path):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with part.open("wb") as file:
                    yield file
                os.replace(part, path)
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise

    def finished(self, name: str, source: str) -> Made | None:
        """What the record says of a file that was made from just that, and has not been changed since; else None."""
        made = self.record.get(name)
        if made is None or made.source != source:
            return None
        try:
            return made if digest_of(self.path / name) == made.digest else None
        except OSError:
            return None

    def note_papers(self, papers: Mapping[str, str]) -> None:
        """Notes the papers that were made, files by their codes, beside those that the folder holds of others."""
        new = {*papers.values()}
        kept = {
            code: name
            for code, name in papers_in(self.path).items()
            if code not in papers and name not in new and (self.path / name).is_file()
        }
        self.describe({**kept, **papers})

    def describe(self, papers: Mapping[str, str]) -> None:
        """Writes which exam this is, and which papers the folder holds."""
        text = json.dumps({"exam": self.exam, "papers": papers}, indent=1)
        self.write(DESCRIPTION, f"{text}\n".encode())

    def others(self, below: str, known: Collection[str]) -> list[str]:
        """The files in a folder below this one that are not among those known: of students who have left the roster."""
        names = (f"{below}/{path.name}" for path in (self.path / below).glob("[!.]*"))
        return sorted(set(names) - set(known))


@contextmanager
def file_errors_named(path: Path) -> Iterator[None]:
    """Raises an error of the file system as a UserError: one sentence with the path and a next step."""
    try:
        yield
    except OSError as error:
        room = "Make room, or choose" if error.errno in FULL else "Choose"
        raise UserError(
            f"Cannot write to {path}: {error.strerror or error}. {room} another folder with --out."
        ) from error


@contextmanager
def open_to_write(path: Path, exam: str) -> Iterator[ExamFolder]:
    """The folder, for this command alone. UserError: another command is writing, or it holds another exam."""
    check_exam(path, exam)
    with file_errors_named(path):
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / LOCK).open("ab")
    with lock:
        take_lock(lock, path)
        check_exam(path, exam)  # another command may have begun one meanwhile
        with file_errors_named(path):
            for part in [*path.glob(".*.part"), *path.glob("*/.*.part")]:  # of a command that was killed
                part.unlink()
        folder = ExamFolder(path, exam, read_record(path))
        folder.describe(papers_in(path))
        with folder.writing(RECORD) as file:
            file.writelines(line_of(name, made) for name, made in folder.record.items())
        yield folder


def check_exam(path: Path, exam: str) -> None:
    """Raises UserError if a folder holds another exam, or PDFs that are of none."""
    if (path / DESCRIPTION).exists():
        if (found := exam_in(path)) != exam:
            raise UserError(f"{path} holds the exam {found!r}, and this is {exam!r}. Choose another folder with --out.")
    elif any(path.glob("*.pdf")) or any(path.glob("papers/*")):
        raise UserError(f"{path} holds papers that 'exam make' did not write. Choose another folder with --out.")


def take_lock(lock: BinaryIO, path: Path) -> None:
    """Takes the lock, which the system gives back when this process ends, however it ends. UserError: another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UserError(
            f"Another 'quizgen exam make' is writing to {path}. Wait until it ends, or choose another folder with --out."
        ) from error


def exam_in(path: Path) -> str:
    """The name of the exam in a folder. UserError: it holds none."""
    try:
        return str(json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))["exam"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} holds no exam. Name the folder that 'quizgen exam make' wrote.") from error


def papers_in(path: Path) -> dict[str, str]:
    """The papers that a folder holds now: the names of their files by their codes, those made last at the end.

    None of an older quizgen's folder, which does not say.
    """
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        found = json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))["papers"]
        return {str(code): str(name) for code, name in found.items()}
    return {}


def read_record(path: Path) -> dict[str, Made]:
    """The finished files by name. A line that a crash has cut off, or that cannot be read, is of no finished file."""
    found = {}
    with file_errors_named(path / RECORD), suppress(FileNotFoundError):
        for line in (path / RECORD).read_bytes().splitlines():
            with suppress(ValueError, TypeError):
                name, source, digest, boxes = json.loads(line)
                found[name] = Made(source, digest, tuple(Box(*box) for box in boxes))
    return found


def line_of(name: str, made: Made) -> bytes:
    """A line of the record. It begins with a line break, so that one which was cut off spoils no other."""
    return b"\n" + json.dumps([name, made.source, made.digest, [astuple(box) for box in made.boxes]]).encode()


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
