"""Makes a PDF of a Typst document, in Typst's own fonts, or in the machine's for scripts that those cannot set."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from quizgen import content
from quizgen.errors import UserError

# Typst's own fonts have the letters of Devanagari but not the rules that join them: it needs a font of the machine, by name.
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
SET_DEVANAGARI = (
    "Noto Serif Devanagari",
    "Noto Sans Devanagari",
    "Lohit Devanagari",
    "Nirmala UI",
    "Mangal",
    "Kohinoor Devanagari",
    "Devanagari MT",
)
UNSET = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(source: str) -> bytes:
    """A Typst document that imports lib.typ of the templates, as accessible PDF (UA-1), the same bytes every time.

    Raises UserError for words in a script that no font here can set.
    """
    import typst

    words = DEVANAGARI.search(source)
    try:
        if words:
            return compiled(source, fonts(machine=True), devanagari(words[0]))
        return compiled(source, fonts(machine=False))
    except typst.TypstError as error:
        if words or not UNSET.search(error.message):
            raise error_to_raise(error) from error
    try:
        return compiled(source, fonts(machine=True))
    except typst.TypstError as error:
        raise error_to_raise(error) from error


def compiled(source: str, fonts: Any, family: str = "") -> bytes:
    """The PDF of a document set in these fonts; a warning of Typst is an error of ours."""
    import typst

    with tempfile.TemporaryDirectory() as home:  # the document's whole world: it can read nothing else
        for part in ("lib.typ", "exam.typ"):
            (Path(home) / part).write_bytes((content("templates") / part).read_bytes())
        (Path(home) / "main.typ").write_text(source, encoding="utf-8")
        made, warnings = typst.compile_with_warnings(
            f"{home}/main.typ",
            root=home,
            font_paths=fonts,
            sys_inputs={"families": json.dumps([family] if family else [])},
            pdf_standards="ua-1",
            timestamp=0,
        )
    if warnings:
        raise RuntimeError(f"Typst warns: {warnings[0].message}")
    assert isinstance(made, bytes)
    return made


@cache
def fonts(machine: bool) -> Any:
    """Typst's own fonts, and those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=machine)


def devanagari(letter: str) -> str:
    """A family of the machine that can set Devanagari. UserError, naming `letter`: there is none."""
    for family in SET_DEVANAGARI:
        if family in fonts(machine=True).families():
            return family
    raise missing_font(letter)


def error_to_raise(error: Any) -> Exception:
    """A TypstError as the error to raise: UserError where a letter has no font, else the same, which is a fault of ours."""
    lacking = UNSET.search(error.message)
    return missing_font(lacking[1]) if lacking else error


def missing_font(letter: str) -> UserError:
    """The error of a letter that no font of this machine can print."""
    return UserError(
        f"No font of this machine can print {letter!r}. Install one for its script (the Noto fonts have them all), "
        "or export with --format html, which is printed by a browser."
    )
