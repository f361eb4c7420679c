"""What crosses the wall arrives as it left, and what is not a frame is refused, whatever the bytes."""

from __future__ import annotations

import contextlib
import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from quizgen.sandbox import codec
from quizgen.sandbox.codec import HEAD, MARK, BadFrame, Frames, Other, decode, encode

patient = settings(deadline=None)  # the machine may be busy

plain_arrays = st.sampled_from(sorted(codec.DTYPES)).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
    | plain_arrays
)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
trees = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(names, inner, max_size=4)
    ),
    max_leaves=12,
)


def read(frame: bytes) -> object:
    [value] = Frames().feed(frame)
    return value


def equal(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)) and type(a) is type(b):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return type(a) is type(b) and repr(a) == repr(b)


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return 1 + max(map(depth, inner), default=0)


@patient
@given(trees.filter(lambda value: depth(value) <= codec.MAX_DEPTH))
def test_what_is_sent_arrives(value: object) -> None:
    assert equal(read(encode(value)), value)


@patient
@given(st.binary(max_size=400))
def test_random_bytes_are_frames_or_bad_frames(data: bytes) -> None:
    with contextlib.suppress(BadFrame):
        list(Frames().feed(data))


@patient
@given(trees, st.data())
def test_a_frame_with_bytes_changed_never_crashes_the_reader(value: object, data: st.DataObject) -> None:
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadFrame):
        list(Frames().feed(bytes(frame)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["array", "tuple", "dict", "other", "?"]), inner, max_size=2)
        | st.fixed_dictionaries({"array": st.tuples(st.sampled_from(["float64", "object", "U5"]), inner).map(list)})
        | st.fixed_dictionaries({"array": st.tuples(st.just("int8"), st.lists(st.integers(), max_size=9)).map(list)})
    ),
    max_leaves=10,
)


@patient
@given(json_values, st.binary(max_size=64))
def test_any_json_for_a_tree_is_read_or_refused(tree: object, buffers: bytes) -> None:
    with contextlib.suppress(BadFrame):
        decode(json.dumps(tree).encode(), buffers)


@patient
@given(trees, st.integers(1, 7))
def test_a_stream_may_come_in_pieces(value: object, size: int) -> None:
    stream = encode(value) * 2
    frames = Frames()
    got = [v for i in range(0, len(stream), size) for v in frames.feed(stream[i : i + size])]
    assert len(got) == 2 and equal(got[0], got[1])


LIES = {
    "negative shape": ('{"array": ["float64", [-1]]}', b""),
    "huge empty shape": ('{"array": ["float64", [549755813888, 0]]}', b""),
    "shape beyond the bytes": ('{"array": ["float64", [2]]}', bytes(8)),
    "bytes beyond the shape": ('{"array": ["float64", [1]]}', bytes(16)),
    "object dtype": ('{"array": ["object", [1]]}', bytes(8)),
    "structured dtype": ('{"array": ["i4,i4", [1]]}', bytes(8)),
    "true for a length": ('{"array": ["int8", [true]]}', bytes(1)),
    "two keys": ('{"tuple": [], "dict": {}}', b""),
    "unknown key": ('{"pickle": "gASVBAAAAAAAAABLAS4="}', b""),
    "not utf-8": (b"\xff\xfe", b""),
    "deep": ("[" * 5000 + "]" * 5000, b""),
    "deeper than the parser": ("[" * 200_000, b""),
    "long digits": ("9" * 10_000, b""),
    "65 bits": (str(2**64), b""),
    "many values": ("[" + "0," * 30_000 + "0]", b""),
    "long text": ('"' + "x" * 5000 + '"', b""),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_refused(name: str) -> None:
    tree, buffers = LIES[name]
    with pytest.raises(BadFrame):
        decode(tree if isinstance(tree, bytes) else tree.encode(), buffers)


def test_a_stream_is_refused_before_it_is_parsed_when_too_much_comes() -> None:
    frames = Frames()
    tree = b"[" + b"0," * 9999 + b"0]"
    frame = HEAD.pack(MARK, len(tree), 0) + tree
    began = time.perf_counter()
    with pytest.raises(BadFrame, match="too much"):
        for _ in range(1000):
            list(frames.feed(frame))
    assert time.perf_counter() - began < 2.0


def test_a_stream_ends_at_its_limit() -> None:
    frames, frame = Frames(), encode(np.zeros(codec.MAX_BUFFERS // 8))
    with pytest.raises(BadFrame, match="too much"):
        for _ in range(codec.MAX_STREAM // codec.MAX_BUFFERS + 1):
            list(frames.feed(frame))


def test_more_values_than_are_read_are_not_sent() -> None:
    assert isinstance(read(encode([0] * (codec.MAX_VALUES + 1))), Other)


@pytest.mark.parametrize("mark", [b"QG00", b"\x80\x04K\x01"])
def test_another_kind_of_stream_is_refused(mark: bytes) -> None:
    with pytest.raises(BadFrame):
        list(Frames().feed(mark + bytes(20)))


class Sly(float):
    """A float that says it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "value",
    [
        object(),
        (n for n in range(3)),
        Sly(1.0),
        1j,
        2**70,
        np.ma.array([1.0, 2.0], mask=[True, False]),
        np.array([object()]),
        np.array(["text"]),
        np.array([1j]),
        np.zeros(2, dtype="i4,i4"),
        {1: 2},
        b"bytes",
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_cross_is_named_not_sent(value: object) -> None:
    assert isinstance(read(encode(value)), Other)


def test_arrays_arrive_plain_writable_and_in_native_order() -> None:
    class Matrix(np.ndarray):
        pass

    sent = np.arange(6.0).reshape(2, 3)
    for array in (sent.view(Matrix), sent.astype(">f8"), np.asfortranarray(sent), sent[::1, ::1]):
        got = read(encode(array))
        assert type(got) is np.ndarray and got.flags.writeable and equal(got, sent)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 300))
def test_too_much_becomes_a_word_about_it(size: int) -> None:
    big = [0.123456789] * (size * 100)
    got = read(encode(big))
    assert equal(got, big) if size * 100 < codec.MAX_VALUES else isinstance(got, Other)


def test_text_without_a_character_becomes_text_with_a_question_mark() -> None:
    assert read(encode("a\ud800b")) == "a?b"
