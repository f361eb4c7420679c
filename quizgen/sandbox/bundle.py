"""Several files of one student as one: a zip file of which every byte follows from them, the graded file first."""

from __future__ import annotations

import io
from collections.abc import Mapping

MARK = b"quizgen: the files of one submission"  # the zip file's comment
BEGINNING = b"PK\x03\x04"
DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format has


def bundle(name: str, data: bytes, modules: Mapping[str, bytes]) -> bytes:
    """The bytes of all; those of the file itself where there is no other. Nothing is compressed, as no two libraries compress
    alike."""
    if not modules:
        return data
    import zipfile  # 20 ms, and most submissions are one file

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = MARK
        for path, content in [(name, data), *sorted(modules.items())]:
            archive.writestr(zipfile.ZipInfo(path, DATE), content)
    return out.getvalue()


def unbundle(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The graded file and the others. What is no bundle, or a broken one, is a file by itself."""
    if not is_bundle(content):
        return content, {}
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            stored = all(info.compress_type == zipfile.ZIP_STORED for info in infos)
            if not stored or sum(info.file_size for info in infos) > len(content):  # one part may be named many times
                return content, {}
            (_, data), *others = [(info.filename, archive.read(info)) for info in infos]
            return data, {path: other for path, other in others if _can_be_imported(path)}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return content, {}


def _can_be_imported(path: str) -> bool:
    """Whether a path leads below the folder, by letters that can be shown: a learner can hand in a bundle of any bytes."""
    return path.isprintable() and not path.startswith("/") and ".." not in path.split("/")


def is_bundle(content: bytes) -> bool:
    """Whether bytes are several files of one student."""
    return content.startswith(BEGINNING) and content.endswith(MARK)
