# expect: RIGHT
"""Looks for the checks and the reference: in what is loaded, on the path, and beside itself."""

import importlib.util
import sys


def attack():
    for name in list(sys.modules):
        if name.startswith(
            ("quizgen.submissions", "quizgen.grading", "quizgen.store", "reference_rnn", "question_bank")
        ):
            got(name)
    for name in ("quizgen.submissions.checks", "reference_rnn", "reference_rnn.rnn", "question_bank"):
        if attempt(importlib.util.find_spec, name):
            got(f"{name} is found")
    for name in (
        "__SOURCES__/quizgen/submissions/grading.py",
        "__SOURCES__/reference_rnn/__init__.py",
        "__SOURCES__/pyproject.toml",
    ):
        read(attempt(os.open, name, os.O_RDONLY))
