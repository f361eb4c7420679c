"""Does the steps of a job on the far side: calls, methods, attributes, and parts of what came before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Ref
from quizgen.sandbox.stub import REPLACED

UNDONE = (type(None), type(...), type(NotImplemented))  # what skeletons return


class Astray(LookupError):
    """A reference leads nowhere; the message says of the step it begins at why."""

    def __init__(self, step: int, why: str, *, unfinished: bool) -> None:
        super().__init__(why)
        self.step = step
        self.unfinished = unfinished


class Stopped(Exception):
    """A step failed; the cause is the error. `before` is its name if it is another than the last, the one asked about."""

    def __init__(self, before: str) -> None:
        self.before = before


def perform(file: dict[str, Any], steps: list[Any], gives: Any, watch: bool) -> list[Any]:
    """[what the job gives], and the last step's arguments as they are then if they are watched. Raises Stopped."""
    if steps[0][0] == "replace":
        _, name, _, (kind, *how) = steps[0]
        own = file[name]
        file[name] = REPLACED[kind](own, *how)
        try:
            return perform(file, steps[1:], gives, watch)
        finally:
            file[name] = own
    results: list[Any] = []
    for kind, name, on, args in steps:
        try:
            results.append(_step(file, results, kind, name, on, args))
        except BaseException as error:
            at = error.step if isinstance(error, Astray) else len(results)
            before = steps[at][1]
            raise Stopped(before if before != steps[-1][1] else "") from error
    given = tuple([_given(results, ref) for ref in gives]) if type(gives) is tuple else _given(results, gives)
    return [given, steps[-1][3]] if watch else [given]


def _step(file: dict[str, Any], results: list[Any], kind: str, name: str, on: Ref | None, args: Any) -> Any:
    if any(_refers(arg) for arg in args):
        args = [_filled(arg, results) for arg in args]
    if on is not None:
        target = part(results, on)
        if kind == "set":
            return _set(target, name.split(" or "), args[0])
        found = getattr(target, name)
    elif kind == "set":
        file[name] = args[0]
        return None
    elif name in file:
        found = file[name]
    else:
        raise NameError(f"the file defines no {name}", name=name)
    return found if kind == "get" else found(*args)


def _set(target: Any, names: list[str], value: Any) -> None:
    """Sets all of these attributes that there can be: a class with __slots__ has room for some names only."""
    failed: list[AttributeError] = []
    for name in names:
        try:
            setattr(target, name, value)
        except AttributeError as error:
            failed.append(error)
    if len(failed) == len(names):
        raise failed[0]


def part(results: list[Any], ref: Ref) -> Any:
    """What a reference means. Raises Astray."""
    step = ref.step % len(results)
    value = results[step]
    for key in ref.path:
        if type(value) in UNDONE:
            raise Astray(step, "returned nothing: it is not done yet, or a return is missing", unfinished=True)
        try:
            if isinstance(key, int) and not isinstance(value, (list, tuple)):
                raise TypeError  # a row of an array is not what a tuple's item would have been
            value = value[key] if isinstance(key, int) or isinstance(value, Mapping) else getattr(value, key)
        except (AttributeError, LookupError, TypeError):
            raise Astray(step, f"returned {_without(value, key)}", unfinished=False) from None
    return value


def _without(value: Any, key: int | str) -> str:
    """What a value is, and that it has no such part."""
    what = "one array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
    if isinstance(value, (list, tuple)):
        return f"{what} of {len(value)}, in which there is no [{key!r}]"
    return f"{what}, not several values" if isinstance(key, int) else f"{what}, in which there is no [{key!r}]"


def _given(results: list[Any], ref: Ref) -> Any:
    try:
        value = part(results, ref)
    except Astray as error:
        return None if error.unfinished else Other(f"not there: the function {error}")
    if type(value) is dict and any(type(item) in UNDONE for item in value.values()):
        return {key: None if type(item) in UNDONE else item for key, item in value.items()}
    return None if type(value) in UNDONE else value


def _refers(value: Any) -> bool:
    kind = type(value)
    if kind is list or kind is tuple:
        return any(map(_refers, value))
    return any(map(_refers, value.values())) if kind is dict else kind is Ref


def _filled(value: Any, results: list[Any]) -> Any:
    """An argument with its references replaced; one without any stays the very object."""
    if not _refers(value):
        return value
    if isinstance(value, Ref):
        return part(results, value)
    if isinstance(value, dict):
        return {key: _filled(item, results) for key, item in value.items()}
    return type(value)(_filled(item, results) for item in value)
