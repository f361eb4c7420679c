"""Whether a file holds answers or code, judged by a few patterns. No Python is parsed: a file may be built to break a parser."""

from __future__ import annotations

import io
import re
from pathlib import Path

from quizgen.classroom.collect.records import NOTEBOOK_SUFFIXES
from quizgen.errors import UserError
from quizgen.sandbox.bundle import unbundle
from quizgen.sandbox.notebook_json import may_be_notebook, read_notebook

ANSWERS = re.compile(r"^[ \t]*(quiz[ \t]*=|\[q\d+\])", re.MULTILINE)
CODE = re.compile(
    r"^([ \t]*(async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[ \t]*[(:]|import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b)",
    re.MULTILINE,
)
NO_NOTEBOOK = "this is no notebook: it has no cells. Open it in Jupyter, save it as .ipynb, and hand that in."
NEITHER = (
    "this is neither an answers.toml nor a submission.py, nor a notebook. Fill in the file that 'quizgen make' wrote."
)
KINDS = {".toml": "answers", ".py": "code"}


def file_kind(name: str, data: bytes) -> str:
    """ "answers" or "code". If the content looks like both or neither, the name decides. UserError if that does not help.

    A notebook is code, whatever its name.
    """
    data = unbundle(data)[0]
    json = may_be_notebook(data)
    if json and read_notebook(io.BytesIO(data)) is not None:
        return "code"
    text = data.decode("utf-8-sig", errors="replace").replace("\r", "\n")
    sheet, code = ANSWERS.search(text), CODE.search(text)
    suffix = Path(name).suffix.lower()
    if suffix in KINDS and bool(sheet) == bool(code):
        return KINDS[suffix]
    if sheet and (not code or sheet.start() < code.start()):
        return "answers"
    if code:
        return "code"
    raise UserError(NO_NOTEBOOK if json or name.lower().endswith(NOTEBOOK_SUFFIXES) else NEITHER)
