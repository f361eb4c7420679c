"""Patterns of contradictions are checked before they are used, and quotes are the claim's own words."""

import pytest
from worded import asks

from quizgen.asks.words.assess import assess
from quizgen.asks.words.contradictions import compiled
from quizgen.errors import UserError


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|b*)*c", "(", ".*a.*b.*c.*d", r"(\w+\s*)+x"])
def test_a_pattern_that_could_take_for_ever_is_refused(pattern):
    with pytest.raises(UserError, match=r"Correct it|could take for ever"):
        compiled(pattern)


@pytest.mark.parametrize(
    "pattern", [r"lstm.{0,50}\b(more|worse)\b.{0,40}vanish", "each step has (its )?own (weights|matri)", r"\w+ step"]
)
def test_other_patterns_are_not(pattern):
    assert compiled(pattern).pattern == pattern


def test_a_claim_is_quoted_as_it_was_typed():
    found = assess(asks()["why-lstm"], "The LSTM is  much\nWORSE at vanishing gradients.")
    assert [one.words for one in found.contradicted] == ["The LSTM is  much\nWORSE at vanishing gradients"]
    assert found.share == 0 and found.sure
