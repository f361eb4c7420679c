"""The fixed texts of exams on paper, from one catalogue a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from quizgen import content


@cache
def read_texts(language: str) -> Mapping[str, str]:
    """The texts of a language by dotted name: "key.code"."""
    tables = tomllib.loads((content("templates") / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{name}": text for table, texts in tables.items() for name, text in texts.items()}
