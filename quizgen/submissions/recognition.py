"""Which interface a file follows, and which of its functions have other names there."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Loaded
from quizgen.submissions.interfaces import INTERFACES, Interface, interface_of_file
from quizgen.submissions.interfaces.scratch_forward import SHAPED
from quizgen.submissions.other_names import RENAMEABLE, Named, find_other_names, is_named

TORCHLIKE, SCRATCH = INTERFACES["torchlike"], INTERFACES["scratch"]


def recognise(
    everything: Loaded, loaded: Loaded, name: str | None, asked: Sequence[str] | None, sandbox: Session
) -> Named:
    """The interface of a file of which `loaded` can be called and `everything` seems to be there, or the one of this name.

    Names come first, then classes and functions from scratch. Only where neither shows an interface, its functions show it
    by what they do.
    """
    found = interface_of_file(everything, name, sandbox.run)
    if found in RENAMEABLE and (name is not None or is_named(everything, found)):
        return find_other_names(loaded, [found], asked, everything.names, sandbox.run_apart)
    of_functions = found.name == SCRATCH.name and not any("." in own for own in found.functions.values())
    if name is not None or not (of_functions or found in RENAMEABLE or _lacks_its_class(found, loaded)):
        return Named(found)
    others = find_other_names(loaded, RENAMEABLE, asked, everything.names, sandbox.run_apart)
    if of_functions and not (others.right and _fits_nothing(everything, sandbox)):
        return Named(found)
    return others if others.taken or others.several or others.interface is found else Named(found)


def _lacks_its_class(found: Interface, loaded: Loaded) -> bool:
    """Whether torch's interface was recognised by a method alone, or by a class that is made without arguments."""
    return found.name == TORCHLIKE.name and not loaded.names.get(TORCHLIKE.functions["rnn_forward"].partition(".")[0])


def _fits_nothing(everything: Loaded, sandbox: Session) -> bool:
    """Whether the functions that may be from scratch return nothing of the right shape in any way."""
    return interface_of_file(everything, None, sandbox.run, least=SHAPED) in RENAMEABLE
