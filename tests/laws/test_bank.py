"""Every law on every exercise of the bank. This file never changes when an exercise is added.

QUIZGEN_SEEDS sets how many seeds are tried (the nightly runs: 1000 with all their words, 100000).
"""

import pytest
from nightly import NIGHTLY, seeds

from quizgen.authoring.bank import Bank
from quizgen.authoring.check_names import unknown_names
from quizgen.laws import audit

SEEDS = seeds(200)
WORDED = min(SEEDS, 1000) if NIGHTLY else 5  # seeds whose words and marks are checked too
BANK = Bank.load()


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_law(name):
    found = {breach.law: breach.evidence for _, breaches in audit(BANK.get(name), SEEDS, WORDED) for breach in breaches}
    assert found == {}


@pytest.mark.parametrize("name", BANK.exercises)
def test_names_are_known_and_topics_are_folders(name):
    exercise = BANK.get(name)
    assert list(unknown_names(exercise)) == []
    assert exercise.path is not None and exercise.path.parent.name == exercise.topic
    assert exercise.covers, f"{exercise.name} says not what it covers"


def test_all_topics_of_the_chapter_and_beyond_are_there():
    assert len(BANK.topics()) == 26 and len(BANK.exercises) >= 90
    assert len(BANK.select(topics=["forward-pass"])) >= 10
