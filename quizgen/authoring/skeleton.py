"""The working exercise that a new one starts from: a copy of one of the bank that asks the same kind of question."""

from __future__ import annotations

import re
from pathlib import Path

from quizgen.authoring.bank import Bank
from quizgen.authoring.exercise import Exercise
from quizgen.authoring.items import MISSPELT
from quizgen.errors import UserError, closest

MODEL = "forward-h2"  # the exercise that is copied where no kind is wanted


def write_skeleton(topic_and_name: str, root: Path, bank: Bank, kind: str = "") -> tuple[Path, ...]:
    """Write <root>/<topic>/<name>.py, a copy of an existing exercise of this kind with a new title, and its data; the files.

    UserError: an exercise of that name is in the bank or in the folder already, the topic is a known one misspelt, no
    exercise asks such a question, or the folder cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", topic_and_name):
        raise UserError(f"{topic_and_name!r} is not TOPIC/NAME in small letters, as in forward-pass/two-steps.")
    topic, name = topic_and_name.split("/")
    if topic not in bank.topics() and (meant := closest(topic, bank.topics(), MISSPELT)):
        raise UserError(f"No topic {topic!r}. Did you mean {meant!r}? Else give your topic another name.")
    path = root / topic / f"{name.replace('-', '_')}.py"
    taken = [*root.glob(f"*/{path.name}"), *filter(None, [bank.exercises.paths.get(name)])]
    if taken:
        raise UserError(f"{taken[0]} exists already. Choose another name, or edit that file.")
    model = model_of(kind, bank) if kind else bank.get(MODEL)
    title = name.replace("-", " ").capitalize()
    text = re.sub(r'^""".*?"""', f'"""{title}: say here in one sentence what it asks."""', model.source, count=1)
    text = re.sub(r'title="[^"]*"', f'title="{title}"', text, count=1)
    text = re.sub(r'topic="[^"]*"', f'topic="{topic}"', text, count=1)
    text = re.sub(r"\n    version=\d+,", "", text, count=1)
    files: dict[Path, str] = {}
    for data in model.data_files:
        files[path.with_name(f"{path.stem}_{data}")] = model.data(data)
        text = re.sub(rf"([\"']){re.escape(data)}\1", f'"{path.stem}_{data}"', text)
    files[path] = text
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}. Name another folder with --bank.") from error
    return path, *(file for file in files if file != path)


def model_of(kind: str, bank: Bank) -> Exercise:
    """The exercise that shows best how this kind of question is written: asks little else, needs no data, is short."""
    asking = [exercise for exercise in bank.exercises.values() if kind in exercise.kinds]
    if not asking:
        raise UserError(
            f"No exercise of the bank asks a question of kind {kind!r}. Start without --kind, and change the asks."
        )
    return min(asking, key=lambda one: (len(one.kinds), len(one.data_files), len(one.source)))
