"""The words that papers and keys print besides the questions: one catalogue, and translations of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from quizgen import content
from quizgen.errors import UserError, did_you_mean

Texts = Mapping[str, str]
"""A text by its place in the catalogue ("paper.name"); "language" is the code of the language."""

ENGLISH = "en"
PLACEHOLDER = re.compile(r"\{\w+\}")


@lru_cache
def read_texts(language: str = ENGLISH) -> Texts:
    """The texts in a language that comes with quizgen, or of a file (name.toml). Raises UserError."""
    folder = content("templates") / "texts"
    ours = {file.stem: file for file in folder.glob("*.toml")}
    path = Path(language) if language.endswith(".toml") else ours.get(language)
    if path is None:
        raise UserError(
            f"There are no texts in the language {language!r}.{did_you_mean(language, ours)} There are: "
            f"{', '.join(sorted(ours))}. For another one name a file, a translation of {folder / 'en.toml'}."
        )
    texts = read_file(path)
    if path != ours[ENGLISH]:
        check(texts, read_texts(ENGLISH), path)
    return MappingProxyType(texts)


def read_file(path: Path) -> dict[str, str]:
    """The texts of a file. Raises UserError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"The texts {path} cannot be read: {error.strerror}. Correct the path in the plan.") from error
    except ValueError as error:
        raise UserError(f"The texts {path} are not TOML in UTF-8: {error}. Correct them.") from error
    return dict(flat(data, path))


def flat(data: Mapping[str, Any], path: Path, before: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a table and of those in it. UserError: one is not a text."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from flat(value, path, f"{before}{key}.")
        elif isinstance(value, str):
            yield before + key, value
        else:
            raise UserError(f"The texts {path}: {before}{key} is no text. Write it between quotes.")


def check(texts: Texts, english: Texts, path: Path) -> None:
    """UserError: a translation lacks a text, has one too many, or puts in something else."""
    for key in texts:
        if key not in english:
            raise UserError(f"The texts {path}: nothing prints {key!r}.{did_you_mean(key, english)} Leave it out.")
    for key, text in english.items():
        if key not in texts:
            raise UserError(f"The texts {path} have no {key!r}, in English {text!r}. Add it.")
        lacking = set(PLACEHOLDER.findall(text)) ^ set(PLACEHOLDER.findall(texts[key]))
        if lacking:
            raise UserError(
                f"The texts {path}: {key} must have the same {{...}} as in English, {text!r}. "
                f"Correct {', '.join(sorted(lacking))}."
            )


def filled(text: str, **values: object) -> str:
    """A text with values in place of its {...}; what a value holds is not filled in turn."""
    return PLACEHOLDER.sub(lambda place: str(values[place[0][1:-1]]), text)
