"""The exceptions for users' mistakes, and suggestions for mistyped names. Every other exception is a fault of quizgen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class UserError(Exception):
    """A user's mistake: one sentence with a next step, status 2, no traceback."""


class FatalUserError(UserError):
    """A user's mistake that ends the whole run: nothing else can be done either."""


def closest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The one of `known` that is most like `word`, in capitals or not; "" if none is so much alike (of 1)."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=alike)
    return by_lower[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Did you mean 'forward-pass'?" when one of `known` is close to `word` (upper or lower case), else ""."""
    name = closest(word, known)
    return f" Did you mean {name!r}?" if name else ""


def load_plug_in(entry: EntryPoint) -> Any:
    """What an entry point names. UserError: it cannot be imported."""
    try:
        return entry.load()
    except Exception as error:
        package = entry.dist.name if entry.dist else entry.value
        raise UserError(
            f"The plug-in {entry.name!r} of the package {package} does not load: {type(error).__name__}: {error}. "
            f"Update it, or remove it with 'pip uninstall {package}'."
        ) from error
