"""Who submitted what and when, from the file submission_metadata.yml in Gradescope's export.

Only the lines with names are read, in the one form in which Gradescope writes them:

    submission_12345:
      :submitters:
      - :name: Ada Lovelace
        :sid: '1815'
        :email: ada@example.edu
      :created_at: 2026-11-20 10:00:00.000000000 Z
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

FOLDER = re.compile(r"""(['"]?)([^\s:'"]+)\1:\s*""")
SECTION = re.compile(r"  :(\w+):")
CREATED = re.compile(r"  :created_at: (.+)")
FIELD = re.compile(r"\s*(- )?\s*:(name|sid|email):\s*(.*?)\s*")


@dataclass(frozen=True)
class Submitter:
    """One of the students who made a submission."""

    name: str = ""
    sid: str = ""
    email: str = ""
    submitted_at: datetime | None = None


def read_submitters(text: str) -> dict[str, tuple[Submitter, ...]]:
    """The submitters of each folder (or file) in the list."""
    found: dict[str, list[Submitter]] = {}
    folder, section = "", ""
    for line in text.splitlines():
        if opens := FOLDER.fullmatch(line):
            folder, section = opens[2], ""
        elif opened := SECTION.match(line):
            section = opened[1]
            if created := CREATED.fullmatch(line):
                when = yaml_time(yaml_scalar(created[1].strip()))
                found[folder] = [replace(one, submitted_at=when) for one in found.get(folder, ())]
        elif section == "submitters" and (field := FIELD.fullmatch(line)):
            people = found.setdefault(folder, [])
            if field[1] or not people:
                people.append(Submitter())
            named: dict[str, Any] = {field[2]: yaml_scalar(field[3])}
            people[-1] = replace(people[-1], **named)
    return {folder: tuple(people) for folder, people in found.items()}


def yaml_time(text: str) -> datetime | None:
    """A time as Ruby's YAML writes it, "2026-11-20 10:00:00.000000000 Z", in UTC; None if it is none, or has no zone."""
    day, _, rest = text.partition(" ")
    try:
        when = datetime.fromisoformat(f"{day}T{rest.replace(' ', '')}")
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else None


def yaml_scalar(text: str) -> str:
    """The text of a YAML scalar on one line."""
    if text[:1] == text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text.strip('"')
    return "" if text in ("null", "~") else text
