# expect: RIGHT
"""Calls home."""

import socket


def attack():
    if attempt(socket.create_connection, ("127.0.0.1", int("__TCP__")), 1):
        got("connected")
    for kind in (socket.SOCK_STREAM, socket.SOCK_STREAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK):
        if (made := syscall("socket", socket.AF_INET, kind, 0)) >= 0:
            got(f"a socket {made}")
            attempt(socket.socket(fileno=made).connect, ("127.0.0.1", int("__TCP__")))
    if syscall("socket", socket.AF_INET6, socket.SOCK_STREAM, 0) >= 0:
        got("a socket of version 6")
