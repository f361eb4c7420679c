"""The sheets of papers that are being typed in: a file for each paper in the exam's folder, complete at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quizgen.classroom.exam.entry import PaperEntry
from quizgen.documents.quiz_folder import save_answers
from quizgen.errors import UserError
from quizgen.reading import read_answers

FOLDER = "entered"


class ChangedMeanwhile(UserError):
    """Somebody else types in the same paper."""


@dataclass(frozen=True)
class EnteredSheet:
    """The sheet of one paper as this command read or wrote it last; b"" where there is none yet."""

    path: Path
    data: bytes = b""

    @classmethod
    def of(cls, folder: Path, code: str) -> EnteredSheet:
        """The sheet of a paper as it is now. UserError: it cannot be read."""
        path = folder / FOLDER / f"{code}.toml"
        return cls(path, read(path))

    def resumed(self, entry: PaperEntry) -> PaperEntry:
        """What was typed of a paper so far. UserError: somebody edited the file and it cannot be read."""
        if not self.data:
            return entry
        answers = read_answers(self.data, str(self.path))
        if answers.quiz != entry.quiz.id:
            raise UserError(f"{self.path} answers another quiz, {answers.quiz}. Move it away, and type in the paper.")
        return entry.resumed(self.data.decode("utf-8"), answers.typed)

    def saved(self, entry: PaperEntry) -> EnteredSheet:
        """The sheet with what was typed, written at once. ChangedMeanwhile, and nothing is written: somebody else wrote it."""
        if read(self.path) != self.data:
            raise ChangedMeanwhile(
                f"Somebody else types in this paper too; {self.path} has what was typed there. Leave it to one of you."
            )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"Cannot write to {self.path.parent}: {error.strerror}. Make room, or check the folder."
            ) from error
        save_answers(entry.quiz, entry.answers("", "").typed, self.path, comment=entry.comment)
        return EnteredSheet(self.path, read(self.path))


def read(path: Path) -> bytes:
    """The bytes of a file, b"" where there is none. UserError: it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}. Check the folder of the exam.") from error


def begun(folder: Path) -> set[str]:
    """The codes of all papers of which something was typed."""
    return {path.stem for path in (folder / FOLDER).glob("*.toml")}
