"""Names in an exercise file that quizgen does not know: told with the line and the name that was probably meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from quizgen import content
from quizgen.authoring.exercise import Exercise
from quizgen.authoring.items import MISSPELT, unknown_item
from quizgen.errors import UserError, closest, did_you_mean

LEVELS = range(1, 6)
BLANK = re.compile(r"\[\[(.+?)\]\]|blank\(\s*[\"'](.+?)[\"']\s*\)")


def check_names(exercise: Exercise) -> None:
    """UserError: the exercise names a topic, an item of the chapter, a misconception or an ask that there is not."""
    for sentence, word in unknown_names(exercise):
        raise UserError(f"{exercise.path}, line {line_of(exercise.source, word)}: {sentence}")


def unknown_names(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """What to say of each unknown name, and the name."""
    topics = sorted(folder.name for folder in content("question_bank").iterdir() if folder.is_dir())
    if exercise.topic not in topics and (meant := closest(exercise.topic, topics, MISSPELT)):
        yield f"No topic {exercise.topic!r}. Did you mean {meant!r}? Else give your topic another name.", exercise.topic
    if exercise.level not in LEVELS:
        yield f"level={exercise.level!r} is none of 1 to 5, from recognising to several ideas at once.", "level"
    for name in exercise.covers:
        if sentence := unknown_item(name):
            yield sentence, name
    yield from faulty_misconceptions(exercise)
    known = exercise.known()
    for name in exercise.targets:
        if name not in known:
            which = f"no misconception about {exercise.reference.__name__}"
            yield f"targets names {name!r}, which is {which}.{did_you_mean(name, known)}", name
    asks = [ask.name for ask in exercise.asks]
    blanks = [first or second for first, second in BLANK.findall(exercise.question)]
    for name in [*blanks, *answered(exercise.source)]:
        part_of_one = any(
            name.startswith(f"{ask}_") for ask in asks
        )  # what a kind of ask has computed beside its answer
        if name not in asks and not part_of_one and "{" not in name:
            yield f"There is no ask {name!r}.{did_you_mean(name, asks)} The asks are {', '.join(asks)}.", name


def faulty_misconceptions(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """What to say of misconceptions of the exercise's own that cannot be followed or shown, and the name."""
    for one in exercise.misconceptions:
        reference = exercise.reference
        if not (isinstance(one, type) and issubclass(one, reference) and one is not reference):
            yield f"misconceptions holds {one!r}, which is no subclass of {reference.__name__}.", "misconceptions"
        elif not one.title or not vars(one).get("__doc__"):
            yield f"{one.__name__} needs a title, and a docstring that says what a learner reads.", one.__name__


def answered(source: str) -> Iterator[str]:
    """The names of asks that `solve` yields, where they stand there as text."""
    for function in ast.walk(ast.parse(source)):
        attached = getattr(function, "decorator_list", [])
        if any(isinstance(one, ast.Attribute) and one.attr == "solve" for one in attached):
            for node in ast.walk(function):
                if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                    name = node.value.elts[0]
                    if isinstance(name, ast.Constant) and isinstance(name.value, str):
                        yield name.value


def line_of(source: str, word: str) -> int:
    """The first line in which a name stands between quotation marks or brackets, or where a class or an argument has it."""
    quoted = re.compile(rf"[\"'\[]{re.escape(word)}[\"'\]]|class {re.escape(word)}\b|\b{re.escape(word)}=")
    return next((number for number, line in enumerate(source.splitlines(), 1) if quoted.search(line)), 1)


def missing_import(message: str, known: Iterable[str]) -> str:
    """A failed import from quizgen.authoring in one sentence; "" for any other message."""
    found = re.match(r"cannot import name '(\w+)' from 'quizgen\.authoring'", message)
    return f"quizgen.authoring has no {found[1]!r}.{did_you_mean(found[1], known)}" if found else ""
