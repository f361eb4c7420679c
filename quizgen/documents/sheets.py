"""Sheets to hand out: for each student a folder, or a zip file of one, with all that is needed to answer a quiz."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from quizgen.documents.file_names import numbered_file_name
from quizgen.documents.quiz_folder import quiz_files, write_folder
from quizgen.errors import UserError
from quizgen.model import Quiz

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same sheet is the same bytes
FILE_MODE = 0o644 << 16


def write_sheets(
    sheets: Iterable[tuple[str, Quiz]], out: Path, token: Callable[[Quiz], str], *, zipped: bool
) -> list[Path]:
    """Write every quiz into a folder, or a zip file, that is named after its owner; all of them.

    `token` gives what a quiz is made of. A learner's work is not overwritten. Raises UserError.
    """
    written: list[Path] = []
    for owner, quiz in sheets:
        name = numbered_file_name(owner, [path.with_name(f"{path.name.removesuffix('.zip')}.zip") for path in written])
        files = quiz_files(quiz, token=token(quiz))
        path = write_zip(out / f"{name}.zip", name, files) if zipped else write_folder(out / name, files)
        written.append(path)
    return written


def write_zip(path: Path, folder: str, files: Mapping[str, str]) -> Path:
    """Write files into a zip file, in a folder of its own; the zip file. UserError: another one is there, or it fails."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            member = zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO)
            member.external_attr = FILE_MODE
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() != data.getvalue():
            raise UserError(f"{path} is there already, and is another file. Choose another folder with --out.")
        path.write_bytes(data.getvalue())
    except OSError as error:
        raise UserError(
            f"Cannot write to {path}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    return path
