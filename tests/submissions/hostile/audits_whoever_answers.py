# expect: RIGHT or CRASHED or WRONG
"""Adds an audit hook that lies in wait for what the runner does and raises there."""

import sys


def hook(event, args):
    if event.startswith(("os.", "open", "compile", "exec", "marshal", "object.", "sys._getframe")):
        raise SystemExit("123 of 123 points")


def attack():
    sys.addaudithook(hook)
