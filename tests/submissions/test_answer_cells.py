"""Answer cells are read as they are written: as Python reads them where they are literals, in linear time whatever they are."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nightly import NIGHTLY
from quizgen.media.ipynb_cells import argument, python_text
from quizgen.submissions.answer_cells import read_cells, without_calls

LENGTH = 4 if NIGHTLY else 1  # of hostile cells
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"])) | st.text("\"'\\\n{}[]()#$%!?,= abrnuxN]>") | st.just('a"""b\\')
)


def only(cell):
    """The one call of a cell in which nothing is wrong."""
    found = read_cells([("cell 1", cell)])
    assert not found.troubles
    [call] = found.calls
    return call


def trouble(cell):
    found = read_cells([("cell 1", cell)])
    assert not found.calls
    [(question, why)] = found.troubles
    assert why.endswith((".", "?"))
    return question, why


@given(TEXTS)
def test_every_text_that_is_written_into_a_cell_is_read_back(text):
    assert ast.literal_eval(python_text(text)).strip() == text.strip()
    call = only(f'answer("q1", {argument("why", python_text(text))})')
    assert call.answers["why"].strip() == text.strip() and not call.computed


@given(st.dictionaries(st.sampled_from(["h_1", "x", "ŷ", "lambda", "a b", "None"]), TEXTS))
def test_every_name_is_written_and_read_back(answers):
    lines = "".join(f"    # {{{name}\n    {argument(name, repr(text))},\n" for name, text in answers.items())
    cell = f"answer(\n    'q1',\n{lines})"
    compile(cell, "cell", "exec")
    assert only(cell).answers == answers


LITERALS = st.recursive(
    TEXTS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.tuples(inner),
    max_leaves=8,
)


def as_read(value):
    """What a literal is read as: numbers as they are written."""
    if isinstance(value, (list, tuple)):
        return [as_read(item) for item in value]
    return {None: "", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else str(value)


@given(LITERALS)
def test_literals_are_read_as_python_reads_them(value):
    call = only(f"answer('q1', h = {value!r} , )")
    assert call.answers == {"h": as_read(value)} and not call.computed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"0.5" ", 0.1"', "0.5, 0.1"),
        ('("0.5"\n   ", 0.1")', "0.5, 0.1"),
        ("0.50", "0.50"),
        ("-1_000.", "-1000."),
        ("+.5e-3", ".5e-3"),
        (r'r"\tanh"', r"\tanh"),
        ("u'B'", "B"),
        ("[1, -2.0]", ["1", "-2.0"]),
        ("()", []),
        ("((1))", "1"),
        ("'#' # a comment, with a comma\n", "#"),
    ],
)
def test_numbers_keep_their_decimals_and_texts_are_joined(written, read):
    assert only(f'answer("q1", h={written})').answers["h"] == read


@pytest.mark.parametrize(
    "code",
    [
        "np.round(h, 4)",
        'f"{h}"',
        '"a" + "b"',
        "B",
        "0x1F",
        "1j",
        "-x",
        "[1, x, 2]",
        "{1: 2}",
        '"a" if (b, c) else d',
        "lambda: 0",
        'b"B"',
        "[" * 50 + "]" * 50,
    ],
)
def test_what_is_computed_is_kept_as_it_is_written_and_named(code):
    call = only(f'answer("q1", h={code}, x="2")')
    assert call.answers == {"h": code, "x": "2"} and call.computed == {"h": code}


def test_the_last_call_that_answers_something_counts_for_each_question():
    cells = [
        'answer("q1", h="1")\nanswer("q2", x="2")',
        'answer("q1", h="3"',
        'answer("q1", h="4")',
        'answer("q1", h="")',
        'answer("q3", h="")',
    ]
    found = read_cells((f"cell {number}", text) for number, text in enumerate(cells, 1))
    assert {question: call.answers for question, call in found.counting.items()} == {
        "q1": {"h": "4"},
        "q2": {"x": "2"},
        "q3": {"h": ""},
    }
    assert [call.place for call in found.counting.values()] == ["cell 3, line 1", "cell 1, line 2", "cell 5, line 1"]


@pytest.mark.parametrize(
    "cell",
    [
        '# answer("q1", h="1")',
        '"""\nanswer("q1", h="1")\n"""',
        "def answer(question, h): pass",
        'answers("q1", h="1")',
        '%%bash\nanswer("q1", h="1")',
        "answer = 3\nanswer + (1)",
        "",
    ],
)
def test_what_is_no_call_is_none(cell):
    assert read_cells([("cell 1", cell)]).calls == () and read_cells([("cell 1", cell)]).troubles == ()


