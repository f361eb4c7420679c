# expect: RIGHT or CRASHED or WRONG
"""Leaves generators and coroutines whose ends run when they are cleared away, a thousand of them."""


def endless():
    try:
        yield
    finally:
        while True:
            os.write(1, b"BAIT")


def attack():
    for _ in range(3):
        one = endless()
        next(one)
        HELD.append(one)


HELD = []
