"""Files that do not parse as a whole, and files in any encoding: as much as is Python is read."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from sandbox_wall import loaded, returned, why

from quizgen.sandbox.host import Session
from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.load import File
from quizgen.sandbox.partial_parse import parsed, pieces, text_of
from quizgen.sandbox.records import READ_AS_LATIN_1, Limits, Loaded, call
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall

F = "def f(x):\n    return x + 1\n"


# What does not parse

PYTHON_2 = """import numpy as np
def f(x):
    return x + 1

def sample(n):
    print "drawn", n
    return n

@staticmethod
def g(x):
    s = '''
not code
'''
    return len(s)

class Net:
    def good(self, a): return a
    def bad(self):
        print self

    def better(self, b):
        return b
k = 5
"""


@pytest.mark.parametrize("stray", [")", "    x = 1", "]\n}", "else:\n    pass", "# a comment\n)"])
def test_what_continues_nothing_costs_itself_alone(stray: str) -> None:
    file = loaded(f"{stray}\n{F}")
    assert "f" in file.names
    [(line, reason)] = file.skipped
    assert 1 <= line <= stray.count("\n") + 1 and reason.startswith("does not parse")


def test_a_function_for_python_2_is_left_out_and_the_others_stay() -> None:
    file = loaded(PYTHON_2)
    assert {"f", "g", "Net", "Net.good", "Net.better", "k"} <= file.names.keys()
    assert not {"sample", "Net.bad"} & file.names.keys()
    assert [line for line, _ in file.skipped] == [6, 19]
    assert "sample does not parse: Missing parentheses" in file.skipped[0][1]
    assert returned(PYTHON_2, "f").value == 2 and returned(PYTHON_2, "g").value == 10
    assert "NameError: the file defines no sample; line 6" in why(returned(PYTHON_2, "sample"))


@pytest.mark.parametrize("quote", ['"""', "'''"])
@pytest.mark.parametrize("length", [1, 40])
def test_a_text_that_heads_a_file_for_python_2_stays_whole(quote: str, length: int) -> None:
    head = "\n".join([quote, *["Written by A. Student, and not def g(x):"] * length, quote])
    file = loaded(f"{head}\nprint 'starts'\n{F}")
    assert "f" in file.names and [line for line, _ in file.skipped] == [length + 3]


def test_a_text_that_ends_at_the_margin_is_left_out_alone() -> None:
    source = 'def g(x):\n    """\nnot def h(x):\n"""\n    return x\nprint "starts"\n' + F
    assert {"f", "g"} <= loaded(source).names.keys()


def test_lines_are_counted_as_the_editor_does_after_something_was_left_out() -> None:
    assert "(line 14: `return len(s) + None`)" in why(returned(PYTHON_2.replace("len(s)", "len(s) + None"), "g"))


@pytest.mark.parametrize(
    "nested", ["-" * 200_000 + "1", "+".join("1" * 60_000), "(" * 5000 + ")" * 5000, "a" + ".a" * 90_000]
)
def test_what_is_nested_too_deeply_is_left_out_alone(nested: str) -> None:
    assert returned(f"x = {nested}\n{F}").value == 2
    [(line, reason)] = loaded(f"x = {nested}\n{F}").skipped
    assert line == 1 and "x does not parse" in reason


def test_a_file_with_nothing_that_parses_is_reported_with_pythons_message() -> None:
    failure = returned("import numpy\ndef f(x)\n    return x").failure
    assert failure is not None and failure.line == 2 and "SyntaxError: expected ':'" in failure.why


GOOD = [
    "a = 1",
    "def p(x):\n    return x",
    "class C:\n    x = 1",
    "@dec\ndef q():\n    '''a\nb'''",
    "b = [\n1,\n]",
    "# nothing",
]
WHOLE = [
    "'''Head.\n\ndef not_one():\n'''",
    'x = """\ndef f():\n"""',
    "if a:\n    b = 2\nelse:\n    b = 3",
    "y = 1 + \\\n2",
]
BAD = ["print 'x'", "def r(x):\n    print x", "exec 'a'", "def (", "x = = 2"]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from([(text, text in GOOD) for text in GOOD + BAD]), min_size=1, max_size=8))
def test_what_parses_alone_is_kept_at_its_line(blocks: list[tuple[str, bool]]) -> None:
    text = "\n".join([*(text for text, _ in blocks), "def z(): pass", ""])
    tree, skipped, _ = parsed(text)
    kept = [ast.unparse(node) for node in tree.body]
    assert kept == [ast.unparse(node) for good, fine in blocks if fine for node in ast.parse(good).body] + [
        "def z():\n    pass"
    ]
    assert all(1 <= line <= text.count("\n") + 1 for line, _ in skipped)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.sampled_from([*GOOD, *WHOLE])))
