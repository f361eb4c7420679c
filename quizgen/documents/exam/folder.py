"""The folder of an exam: whole files only, also after a crash; one command at a time writes into it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quizgen.errors import UserError

DESCRIPTION = "exam.json"


@dataclass(frozen=True)
class ExamFolder:
    """A folder with the papers of one exam."""

    path: Path
    exam: str

    def write(self, name: str, data: bytes) -> Path:
        """Writes a file below the folder; an old one stays until the new one is complete. UserError: it cannot be written."""
        path = self.path / name
        part = path.with_name(f"{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            os.replace(part, path)
        except OSError as error:
            raise UserError(
                f"Cannot write to {path}: {error.strerror or error}. Make room, or choose another folder with --out."
            ) from error
        return path


@contextmanager
def open_to_write(path: Path, exam: str) -> Iterator[ExamFolder]:
    """The folder, for this command alone. UserError: another command is writing, or it holds another exam."""
    folder = ExamFolder(path, exam)
    folder.write(DESCRIPTION, json.dumps({"exam": exam}).encode())
    yield folder


def exam_in(path: Path) -> str:
    """The name of the exam in a folder. UserError: it holds none."""
    try:
        return str(json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))["exam"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} holds no exam. Name the folder that 'quizgen exam make' wrote.") from error
