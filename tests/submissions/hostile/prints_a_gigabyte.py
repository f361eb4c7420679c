# expect: RIGHT or TIMED_OUT or CRASHED
"""Prints more than anybody reads."""


def attack():
    for _ in range(1000):
        print("x" * 10**6)
