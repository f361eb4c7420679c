"""What a table of the class says of a grade."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizgen.documents.class_summary import ENDS, line
from quizgen.model import Grade, Mark, Verdict

DEAD = (Verdict.RIGHT, Verdict.WRONG, Verdict.TIMED_OUT, *[Verdict.NOT_RUN] * 6)


def graded(verdicts: tuple[Verdict, ...]) -> Grade:
    return Grade("s.py", "code", "", "Ada", tuple(Mark(f"f.F{i}", v, 0, 1) for i, v in enumerate(verdicts)))


def test_what_was_not_run_counts_for_what_ended_it() -> None:
    assert line(graded(DEAD)).worst is Verdict.TIMED_OUT
    assert line(graded((Verdict.RIGHT, Verdict.CRASHED, *DEAD[3:]))).worst is Verdict.CRASHED


@given(st.lists(st.sampled_from(Verdict), max_size=12).map(tuple))
def test_otherwise_it_is_the_most_frequent_that_is_not_right(verdicts: tuple[Verdict, ...]) -> None:
    worst = line(graded(verdicts)).worst
    wrong = Counter(verdict for verdict in verdicts if verdict is not Verdict.RIGHT)
    if worst in ENDS:
        wrong[worst] += wrong[Verdict.NOT_RUN]
    assert wrong[worst] == max(wrong.values(), default=0)
