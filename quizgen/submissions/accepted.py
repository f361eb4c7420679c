"""What a file was allowed that it could not do elsewhere: stand-ins for absent modules, names that NumPy no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.sandbox.missing_modules import AVAILABLE, FORBIDDEN
from quizgen.sandbox.old_numpy import REMOVED
from quizgen.sandbox.records import Failure, Loaded
from quizgen.sandbox.source import Source

MAX_NOTES = 5  # names of one kind that are noted


def accepted_notes(loaded: Loaded | Failure, source: Source) -> tuple[str, ...]:
    """A sentence for each kind of thing that was accepted, and for each other file whose name hides it."""
    return (*(_of_loaded(loaded, source) if isinstance(loaded, Loaded) else ()), *_hidden_modules(source))


def _of_loaded(loaded: Loaded, source: Source) -> Iterator[str]:
    for name, line, file in loaded.old_numpy[:MAX_NOTES]:
        place = source.place(line, file)
        yield f"{place if file else place[:1].upper() + place[1:]}: {REMOVED[name].sentence(name)}."
    for module in loaded.helpers[:MAX_NOTES]:
        yield f"{module} is not here: NumPy and the helpers of its course stand in for it."
    libraries = [n for n in loaded.stand_ins if not any(other.startswith(f"{n}.") for other in loaded.stand_ins)]
    if libraries:
        verb = "is" if len(libraries) == 1 else "are"
        yield f"{' and '.join(libraries)} {verb} not installed where code is graded: a stand-in was used."


def _hidden_modules(source: Source) -> Iterator[str]:
    for path in source.modules:
        top = path.partition("/")[0].removesuffix(".py")
        if top in FORBIDDEN:
            yield f"{path} cannot be imported: that is the name of what grades it. Give it another name."
        elif top in AVAILABLE:
            whose = "NumPy" if top == "numpy" else f"Python's own {top}"
            yield f"{path} cannot be imported: `import {top}` gives {whose}. Give it another name."