def test_a_file_cut_into_pieces_means_what_the_whole_does(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    try:
        trees = [piece if isinstance(piece, ast.Module) else ast.parse(piece[1]) for piece in pieces(text)]
    except SyntaxError:
        return  # which costs the time of a second look, in `parsed`
    located = [ast.dump(node, include_attributes=True) for tree in trees for node in tree.body]
    assert located == [ast.dump(node, include_attributes=True) for node in ast.parse(text).body]


@settings(max_examples=examples(100), deadline=None)
@given(st.text(st.sampled_from("def f(x):\n \t'\"#[]{}@=1\\"), max_size=60))
def test_any_text_is_parsed_or_a_syntax_error(text: str) -> None:
    with contextlib.suppress(SyntaxError):
        parsed(text)


def test_a_loop_over_a_range_of_python_2_runs() -> None:
    source = "def f(x):\n    for i in reversed(xrange(3)):\n        x += i\n    return x"
    assert returned(source).value == 4 and "xrange" not in loaded(source).names


def test_loading_the_same_file_twice_gives_the_same() -> None:
    first, second = File(Source(PYTHON_2.encode())), File(Source(PYTHON_2.encode()))
    assert first.summary() == second.summary()


# Encodings

E_ACUTE = "# café\ndef f(x):\n    return x + 1\n"


@pytest.mark.parametrize(
    "encode",
    [
        lambda s: s.encode(),
        lambda s: s.encode("utf-8-sig"),
        lambda s: s.encode("utf-16"),
        lambda s: ("# -*- coding: latin-1 -*-\n" + s).encode("latin-1"),
        lambda s: s.replace("\n", "\r\n").encode(),
        lambda s: s.replace("\n", "\r").encode(),
        lambda s: s.replace("    ", "\t").encode(),
        lambda s: ("# coding: klingon\n" + s).encode(),
        lambda s: s.encode("latin-1"),
    ],
    ids=["utf-8", "bom", "utf-16", "cookie", "crlf", "cr", "tabs", "unknown", "latin-1"],
)
def test_a_file_may_be_written_anywhere(encode: Callable[[str], bytes]) -> None:
    assert returned(encode(E_ACUTE)).value == 2


def test_an_encoding_is_found_where_no_file_can_be_opened() -> None:
    with (
        Wall(layers=STRICT) as strict,
        Session(("# coding: cp1252\n" + E_ACUTE).encode("cp1252"), Limits(), strict) as s,
    ):
        assert s.run([call("f", 1)])[0].value == 2 and s.loaded == Loaded({"f": ("x",)})


def test_an_encoding_that_is_a_guess_is_reported_with_its_line() -> None:
    assert loaded(E_ACUTE.replace("#", "\n#").encode("latin-1")).skipped == ((2, READ_AS_LATIN_1),)


def test_a_file_in_utf_8_is_read_so_whatever_it_says_of_itself() -> None:
    for encoding in ("zlib", "hex", "nonsense", "rot13"):
        assert loaded((f"# coding: {encoding}\n" + E_ACUTE).encode()) == loaded(E_ACUTE.encode())


@pytest.mark.parametrize(
    "junk", [b"\x00\x01\x02", b"\x80\x04K\x01.", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00", bytes(range(256))]
)
def test_what_is_no_text_is_reported_so(junk: bytes) -> None:
    failure = returned(junk).failure
    assert failure is not None and failure.verdict == "CRASHED" and failure.why.isprintable()


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_syntax_error(data: bytes) -> None:
    with contextlib.suppress(SyntaxError):
        text_of(data)
