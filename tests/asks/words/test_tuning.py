"""The answers on which scoring was tuned, with the rubrics of the bank: none silently over-graded, few good ones flagged."""

from collections import Counter

import pytest
from places import ROOT
from worded import PLAIN, answers, asks

from quizgen.asks.words.assess import assess

BANK = [
    *sorted((ROOT / "question_bank" / "interview").glob("*.yaml")),
    ROOT / "question_bank" / "bptt" / "why_sum.yaml",
]
ASKS = {name: ask for file in BANK for name, ask in asks(file).items() if ask.machine_scored}
ENTRIES = [one for one in answers("tuning.yaml") if one["q"] in ASKS]


def outcome(entry):
    found = assess(ASKS[entry["q"]], entry["a"])
    if not found.sure:
        return "flagged"
    given = 2 if found.share >= 0.75 - 1e-9 else 0 if found.share < 0.3 else 1
    return "exact" if given == entry["expect"] else "over" if given > entry["expect"] else "under"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['q']}-{entry['kind']}")
def test_none_is_silently_over_graded_and_what_needs_a_person_gets_one(entry):
    result = outcome(entry)
    assert result != "over"
    assert result == "flagged" or not entry.get("must_flag")


def test_plain_good_answers_are_flagged_at_most_one_in_ten_and_few_answers_are_under_graded():
    plain = Counter(outcome(entry) for entry in ENTRIES if entry["kind"] in PLAIN and entry["expect"] == 2)
    assert plain.total() >= 20
    assert plain["flagged"] <= plain.total() / 10
    assert Counter(map(outcome, ENTRIES))["under"] <= len(ENTRIES) / 20
