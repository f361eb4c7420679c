"""Options chosen so that the form of the right one does not give it away."""

from collections import Counter

from quizgen.asks.options import Option
from quizgen.authoring import Draw

RIGHT = [Option("", "a reason of middle length")]
WRONG = [
    Option("", text)
    for text in ("short", "a bit longer", "one that is longer than it", "one that is by far the longest")
]


def test_the_right_one_is_now_the_longest_and_now_the_shortest():
    ranks = Counter()
    for seed in range(400):
        options = Draw(f"{seed}").options_among("", RIGHT, WRONG, 2, 2)
        (right,) = (option for option in options if option.accepted)
        ranks[sum(len(option.text) < len(right.text) for option in options)] += 1
        assert [option.letter for option in options] == list("ABC")
    assert sorted(ranks) == [0, 1, 2] and min(ranks.values()) > 40


def test_so_many_are_shown_as_are_asked_for_or_as_there_are():
    counts = {len(Draw(f"{seed}").options_among("", RIGHT, WRONG, 2, 3)) for seed in range(50)}
    assert counts == {3, 4}
    assert len(Draw("1").options_among("", RIGHT, WRONG[:1], 2, 3)) == 2


def test_of_several_right_ones_one_is_shown():
    both = [*RIGHT, Option("", "quite another reason", feedback="Yes.")]
    shown = Counter()
    for seed in range(100):
        (right,) = (one for one in Draw(f"{seed}").options_among("Why?", both, WRONG, 3, 3) if one.accepted)
        shown[right.text] += 1
    assert set(shown) == {one.text for one in both}
