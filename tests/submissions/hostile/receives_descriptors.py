# expect: RIGHT
"""Listens on every socket it was left, in case its maker talks descriptors over it."""

import socket
import stat


def attack():
    for descriptor in range(3, 256):
        kind = attempt(os.fstat, descriptor)
        if kind is None or not stat.S_ISSOCK(kind.st_mode):
            continue
        heard = attempt(
            lambda d=descriptor: socket.socket(fileno=d).recvmsg(64, 256, socket.MSG_DONTWAIT | socket.MSG_PEEK)
        )
        if heard and heard[1]:
            got(f"a descriptor came by {descriptor}")
