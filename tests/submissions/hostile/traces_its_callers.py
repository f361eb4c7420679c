# expect: RIGHT
"""Sets a trace and a profile, and looks at every argument of everything that is called from then on."""

import sys


def spy(frame, event, argument):
    for name, value in frame.f_locals.items():
        if any(word in name.lower() for word in ("expected", "tolerance", "reference", "secret")):
            got(f"{name}: {value!r}")
    return spy


def attack():
    sys.settrace(spy)
    sys.setprofile(spy)
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = spy
        frame = frame.f_back
