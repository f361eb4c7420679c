"""One file in, one grade out: recognises what it is and sends it to the judge it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from quizgen.collect import contents, kind_of, why_not_parsed
from quizgen.errors import UserError
from quizgen.model import Ask, Code, Grade, Quiz
from quizgen.reading import read_answers


class Grader:
    """Grades files; `quiz` finds a quiz by its id, `source` an exercise file by its digest."""

    def __init__(self, quiz: Callable[[str], Quiz], source: Callable[[str], str]) -> None:
        self.quiz, self.source = quiz, source

    def grade(self, path: Path, functions: Sequence[str] = ()) -> Grade:
        """The grade of an answers sheet or a submission; `functions`: all that a submission should define.

        The submission.py of a quiz's folder is graded on all that its quiz asks. UserError: it cannot be graded.
        """
        data = contents(path)
        if kind_of(path.name, data) == "code":
            return self.submission(path, data, functions)
        from quizgen.generate import Follower
        from quizgen.grading import grade

        answers = read_answers(data, str(path))
        return grade(self.quiz(answers.quiz), answers, Follower(self.source))

    def submission(self, path: Path, source: bytes, functions: Sequence[str]) -> Grade:
        """The grade of a submission, under the quiz and the student of the sheet beside it."""
        from quizgen import submissions
        from quizgen.submissions.interface import functions_in

        if not functions_in(source) and (why := why_not_parsed(source)):
            raise UserError(f"this is not Python that can be read ({why}). Correct it, then grade it again.")
        quiz, student = (None, "") if functions else self.beside(path)
        asked = functions or (code_asked(ask for v in quiz.variants for ask in v.asks) if quiz else ())
        return submissions.grade(
            source, str(path), functions=asked or None, student=student, quiz=quiz.id if quiz else ""
        )

    def beside(self, path: Path) -> tuple[Quiz | None, str]:
        """The quiz in whose folder a submission.py lies, and the student named there; else (None, "")."""
        sheet = path.with_name("answers.toml")
        if path.name != "submission.py" or not sheet.is_file():
            return None, ""
        try:
            answers = read_answers(contents(sheet), str(sheet))
            return self.quiz(answers.quiz), answers.student
        except UserError:  # whoever grades the sheet is told; the submission stands by itself
            return None, ""


def code_asked(asks: Iterable[Ask]) -> tuple[str, ...]:
    """The functions that asks want implemented, each once."""
    return tuple(dict.fromkeys(f for ask in asks if isinstance(ask, Code) for f in ask.functions))
