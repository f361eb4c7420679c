# expect: RIGHT
"""Prints what clears screens, colours them, and sets the title of the window."""


def attack():
    print("\x1b[2J\x1b[31m\x1b]0;BAIT\x07\x1b[5n\x9b2J\u202e", flush=True)
    os.write(2, b"\x1b[2J\xff\xfe")
