"""What an author gets wrong in `of` is one sentence with the file and the line."""

import re

import pytest

from quizgen.authoring.bank import author_errors, load_source
from quizgen.errors import UserError
from quizgen.generate import variant

FILE = '''"""An exercise with a mistake."""

from quizgen.asks.classify import Card
from quizgen.asks.gap import Gap
from quizgen.asks.judge import Reason
from quizgen.authoring import *
from quizgen.authoring.pictures import *

ask = {kind}("answer")
exercise = Exercise(title="A mistake", topic="facts", level=1, asks=[ask], question="?")


@exercise.draw
def drawn(draw: Draw) -> Problem:
    return Problem(answer=ask.of({arguments}))
'''
ASKS, OF = "line 9", "line 15"  # where the ask is named, and where `of` is called
REASONS = "[Option('A', 'first', True), Option('B', 'second')]"


@pytest.mark.parametrize(
    ("kind", "arguments", "line", "sentence"),
    [
        (
            "Judge",
            f"['true', 'false'], ['treu'], {REASONS}",
            OF,
            "'treu' is none of the verdicts. Did you mean 'true'?",
        ),
        ("Judge", f"['true', 'false'], ['true'], {REASONS}, 3", OF, "Judge.of() takes 4 positional arguments"),
        (
            "Judge",
            "['true', 'false'], ['true'], [Reason('A', 'first', True, verdicts=('yes',))]",
            OF,
            "'yes' is none of",
        ),
        ("Judge", "['true', 'false'], ['true'], [Option('A', 'a'), Option('B', 'b')]", ASKS, "of which 0 are accepted"),
        ("Fill", "'a [[1]] b [[2]]', [Gap(('x',))]", OF, "Give one gap for each place."),
        ("Fill", "'a [[1]]', [Gap(('x',), sort='wrd')]", OF, "'wrd' is no sort of gap. Did you mean 'word'?"),
        ("Fill", "'a [[1]]', [Gap()]", ASKS, "gap 1 accepts nothing"),
        ("Match", "['a', 'b'], ['c', 'd'], {'a': 'c'}", OF, "'b' is paired with nothing"),
        ("Match", "['a', 'b'], ['c', 'd'], {'a': 'c', 'b': 'e'}", OF, "'e' is none of the texts on the right."),
        ("Classify", "[Card('a', ('c',)), Card('b', ('x',))], ['c', 'd']", OF, "'x' is none of the classes."),
        ("Classify", "[Card('a', ()), Card('b', ('c',))], ['c', 'd']", ASKS, "has the item 1, which is of no class"),
        ("FindTheLine", f"['a', 'b'], 2, {REASONS}", OF, "the places of 2 lines are 0 to 1."),
        ("FindTheLine", "['a', 'b'], 1, [Option('A', 'a'), Option('B', 'b')]", ASKS, "of which 0 are right"),
        ("Label", "blanked(many_to_one(2), ['h_1', 'h_7']), ['$h_1$']", OF, "'h_7' is none of the nodes and arrows"),
        ("Label", "blanked(many_to_one(2), ['h_1', 'h_2']), ['$h_1$']", OF, "'$h_2$' is none of the labels offered."),
        (
            "Label",
            "Blanked(draw_net(folded()), {'1': (1, 1), '2': (2, 2)}, {'1': 'a'}), ['a', 'b']",
            OF,
            "Place 2 of the picture has no label",
        ),
    ],
)
def test_a_mistake_in_an_ask_is_one_sentence_with_its_line(kind, arguments, line, sentence, tmp_path):
    path = tmp_path / "mistaken.py"
    exercise = load_source(FILE.format(kind=kind, arguments=arguments), "mistaken", path)
    with pytest.raises(UserError, match=re.escape(sentence)) as told, author_errors(exercise, seed=3):
        variant(exercise, 3)
    assert str(told.value).startswith(f"{path}, {line}: ") and "\n" not in str(told.value)
    assert " Correct " in str(told.value) and ".." not in str(told.value)
