"""What a function is worth: the points that the checks of a submission count for it."""

from __future__ import annotations

from quizgen.submissions.checks import CHECKS
from quizgen.submissions.interfaces import named


def points_of(function: str, interface: str = "chapter") -> float:
    """The points of all checks of one of the chapter's functions that can be made through an interface; 0 where it has none.

    UserError: there is no such interface. KeyError: the chapter has no such function.
    """
    theirs, checks = named(interface), CHECKS[function]
    if function not in theirs.functions:
        return 0.0
    return sum(check.points for check in checks if f"{function}.{check.id}" not in theirs.omitted_checks)
