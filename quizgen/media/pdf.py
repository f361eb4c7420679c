"""Makes a PDF of a Typst document, in fonts that come with quizgen, or in the machine's for scripts that those cannot set."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from quizgen import content
from quizgen.media.fonts import font_packages, fonts, missing_font

# Typst's own fonts have the letters of Devanagari but not the rules that join them, and would print it wrongly.
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
SETS_DEVANAGARI = "Noto Sans Devanagari"  # of a package that quizgen depends on
UNSET = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{(\w+)\}")  # a letter in Typst's words that is not visible alone
ACCESSIBLE = ("ua-1",)  # the standard of every PDF
CACHED = 12  # documents, and one or two to be sure, after which Typst drops what it has not used
BOXES = "boxes"  # the input of a document that says where its answers are written


def pdf(source: str) -> bytes:
    """A Typst document that imports lib.typ of the templates, as accessible PDF (UA-1), the same bytes every time.

    Raises UserError for words in a script that no font here can set.
    """
    return pdf_and_boxes(source, {})[0]


def pdf_and_boxes(
    source: str,
    inputs: Mapping[str, str],
    standards: Iterable[str] = ACCESSIBLE,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF of a document, and what it says of each box if the input "boxes" is "yes". Raises UserError as `pdf` does.

    `files`: pictures that it may show, by their names.
    """
    import typst

    if (letter := DEVANAGARI.search(source)) and SETS_DEVANAGARI not in font_packages().families:
        raise missing_font(letter[0])
    try:
        return compiled(source, fonts(machine=False), inputs, standards, files)
    except typst.TypstError as error:
        if not UNSET.search(error.message):
            raise
    try:
        return compiled(source, fonts(machine=True), inputs, standards, files)
    except typst.TypstError as error:
        if unset := UNSET.search(error.message):
            raise missing_font(ESCAPED.sub(lambda code: chr(int(code[1], 16)), unset[1])) from error
        raise


def compiled(
    source: str,
    fonts: Any,
    inputs: Mapping[str, str],
    standards: Iterable[str],
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF of a document set in these fonts, and its boxes; a warning of Typst is an error of ours."""
    import typst

    with tempfile.TemporaryDirectory() as home:  # the document's whole world: it can read nothing else
        for template in content("templates").glob("*.typ"):
            (Path(home) / template.name).write_bytes(template.read_bytes())
        for name, data in files.items():
            (Path(home) / name).write_bytes(data)
        main = Path(home) / "main.typ"
        main.write_text(source, encoding="utf-8")
        given = {"families": json.dumps(font_packages().families), **inputs}
        compiler: Any = typst.Compiler(str(main), root=home, font_paths=fonts, sys_inputs=given)
        made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=list(standards), timestamp=0)
        if warnings:
            raise RuntimeError(f"Typst warns: {warnings[0].message}")
        boxes = json.loads(compiler.query("<box>", field="value")) if inputs.get(BOXES) == "yes" else []
    return made, boxes


def forget() -> None:
    """Empties Typst's caches, which otherwise keep the parts of the last ten documents."""
    import typst

    compiler: Any = typst.Compiler(b"")
    for _ in range(CACHED):
        compiler.compile(b"", format="pdf")
