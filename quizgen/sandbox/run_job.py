"""Runs the steps of a job in the child: calls, methods, attributes, and parts of earlier results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quizgen.sandbox.built import BUILT
from quizgen.sandbox.codec import Other
from quizgen.sandbox.own_modules import bound_to, namespaces
from quizgen.sandbox.partial_parse import ANNOTATIONS_AS_TEXT, FILE
from quizgen.sandbox.records import Ref
from quizgen.sandbox.stub import STUBS

NOT_THERE = "not there: the function"  # begins the words for a part of a result that does not exist
OR = " or "  # between two keys of which a value has one
EMPTY = (type(None), type(...), type(NotImplemented))  # what an unfinished function returns


class BrokenReference(LookupError):
    """A reference to a part of a result that does not exist; the message says why, of the step it refers to."""

    def __init__(self, step: int, why: str, *, unfinished: bool) -> None:
        super().__init__(why)
        self.step = step
        self.unfinished = unfinished


class StepFailed(Exception):
    """A step failed; the cause is the error. `earlier_step` is its name, or "" for the last step, which the job is about."""

    def __init__(self, earlier_step: str) -> None:
        self.earlier_step = earlier_step


def plainly(function: Callable[..., Any], args: Any) -> Any:
    """Calls a function."""
    return function(*args)


def run_job(
    file: dict[str, Any], steps: list[Any], gives: Any, watch: bool, call_last: Callable[..., Any] = plainly
) -> list[Any]:
    """[what the job gives], followed by the last step's arguments after the call if they are watched. Raises StepFailed.

    `call_last` calls the function of the last step."""
    if steps[0][0] == "replace":
        _, name, _, (kind, *how) = steps[0]
        own = file[name]
        places = bound_to(own, file) if namespaces else [(file, name)]
        try:
            stub = STUBS[kind](own, *how)
            for space, bound in places:
                space[bound] = stub
            return run_job(file, steps[1:], gives, watch, call_last)
        finally:
            for space, bound in places:
                space[bound] = own
    if steps[0][0] == "define":
        before = file.copy()
        try:
            text, line = steps[0][3]
            exec(compile("\n" * (line - 1) + text, FILE, "exec", ANNOTATIONS_AS_TEXT, dont_inherit=True), file)
            return run_job(file, steps[1:], gives, watch)
        finally:
            file.clear()
            file.update(before)
    results: list[Any] = []
    for kind, name, on, args in steps:
        try:
            calls = plainly if len(results) + 1 < len(steps) else call_last
            results.append(_step(file, results, kind, name, on, args, calls))
        except StepFailed:  # of the one that could not be put
            raise
        except BaseException as error:
            at = error.step if isinstance(error, BrokenReference) else len(results)
            earlier_step = steps[at][1]
            raise StepFailed(earlier_step if earlier_step != steps[-1][1] else "") from error
    given = tuple([_value_of(results, ref) for ref in gives]) if type(gives) is tuple else _value_of(results, gives)
    return [given, steps[-1][3]] if watch else [given]


def _step(
    file: dict[str, Any], results: list[Any], kind: str, name: str, on: Ref | None, args: Any, calls: Callable[..., Any]
) -> Any:
    if _has_reference(args):
        args = [_resolved(arg, results) for arg in args]
    if kind == "build":
        return BUILT[name](*args)
    if kind == "put":
        return _put(file, results, on, *args)
    if on is not None:
        target = part(results, on)
        if kind == "set":
            return _set(target, name.split(OR), args[0])
        found = getattr(target, name)
    elif kind == "set":
        return _set_global(file, name, args[0])
    elif name in file:
        found = file[name]
    elif (owner := name.partition(".")[0]) in file:
        found = getattr(file[owner](), name.partition(".")[2])
    else:
        raise NameError(f"the file defines no {name}", name=name)
    return found if kind == "get" else calls(found, args)


def _set_global(file: dict[str, Any], name: str, value: Any) -> None:
    for space in (file, *(space for space in namespaces if name in space)):
        space[name] = value


def _put(
    file: dict[str, Any], results: list[Any], on: Ref | None, paths: list[list[str | int]], values: list[Any]
) -> None:
    """Sets several globals, or parts of an object. Raises StepFailed with the name of the first that cannot be set."""
    for (*outer, last), value in zip(paths, values, strict=True):
        try:
            if on is None:
                _set_global(file, str(last), value)
                continue
            target = part(results, Ref(on.step, (*on.path, *outer)))
            if isinstance(last, int):
                target[last] = value
            else:
                _set(target, last.split(" or "), value)
        except BrokenReference:
            raise
        except BaseException as error:
            raise StepFailed("__setitem__" if isinstance(last, int) else last) from error


def _set(target: Any, names: list[str], value: Any) -> None:
    """Sets all of these attributes that the object can have: a class with __slots__ has some of them only. Of a dict it is
    the first of these keys."""
    if isinstance(target, dict):
        target[names[0]] = value
        return
    failed: list[AttributeError] = []
    for name in names:
        try:
            setattr(target, name, value)
        except AttributeError as error:
            failed.append(error)
    if len(failed) == len(names):
        raise failed[0]


def part(results: list[Any], ref: Ref) -> Any:
    """The value that a reference points to. Raises BrokenReference."""
    step = ref.step % len(results)
    value = results[step]
    for key in ref.path:
        if type(value) in EMPTY:
            raise BrokenReference(step, "returned nothing: it is not done yet, or a return is missing", unfinished=True)
        if isinstance(key, str) and OR in key:
            value, key = _either(value, key)
        try:
            if isinstance(key, int) and not isinstance(value, (list, tuple)):
                raise TypeError  # a row of an array is not what a tuple's item would have been
            value = value[key] if isinstance(key, int) or isinstance(value, Mapping) else getattr(value, key)
        except (AttributeError, LookupError, TypeError):
            raise BrokenReference(step, f"returned {_without(value, key)}", unfinished=False) from None
    return value


def _either(value: Any, keys: str) -> tuple[Any, int | str]:
    """Of two keys, the number of an item and a name, the one that a value has, else the first. Of a tuple with a single dict in
    which a name is wanted, the dict."""
    wanted, other = (int(key) if key.isdigit() else key for key in keys.split(OR))
    if isinstance(wanted, int):
        return value, other if isinstance(value, Mapping) and other in value else wanted
    if not isinstance(value, (list, tuple)):
        return value, wanted
    dicts = [item for item in value if isinstance(item, Mapping)]
    return (dicts[0], wanted) if len(dicts) == 1 else (value, wanted if dicts else other)


def _without(value: Any, key: int | str) -> str:
    """What a value is, and that it has no such part."""
    is_number = isinstance(value, (int, float, np.generic))
    what = "one array" if isinstance(value, np.ndarray) else "one number" if is_number else f"a {type(value).__name__}"
    if isinstance(value, (list, tuple)):
        return f"{what} of {len(value)}, in which there is no [{key!r}]"
    return f"{what}, not several values" if isinstance(key, int) else f"{what}, in which there is no [{key!r}]"


def _value_of(results: list[Any], ref: Ref) -> Any:
    try:
        is_first = len(ref.path) == 1 and str(ref.path[0]).partition(OR)[0] == "0"
        alone = results[ref.step % len(results)] if is_first else None
        value = alone if isinstance(alone, np.ndarray) else part(results, ref)  # `return h` for `return h, cache`
    except BrokenReference as error:
        return None if error.unfinished else Other(f"{NOT_THERE} {error}")
    if type(value) is dict:
        return {_key(key): None if type(item) in EMPTY else item for key, item in value.items()}
    return None if type(value) in EMPTY else value


def _key(key: Any) -> Any:
    """A key as it can be sent: a dict of states by their steps has numbers."""
    return str(key) if type(key) is int else key


def _has_reference(value: Any) -> bool:
    kind = type(value)
    if kind is list or kind is tuple:
        return any(map(_has_reference, value))
    return any(map(_has_reference, value.values())) if kind is dict else kind is Ref


def _resolved(value: Any, results: list[Any]) -> Any:
    """An argument with its references replaced; one without any stays the very object."""
    if not _has_reference(value):
        return value
    if isinstance(value, Ref):
        return part(results, value)
    if isinstance(value, dict):
        return {key: _resolved(item, results) for key, item in value.items()}
    return type(value)(_resolved(item, results) for item in value)
