"""Find the slip: what a learner chooses from and reads in the solution is set as on the blackboard."""

import re

from quizgen.authoring.bank import Bank
from quizgen.generate import variants


def test_the_slips_to_choose_from_are_printed_with_formulas():
    drawn = list(variants(Bank.load().get("find-the-slip"), range(120)))
    texts = {option.text for one in drawn for option in one.asks[0].kinds} | {one.solution for one in drawn}
    in_words = [re.sub(r"\$[^$]+\$", "", text) for text in texts]
    assert not [words for words in in_words if re.search(r"_|ᵀ|\bt-1|\b[bfW]\b", words)]
    assert any(r"$W_{h}^\top$" in text for text in texts) and any("$h_{t-1}$" in text for text in texts)
