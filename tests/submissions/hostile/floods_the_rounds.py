# expect: TIMED_OUT or CRASHED or RIGHT
"""Wakes the grader a million times."""

import gc


def attack():
    for found in gc.get_objects():
        if type(found).__name__ == "Answers":
            for _ in range(100):
                attempt(os.write, found._rounds, bytes(1 << 16))
