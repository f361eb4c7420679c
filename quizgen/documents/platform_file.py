"""The file that a platform imports, and what it cannot say of the questions in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from quizgen.errors import UserError
from quizgen.interactions import Loss
from quizgen.media import Platform
from quizgen.model import ScoredQuestion

NAMED = 3  # exercises that a sentence names


class Made(NamedTuple):
    """A question as a platform gets it: its exercise, what is lost of it, and its item, None where it is refused."""

    exercise: str
    losses: tuple[Loss, ...]
    item: Any


def made(platform: Platform, question: ScoredQuestion) -> Made:
    """A question as the platform gets it."""
    losses = tuple(platform.losses(question))
    refused = any(loss.refused for loss in losses)
    return Made(question.variant.exercise, losses, None if refused else platform.item(question))


@dataclass
class Losses:
    """What a platform loses, each loss once, with the exercises that have it; filled as questions go by."""

    found: dict[str, Loss] = field(default_factory=dict)
    exercises: dict[str, dict[str, None]] = field(default_factory=dict)
    questions: int = 0

    def note(self, exercise: str, losses: Iterable[Loss]) -> None:
        """Notes what is lost of a question."""
        self.questions += 1
        for loss in losses:
            self.found.setdefault(loss.name, loss)
            self.exercises.setdefault(loss.name, {})[exercise] = None

    def items(self, questions: Iterable[Made]) -> Iterator[Any]:
        """The items of the questions that the platform can have, one after another."""
        for one in questions:
            self.note(one.exercise, one.losses)
            if one.item is not None:
                yield one.item

    @property
    def refused(self) -> list[Loss]:
        """Those for which a question is not written."""
        return [loss for loss in self.found.values() if loss.refused]

    def where(self, loss: Loss) -> str:
        """The exercises that have it, in words."""
        names = list(self.exercises[loss.name])
        more = len(names) - NAMED
        return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def write_platform_file(
    path: Path, title: str, questions: Iterable[Made], losses: Losses, file_format: str, platform: Platform
) -> None:
    """Writes the file of a platform; it is there whole, or not at all. UserError: a question cannot be expressed."""

    def write(file: BinaryIO) -> None:
        platform.package(title, losses.items(questions), file)
        if losses.refused:
            raise UserError(refusal(losses, file_format))

    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as unfinished:
            try:
                write(unfinished)  # type: ignore[arg-type]
                unfinished.close()
                os.chmod(unfinished.name, 0o600)  # it holds the key
                os.replace(unfinished.name, path)
            except BaseException:
                Path(unfinished.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise not_writable(path, error) from error


def make_folder(path: Path) -> None:
    """Makes the folder for the files, unless it is there. UserError: it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(path, error) from error


def not_writable(path: Path, error: OSError) -> UserError:
    """What to say of a file or a folder that cannot be written."""
    return UserError(f"Cannot write {path}: {error.strerror or error}. Choose another folder with --out.")


def refusal(losses: Losses, file_format: str) -> str:
    """Why the file was not written."""
    said = " ".join(f"{loss.name} ({losses.where(loss)}): {loss.sentence}" for loss in losses.refused)
    advice = "Nothing was written: leave these exercises out, or choose another format."
    return f"{file_format} cannot have all of these questions. {said} {advice}"
