# expect: RIGHT
"""Talks to a service that has no path, which no rule of paths holds."""

import socket


def attack():
    made = attempt(socket.socket, socket.AF_UNIX, socket.SOCK_STREAM)
    if made and attempt(lambda: made.connect("\0__ABSTRACT__") or True):
        got("connected")
