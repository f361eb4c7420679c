# expect: CRASHED or WRONG or TIMED_OUT
"""Keeps its answers back and sends the last one first."""

import gc

KEPT = []


def attack():
    for found in gc.get_objects():
        if type(found).__name__ == "Answers":
            send, end = found.send, found.end_round

            def ending(send=send, end=end):
                while KEPT:
                    send(KEPT.pop())
                end()

            found.send, found.end_round = KEPT.append, ending
