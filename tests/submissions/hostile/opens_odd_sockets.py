# expect: RIGHT
"""Tries the socket families that rules often forget: raw, packet, vsock, crypto, bluetooth, pairs."""

import socket


def attack():
    for family in range(1, 46):
        for kind in (1, 2, 3, 5):
            if attempt(socket.socket, family, kind):
                got(f"family {family}, kind {kind}")
