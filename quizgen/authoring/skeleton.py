"""The working exercise that a new one starts from."""

from __future__ import annotations

import re
from pathlib import Path

from quizgen.authoring.bank import Bank
from quizgen.errors import UserError

MODEL = "forward-h2"  # the exercise that is copied


def write_skeleton(topic_and_name: str, root: Path, bank: Bank) -> Path:
    """Write <root>/<topic>/<name>.py, a copy of an existing exercise with a new title; the file.

    UserError: an exercise of that name is in the bank or in the folder already, or the folder cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", topic_and_name):
        raise UserError(f"{topic_and_name!r} is not TOPIC/NAME in small letters, as in forward-pass/two-steps.")
    topic, name = topic_and_name.split("/")
    path = root / topic / f"{name.replace('-', '_')}.py"
    taken = [*root.glob(f"*/{path.name}"), *filter(None, [bank.exercises.paths.get(name)])]
    if taken:
        raise UserError(f"{taken[0]} exists already. Choose another name, or edit that file.")
    model = bank.get(MODEL).source
    title = name.replace("-", " ").capitalize()
    text = re.sub(r'^""".*?"""', f'"""{title}: say here in one sentence what it asks."""', model, count=1)
    text = re.sub(r'title="[^"]*"', f'title="{title}"', text, count=1)
    text = re.sub(r'topic="[^"]*"', f'topic="{topic}"', text, count=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}. Name another folder with --bank.") from error
    return path
