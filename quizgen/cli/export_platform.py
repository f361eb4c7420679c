"""quizgen export for the platform of a course: its file, and what it cannot say of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import console, next_command, say, sources

if TYPE_CHECKING:
    from quizgen.cli.export_quizzes import Quizzes
    from quizgen.documents.platform_file import Losses
    from quizgen.media import Platform
    from quizgen.model import Quiz, ScoredQuestion, Student
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

    losses = Losses(platform)
    for quiz in quizzes:
        for _ in losses.noted(scored_questions(quiz)):
            pass
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
    losses = Losses(platform)
    texts = sources(wanted.exercises)
    drawn = (
        (pool, kept(replace(quiz, assignment=assignment or quiz.assignment), texts, store))
        for pool, quiz in with_pools(wanted.quizzes(students, variants))
    )
    files: list[Path] = []

    def write(name: str, questions: Iterator[ScoredQuestion]) -> None:
        file = Path(f"{numbered_file_name(name, files)}.{file_format}{platform.ending}")
        write_platform_file(out / file, wanted.title, questions, losses, file_format)
        files.append(file)

    try:
        if students:
            for _, quiz in drawn:
                write(quiz.id, scored_questions(quiz))
        else:
            pools = variants > 1
            write(wanted.name, (one for pool, quiz in drawn for one in scored_questions(quiz, pool if pools else "")))
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


def scored_questions(quiz: Quiz, pool: str = "") -> Iterator[ScoredQuestion]:
    """The questions of a quiz under their numbers; `pool`: of which a platform draws one."""
    from quizgen.grading.scored import scored

    for number, variant in enumerate(quiz.variants, 1):
        yield scored(variant, f"{quiz.id}.q{number}", pool)
