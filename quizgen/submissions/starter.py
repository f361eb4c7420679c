"""The file a learner starts from: the functions asked for, with what they take and return, and nothing in them."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.resources import folder
from quizgen.submissions.interface import FUNCTIONS


def starter(functions: Sequence[str]) -> str:
    """The text of submission.py for these functions of the chapter's interface. KeyError for a name not in it."""
    from jinja2 import Environment, FileSystemLoader

    pages = Environment(loader=FileSystemLoader(folder("templates")), keep_trailing_newline=True, autoescape=False)
    wanted = [FUNCTIONS[name] for name in functions]
    return pages.get_template("submission.py.j2").render(functions=wanted)
