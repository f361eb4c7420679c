"""What a learner's object holds, as plain data: lists, tuples, dicts by text and arrays, of which the grader finds the roles."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other

MAX_DEPTH = 3
MAX_ENTRIES = 60  # of an object, a list or a dict


def contents(value: Any) -> Any:
    """A value with the keys of its dicts as text, and an object of the learner's as a dict of its attributes."""
    return _plain(value, MAX_DEPTH)


def writable(value: Any) -> Any:
    """A tuple of parameters as a list, in which they can be replaced, with the names of a named tuple; else the value itself."""
    if not isinstance(value, tuple):
        return value
    names = getattr(type(value), "_fields", ())
    fields = {name: property(itemgetter(i)) for i, name in enumerate(names) if isinstance(name, str)}
    return type("Parameters", (list,), fields)(value) if fields else list(value)


def _plain(value: Any, depth: int) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, str) or isinstance(value, (np.ndarray, np.generic)):
        return value
    if depth == 0:
        return Other(f"a {kind.__name__}")
    if isinstance(value, (list, tuple)):
        plain = (_plain(item, depth - 1) for item in value[:MAX_ENTRIES])
        return tuple(plain) if isinstance(value, tuple) else list(plain)
    if isinstance(value, dict):
        items = list(value.items())[:MAX_ENTRIES]
        return {str(key): _plain(item, depth - 1) for key, item in items if isinstance(key, (str, int))}
    names = list(getattr(value, "__dict__", ())) or [name for name in getattr(kind, "__slots__", ()) if name]
    if not names or isinstance(value, type) or callable(value):
        return Other(f"a {kind.__name__}")
    return {name: _plain(getattr(value, name, None), depth - 1) for name in names[:MAX_ENTRIES]}
