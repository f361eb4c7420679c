# expect: CRASHED or WRONG or PARTLY
"""Sends every answer two times."""

import gc


def twice(answers):
    send = answers.send

    def sending(reply):
        send(reply)
        send(reply)

    return sending


def attack():
    for found in gc.get_objects():
        if type(found).__name__ == "Answers":
            attempt(setattr, found, "send", twice(found))


BEFORE = rnn_step


def rnn_step(*args):
    attack()
    return BEFORE(*args)
