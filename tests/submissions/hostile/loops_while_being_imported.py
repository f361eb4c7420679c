# expect: TIMED_OUT or CRASHED or RIGHT
"""Never comes to its functions, and may be read without that line."""


def wait():
    while True:
        pass


NEVER = wait()
