# expect: RIGHT or CRASHED
"""Nests deeper than the parser's stack, in a function that is never called."""


def deep():
    return __DEEP__  # noqa: F821 - five hundred brackets
