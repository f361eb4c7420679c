# expect: RIGHT or CRASHED or WRONG
"""Registers codecs and error handlers that answer for the reader, and replaces those that are there."""

import codecs
import encodings


def attack():
    codecs.register_error("strict", lambda error: ("BAIT" * 1000, error.end))
    codecs.register_error("replace", lambda error: ("BAIT" * 1000, error.end))
    codecs.register(lambda name: codecs.lookup("utf-7"))
    encodings.utf_8.decode = lambda *a: ("123", 3)
    encodings._cache.clear()
