# expect: RIGHT
"""Runs commands, in every way that Python has for it."""

import os


def attack():
    subprocess = attempt(__import__, "subprocess")
    for run in (
        lambda: os.system("echo LOOT") == 0,
        lambda: os.popen("echo LOOT").read(),
        lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "echo LOOT"], {}),
        lambda: subprocess.check_output(["/bin/sh", "-c", "echo LOOT"]),
        lambda: subprocess.Popen(["/bin/sh", "-c", "echo LOOT"], start_new_session=True),
        lambda: os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "echo LOOT"]) == 0,
    ):
        if loot := attempt(run):
            got(f"ran: {loot}")
