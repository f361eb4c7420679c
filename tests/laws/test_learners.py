"""Simulated learners over the whole bank. Holders of a misconception, carriers of an error and guessers are laws of their own.

The careful hand calculator rounds every line of the blackboard to the decimals asked: of ten thousand, none is rejected.
By day there are fewer of them; the law is tried on the seeds of test_bank.py too.
"""

import pytest
from nightly import NIGHTLY

from quizgen.authoring.bank import Bank
from quizgen.laws import breaches, sample
from quizgen.laws.numbers import careful_hand_calculation_is_right

BANK = Bank.load()
ROUNDED = [
    name
    for name, exercise in BANK.exercises.items()
    if exercise.solving and any(ask.rounded_to is not None for ask in exercise.asks)
]
EACH = -(-10_000 // len(ROUNDED)) if NIGHTLY else 50


@pytest.mark.parametrize("name", ROUNDED)
def test_careful_hand_calculators_are_right(name):
    assert breaches(careful_hand_calculation_is_right, sample(BANK.get(name), range(EACH), worded=0)) == []
