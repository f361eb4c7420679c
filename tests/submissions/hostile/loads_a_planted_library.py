# expect: RIGHT
"""Loads a library that was put beside the submissions."""


def attack():
    if attempt(ctypes.CDLL, "__LIBRARY__"):
        got("the planted library is loaded")
