"""One file in, one grade out: recognises what it is and sends it to the judge it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from quizgen.collect import contents, kind_of
from quizgen.model import Grade, Quiz


class Grader:
    """Grades files; `quiz` finds a quiz by its id, `source` an exercise file by its digest."""

    def __init__(self, quiz: Callable[[str], Quiz], source: Callable[[str], str]) -> None:
        self.quiz, self.source = quiz, source

    def grade(self, path: Path, functions: Sequence[str] = ()) -> Grade:
        """The grade of an answers sheet or a submission; `functions`: all that a submission should define."""
        data = contents(path)
        if kind_of(path.name, data) == "code":
            from quizgen import submissions

            return submissions.grade(data, str(path), functions=functions or None)
        from quizgen.generate import Follower
        from quizgen.grading import grade
        from quizgen.reading import read_answers

        answers = read_answers(data, str(path))
        return grade(self.quiz(answers.quiz), answers, Follower(self.source))
