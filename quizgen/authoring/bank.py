"""The bank: exercises found in folders, one file each, without a registry."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from quizgen import authoring, content
from quizgen.authoring import Exercise
from quizgen.errors import UserError, did_you_mean


class Files(Mapping[str, Exercise]):
    """Exercises by name, each read from its file when it is first asked for."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self.paths = paths
        self._read: dict[str, Exercise] = {}

    def __getitem__(self, name: str) -> Exercise:
        if name not in self._read:
            self._read[name] = load_file(self.paths[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self.paths  # without reading the file

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def topic(self, name: str) -> str:
        """The topic of an exercise: its folder's name."""
        return self.paths[name].parent.name


class Bank:
    """Exercises by name, the built-in ones and those of a teacher's own folders. A file is read when it is needed."""

    def __init__(self, exercises: Files) -> None:
        self.exercises = exercises

    @classmethod
    def load(cls, more: Sequence[Path] = ()) -> Bank:
        """The built-in exercises and those of other folders. UserError: a folder is missing, or two have the same name."""
        found: dict[str, Path] = {}
        for root in {root.resolve(): root for root in (content("question_bank"), *more)}.values():
            if not root.is_dir():
                raise UserError(
                    f"There is no folder {str(root)!r} to take exercises from. Create it, or correct --bank or QUIZGEN_BANK."
                )
            for path in sorted(root.glob("[!.]*/[!.]*.py")):  # hidden files belong to other programs
                name = name_of(path)
                if name in found:
                    raise UserError(f"Two exercises are called {name!r}: {found[name]} and {path}. Rename one.")
                found[name] = path
        bank = cls(Files(found))
        built_in = content("question_bank").resolve()
        for name, path in found.items():
            if not path.resolve().is_relative_to(built_in):
                bank.get(name)  # so that a mistake in an own file is reported by whatever command comes first
        return bank

    def get(self, name: str) -> Exercise:
        """The exercise of this name (also topic/name). UserError: there is none."""
        known = {full: one for one in self.exercises for full in (one, f"{self.exercises.topic(one)}/{one}")}
        if name not in known:
            close = did_you_mean(name, known) or did_you_mean(name.rsplit("/", 1)[-1], self.exercises)
            raise UserError(f"No exercise {name!r}.{close} See 'quizgen bank list'.")
        return self.exercises[known[name]]

    def topics(self) -> tuple[str, ...]:
        """The topics of the exercises, in the order of the bank."""
        return tuple(dict.fromkeys(map(self.exercises.topic, self.exercises)))

    def select(
        self,
        topics: Sequence[str] = (),
        names: Sequence[str] = (),
        level: tuple[int, int] = (1, 5),
        kinds: Sequence[str] = (),
    ) -> tuple[Exercise, ...]:
        """The exercises of these topics or names, levels and kinds. UserError: there is no such topic or name, or none fits."""
        for topic in topics:
            if topic not in self.topics():
                raise UserError(f"No topic {topic!r}.{did_you_mean(topic, self.topics())} See 'quizgen bank list'.")
        named = {self.get(name).name for name in names}
        chosen = [
            self.exercises[name]
            for name in self.exercises
            if name in named or self.exercises.topic(name) in topics or not (topics or names)
        ]
        fitting = [e for e in chosen if level[0] <= e.level <= level[1] and (not kinds or set(kinds) & set(e.kinds))]
        if not fitting:
            have = ", ".join(f"{e.name} (level {e.level}, {'/'.join(e.kinds)})" for e in chosen[:6])
            raise UserError(f"No exercise fits these filters. Without --level and --kind there are: {have}.")
        return tuple(fitting)


def name_of(path: Path) -> str:
    """The name of the exercise in a file: its stem, with a dash for every underscore."""
    return path.stem.replace("_", "-")


def load_file(path: Path) -> Exercise:
    """The exercise of one file. UserError: it cannot be read, or it is no exercise of its folder's topic."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    exercise = load_source(text, name_of(path), path)
    if exercise.topic != path.parent.name:
        from quizgen.authoring.check_names import line_of

        raise UserError(
            f"{path}, line {line_of(text, exercise.topic)}: topic={exercise.topic!r}, but the folder is "
            f"{path.parent.name!r}. Put it into a folder of that name, or correct the topic."
        )
    if not path.resolve().is_relative_to(content("question_bank").resolve()):  # the built-in ones are checked by a test
        from quizgen.authoring.check_names import check_names

        check_names(exercise)
    return exercise


def load_source(text: str, name: str, path: Path | None = None) -> Exercise:
    """The exercise of a file's text. UserError: the text does not run, or defines no exercise; it names the file and the line."""
    where = str(path) if path else f"{name} (as published)"
    module = ModuleType(f"question_bank.{name}")
    module.__file__ = where
    try:
        exec(compile(text, where, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise UserError(f"{describe_error(error, [where])} Correct the file.") from error
    exercise = module.__dict__.get("exercise")
    if not isinstance(exercise, Exercise):
        raise UserError(
            f"{where} defines no 'exercise'. Start from 'quizgen bank new {path.parent.name if path else 'TOPIC'}/{name}'."
        )
    exercise.name, exercise.path, exercise.source = name, path, text
    return exercise


@contextmanager
def author_errors(*exercises: Exercise, seed: int | None = None) -> Iterator[None]:
    """Turn an error of an author's own exercise file into a UserError that names the file and the line.

    `seed` is that of the variant being made. An error of a built-in exercise is a fault of quizgen and keeps its traceback.
    """
    try:
        yield
    except Exception as error:
        built_in = content("question_bank").resolve()
        own = [str(e.path) for e in exercises if e.path and not e.path.resolve().is_relative_to(built_in)]
        if isinstance(error, UserError) or not own:
            raise
        again = f"; 'quizgen bank show {exercises[0].name} --seed {seed}' shows it again" if seed is not None else ""
        raise UserError(f"{describe_error(error, own)} Correct the file{again}.") from error


def describe_error(error: BaseException, files: Sequence[str]) -> str:
    """An error in one sentence, with the last line of one of the files that led to it."""
    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((str(error.filename), error.lineno))
    where = " or ".join(files)
    for file, line in frames:
        if file in files and line:
            where = f"{file}, line {line}"
        elif file == "<template>":  # as Jinja2 calls the text of a question
            where = f"{' or '.join(files)}, line {line} of the question or the solution"
    message = (error.msg if isinstance(error, SyntaxError) else str(error)).rstrip(".")
    if isinstance(error, ImportError) and error.name == "quizgen.authoring":
        from quizgen.authoring.check_names import missing_import

        return f"{where}: {missing_import(message, vars(authoring))}"
    return f"{where}: {': '.join(filter(None, [type(error).__name__, ' '.join(message.split())]))}."


def digest(text: str) -> str:
    """SHA-256 (hex) of the text of an exercise file, by which a sealed variant names it."""
    return hashlib.sha256(text.encode()).hexdigest()
