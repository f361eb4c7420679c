# expect: CRASHED or WRONG or PARTLY or TIMED_OUT or RIGHT
"""Turns the pipe of its answers into that of its questions, of its prints and of the rounds, and the other way round."""


def attack():
    for one in range(3, 12):
        for other in range(12):
            attempt(os.dup2, one, other)
