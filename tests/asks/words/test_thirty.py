"""The thirty answers: none is silently over-graded, plain good ones are rarely flagged, and it stays as it was measured."""

from collections import Counter

import pytest
from worded import PLAIN, answers, asks

from quizgen.asks.words.assess import assess

MEASURED = {"exact": 16, "over": 0, "under": 0, "flagged": 14}


def level(share):
    return 2 if share >= 0.75 - 1e-9 else 0 if share < 0.3 else 1


def outcome(entry):
    found = assess(asks()[entry["q"]], entry["a"])
    if not found.sure:
        return "flagged"
    given = level(found.share)
    return "exact" if given == entry["expect"] else "over" if given > entry["expect"] else "under"


@pytest.mark.parametrize("entry", answers("thirty.yaml"), ids=lambda entry: f"{entry['q']}-{entry['kind']}")
def test_none_is_silently_over_graded_and_what_needs_a_person_gets_one(entry):
    result = outcome(entry)
    assert result != "over"
    assert result == "flagged" or not entry.get("must_flag")


def test_plain_good_answers_are_flagged_at_most_one_in_ten():
    plain = [outcome(entry) for entry in answers("thirty.yaml") if entry["kind"] in PLAIN and entry["expect"] == 2]
    assert len(plain) == 10
    assert plain.count("flagged") <= 1


def test_the_table_is_the_measured_one():
    assert dict(Counter(map(outcome, answers("thirty.yaml")))) | {"over": 0, "under": 0} == MEASURED
