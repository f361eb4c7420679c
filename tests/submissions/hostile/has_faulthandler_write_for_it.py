# expect: RIGHT or CRASHED or WRONG
"""Has faulthandler write tracebacks into every descriptor there is, now and later."""

import faulthandler


def attack():
    for number in range(64):
        attempt(lambda number=number: faulthandler.dump_traceback(file=number))
        attempt(lambda number=number: faulthandler.dump_traceback_later(0.01, repeat=True, file=number))
        attempt(lambda number=number: faulthandler.enable(file=number))