@pytest.mark.parametrize(
    "cell",
    [
        '%%time\nanswer("q1", h="1")',
        'x = answer("q1", h="1")',
        'display(answer("q1", h="1"))',
        '!ls "x\nanswer ("q1", h="1");',
    ],
)
def test_a_call_counts_wherever_it_stands(cell):
    assert only(cell).answers == {"h": "1"}


@pytest.mark.parametrize(
    ("cell", "question", "sentence"),
    [
        ('answer("q1", h="1"', "q1", "has no end"),
        ('answer("q1", h="1)', "q1", "has no end"),
        ('answer("q1", h="""1")', "q1", "has no end"),
        ('answer("q1", h=f(1', "q1", "has no end"),
        ("answer(", "", "names its question first"),
        ("answer(1, h='2')", "", "names its question first"),
        ("answer(q1, h='2')", "", "names its question first"),
        ('answer("q1", h=0.5, 0.1)', "q1", "'0.1' has no name in front"),
        ('answer("q1", "0.5")', "q1", "has no name in front"),
        ('answer("q1" h="2")', "q1", "a comma is missing"),
        ('answer("q1", h="1", h="2")', "q1", "h of q1 is given twice"),
        (r'answer("q1", h="\xi")', "q1", 'Write r in front: r"..."'),
        ('answer("quiz", h="2")', "", "there is no question 'quiz'"),
        ('answer("q1]\\nquiz", h="2")', "", "there is no question"),
        ('answer("q1", **{"a.b": 1})', "q1", "no answer is called 'a.b'"),
        ('answer("q1", **more)', "q1", "no dict that is written out"),
        ('answer("q1", **{h: 1})', "q1", "is not written between quotes"),
    ],
)
def test_a_call_that_is_no_answer_is_named_with_its_place(cell, question, sentence):
    found, why = trouble("x = 1\n" + cell)
    assert found == question and why.startswith("cell 1, line 2: ") and sentence in why


@given(st.text('answer("q1",h=\'\\)[]{}*# \n:rf%0.', max_size=60) | st.text())
def test_no_cell_is_an_error_and_no_line_moves(cell):
    read_cells([("cell 1", cell)])
    assert without_calls(cell).count("\n") == cell.count("\n")


@pytest.mark.parametrize(
    "cell",
    [
        '\\"""\n' * (15_000 * LENGTH),
        '\\"' * (37_500 * LENGTH),
        'answer("q1", a=' * (5_000 * LENGTH),
        'answer("q1",a=1,a=' * (3_750 * LENGTH),
        "answer(" * (10_000 * LENGTH),
        'answer("q1",**{"a":' * (3_750 * LENGTH),
        'answer("q1", a=' + "[" * (70_000 * LENGTH),
        'answer("q1", a=' + "-" * (70_000 * LENGTH),
        'answer("q1", ' + ",".join(f"a{n}=x[{n}]" for n in range(5_000 * LENGTH)) + ")",
        "'''" + '\\"' * (35_000 * LENGTH),
    ],
    ids=range(10),
)
def test_a_hostile_cell_takes_time_in_proportion_to_its_length(cell):
    started = time.process_time()
    read_cells([("cell 1", cell)])
    without_calls(cell)
    assert time.process_time() - started < (10 if NIGHTLY else 5)  # a second or two; what is quadratic takes minutes


def test_what_is_left_without_the_calls_is_python_of_as_many_lines():
    cell = 'x = 1\nanswer(\n    "q1",\n    h="1",\n)  # mine\nif x:\n    answer("q2", h="1")\ny = answer("q3", h="1")\n'
    assert without_calls(cell) == 'x = 1\n\n\n\n  # mine\nif x:\n    pass\ny = answer("q3", h="1")\n'


def test_the_cell_with_the_import_says_quiz_and_student():
    first = 'from quizgen.jupyter import answer\nquiz = "a-1"\nstudent = "Ada \\"L.\\" {1}"\nstudent == "no"'
    found = read_cells([("cell 1", 'quiz = "other"'), ("cell 2", first), ("cell 3", first.replace("a-1", "b-2"))])
    assert found.says == {"quiz": "a-1", "student": 'Ada "L." {1}'}
