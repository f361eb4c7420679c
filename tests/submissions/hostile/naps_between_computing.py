# expect: TIMED_OUT
"""Never sleeps long enough to be seen asleep, and never comes back."""

import time


def attack():
    while True:
        time.sleep(0.04)
        sum(range(20_000))
