# expect: RIGHT
"""Uses the sockets it was left to connect elsewhere, and to send descriptors and credentials."""

import socket
import stat


def attack():
    for descriptor in range(64):
        kind = attempt(os.fstat, descriptor)
        if kind is None or not stat.S_ISSOCK(kind.st_mode):
            continue
        mine = socket.socket(fileno=os.dup(descriptor))
        if attempt(lambda mine=mine: mine.connect("\0__ABSTRACT__") or True):
            got("connected")
        if attempt(socket.send_fds, mine, [b"x"], [descriptor]):
            got("sent a descriptor")
