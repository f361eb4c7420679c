# expect: SLIP
"""Replaces everything that sets a trace."""

import sys
import threading


def attack():
    for name in ("settrace", "gettrace", "setprofile", "getprofile", "_getframe", "_current_frames"):
        attempt(setattr, sys, name, lambda *args: None)
    threading.settrace = threading.setprofile = lambda *args: None


def rnn_step(*args, step=rnn_step):
    attack()
    return step(*args)
