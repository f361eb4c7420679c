# expect: RIGHT or TIMED_OUT
"""Answers, and never wakes the grader."""

import gc


def attack():
    for found in gc.get_objects():
        if type(found).__name__ == "Answers":
            found.end_round = lambda: None
