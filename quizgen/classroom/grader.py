"""From a file to its grade: a sheet is judged here, a submission is made ready for whoever grades it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from quizgen.ask import Ask
from quizgen.classroom.collect import Handed, Place
from quizgen.classroom.collect.files import contents
from quizgen.classroom.tasks import Asking, Task
from quizgen.errors import UserError
from quizgen.model import Grade, Quiz


class Grader:
    """Grades sheets; `quiz` finds a quiz by its id, `source` an exercise file by its digest."""

    def __init__(self, quiz: Callable[[str], Quiz], source: Callable[[str], str]) -> None:
        self.quiz, self.source = quiz, source

    def sheet(self, name: str, data: bytes) -> Grade:
        """The grade of an answers sheet. UserError: it cannot be graded."""
        from quizgen.generate import Follower
        from quizgen.grading import grade
        from quizgen.reading import read_answers

        answers = read_answers(data, name)
        return grade(self.quiz(answers.quiz), answers, Follower(self.source))

    def task(self, number: int, place: Place, handed: Handed, asking: Asking) -> Task:
        """A submission as it is to be asked; the submission.py of a quiz's folder on all that its quiz asks.

        Then it also counts for the quiz, and for the student who is named on the sheet beside it.
        """
        quiz, student = (None, "") if asking.functions else self.beside(place)
        if quiz is not None:
            asking = replace(asking, functions=code_asked(ask for v in quiz.variants for ask in v.asks))
        handed = replace(handed, student=student or handed.student)
        return Task(number, handed, asking, quiz.id if quiz else "")

    def beside(self, place: Place) -> tuple[Quiz | None, str]:
        """The quiz in whose folder a submission.py lies, and the student named there; else (None, "")."""
        sheet = place.path.with_name("answers.toml")
        if place.inside or place.path.name != "submission.py" or not sheet.is_file():
            return None, ""
        from quizgen.reading import read_answers

        try:
            answers = read_answers(contents(sheet), str(sheet))
            return self.quiz(answers.quiz), answers.student
        except UserError:  # whoever grades the sheet is told; the submission stands by itself
            return None, ""


def code_asked(asks: Iterable[Ask]) -> tuple[str, ...]:
    """The functions that asks want implemented, each once."""
    return tuple(dict.fromkeys(f for ask in asks for f in ask.functions))
