"""The wheel of the quizgen that is installed here, packed again from its files, so that another machine gets the same."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import quizgen
import reference_rnn

DATE = (1980, 1, 1, 0, 0, 0)  # of every member: the same files give the same bytes
KEPT = ("METADATA", "WHEEL", "entry_points.txt")  # what an installer reads; with the licences, below


def own_wheel() -> tuple[str, bytes]:
    """The name and the bytes of the wheel. PackageNotFoundError where quizgen is not installed."""
    installed = distribution("quizgen")
    info = f"quizgen-{installed.version}.dist-info"
    files = dict(sorted({**dict(_code()), **dict(_metadata(installed, info))}.items()))
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{info}/RECORD"] = ("\n".join([*record, f"{info}/RECORD,,"]) + "\n").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, DATE)
            member.external_attr = 0o100644 << 16
            wheel.writestr(member, data, zipfile.ZIP_DEFLATED)
    return f"quizgen-{installed.version}-py3-none-any.whl", packed.getvalue()


def _code() -> Iterator[tuple[str, bytes]]:
    folders = {"quizgen": Path(quizgen.__file__).parent, "reference_rnn": Path(reference_rnn.__file__).parent}
    folders |= {f"quizgen/{name}": quizgen.content(name) for name in ("question_bank", "templates")}
    for name, folder in folders.items():
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _metadata(installed: Distribution, info: str) -> Iterator[tuple[str, bytes]]:
    for file in installed.files or ():
        inner = file.as_posix().removeprefix(f"{info}/")
        if inner in KEPT or inner.startswith("licenses/"):
            yield f"{info}/{inner}", Path(file.locate()).read_bytes()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
