"""What a file is, told from its content. Code is looked at, never parsed: a file may be built to break a parser."""

from __future__ import annotations

import re
from pathlib import Path

from quizgen.errors import UserError

ANSWERS = re.compile(r"^\s*(quiz\s*=|\[q\d+\])", re.MULTILINE)
CODE = re.compile(
    r"^(\s*(async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|import\s+\w|from\s+[\w.]+\s+import\b)", re.MULTILINE
)
KINDS = {".toml": "answers", ".py": "code"}


def kind_of(name: str, data: bytes) -> str:
    """ "answers" or "code"; the name decides only where the content is broken. UserError if it is neither."""
    text = data.decode("utf-8-sig", errors="replace")
    suffix = Path(name).suffix.lower()
    if suffix == ".py" and CODE.search(text):
        return "code"
    if is_answers(text):
        return "answers"
    if ANSWERS.search(text):
        return "answers"
    if CODE.search(text):
        return "code"
    if suffix in KINDS:
        return KINDS[suffix]
    raise UserError("this is neither an answers.toml nor a submission.py. Fill in the file that 'quizgen make' wrote.")


def is_answers(text: str) -> bool:
    """Whether it is TOML that says something of a quiz."""
    import tomllib  # takes 20 ms that a class of submissions need not pay

    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or with numbers or brackets beyond what Python reads
        return False
    return "quiz" in said or any(isinstance(value, dict) for value in said.values())
