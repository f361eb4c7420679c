# expect: OUT_OF_MEMORY or TIMED_OUT or CRASHED or RIGHT
"""A short constant expression that becomes a long one when it is compiled."""


def large():
    return ((((1,) * 250,) * 250,) * 250,) * 250
