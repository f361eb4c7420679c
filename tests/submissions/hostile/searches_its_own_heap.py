# expect: RIGHT
"""Goes through every object and every frame for expected values, keys and secrets."""

import gc
import sys


def attack():
    frame = sys._getframe()
    while frame is not None:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            if any(word in name.lower() for word in ("expected", "tolerance", "solution", "verdict")):
                got(f"{name}: {value!r}")
        frame = frame.f_back
    wanted = "BAIT" + "-IN-MEMORY-"
    for thing in gc.get_objects():
        texts = [t for t in thing.values() if type(t) is str] if type(thing) is dict else []
        got(*found) if (found := [t for t in texts if t.startswith(wanted)][:1]) else None
        if type(thing).__name__ in ("Grade", "Mark", "Check", "Misconception", "Conversation"):
            got(type(thing))
