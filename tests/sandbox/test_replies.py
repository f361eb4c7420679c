"""Whatever a child replies, the grader reads nouns of the right types from it, bounded and printable, or nothing.

The decoder has refused by then what is no tree (test_codec.py). Here the trees are true, and what they say is false: their
keys are those of the replies, their values of any type.
"""

from __future__ import annotations

import os
from dataclasses import fields, replace

import numpy as np
import pytest
from codec_values import equal, plain_arrays
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.model import BlamedLine
from quizgen.sandbox import host
from quizgen.sandbox.codec import Decoded, Other, decode, encode
from quizgen.sandbox.host import MAX_NAMES, Session
from quizgen.sandbox.old_numpy import REMOVED
from quizgen.sandbox.records import Failure, Job, Limits, Loaded, Outline, Ref, Result, Step, printable
from quizgen.sandbox.source import Cell, Source
from quizgen.sandbox.stand_ins import LIBRARIES
from quizgen.sandbox.statement_lines import statement_lines
from quizgen.sandbox.traced import MAX_ROWS, Traced, read_trace
from quizgen.submissions.accepted import accepted_notes
from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN
from quizgen.submissions.diagnosis.blame_cases import traceable
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.diagnosis.first_wrong import first_wrong
from quizgen.submissions.diagnosis.statements import Statements
from quizgen.submissions.interfaces import INTERFACES, interface_of
from quizgen.submissions.interfaces.scratch_search import find_plan
from quizgen.submissions.other_names import Named
from quizgen.submissions.repair.edit import MAX_LINE, edits_from
from quizgen.submissions.submitted_file import SubmittedFile

