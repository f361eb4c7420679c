"""quizgen export for the platform of a course: its file, and what it cannot say of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import console, next_command, say, sources
from quizgen.cli.export_pool import ItemPool, scored_questions

if TYPE_CHECKING:
    from quizgen.cli.export_quizzes import Quizzes
    from quizgen.documents.platform_file import Losses, Made
    from quizgen.media import Platform
    from quizgen.model import Quiz, Student
    from quizgen.store import Store


def check_losses(
    file_format: str, platform: Platform | None, wanted: Quizzes, students: Sequence[Student], variants: int
) -> None:
    """Says what a format loses of all that would be written, and writes nothing. `platform`: None where quizgen grades.

    UserError: the format cannot show one of them.
    """
    from quizgen.authoring.bank import author_errors
    from quizgen.documents.losses_terminal import losses_table
    from quizgen.media import formats

    quizzes = wanted.quizzes(students, variants)
    if platform is not None:
        console().print(losses_table(losses_of(platform, quizzes), file_format))
        return
    if file_format in formats():
        with author_errors(*wanted.exercises):
            for quiz in quizzes:
                formats()[file_format].check(quiz)
    say(f"{file_format} loses nothing: quizgen grades what comes back.")


def losses_of(platform: Platform, quizzes: Iterator[Quiz]) -> Losses:
    """What a platform loses of the questions."""
    from quizgen.documents.platform_file import Losses

    losses = Losses()
    for quiz in quizzes:
        for question in scored_questions(quiz):
            losses.note(question.variant.exercise, platform.losses(question))
    return losses


def write_for_platform(
    file_format: str,
    platform: Platform,
    wanted: Quizzes,
    students: Sequence[Student],
    variants: int,
    assignment: str,
    out: Path,
    store: Store,
) -> None:
    """Writes one file of all questions, or one for each student, after saying what the platform loses.

    What only some numbers lose is said when all are drawn. UserError: the platform cannot have a question; no file is left.
    """
    from quizgen.cli.grade import cores
    from quizgen.documents.file_names import numbered_file_name
    from quizgen.documents.losses_terminal import losses_table, number
    from quizgen.documents.platform_file import Losses, make_folder, refusal, write_platform_file
    from quizgen.errors import UserError

    told = losses_of(platform, wanted.quizzes(students[:1], 1))
    if told.refused:
        raise UserError(refusal(told, file_format))
    make_folder(out)
    if told.found:
        console().print(losses_table(told, file_format))
        console().print()
    losses = Losses()
    texts = sources(wanted.exercises)
    drawn = (
        (kept(replace(quiz, assignment=assignment or quiz.assignment), texts, store), pool if variants > 1 else "")
        for pool, quiz in with_pools(wanted.quizzes(students, variants))
    )
    files: list[Path] = []

    def write(name: str, questions: Iterator[Made]) -> None:
        file = Path(f"{numbered_file_name(name, files)}.{file_format}{platform.ending}")
        write_platform_file(out / file, wanted.title, questions, losses, file_format, platform)
        files.append(file)

    try:
        with ItemPool(file_format, cores()) as items:
            quizzes = items.of(drawn)
            if students:
                for quiz, questions in quizzes:
                    write(quiz, iter(questions))
            else:
                write(wanted.name, (one for _, questions in quizzes for one in questions))
    except UserError:  # a question of a later student is refused
        for file in files:
            (out / file).unlink()
        raise
    if losses.found.keys() - told.found.keys():
        console().print(losses_table(losses, file_format))
        console().print()
    what = f"{len(files)} files" if len(files) > 1 else files[0].name
    say(
        f"{what} in ",
        (f"{out}/", "bold"),
        f": {number(losses.questions)} for {file_format}, with the right answers.",
    )
    say("Grade the table of responses from there:  ", (next_command("grade", "RESPONSES.csv"), "bold"))


def kept(quiz: Quiz, texts: dict[str, str], store: Store) -> Quiz:
    """A quiz as the store keeps it."""
    from datetime import UTC, datetime

    return store.keep_quiz(quiz, texts, datetime.now(UTC))


def with_pools(quizzes: Iterator[Quiz]) -> Iterator[tuple[str, Quiz]]:
    """Quizzes of the variants of one question, each with its pool: the id of the first, which begins those of further parts."""
    pool = ""
    for quiz in quizzes:
        pool = pool if pool and quiz.id.startswith(f"{pool}-") else quiz.id
        yield pool, quiz
