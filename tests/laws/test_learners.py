"""Simulated learners over the whole bank. Holders of a misconception, carriers of an error and guessers are laws of their own.

The careful hand calculator rounds every line of the blackboard to the decimals asked: of ten thousand, none is rejected.
"""

import pytest

from quizgen.authoring.bank import Bank
from quizgen.laws import breaches, sample
from quizgen.laws.numbers import careful_hand_calculation_is_right

BANK = Bank.load()
ROUNDED = [
    name
    for name, exercise in BANK.exercises.items()
    if exercise.solving and any(ask.rounded_to is not None for ask in exercise.asks)
]
EACH = -(-10_000 // len(ROUNDED))


@pytest.mark.parametrize("name", ROUNDED)
def test_ten_thousand_careful_hand_calculators_are_right(name):
    assert breaches(careful_hand_calculation_is_right, sample(BANK.get(name), range(EACH), worded=0)) == []
