# expect: RIGHT
"""Computes on in a second thread, which a grader that watches one does not see."""

import threading
import time


def attack():
    for _ in range(20):
        if attempt(lambda: threading.Thread(target=time.sleep, args=(20,), daemon=True).start() or True):
            got("a thread")
