"""Six ways of writing an RNN that courses teach, which of them a file follows, and the layouts it may be written in."""

from quizgen.submissions.interfaces.chapter import FUNCTIONS
from quizgen.submissions.interfaces.function import Function
from quizgen.submissions.interfaces.gated import GATED_FUNCTIONS
from quizgen.submissions.interfaces.interface import PARAMETERS, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.other_layouts import other_layouts, other_layouts_of
from quizgen.submissions.interfaces.registry import (
    ASKED_BY_NAME,
    HEADINGS,
    INTERFACES,
    display_name,
    interface_of,
    interface_of_file,
    named,
    recognised,
)

__all__ = [
    "ASKED_BY_NAME",
    "FUNCTIONS",
    "GATED_FUNCTIONS",
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
    "other_layouts_of",
    "recognised",
]
