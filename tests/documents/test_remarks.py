"""The sentence beside a mark."""

from __future__ import annotations

from gradebook_samples import mark

from quizgen.documents.remarks import WORDS, remark
from quizgen.model import Verdict


def test_every_verdict_has_words_and_no_remark_is_empty():
    assert set(WORDS) == set(Verdict)
    assert all(remark(mark("f.F1", verdict)) == WORDS[verdict] for verdict in Verdict)
