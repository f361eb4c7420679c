# expect: RIGHT
"""Asks the kernel about its network."""

import socket


def attack():
    for family in (0, 9, 15, 16):
        if attempt(socket.socket, socket.AF_NETLINK, socket.SOCK_RAW, family):
            got(f"netlink {family}")
