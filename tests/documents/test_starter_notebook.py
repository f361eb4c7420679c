"""The starter notebook: valid, with the same functions as submission.py, and graded by its last cell."""

from __future__ import annotations

import ast
import json

import nbformat
import pytest

from quizgen.authoring.bank import Bank
from quizgen.documents.quiz_folder import quiz_files
from quizgen.documents.starter_notebook import NAME
from quizgen.errors import UserError
from quizgen.generate.compose import compose
from quizgen.reading.token_comment import token_in
from quizgen.submissions.interfaces import INTERFACES
from quizgen.submissions.notebook import source_of

BANK = Bank.load()
CODE = [exercise for exercise in BANK.select() if any(ask.functions for ask in exercise.asks)]


def files(exercise, interface=None, **options):
    quiz = compose("homework", 7, [exercise], lambda name: 7)
    return quiz, quiz_files(quiz, interface, "dG9rZW4.c2lnbmF0dXJl" * 9, **options)


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_notebook_is_valid_and_has_the_functions_of_submission_py(interface):
    checked = 0
    for exercise in CODE:
        try:
            plain = files(exercise, interface)[1]["submission.py"]
        except UserError:  # the interface lacks it, and 'quizgen make' says so
            continue
        quiz, both = files(exercise, interface, notebook=True)
        assert sorted(both) == ["answers.toml", "quiz.html", NAME]
        check(quiz, both[NAME], plain)
        checked += 1
    assert checked


def check(quiz, notebook, plain):
    found = nbformat.reads(notebook, as_version=4)
    nbformat.validate(found)
    assert json.loads(notebook)["nbformat"] == 4
    first, *others = (cell.source for cell in found.cells if cell.cell_type == "markdown")
    assert quiz.variants[0].title in first and "[[" not in first and "submission.py" not in first
    assert ast.get_docstring(ast.parse(plain)) == others[0]
    source = source_of(notebook.encode())
    wanted = ast.parse(plain).body[1:]
    assert [ast.unparse(one) for one in ast.parse(source.text).body] == [ast.unparse(one) for one in wanted]
    assert token_in(source.text.decode()) == token_in(plain) != ""
    definitions = [cell for cell in found.cells if cell.source.startswith(("def ", "class "))]
    assert len(definitions) == sum(isinstance(one, (ast.FunctionDef, ast.ClassDef)) for one in wanted)
    assert found.cells[-1].source.startswith("from quizgen.jupyter import grade\n\ngrade()\n")


def test_a_quiz_without_code_has_no_notebook():
    with pytest.raises(UserError, match="--notebook is for code"):
        files(next(exercise for exercise in BANK.select() if exercise not in CODE), notebook=True)
