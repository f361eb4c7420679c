# expect: RIGHT
"""Sends signals to the grader, by every call that sends them; harmless ones, since the first proves as much as the last."""

import signal


def attack():
    pid, urgent = int("__GRADER__"), int(signal.SIGURG)
    if attempt(lambda: os.kill(pid, urgent) or True):
        got("os.kill")
    handle = syscall("pidfd_open", pid, 0)
    for name, args in (
        ("kill", (pid, urgent)),
        ("tkill", (pid, urgent)),
        ("tgkill", (pid, pid, urgent)),
        ("rt_sigqueueinfo", (pid, urgent, b"\x17\0\0\0\0\0\0\0\xff\xff\xff\xff" + bytes(116))),
        ("rt_tgsigqueueinfo", (pid, pid, urgent, b"\x17\0\0\0\0\0\0\0\xff\xff\xff\xff" + bytes(116))),
        ("pidfd_send_signal", (handle, urgent, None, 0)),
    ):
        if syscall(name, *args) == 0:
            got(name)
