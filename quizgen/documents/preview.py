"""The pages of an exercise that is being written: question, key, slips, laws, and ten seeds side by side, anew after every save."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from quizgen.authoring.bank import author_errors, load_file
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.laws import LAWS
from quizgen.laws.exercise_audit import audit_exercise
from quizgen.media.html import environment, html
from quizgen.model import Quiz

SEEDS = 10  # shown side by side
AUDITED, WORDED = 100, 20  # seeds of the laws: few, so that a save is answered within seconds


class Preview:
    """One exercise file as pages for a browser; every page reads the file anew."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def page(self, address: str, query: Mapping[str, str]) -> str | None:
        """The page at an address ("/", "/question", "/key", "/laws", "/state"), or None; a broken file is told on the page."""
        seed = int(query["seed"]) if query.get("seed", "").isdecimal() else 1
        if address == "/state":
            return self.state()
        state = self.state()  # before the file is read: what is saved after it is another one
        try:
            if address == "/":
                found, seeds = load_file(self.path), range(1, SEEDS + 1)
                return template("preview.html.j2", exercise=found, seed=seed, seeds=seeds, state=state)
            if address in ("/question", "/key"):
                return html(self.quiz(seed), key=address == "/key")
            return self.laws() if address == "/laws" else None
        except UserError as error:
            return template("preview_error.html.j2", path=self.path, error=str(error), state=state)

    def state(self) -> str:
        """A digest of the exercise's folder, data files included: another one means that something was saved."""
        found = hashlib.sha256()
        for file in sorted(self.path.parent.iterdir()):
            if file.suffix in (".py", ".toml") and file.is_file():
                found.update(file.name.encode() + file.read_bytes())
        return found.hexdigest()

    def quiz(self, seed: int) -> Quiz:
        """A quiz with this one question."""
        exercise = load_file(self.path)
        with author_errors(exercise, seed=seed):
            return Quiz(f"{exercise.name}-{seed}", seed, (variant(exercise, seed),))

    def laws(self) -> str:
        """The laws that the exercise breaks, and what else an author should know."""
        exercise = load_file(self.path)
        found = audit_exercise(exercise, AUDITED, WORDED)
        return template("preview_laws.html.j2", found=found, laws=len(LAWS), seeds=AUDITED, exercise=exercise)


def template(name: str, **values: object) -> str:
    """A template of templates/ with these values."""
    return environment().get_template(name).render(**values)
