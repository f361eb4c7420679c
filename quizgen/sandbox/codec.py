"""Encodes what passes between grader and child: numbers, text, lists and plain arrays, as JSON and bytes; no pickle.

A frame is a head (a mark and two lengths), a JSON tree, and the buffers of the tree's arrays in order. In the tree a
number, text, None or list stands for itself; everything else is an object with one key that says what it is:
{"array": [dtype, shape]}, {"tuple": [...]}, {"dict": {...}}, {"ref": [step, path]}, {"other": "what it was"}.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

import numpy as np

from quizgen.sandbox.records import Ref

HEAD = struct.Struct("<4sII")
MARK = b"QG01"
INTEGERS = {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
DTYPES = {name: np.dtype(name) for name in ("bool", "float16", "float32", "float64", *sorted(INTEGERS))}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
MAX_TREE = 1 << 18  # bytes of JSON in a frame
MAX_TREES = 1 << 22  # bytes of JSON in a stream: parsing is the reader's time, not the writer's
MAX_BUFFERS = 1 << 24  # bytes of arrays in a frame
MAX_STREAM = 1 << 26  # bytes of a stream
MAX_VALUES = 20_000  # numbers, texts and lists in a frame
MAX_WORK = 75_000  # of a stream: a value costs its reader 1, an object 2, a reference or an array 6, a frame 3
MAX_DEPTH = 8
MAX_SIZE = 1 << 24  # bytes of an array if no axis had the length 0: (2**39, 0) is no shape
MAX_TEXT = 4096
MAX_INT = 1 << 63
MEMO_TREE = 512  # bytes of a tree that is memoised
MEMO_BUFFERS = 2048  # bytes of arrays of a frame that is memoised
MEMO_SIZE = 2048  # entries in each memo of frames
MEMO_RESULTS = 4096  # entries in each memo of what follows from them: the answers of a class in some fifty styles
ARRAY = '{"array": '
CONSTANTS = {None: "null", True: "true", False: "false"}
parse = json.JSONDecoder().raw_decode


class BadFrame(ValueError):
    """These bytes are not what encode() writes."""


@dataclass(frozen=True)
class Other:
    """Something that cannot be encoded; `what` says in words what it was."""

    what: str


@dataclass(frozen=True, eq=False)
class Decoded:
    """The value of a frame, and the work it took to decode it.

    A `common` one is small, its arrays are read-only, and it is the same object whenever the same bytes come again, as
    long as they are memoised: what follows from it can be memoised too.
    """

    value: Any
    work: int
    common: bool = False


def encode(value: Any) -> bytes:
    """One frame. What cannot be encoded becomes Other; exact types only, so that no code of the value's is called."""
    writer = _Writer()
    tree = writer.tree(value, 0).encode()
    buffers = b"".join(writer.buffers)
    if writer.characters > MAX_TREE:
        return encode(Other(f"a {type(value).__name__} of more than {MAX_TREE:,} characters"))
    if len(tree) > MAX_TREE or len(buffers) > MAX_BUFFERS:
        return encode(Other(f"a {type(value).__name__} of {len(tree) + len(buffers):,} bytes"))
    return HEAD.pack(MARK, len(tree), len(buffers)) + tree + buffers


