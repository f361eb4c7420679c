# expect: RIGHT
"""Goes on in a second process after the first is graded."""

import time


def attack():
    if (pid := attempt(os.fork)) == 0:
        time.sleep(20)
        os._exit(0)
    if pid:
        got(f"a child {pid}")
