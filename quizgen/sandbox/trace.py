"""Runs a learner's function in the child and writes down which of its lines first held which numbers.

sys.settrace and not sys.monitoring, which Python has from 3.12 on: the grader runs on 3.11 too, and one way is enough. The
numbers are those that variables, items of lists and dicts, attributes and returned values newly hold after each line.
"""

from __future__ import annotations

import dis
import sys
import time
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from quizgen.sandbox.partial_parse import FILE

MAX_EVENTS = 6000
MAX_NUMBERS = 60_000  # in all values together
MAX_SIZE = 4096  # numbers in one value
MAX_ITEMS = 64  # items of a list or a dict that are looked at
MAX_SECONDS = 0.25  # of CPU time
RETURNED = "return"  # the name of what is returned
GENERAL = frozenset({"sigmoid", "softmax", "relu", "tan", "tanh", "logistic", "identity", "linear", "expit"})
_settrace, _gettrace, _clock = sys.settrace, sys.gettrace, time.thread_time  # before a file can replace them


class Tracer:
    """One traced call: its events, and the numbers that came up in it, each value once."""

    def __init__(self) -> None:
        self._events: list[tuple[int, int, int, int]] = []
        self._values: dict[bytes, int] = {}
        self._numbers = 0
        self._names: dict[str, int] = {}
        self._held: dict[tuple[int, str], tuple[int, tuple[int, ...], bytes]] = {}
        self._seen: set[tuple[int, str, bytes]] = set()
        self._codes: dict[types.CodeType, _Code] = {}
        self._callers: list[tuple[int, int]] = []  # of each frame: the line that called it, 1 for a function of GENERAL
        self._until = 0.0
        self._state = "whole"

    def call(self, function: Callable[..., Any], args: Any) -> Any:
        """What the function returns; it runs under the trace."""
        self._until = _clock() + MAX_SECONDS
        enter, before = self._enter, [(vars(module), name, vars(module)[name]) for module, name in _unset_makers()]
        for names, name, _ in before:  # or a new array would show what lay in memory
            names[name] = _unset if name == "empty" else _unset_like
        _settrace(enter)
        try:
            return function(*args)
        finally:
            if self._state == "whole" and _gettrace() is not enter:
                self._state = "hidden"
            _settrace(None)
            for names, name, value in before:
                names[name] = value

    def report(self) -> dict[str, Any]:
        """What is sent to the grader."""
        values = [np.frombuffer(raw) for raw in self._values]
        reads = [(line, self._name(name)) for code in self._codes.values() for line, name in code.reads]
        return {
            "state": self._state,
            "events": np.array(self._events, np.int64).reshape(-1, 4),
            "sizes": np.array([value.size for value in values], np.int64),
            "numbers": np.concatenate(values) if values else np.zeros(0),
            "callers": np.array(self._callers, np.int64).reshape(-1, 2),
            "reads": np.array(reads, np.int64).reshape(-1, 2),
            "names": len(self._names),
            "plain": np.array(
                [
                    number
                    for name, number in self._names.items()
                    if name[-1] != "]" and "." not in name and name != RETURNED
                ],
                np.int64,
            ),
            "returned": self._name(RETURNED),
        }

    def _enter(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        """Called for every Python function; those of the file are followed."""
        try:
            code = frame.f_code
            if self._state != "whole":
                return None
            if code.co_filename != FILE:
                if code.co_filename.startswith("<") and not code.co_filename.startswith(("<frozen", "<__array")):
                    self._stop("hidden")  # generated code has no lines to show
                return None
            if code not in self._codes:
                outer = self._codes.get(frame.f_back.f_code) if frame.f_back is not None else None
                self._codes[code] = _Code(code, f"{len(self._codes)}:", outer)
            back = frame.f_back
            line = back.f_lineno if back is not None and back.f_code.co_filename == FILE else 0
            self._callers.append((line, int(code.co_name.lower().strip("_") in GENERAL)))
            followed = _Followed(self, len(self._callers) - 1, frame, self._codes[code])
            followed.enter(frame, line)
            return followed.step
        except BaseException:
            self._stop("hidden")
            return None

    def _stop(self, state: str) -> None:
        self._state = state
        _settrace(None)

    def _name(self, name: str) -> int:
        return self._names.setdefault(name, len(self._names))

    def assigned(self, owner: int, name: str) -> None:
        """A name was assigned to: what it holds counts as new, whether it differs from before or not."""
        before = self._held.get((owner, name))
        if before is not None:
            self._held[owner, name] = 0, (-1,), before[2]

    def look(self, owner: int, frame: int, line: int, name: str, value: Any, depth: int = 0) -> None:
        """Writes down what is new in a value that a name holds: numbers alone, and no code of the value's is called."""
        kind = type(value)
        if kind is np.ndarray:
            self._array(owner, frame, line, name, value)
        elif kind is float or kind is np.float64:
            self._array(owner, frame, line, name, np.array(value))
        elif depth > 1:
            return
        elif kind is list or kind is tuple:
            self._sequence(owner, frame, line, name, value, depth)
        elif isinstance(value, dict):
            for key, item in list(dict.items(value))[:MAX_ITEMS]:
                self.look(owner, frame, line, f"{name}[]{key!r}" if type(key) in (str, int) else name, item, depth + 1)
        elif kind.__module__ == "submission" and not depth:
            for attribute, item in list(object.__getattribute__(value, "__dict__").items())[:MAX_ITEMS]:
                self.look(id(value), frame, line, f"{name.partition(':')[2]}.{attribute}", item, 1)

    def _sequence(self, owner: int, frame: int, line: int, name: str, items: Any, depth: int) -> None:
        """A list of numbers counts as one array; of other lists each item that was not in it before is written down."""
        if items and all(type(item) is float or type(item) is np.float64 for item in items):
            self._array(owner, frame, line, name, np.array(items))
            return
        name = name if name == RETURNED or name.endswith("[]") else f"{name}[]"
        for item in items[:MAX_ITEMS]:
            if type(item) is np.ndarray and item.dtype.kind == "f" and item.size <= MAX_SIZE:
                raw = item.tobytes()
                if (owner, name, raw) not in self._seen or name == RETURNED:
                    self._seen.add((owner, name, raw))
                    self._write(frame, line, name, item)
            elif type(item) in (
                list,
                tuple,
                dict,
            ):  # each is an owner of its own, or equal keys of two would take turns
                self.look(id(item), frame, line, name, item, depth + 1)

    def _array(self, owner: int, frame: int, line: int, name: str, array: Any) -> None:
        if (
            array.dtype.kind not in "fiu"
            or (array.dtype.kind != "f" and array.size == 1)
            or not 0 < array.size <= MAX_SIZE
        ):
            return
        raw, key = array.tobytes(), (owner, name)
        before = self._held.get(key)
        if before is not None and before[2] == raw and before[1] == array.shape:
            return
        self._held[key] = id(array), array.shape, raw
        if before is not None and before[:2] == (id(array), array.shape) and array.size > 1:
            old = np.frombuffer(before[2], array.dtype).reshape(array.shape) if len(before[2]) == len(raw) else array
            changed = array[(array != old) & ((array == array) | (old == old))]  # nan stays nan
            if 0 < changed.size < array.size:
                self._write(frame, line, name, changed)
        self._write(frame, line, name, array)

    def _write(self, frame: int, line: int, name: str, array: Any) -> None:
        raw = np.asarray(array, np.float64).tobytes()
        number = self._values.get(raw)
        if number is None:
            number = self._values[raw] = len(self._values)
            self._numbers += array.size
        outer, is_item, _ = name.partition("[]")
        name = outer if not is_item or outer == RETURNED else f"{outer}[]"
        self._events.append((line, frame, self._name(name), number))
        if len(self._events) >= MAX_EVENTS or self._numbers >= MAX_NUMBERS or _clock() > self._until:
            self._stop("cut")


def _unset_makers() -> list[tuple[types.ModuleType, str]]:
    """np.empty and np.empty_like, of NumPy and of the one that files import."""
    modules = [
        np,
        *(module for module in [sys.modules.get("numpy")] if type(module) is types.ModuleType and module is not np),
    ]
    return [(module, name) for module in modules for name in ("empty", "empty_like") if name in vars(module)]


def _unset(*args: Any, **named: Any) -> Any:
    """np.empty with nan in every entry."""
    array = np.zeros(*args, **named)
    if array.dtype.kind == "f":
        array.fill(np.nan)
    return array


def _unset_like(*args: Any, **named: Any) -> Any:
    """np.empty_like with nan in every entry."""
    array = np.zeros_like(*args, **named)
    if array.dtype.kind == "f":
        array.fill(np.nan)
    return array


class _Followed:
    """One running function of the file."""

    def __init__(self, tracer: Tracer, number: int, frame: types.FrameType, code: _Code) -> None:
        self.tracer = tracer
        self.code = code
        self.number = number
        self.line = frame.f_lineno

    def enter(self, frame: types.FrameType, line: int) -> None:
        """What a function is given was computed by the line that calls it."""
        for name, value in frame.f_locals.items():
            if name not in self.code.others:
                self.tracer.look(self.number, self.number, line, self.code.prefix + name, value)

    def step(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        """Called before each line and at the return: what is new was done by the line before."""
        tracer = self.tracer
        if tracer._state != "whole":
            return None
        try:
            if event == "line" or event == "return":
                prefix = self.code.prefix
                for name in self.code.stores.get(self.line, ()):
                    tracer.assigned(self.number, prefix + name)
                for name, value in frame.f_locals.items():
                    if name not in self.code.others:
                        tracer.look(self.number, self.number, self.line, prefix + name, value)
                if event == "return":
                    tracer.assigned(0, RETURNED)
                    tracer.look(0, self.number, self.line, RETURNED, arg)
                self.line = frame.f_lineno
            return self.step
        except BaseException:
            tracer._stop("hidden")
            return None


class _Code:
    """Which names each line of a function reads, and to which it assigns."""

    def __init__(self, code: types.CodeType, prefix: str, outer: _Code | None) -> None:
        self.others = frozenset(code.co_freevars)  # names of the function around it
        self.prefix = prefix  # of its names: those of another function are others
        self.reads: list[tuple[int, str]] = []
        self.stores: dict[int, list[str]] = {}
        line, last = code.co_firstlineno, ""
        for one in dis.get_instructions(code):
            line = one.starts_line or line
            if one.opname in ("LOAD_FAST", "LOAD_DEREF"):
                last = str(one.argval)
                prefix = outer.prefix if outer is not None and last in self.others else self.prefix
                self.reads += [(line, prefix + last), (line, f"{prefix}{last}[]")]
            elif one.opname == "LOAD_ATTR" and last:
                self.reads += [(line, f"{last}.{one.argval}"), (line, f"{last}.{one.argval}[]")]
            else:
                last = ""
                if one.opname == "STORE_FAST":
                    self.stores.setdefault(line, []).append(str(one.argval))