class _Writer:
    """Writes the JSON itself, since json.dumps would need a second tree with every value replaced."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.values = 0
        self.characters = 0  # of texts; past MAX_TREE nothing more is written, for all of it is refused

    def tree(self, value: Any, depth: int) -> str:
        self.values += 1
        kind = type(value)
        if kind is np.ndarray:
            return self.array(value)
        if kind is float:
            return repr(value) if value - value == 0 else json.dumps(value)
        if kind is bool or value is None:
            return CONSTANTS[value]
        if kind is int:
            return str(value) if -MAX_INT <= value < MAX_INT else _other("an int of more than 64 bits")
        if kind is str:
            if len(value) > MAX_TEXT:
                return _other(f"a str of {len(value):,} characters")
            self.characters += len(value)
            return quoted(value) if self.characters <= MAX_TREE else ""
        if kind is list or kind is tuple or kind is dict:
            return self.collection(value, depth)
        if kind is Other:
            return _other(value.what)
        if kind is Ref:
            path = ", ".join([quoted(part) if type(part) is str else str(part) for part in value.path])
            return f'{{"ref": [{value.step}, [{path}]]}}'
        masked = sys.modules.get("numpy.ma")  # not np.ma, which would import it: 10 ms, and in every child anew
        if masked is not None and isinstance(value, masked.MaskedArray):
            return _other("a masked array")
        if isinstance(value, (np.ndarray, np.generic)):
            return self.array(np.asarray(value))
        if issubclass(kind, dict):  # an OrderedDict, a defaultdict: what it holds; its own methods are not called
            return self.collection(dict(dict.items(value)), depth)
        if issubclass(kind, tuple):
            return self.collection(tuple(tuple.__iter__(value)), depth)
        return _other(f"a {kind.__name__}")

    def collection(self, value: Any, depth: int) -> str:
        kind = type(value)
        if depth == MAX_DEPTH or self.values + len(value) > MAX_VALUES:
            return _other(f"a {kind.__name__} of {len(value):,} values, too large or too deep")
        if kind is dict:
            for key in value:
                if type(key) is not str:
                    return _other("a dict with keys that are not str")
            items = ", ".join([f"{quoted(key)}: {self.tree(item, depth + 1)}" for key, item in value.items()])
            return f'{{"dict": {{{items}}}}}'
        items = ", ".join([self.tree(item, depth + 1) for item in value])
        return f"[{items}]" if kind is list else f'{{"tuple": [{items}]}}'

    def array(self, array: np.ndarray[Any, Any]) -> str:
        if (tree := _tree_of_array(array.dtype, array.shape)) is None:  # perhaps only the order of the bytes is strange
            array = array.astype(array.dtype.newbyteorder("="))
            if array.dtype.kind == "f":  # of more than double precision
                array = array.astype(np.float64)
            if (tree := _tree_of_array(array.dtype, array.shape)) is None:
                return _other(f"an array of {array.dtype.name}")
        if tree.startswith(ARRAY):
            self.buffers.append(array.tobytes())
        return tree


@lru_cache(maxsize=MEMO_SIZE)
def _tree_of_array(dtype: np.dtype[Any], shape: tuple[int, ...]) -> str | None:
    """The tree of an array, that of an Other for one that is too large; None for a type that is not sent."""
    if (name := NAMES.get(dtype)) is None:
        return None
    if len(shape) > MAX_DEPTH or math.prod([n or 1 for n in shape]) * dtype.itemsize > MAX_SIZE:
        return _other(f"an array of shape {shape}")
    return f'{ARRAY}["{name}", {[*shape]}]}}'


def _other(what: str) -> str:
    return f'{{"other": {quoted(what[:MAX_TEXT])}}}'


def decode(tree: bytes, buffers: bytes) -> Any:
    """The value of a frame; its arrays are fresh, plain and writable. Raises BadFrame, and nothing else."""
    return _decode(tree, buffers).value


def _decode(tree: bytes, buffers: bytes, common: bool = False) -> Decoded:
    reader = _Reader(buffers, writable=not common)
    value = reader.value(_parsed_memo(tree) if len(tree) <= MEMO_TREE else _parsed(tree), 0)
    if reader.at != len(buffers):
        raise BadFrame("bytes that belong to no array")
    return Decoded(value, reader.values + reader.more + 3, common)


@lru_cache(maxsize=MEMO_SIZE)
def _decode_memo(tree: bytes, buffers: bytes) -> Decoded:
    return _decode(tree, buffers, common=True)


def decode_memoised(tree: bytes, buffers: bytes) -> Decoded:
    """The value of a frame, memoised if it is small: most files of a class give the same answers. Raises BadFrame."""
    return (_decode_memo if len(tree) <= MEMO_TREE and len(buffers) <= MEMO_BUFFERS else _decode)(tree, buffers)


def _parsed(tree: bytes) -> Any:
    try:
        text = tree.decode()
        value, end = parse(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("the tree is not JSON") from error
    if end != len(text):
        raise BadFrame("more than one tree")
    return value


_parsed_memo = lru_cache(maxsize=256)(_parsed)  # the trees of arrays of the same shapes are the same


class _Reader:
    def __init__(self, buffers: bytes, writable: bool) -> None:
        self.buffers = buffers
        self.writable = writable
        self.at = 0
        self.values = 0
        self.more = 0

    def value(self, node: Any, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            raise BadFrame("too deep or too many values")
        kind = type(node)  # exact: this is what JSON gave
        if kind is dict:
            return self.tagged(node, depth)
        if kind is list:
            return [self.value(item, depth + 1) for item in node]
        if kind is int and not -MAX_INT <= node < MAX_INT:
            raise BadFrame("an int of more than 64 bits")
        return _text(node) if kind is str else node

    def tagged(self, node: dict[str, Any], depth: int) -> Any:
        self.more += 1
        if len(node) != 1:
            raise BadFrame("an object has one key")
        [(key, content)] = node.items()
        if type(content) is list:
            if key == "array" and len(content) == 2:
                return self.array(*content)
            if key == "tuple":
                return tuple([self.value(item, depth + 1) for item in content])
            if key == "ref" and len(content) == 2:
                self.more += 4
                return _ref(*content)
        elif key == "dict" and type(content) is dict:
            return {_text(name): self.value(item, depth + 1) for name, item in content.items()}
        elif key == "other" and type(content) is str:
            return Other(_text(content))
        raise BadFrame("an object that means nothing")

    def array(self, name: Any, shape: Any) -> np.ndarray[Any, Any]:
        dtype = DTYPES.get(name) if type(name) is str else None
        if dtype is None or type(shape) is not list or len(shape) > MAX_DEPTH:
            raise BadFrame("no such array")
        self.more += 4
        size = room = dtype.itemsize  # room: NumPy refuses a shape that is too large but for an axis of length 0
        for n in shape:
            if type(n) is not int or not 0 <= n <= MAX_SIZE:
                raise BadFrame("no such shape")
            size *= n
            room *= n or 1
        if room > MAX_SIZE:
            raise BadFrame("no such shape")
        if size > len(self.buffers) - self.at:
            raise BadFrame("an array larger than its bytes")
        at, self.at = self.at, self.at + size
        if name == "bool":  # a byte that is neither 0 nor 1 would be a bool that equals nothing
            array = np.asarray(np.ndarray(shape, np.uint8, self.buffers, at) != 0)
        else:
            array = np.ndarray(shape, dtype, self.buffers, at).copy()
        array.flags.writeable = self.writable
        return array


def _ref(step: Any, path: Any) -> Ref:
    if type(step) is not int or abs(step) > MAX_VALUES or type(path) is not list or len(path) > MAX_DEPTH:
        raise BadFrame("a reference to nothing")
    if not all(type(part) is str or (type(part) is int and abs(part) <= MAX_VALUES) for part in path):
        raise BadFrame("a reference to no part")
    return Ref(step, tuple([_text(part) if type(part) is str else part for part in path]))


def _text(node: str) -> str:
    """Text without lone surrogates, which could neither be printed nor stored."""
    if len(node) > MAX_TEXT:
        raise BadFrame("a text too long")
    return node if node.isascii() else node.encode("utf-8", "replace").decode()


class Frames:
    """Cuts a stream into frames as its bytes arrive. Raises BadFrame on bytes that are none, or too many of them.

    `max_work` limits the work of decoding them all; the child, which trusts the grader, sets no limit."""

    def __init__(self, max_work: float = MAX_WORK) -> None:
        self._max_work = max_work
        self._pending = bytearray()
        self._bytes = 0
        self._trees = 0
        self._work = 0

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The values of the frames that are complete by now, each fresh."""
        for one in self.decoded(chunk, _decode):
            yield one.value

    def decoded(self, chunk: bytes, read: Callable[[bytes, bytes], Decoded] = decode_memoised) -> Iterator[Decoded]:
        """The same for a reader that does not write into the values: a frame that came before is not decoded again."""
        self._pending += chunk
        self._bytes += len(chunk)
        while len(self._pending) >= HEAD.size:
            mark, tree, buffers = HEAD.unpack_from(self._pending)
            self._check(mark, tree, buffers)
            middle = HEAD.size + tree
            if len(self._pending) < middle + buffers:
                break
            parts = bytes(self._pending[HEAD.size : middle]), bytes(self._pending[middle : middle + buffers])
            del self._pending[: middle + buffers]
            self._trees += tree
            one = read(*parts)
            self._work += one.work
            yield one

    def _check(self, mark: bytes, tree: int, buffers: int) -> None:
        if mark != MARK or tree > MAX_TREE or buffers > MAX_BUFFERS:
            raise BadFrame("not a frame")
        if self._trees + tree > MAX_TREES or self._bytes > MAX_STREAM or self._work > self._max_work:
            raise BadFrame("too much was sent")
