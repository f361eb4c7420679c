# expect: RIGHT
"""Talks to a service of this machine by its path."""

import socket


def attack():
    made = attempt(socket.socket, socket.AF_UNIX, socket.SOCK_STREAM)
    if made and attempt(lambda: made.connect("__UNIX__") or True):
        got("connected")
