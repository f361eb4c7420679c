"""What crosses the wall arrives as it left, and any bytes that are not a frame are refused."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import time
from collections import OrderedDict, defaultdict, namedtuple
from collections.abc import Iterator
from typing import NoReturn

import numpy as np
import pytest
from codec_values import equal, trees
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.sandbox import codec
from quizgen.sandbox.codec import HEAD, MARK, BadFrame, Frames, Other, decode, encode
from quizgen.sandbox.records import Ref

EXAMPLES = int(os.environ.get("QUIZGEN_FUZZ", examples(300)))  # of each of eight properties; 20,000 in the night
patient = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))  # and busy machines
SOON = 0.5  # seconds of our own CPU time for all that a child may send


def read(frame: bytes) -> object:
    [value] = Frames().feed(frame)
    return value


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return 1 + max(map(depth, inner), default=0)


@patient
@given(trees.filter(lambda value: depth(value) <= codec.MAX_DEPTH))
def test_what_is_sent_arrives(value: object) -> None:
    assert equal(read(encode(value)), value)


def values_in(stream: bytes, piece: int = 1 << 16) -> list[object]:
    """All that is read of a stream before it ends or is refused, within our time; all of it is plain."""
    frames, values = Frames(), []
    gc.freeze()  # a grader has not on its heap what a whole suite of tests leaves there, for the collector to go through
    began = time.process_time()
    with contextlib.suppress(BadFrame):
        for at in range(0, len(stream), piece):
            values += frames.feed(stream[at : at + piece])
    taken = time.process_time() - began
    gc.unfreeze()
    assert taken < SOON
    return values


def assert_plain(value: object) -> None:
    """Only the documented values: exact types, arrays that own their numbers, text that can be printed."""
    kind = type(value)
    if isinstance(value, np.ndarray):
        assert kind is np.ndarray and value.dtype in codec.NAMES and value.flags.writeable and value.flags.owndata
    elif isinstance(value, (list, tuple, dict)):
        assert kind in (list, tuple, dict)
        for item in (*value, *value.values()) if isinstance(value, dict) else value:
            assert_plain(item)
    elif isinstance(value, int):
        assert kind in (int, bool) and -codec.MAX_INT <= value < codec.MAX_INT
    elif isinstance(value, str):
        assert kind is str and value.encode() is not None and len(value) <= codec.MAX_TEXT
    else:
        assert value is None or kind in (float, Other, Ref)


def frame(tree: bytes, buffers: bytes = b"") -> bytes:
    """A frame whose head, at least, is true."""
    return HEAD.pack(MARK, len(tree), len(buffers)) + tree + buffers


@patient
@given(st.binary(max_size=400))
def test_random_bytes_are_frames_or_bad_frames(data: bytes) -> None:
    for value in values_in(data) + values_in(frame(data)) + values_in(frame(b"[0]", data)):
        assert_plain(value)


@patient
@given(trees, st.data())
def test_a_frame_with_bytes_changed_never_crashes_the_reader(value: object, data: st.DataObject) -> None:
    changed = bytearray(encode(value) * 2)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        match data.draw(st.sampled_from(["change", "cut", "insert", "double"])):
            case "change":
                changed[at] = data.draw(st.integers(0, 255))
            case "cut":
                del changed[at : at + data.draw(st.integers(1, 9))]
            case "insert":
                changed[at:at] = data.draw(st.binary(max_size=9))
            case "double":
                changed += changed[at:]
        if not changed:
            return
    for read in values_in(bytes(changed), data.draw(st.integers(1, 64))):
        assert_plain(read)


lengths = st.integers(-3, 3) | st.sampled_from(
    [2**24, 2**24 + 1, 2**31, 2**39, 2**63, 2**64, 10**30, 0.0, True, None, "2"]
)
shapes = st.lists(lengths, max_size=10)
dtypes = st.sampled_from(
    [*codec.DTYPES, "object", "U5", "V8", "O", "i4,i4", "datetime64", "longdouble", ">f8", "", 5, None]
)
false_descriptions = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(62, 65).map(lambda bits: 2**bits - 1)
    | st.floats()
    | st.text(max_size=8)
    | st.builds(lambda dtype, shape: {"array": [dtype, shape]}, dtypes, shapes)
    | st.builds(lambda step, path: {"ref": [step, path]}, lengths, shapes),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["array", "tuple", "dict", "other", "ref", "?"]), inner, max_size=2)
        | inner.map(lambda content: {"tuple": content})
        | st.dictionaries(st.text(max_size=3), inner, max_size=3).map(lambda content: {"dict": content})
    ),
    max_leaves=12,
)


@patient
@given(st.lists(st.tuples(false_descriptions, st.binary(max_size=64)), max_size=4))
def test_a_false_description_of_any_form_is_read_or_refused(pieces: list[tuple[object, bytes]]) -> None:
    for value in values_in(b"".join(frame(json.dumps(tree).encode(), buffers) for tree, buffers in pieces)):
        assert_plain(value)


heads = st.builds(
    lambda mark, tree, buffers: HEAD.pack(mark, tree, buffers),
    st.sampled_from([MARK, MARK, MARK, b"QG00", b"\0\0\0\0"]),
    *[st.integers(0, 40) | st.sampled_from([2**18, 2**18 + 1, 2**24, 2**24 + 1, 2**32 - 1])] * 2,
)


@patient
@given(st.lists(heads | st.binary(max_size=40) | trees.map(encode), max_size=8), st.integers(1, 50))
def test_a_stream_of_false_lengths_is_read_or_refused(parts: list[bytes], piece: int) -> None:
    for value in values_in(b"".join(parts), piece):
        assert_plain(value)


scraps = st.sampled_from(
    [
        *'[]{},:"0-',
        '{"array": ["int8", [',
        '{"tuple": [',
        '{"dict": {',
        '"a": ',
        "NaN",
        "-Infinity",
        "1e999",
        '"\\ud800"',
        "\\u",
        "9" * 4301,
        " ",
    ]
)


@patient
@given(st.lists(scraps, max_size=30).map("".join))
def test_scraps_of_json_are_read_or_refused(tree: str) -> None:
    for value in values_in(frame(tree.encode(), bytes(8))):
        assert_plain(value)


@patient
@given(
    st.one_of(false_descriptions.map(json.dumps), trees.map(lambda value: encode(value)[HEAD.size :].decode("latin-1")))
)
def test_what_was_read_is_sent_and_arrives_the_same(tree: str) -> None:
    for value in values_in(frame(tree.encode())):
        once = read(encode(value))
        assert equal(read(encode(once)), once)


def test_two_keys_that_say_the_same_are_one() -> None:
    assert values_in(frame(b'{"dict": {"a": 1, "a": 2}}')) == [{"a": 2}]
    assert values_in(frame(b'{"tuple": [1], "tuple": [2]}')) == [(2,)]


@patient
@given(trees, st.integers(1, 7))
def test_a_stream_may_come_in_pieces(value: object, size: int) -> None:
    stream = encode(value) * 2
    frames = Frames()
    got = [v for i in range(0, len(stream), size) for v in frames.feed(stream[i : i + size])]
    assert len(got) == 2 and equal(got[0], got[1])


FALSE_FRAMES = {
    "negative shape": ('{"array": ["float64", [-1]]}', b""),
    "huge empty shape": ('{"array": ["float64", [549755813888, 0]]}', b""),
    "huge empty shape of small lengths": ('{"array": ["float64", [16777216, 16777216, 16777216, 0]]}', b""),
    "reference far away": ('{"ref": [9223372036854775807, []]}', b""),
    "reference by a long text": ('{"ref": [0, ["' + "x" * 5000 + '"]]}', b""),
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


@pytest.mark.parametrize("name", FALSE_FRAMES)
def test_a_false_frame_is_refused(name: str) -> None:
    tree, buffers = FALSE_FRAMES[name]
    with pytest.raises(BadFrame):
        decode(tree if isinstance(tree, bytes) else tree.encode(), buffers)


def listed(item: bytes, size: int = codec.MAX_TREE - 20, most: int = codec.MAX_VALUES - 5) -> bytes:
    """A list of the same thing, as long as a frame may be."""
    return b",".join([item] * min(most, size // (len(item) + 1)))


WORST = {
    "the smallest frames": b"0",
    "the smallest lists": listed(b"[]"),
    "deep lists": listed(b"[" * 7 + b"]" * 7, most=2800),
    "tuples": listed(b'{"tuple":[]}'),
    "dicts": listed(b'{"dict":{"":0}}', most=9990),
    "others": listed(b'{"other":""}'),
    "references": listed(b'{"ref":[0,[0,0,0,"",""]]}'),
    "arrays of nothing": listed(b'{"array":["bool",[0,0,0,0,0,0,0,0]]}'),
    "keys": b'{"dict":{' + b",".join(b'"%d":0' % n for n in range(19_990)) + b"}}",
    "whole numbers": listed(b"9" * 18),
    "fractions": listed(b"0." + b"1" * 760 + b"e-300"),
    "texts": listed(b'"' + "é".encode() * 2000 + b'"'),
    "half characters": listed(b'"\\ud800"'),
    "brackets": b"[" * (codec.MAX_TREE - 20),
    "digits": b"9" * (codec.MAX_TREE - 20),
}


@pytest.mark.parametrize("name", WORST)
def test_the_most_expensive_stream_is_read_or_refused_in_time(name: str) -> None:
    def dear() -> Iterator[bytes]:
        sent = 0
        while sent < codec.MAX_STREAM:  # each a little different, so that none is remembered
            tree = WORST[name] if len(WORST[name]) == 1 else b"[%d,%s]" % (sent, WORST[name])
            yield frame(tree)
            sent += HEAD.size + len(tree)

    values_in(b"".join(dear()))


def test_the_largest_arrays_are_read_in_time() -> None:
    numbers = b'{"array": ["%s", [%d]]}'
    for dtype, size in (("float64", codec.MAX_BUFFERS // 8), ("bool", codec.MAX_BUFFERS)):
        values_in(frame(numbers % (dtype.encode(), size), bytes(codec.MAX_BUFFERS)) * 4)


def test_an_honest_file_is_far_from_every_bound() -> None:
    answers = [[[[0.5] * 8] * 8] * 4, (np.zeros((3, 4, 5)),) * 6]
    stream = encode(answers) * 200
    assert len(values_in(stream)) == 200


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


def test_kinds_of_dicts_and_tuples_arrive_as_what_they_hold() -> None:
    class Sly(dict[str, float]):
        def items(self) -> NoReturn:
            raise AssertionError("no code of a value's is called")

        __iter__ = __len__ = keys = items

    held = {"dW": np.ones(2), "db": 1.0}
    for value in (OrderedDict(held), defaultdict(list, held), Sly(held)):
        assert equal(read(encode(value)), held)
    assert read(encode(namedtuple("Pair", "one two")(1, [2]))) == (1, [2])


def test_more_than_double_precision_arrives_as_double() -> None:
    assert equal(read(encode(np.arange(3, dtype=np.longdouble))), np.arange(3.0))


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(1, 300))
def test_too_much_becomes_a_word_about_it(size: int) -> None:
    big = [0.123456789] * (size * 100)
    got = read(encode(big))
    assert equal(got, big) if size * 100 < codec.MAX_VALUES else isinstance(got, Other)


def test_text_without_a_character_becomes_text_with_a_question_mark() -> None:
    assert read(encode("a\ud800b")) == "a?b"
