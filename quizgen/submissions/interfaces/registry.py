"""All interfaces, by name; which of them a file follows."""

from __future__ import annotations

from quizgen.errors import UserError, did_you_mean
from quizgen.sandbox.records import Loaded
from quizgen.submissions.interfaces.chapter import CHAPTER, FUNCTIONS
from quizgen.submissions.interfaces.cs231n import CS231N
from quizgen.submissions.interfaces.dlai import DLAI
from quizgen.submissions.interfaces.gated import GATED_HEADINGS
from quizgen.submissions.interfaces.interface import Interface
from quizgen.submissions.interfaces.minchar import MINCHAR
from quizgen.submissions.interfaces.scratch import SCRATCH, interface_for
from quizgen.submissions.interfaces.scratch_forward import KNOWN
from quizgen.submissions.interfaces.scratch_roles import Runner, functions_of
from quizgen.submissions.interfaces.scratch_search import find_plan
from quizgen.submissions.interfaces.torchlike import TORCHLIKE, for_class

INTERFACES = {interface.name: interface for interface in (CHAPTER, CS231N, DLAI, TORCHLIKE, MINCHAR, SCRATCH)}
HEADINGS = (
    {function.name: function.heading for function in FUNCTIONS.values()}
    | {
        # neither is a function of the chapter's, so no exercise asks for it
        "rnn_step_backward": "one step back, with its own cache",
        "output_backward": "the gradients of the output layer",
    }
    | GATED_HEADINGS
)
ASKED_BY_NAME = (*FUNCTIONS, *GATED_HEADINGS)  # what an assignment may ask for; without a name it asks for FUNCTIONS
PARTS = {  # of one function that is graded as several
    "rnn_step": "the state",
    "predict": "the prediction",
    "rnn_forward": "the states",
    "sequence_ce": "the loss",
    "rnn_backward": "the gradients",
    "output_backward": "the gradients of the output layer",
}


def named(name: str) -> Interface:
    """The interface of this name; UserError if there is none."""
    if name not in INTERFACES:
        known = ", ".join(INTERFACES)
        raise UserError(f"No interface {name!r}.{did_you_mean(name, INTERFACES)} There are: {known}.")
    return INTERFACES[name]


def recognised(loaded: Loaded) -> Interface:
    """The interface of which a file defines most, by the names of functions and of their parameters."""
    best = max(INTERFACES.values(), key=lambda interface: _similarity(interface, loaded))
    return interface_of(loaded, best.name)


def interface_of(loaded: Loaded, name: str | None = None) -> Interface:
    """The interface of this name, adapted to what the file defines; without a name the recognised one."""
    if name is None:
        return recognised(loaded)
    return for_class(loaded) if name == TORCHLIKE.name else named(name)


def interface_of_file(loaded: Loaded, name: str | None, run: Runner, *, least: float = 0) -> Interface:
    """The interface of a file that can be called: of a class from scratch the names say too little, so it is tried out.

    `least`: how well a class or functions from scratch must fit.
    """
    found = interface_of(loaded, name)
    plan = None
    if name == SCRATCH.name or (name is None and _may_be_scratch(loaded, found)):
        plan = find_plan(loaded.names, run, least=least)
    elif name is None:  # functions named as a course's, but of one dict or tuple of parameters that another one makes
        plan = find_plan(_only_functions(loaded), run, least=KNOWN)
    return interface_for(plan) if plan is not None else found


def _only_functions(loaded: Loaded) -> dict[str, tuple[str, ...] | None]:
    return {name: loaded.names[name] for name in functions_of(loaded.names)}


def _may_be_scratch(loaded: Loaded, found: Interface) -> bool:
    """Whether no other interface is recognised but that of torch, whose class has the same name."""
    return found.name in (TORCHLIKE.name, SCRATCH.name) or _similarity(found, loaded) < 0.5


def display_name(function: str, interface: Interface) -> str:
    """The learner's name of a function, the chapter's if the interface has none; with the part, if it is graded as several."""
    name = interface.functions.get(function, function)
    return f"{name}, {PARTS[function]}" if [*interface.functions.values()].count(name) > 1 else name


def _similarity(interface: Interface, loaded: Loaded) -> float:
    """Each function counts ½ if the file has it, 1 if it takes enough arguments, and up to 2 for parameters named as the
        course names them. A method of a class of another name counts a little, so that the report on a file with nothing else
    has the name that is wanted."""
    total = 0.0
    for function, wanted in interface.signatures.items():
        if function not in loaded.names:
            method = function.partition(".")[2]
            total += 0.1 * any(name.endswith(f".{method}") for name in loaded.names if method)
            continue
        total += 0.5
        parameters = [name for name in loaded.names[function] or () if name != "self"]
        if len(parameters) >= len(wanted):
            total += 0.5 + len({*parameters} & {*wanted}) / max(len(parameters), len(wanted))
    return total
