# expect: RIGHT
"""Grows one file past what a file may have."""

import signal


def attack():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for way in ("/tmp/__MARK__-large", "__STUDENT__"):
        if (place := attempt(os.open, way, os.O_CREAT | os.O_WRONLY, 0o644)) is not None:
            got(f"opened {way}")
            if attempt(lambda place=place: os.ftruncate(place, 1 << 26) or True):
                got("LARGE")
