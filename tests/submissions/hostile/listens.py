# expect: RIGHT
"""Listens on a socket, for the next submission to connect to."""

import socket


def attack():
    if server := attempt(socket.create_server, ("127.0.0.1", 0)):
        got(server.getsockname())
    made = attempt(socket.socket, socket.AF_UNIX, socket.SOCK_DGRAM)
    if made and attempt(lambda: made.bind("\0__MARK__-listens") or True):
        got("bound")
