"""What many files answer alike is decoded, converted and judged once; no grade depends on what was graded before."""

from __future__ import annotations

import tracemalloc

import numpy as np
import places
import pytest
from codec_values import equal, trees
from hypothesis import given, settings
from nightly import examples
from quizgen.sandbox import codec
from quizgen.sandbox.codec import HEAD, Decoded, Frames, encode
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

SUBMISSIONS = places.SUBMISSIONS


def decoded(frame: bytes) -> Decoded:
    [one] = Frames().decoded(frame)
    return one


def writable(value: object) -> bool:
    """Whether there is an array in it that could be written into."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return (isinstance(value, np.ndarray) and value.flags.writeable) or any(map(writable, parts))


@settings(deadline=None, max_examples=examples(300))
@given(trees)
def test_the_same_frame_gives_the_same_object_which_nobody_can_write_into(value: object) -> None:
    frame = encode(value)
    once, again, [fresh] = decoded(frame), decoded(frame), Frames().feed(frame)
    assert equal(once.value, fresh) and equal(again.value, fresh)
    assert (once is again) == once.common
    assert not (once.common and writable(once.value))


@pytest.mark.parametrize(
    "value", [np.zeros(codec.MEMO_BUFFERS // 8 + 1), [0.5] * codec.MEMO_TREE], ids=["array", "list"]
)
def test_what_is_large_is_not_memoised(value: object) -> None:
    assert not decoded(encode(value)).common


@pytest.mark.parametrize("item", ["[]", "0.5", '{"dict":{}}', '{"array":["int8",[0]]}'])
def test_files_that_answer_with_noise_take_little_memory(item: str) -> None:
    tracemalloc.start()
    try:
        for n in range(2 * codec.MEMO_SIZE):  # each as large as what is memoised may be
            numbers = f'{n},{{"array":["int8",[{codec.MEMO_BUFFERS}]]}}'
            tree = (
                f"[{','.join([numbers] + [item] * ((codec.MEMO_TREE - len(numbers)) // (len(item) + 1) - 1))}]".encode()
            )
            assert decoded(
                HEAD.pack(codec.MARK, len(tree), codec.MEMO_BUFFERS) + tree + bytes(codec.MEMO_BUFFERS)
            ).common
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 1 << 26


PLAIN = (SUBMISSIONS / "right" / "plain.py").read_text(encoding="utf-8")
SLIPS = ("", ""), (" + b)", ")"), ("@ W_h.T", "@ W_h"), ("dW += ", "dW = "), (" + b)", " + 1.01 * b)"), ("1.0 - h", "h")


def test_no_grade_depends_on_what_was_graded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [PLAIN.replace(old, new).encode() for old, new in SLIPS]
    files += [
        path.read_bytes() for folder in ("right", "real") for path in sorted((SUBMISSIONS / folder).rglob("*.py"))
    ]
    with Wall() as wall:
        forwards = [grade(file, "submission.py", wall=wall) for file in files]
        backwards = [grade(file, "submission.py", wall=wall) for file in reversed(files)]
        monkeypatch.setattr(codec, "MEMO_BUFFERS", -1)  # so that nothing is
        assert not decoded(encode(0)).common
        for file, one, other in zip(files, forwards, reversed(backwards), strict=True):
            assert one == other == grade(file, "submission.py", wall=wall)
