"""Whether a file holds answers or code, judged by a few patterns. It is not parsed: a file may be built to break a parser."""

from __future__ import annotations

import re
from pathlib import Path

from quizgen.errors import UserError

ANSWERS = re.compile(r"^[ \t]*(quiz[ \t]*=|\[q\d+\])", re.MULTILINE)
CODE = re.compile(
    r"^([ \t]*(async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[ \t]*[(:]|import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b)",
    re.MULTILINE,
)
KINDS = {".toml": "answers", ".py": "code"}


def file_kind(name: str, data: bytes) -> str:
    """ "answers" or "code". If the content looks like both or neither, the name decides. UserError if that does not help."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r", "\n")
    sheet, code = ANSWERS.search(text), CODE.search(text)
    suffix = Path(name).suffix.lower()
    if suffix in KINDS and bool(sheet) == bool(code):
        return KINDS[suffix]
    if sheet and (not code or sheet.start() < code.start()):
        return "answers"
    if code:
        return "code"
    raise UserError("this is neither an answers.toml nor a submission.py. Fill in the file that 'quizgen make' wrote.")
