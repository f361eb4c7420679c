"""What the small pieces of sentences say."""

from hypothesis import given
from hypothesis import strategies as st

from quizgen.errors import did_you_mean

TOPICS = ["forward-pass", "backward-pass", "loss"]


def test_a_typing_error_suggests_the_closest_name() -> None:
    assert did_you_mean("foward-pass", TOPICS) == " Did you mean 'forward-pass'?"
    assert did_you_mean("LOSS", iter(TOPICS)) == " Did you mean 'loss'?"
    assert did_you_mean("bce", ["BCE"]) == " Did you mean 'BCE'?"


def test_nothing_is_suggested_for_a_word_like_none_of_them() -> None:
    assert did_you_mean("banana", TOPICS) == ""
    assert did_you_mean("loss", []) == ""


@given(st.text(), st.lists(st.text()))
def test_whatever_is_suggested_is_known(word: str, known: list[str]) -> None:
    suggestion = did_you_mean(word, known)
    assert suggestion == "" or suggestion in {f" Did you mean {name!r}?" for name in known}