EXAMPLES = int(os.environ.get("QUIZGEN_FUZZ", examples(200)))  # of each property; 20,000 in the night
patient = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
fewer = settings(patient, max_examples=max(EXAMPLES // 4, 1))

SOURCE = Source(b"import layers\nx = 1\n" * 4, {"layers.py": b"y = 1\n" * 3, "deep/more.py": b""})
IN_CELLS = replace(SOURCE, cells=(Cell(1, 1), Cell(3, 4)))
lines = st.integers(-2, 9) | st.sampled_from([2**63 - 1, -(2**63), True])
texts = st.text(max_size=6) | st.sampled_from(
    ["", "layers.py", "deep/more.py", "../../etc/passwd", "\x1b[2J", "\u202egnp", "whole", "cut", "a" * 4096, "numpy", "tqdm",
     "scipy.special", *REMOVED, *LIBRARIES, "TIMED_OUT", "line 3", "\n\n", "b'\\x00'"]
)  # fmt: skip
numbers = st.lists(st.integers(-3, 9) | st.sampled_from([2**62, -(2**62)]), max_size=9)
tables = st.builds(
    lambda found, columns, dtype: (
        np.array(found[: len(found) // columns * columns], np.int64)
        .reshape((-1, columns) if columns > 1 else -1)
        .astype(dtype)
    ),
    numbers,
    st.sampled_from([1, 2, 4]),
    st.sampled_from(["int64", "int64", "int64", "float64", "int32"]),
)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | texts | lines
arrays = plain_arrays | tables
trees = st.recursive(
    scalars | arrays | st.builds(Other, texts) | st.builds(Ref, st.integers(-9, 9), st.tuples(texts)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=10,
)


def sent(value: object) -> object:
    """As it arrives from a child."""
    frame = encode(value)
    tree = int.from_bytes(frame[4:8], "little")
    return decode(frame[12 : 12 + tree], frame[12 + tree :])


def replies(*keys: str, more: dict[str, st.SearchStrategy[object]] | None = None) -> st.SearchStrategy[object]:
    """Dicts with any of these keys, each with what it should have, if that is told, or with anything; and any other tree."""
    values = {key: trees | (more or {}).get(key, trees) for key in keys}
    return st.fixed_dictionaries({}, optional=values).map(sent) | trees.map(sent)


def assert_short_and_printable(*words: str, most: int = 4096) -> None:
    for text in words:
        assert type(text) is str and len(text) <= most and printable(text) == text, text
        text.encode()


def entries(*parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(st.tuples(*parts).map(list) | trees, max_size=5)


load_replies = replies(
    "names", "skipped", "beside", "stand_ins", "helpers", "old_numpy",
    more={
        "names": st.dictionaries(texts, st.none() | st.lists(texts, max_size=4).map(tuple) | trees, max_size=5),
        "skipped": entries(lines, texts),
        "beside": entries(texts, lines, texts),
        "stand_ins": st.lists(texts, max_size=5),
        "helpers": st.lists(texts | st.integers(), max_size=5),
        "old_numpy": entries(texts, lines, texts),
    },
)  # fmt: skip


@patient
@given(load_replies, st.sampled_from([SOURCE, IN_CELLS]))
def test_what_a_file_says_it_defines_is_text_about_its_own_files(reply: object, source: Source) -> None:
    if not isinstance(reply, dict) or "names" not in reply:
        return
    loaded = host._loaded(reply, source)
    assert type(loaded) is Loaded
    for name, parameters in loaded.names.items():
        assert_short_and_printable(name, *(parameters or ()), most=80)
        assert parameters is None or type(parameters) is tuple
    found = (loaded.names, loaded.skipped, loaded.beside, loaded.stand_ins, loaded.helpers, loaded.old_numpy)
    assert all(len(one) <= MAX_NAMES for one in found)
    assert all(type(line) is int and line > 0 for line, _ in loaded.skipped)
    assert all(file in source.modules for file, _, _ in loaded.beside)
    assert all(file in ("", *source.modules) for _, _, file in loaded.old_numpy)
    file = SubmittedFile(Named(interface_of(loaded)), loaded, {}, source)
    assert_short_and_printable(*file.notes(), *accepted_notes(loaded, source))
    assert len(file.notes()) <= 50
    for function in file.offered:
        assert_short_and_printable(file.why_missing(function)[1] if not file.is_callable(function) else "")
        assert isinstance(file.line_of(function), BlamedLine | None)


error_replies = replies(
    *("type", "message", "line", "file", "before", "broken_reference", "memory", "forbidden", "unfinished"),
    more={
        "type": texts, "message": texts, "line": lines, "file": st.sampled_from(["", "layers.py", "deep/more.py"]),
        "before": texts,
    },
)  # fmt: skip


@patient
@given(error_replies, st.sampled_from([SOURCE, IN_CELLS]))
def test_an_error_is_a_failure_at_a_line_of_the_file_s_own(reply: object, source: Source) -> None:
    session = Session.__new__(Session)
    session.source, session._limits = source, Limits()
    failure = session._failure(reply)
    assert type(failure) is Failure and failure.verdict in ("CRASHED", "WRONG", "FORBIDDEN", "OUT_OF_MEMORY")
    assert_short_and_printable(failure.why, failure.error, failure.place, failure.statement, most=1000)
    assert failure.line is None or 0 < failure.line <= len(source.lines())
    assert {type(getattr(failure, one.name)) for one in fields(failure)} <= {str, int, bool, type(None)}


@patient
@given(
    trees.map(lambda tree: sent([tree])) | trees.map(sent) | st.tuples(trees, trees).map(list).map(sent),
    st.sampled_from([Ref(-1), (Ref(-1), Ref(0))]),
    st.booleans(),
)
def test_an_answer_is_a_result_or_has_another_form(reply: object, gives: Ref | tuple[Ref, ...], watch: bool) -> None:
    given = (np.zeros(2), [1.0, np.nan], {"W": np.ones(1)}, "text", None)
    job = Job("f", (Step("f", given),), gives=gives, watch=watch)
    result = host._result_of(job, Decoded(reply, 1))
    assert result is None or (type(result) is Result and result.failure is None)
    if result is not None:
        assert set(result.changed) <= set(range(len(given)))
        assert not isinstance(gives, tuple) or (type(result.value) is tuple and len(result.value) == len(gives))


@patient
@given(replies("functions", "statements", "owners", more={
    "functions": st.lists(texts, max_size=4), "statements": tables, "owners": tables,
}))  # fmt: skip
def test_an_outline_has_numbers_by_printable_names(reply: object) -> None:
    found = host._outline(reply)
    assert found is None or type(found) is Outline
    if found is not None:
        assert_short_and_printable(*found.functions)
        assert all(type(number) is int for number in found.statements)


trace_replies = replies(
    *("state", "events", "sizes", "numbers", "reads", "callers", "names", "returned", "plain"),
    more={
        "state": st.sampled_from(["whole", "cut", "hidden"]), "names": st.integers(-1, 1 << 17), "returned": lines,
        "plain": tables, "callers": tables, "reads": tables, "events": tables, "sizes": tables,
        "numbers": st.lists(st.floats(), max_size=9).map(np.array),
    },
)  # fmt: skip
true_traces = st.builds(
    lambda events, lengths, reads, callers, floats, state: {
        "state": state,
        "events": np.array([[line, i % len(callers), name, i % len(lengths)] for i, (line, name) in enumerate(events)], np.int64)
        .reshape(-1, 4),
        "sizes": np.array(lengths, np.int64),
        "numbers": np.resize(np.array(floats, np.float64), sum(lengths)),
        "reads": np.array(reads, np.int64).reshape(-1, 2),
        "callers": np.array(callers, np.int64),
        "names": 9, "returned": 8, "plain": np.array([0, 1, 2], np.int64),
    },
    st.lists(st.tuples(lines, st.integers(0, 8)), max_size=12), st.lists(st.integers(1, 6), min_size=1, max_size=6),
    st.lists(st.tuples(lines, st.integers(-1, 9)), max_size=12),
    st.lists(st.tuples(lines, st.integers(-1, 2)), min_size=1, max_size=4),
    st.lists(st.floats() | st.sampled_from([0.0, 1.0]), min_size=1, max_size=9), st.sampled_from(["whole", "cut"]),
)  # fmt: skip
LINES = Statements(statement_lines("def f(x):\n    if x:\n        y = (x +\n            1)\n    return x\n"))
CHAPTER = INTERFACES["chapter"]
TRACEABLE = [
    case
    for function in ("rnn_step", "rnn_forward", "rnn_backward", "sgd")
    for candidates in ([], singles(function)[:1])
    if (case := traceable(function, CHAPTER, candidates)) is not None
]


@patient
@given(trace_replies | true_traces.map(sent), st.sampled_from(TRACEABLE))
def test_a_trace_blames_a_line_or_none(reply: object, case: object) -> None:
    traced = read_trace(reply)
    assert traced is None or type(traced) is Traced
    if traced is None:
        return
    rows = (traced.events, traced.values, traced.reads, traced.callers, traced.plain)
    assert max(map(len, rows)) <= MAX_ROWS
    assert all(
        0 <= event.frame < len(traced.callers) and 0 <= event.value < len(traced.values) for event in traced.events
    )
    with np.errstate(all="ignore"):
        blamed = first_wrong(LINES.of(traced), case, LINES)  # type: ignore[arg-type]
    assert blamed is None or type(blamed.line) is int
    assert_short_and_printable("" if blamed is None else blamed.why)


def test_the_traces_drawn_are_read() -> None:
    found: list[Traced] = []

    @settings(patient, max_examples=examples(50))
    @given(true_traces.map(sent))
    def reading(reply: object) -> None:
        found.extend([one] if (one := read_trace(reply)) is not None else [])

    reading()
    assert len(found) > 40


edits = st.lists(st.tuples(texts, lines, lines, texts) | trees, max_size=6)


@patient
@given((edits | trees).map(sent), st.integers(0, 6))
def test_an_edit_is_of_the_file_s_own_lines(reply: object, count: int) -> None:
    for edit in edits_from(reply, count):
        assert 0 < edit.first <= edit.last <= count and type(edit.first) is type(edit.last) is int
        assert_short_and_printable(edit.rule, most=20)
        assert_short_and_printable(edit.text.replace("\n", "").replace("\t", ""), most=MAX_LINE)


class RepliesOf:
    """Runs jobs of the search for a class from scratch: what comes back is drawn."""

    def __init__(self, drawn: list[object]) -> None:
        self._drawn = drawn
        self._at = 0

    def __call__(self, jobs: list[Job] | tuple[Job, ...]) -> list[Result]:
        return [self._one(job) for job in jobs]

    def _one(self, job: Job) -> Result:
        self._at += 1
        reply = self._drawn[self._at % len(self._drawn)]
        found = host._result_of(job, Decoded(reply, 1))
        return found if found is not None else Result(failure=Failure("CRASHED", "sent back what is not an answer"))


NAMES = {
    "RNN": ("n_in", "n_hidden", "n_out"),
    "RNN.__init__": ("n_in", "n_hidden", "n_out"),
    "RNN.forward": ("x", "h"),
    "RNN.backward": ("dh", "targets", "cache"),
}
shapes = st.sampled_from(
    [(7, 5), (7, 7), (7,), (11, 7), (11,), (3, 5), (5,), (3, 5, 1), (6, 3), (2, 5), (5, 5), (4, 5)]
)
of_a_network = shapes.flatmap(lambda shape: st.floats().map(lambda number: np.full(shape, number)))
reports = st.recursive(
    of_a_network | arrays | scalars | st.builds(Other, texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=6) | st.tuples(inner, inner),
    max_leaves=12,
)
objects = st.fixed_dictionaries(
    {"W": st.just(np.ones((7, 5))), "U": st.just(np.ones((7, 7)))},
    optional={"b": of_a_network, "lr": scalars, "h": reports},
)


@fewer
@given(
    st.lists((objects | reports).map(lambda tree: sent([tree])), min_size=1, max_size=2),
    st.lists(st.tuples(reports, reports).map(lambda pair: sent([pair])) | trees.map(sent), min_size=1, max_size=4),
)
def test_the_roles_of_a_class_are_found_or_not(made: list[object], called: list[object]) -> None:
    find_plan(NAMES, RepliesOf([*made, *called]))


values = st.recursive(
    of_a_network | arrays | scalars | st.builds(Other, texts),
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=7).map(tuple) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=9,
)
CALLS = [
    (interface, call)
    for interface in INTERFACES.values()
    for case in (PLAIN, ALL_DIFFERENT)
    for call in (case.step(), case.forward(), case.backward(), case.step_backward())
    if interface.name != "scratch" and call.function in interface.job_makers and interface.job(call) is not None
]


@patient
@given(values.map(sent) | st.lists(values, min_size=4, max_size=7).map(tuple).map(sent), st.sampled_from(CALLS))
def test_a_value_of_any_form_is_read_in_every_interface(value: object, asked: tuple[object, object]) -> None:
    interface, call = asked
    with np.errstate(all="ignore"):
        result = interface.read(call, Result(value))  # type: ignore[attr-defined]
    assert type(result) is Result or isinstance(result, Result)
    assert_short_and_printable(result.note, most=500)


def test_what_is_drawn_arrives() -> None:
    for value in ({"a": np.zeros(2)}, [1, (2.5, None)], "é"):
        assert equal(sent(value), value)


@pytest.mark.parametrize("file", [[1], {"a": 1}, 3, np.zeros(3), Other("x")])
def test_an_error_in_no_file_names_none(file: object) -> None:
    session = Session.__new__(Session)
    session.source, session._limits = SOURCE, Limits()
    assert session._failure({"type": "E", "line": 1, "file": file}).why.startswith("raised E")
