"""Memoisation that keeps the types: for functions of classes, which are few and never go away."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def memoised(function: F) -> F:
    """The function, computing each answer once."""
    return cast(F, lru_cache(maxsize=4096)(function))
