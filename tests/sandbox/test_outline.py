"""The outline of a program: equal for equal programs under any names, made without running anything, and safe to receive."""

import numpy as np
import pytest
from places import RIGHT
from sandbox_wall import wall
from simulated_programs import Draw, disguised, program

from quizgen.sandbox.host import Session, _outline
from quizgen.sandbox.records import Failure, Limits, Outline


def outline(source: str | bytes) -> Outline | Failure:
    with Session(source if isinstance(source, bytes) else source.encode(), Limits(), wall()) as session:
        return session.outline()


def same(first: str, second: str) -> bool:
    one, other = outline(first), outline(second)
    assert isinstance(one, Outline) and isinstance(other, Outline)
    return one.functions == other.functions


PLAIN = "import numpy as np\ndef f(x, W):\n    a = np.dot(x, W) + 1\n    return np.tanh(a)\n"


@pytest.mark.parametrize(
    "other",
    [
        "import numpy\ndef f(given, weights):\n    z = numpy.dot(given, weights) + 1\n    return numpy.tanh(z)\n",
        "from numpy import dot, tanh\ndef f(x, W):\n    'Mine.'\n    a: object = dot(x, W) + 1.0  # one\n    return tanh(a)\n",
        "def f(x, W) -> float:\n    import numpy as n\n    print(x)\n    a = n.dot(x, W) + 0x1\n    pass\n    return n.tanh(a)\n",
    ],
)
def test_names_comments_annotations_imports_and_spelling_change_nothing(other):
    assert same(PLAIN, other)


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("dot", "outer"),
        PLAIN.replace("+ 1", "+ 2"),
        PLAIN.replace("(x, W) +", "(W, W) +"),
        PLAIN.replace("+ 1", "- 1"),
        PLAIN.replace("def f", "def g"),
    ],
)
def test_another_program_has_another_outline(other):
    assert not same(PLAIN, other)


def test_a_disguised_program_has_the_same_outline():
    for seed in range(5):
        source = program(Draw(seed))
        assert same(source, disguised(source)) and disguised(source) != source


def test_every_right_submission_has_an_outline():
    for path in sorted(RIGHT.rglob("*.py")):
        found = outline(path.read_bytes())
        assert isinstance(found, Outline) and len(found.statements) > 5, path


def test_nothing_of_the_file_is_run():
    assert isinstance(outline("while True:\n    pass\n"), Outline)


HOSTILE = {
    "too many brackets": b"x = " + b"(" * 5000 + b"1" + b")" * 5000,
    "a long sum": b"x = " + b"+".join([b"1"] * 20_000),
    "many signs": b"x = " + b"-" * 100_000 + b"1",
    "a chain of attributes": b"x = a" + b".b" * 60_000,
    "null bytes": b"x = 1\0",
    "250 KB of noise": bytes(np.random.default_rng(1).integers(0, 256, 250_000, dtype=np.uint8)),
    "generated functions": b"\n".join(b"def f%d(a):\n    return a * %d" % (i, i) for i in range(8000)),
    "no Python": b"def f(:\n",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_in_a_sentence(source):
    found = outline(source)
    assert isinstance(found, Failure) and found.why and found.why.isprintable() and len(found.why) < 700


def test_what_a_child_sends_is_checked():
    ones, names = np.array([1, 2], np.int64), ["f"]
    whole = {"functions": names, "statements": ones, "owners": np.zeros(2, np.int64)}
    assert _outline(whole) == Outline({"f": frozenset({1, 2})})
    for bad in (
        {"owners": np.array([0, 1])}, {"owners": np.array([0, -1])}, {"owners": np.zeros(3, np.int64)},
        {"statements": ones.astype(float)}, {"statements": ones[None]}, {"statements": [1, 2]},
        {"functions": [1]}, {"functions": "f"}, {"more": 1},
    ):  # fmt: skip
        assert _outline(whole | bad) is None
    assert _outline([whole]) is None
