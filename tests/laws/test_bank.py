"""Every law on every exercise of the bank. This file never changes when an exercise is added.

QUIZGEN_SEEDS sets how many seeds are tried (the nightly run: 1000).
"""

import os
from functools import cache

import pytest

from quizgen.authoring.bank import Bank
from quizgen.laws import LAWS, Sample, breaches, sample

SEEDS = int(os.environ.get("QUIZGEN_SEEDS", "60"))
BANK = Bank.load()


@cache
def taken(name: str) -> Sample:
    return sample(BANK.get(name), range(SEEDS), worded=SEEDS)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", BANK.exercises)
def test_law(name, law):
    assert breaches(law, taken(name)) == []


def test_forward_pass_has_at_least_ten_exercises():
    assert len(BANK.select(topics=["forward-pass"])) >= 10


def test_names_are_unique_and_topics_are_folders():
    for exercise in BANK.exercises.values():
        assert exercise.path is not None
        assert exercise.path.parent.name == exercise.topic
        assert exercise.covers, f"{exercise.name} says not what it covers"
