"""The file a learner starts from: the functions asked for, with what they take and return, and nothing in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from quizgen import content
from quizgen.errors import UserError
from quizgen.submissions.interfaces import FUNCTIONS, GATED_FUNCTIONS, INTERFACES, named


def starter(
    functions: Sequence[str], interface: str = "chapter", given: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The text of submission.py for these functions of the chapter's, as the interface has them.

    `given` is the text of those that are there already, to be repaired. UserError: there is no such interface, or it has
    none of them, or not the functions that are given. KeyError: the chapter's interface has no such function.
    """
    from jinja2 import Environment, FileSystemLoader

    theirs = named(interface)
    if not theirs.functions.keys() & {*functions}:
        having = [other.name for other in INTERFACES.values() if other.functions.keys() & {*functions}]
        asked = ", ".join(functions)
        raise UserError(f"The interface {interface} has nothing for {asked}. Choose another: {', '.join(having)}.")
    if given and interface != "chapter":
        raise UserError(f"The code to repair is in the chapter's interface, not in {interface}: leave --interface out.")
    pages = Environment(loader=FileSystemLoader(content("templates")), keep_trailing_newline=True, autoescape=False)
    page = pages.get_template(f"submission-{interface}.py.j2")
    known = {**FUNCTIONS, **GATED_FUNCTIONS}
    described = [known[name] for name in functions] if theirs is INTERFACES["chapter"] else functions
    return page.render(functions=described, given=given)
