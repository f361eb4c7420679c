"""Six ways of writing an RNN that courses teach, which of them a file follows, and the layouts it may be written in."""

from quizgen.submissions.interfaces.chapter import FUNCTIONS, Function
from quizgen.submissions.interfaces.interface import PARAMETERS, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.other_layouts import other_layouts
from quizgen.submissions.interfaces.registry import (
    HEADINGS,
    INTERFACES,
    display_name,
    interface_of,
    interface_of_file,
    named,
    recognised,
)

__all__ = [
    "FUNCTIONS",
    "HEADINGS",
    "INTERFACES",
    "PARAMETERS",
    "Function",
    "Interface",
    "Layout",
    "display_name",
    "interface_of",
    "interface_of_file",
    "named",
    "other_layouts",
    "recognised",
]
