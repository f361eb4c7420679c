"""How a tutorial's class is used: what its constructor is given, where its parameters are, and what it takes and returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizgen.submissions.cases import Array

Path = tuple[str | int, ...]

SEQUENCES: Mapping[str, Callable[[Array], Any]] = {  # how a sequence (T, F) is given
    "array (T, n)": lambda sequence: sequence,
    "list of columns (n, 1)": lambda sequence: [row[:, None] for row in sequence],
    "list of vectors (n,)": list,
    "array (T, n, 1)": lambda sequence: sequence[:, :, None],
    "array (n, T)": lambda sequence: np.ascontiguousarray(sequence.T),
    "list of rows (1, n)": lambda sequence: [row[None] for row in sequence],
}
IDS = "list of ids"
GRADIENTS = {"dW": "W", "dW_h": "W_h", "db": "b"}  # each with the role of its parameter
VECTORS: Mapping[str, Callable[[Array], Any]] = {  # how a single vector (n,) is given
    "column (n, 1)": lambda vector: vector[:, None],
    "vector (n,)": lambda vector: vector,
    "row (1, n)": lambda vector: vector[None],
}


@dataclass(frozen=True)
class Parameter:
    """An array that is set from outside: its place in the object, and the order of its axes there."""

    path: Path
    axes: str  # OI or IO of a weight (units by inputs), F, F1 or 1F of a vector

    @property
    def name(self) -> str:
        """As a learner writes it, but for self."""
        first, *keys = self.path
        name = first if isinstance(first, str) else f"parameter {first + 1}"
        return name + "".join(f"[{key!r}]" for key in keys)

    def to_learner(self, array: Array) -> Array:
        """An array in the chapter's order of axes as it stands in the object."""
        if self.axes == "IO":
            return np.ascontiguousarray(array.T)
        return array.reshape({"F1": (-1, 1), "1F": (1, -1)}[self.axes]) if self.axes in ("F1", "1F") else array


@dataclass(frozen=True)
class States:
    """Where the states are: returned, or kept in the object.

    `rows`: "all", "first h_0" or "last h_0" if h_0 stands among them; "only h_T". `through`: "" for the states
    themselves; outputs that show them are "logits" or "softmax". `by_units` is True for (H, T).
    """

    returned: bool = True
    path: Path = ()
    rows: str = "all"
    through: str = ""
    by_units: bool = False


@dataclass(frozen=True)
class GradientPlace:
    """Where a gradient is: "returned", "kept" in the object, or in what a parameter has "changed" by."""

    how: str
    path: Path = ()


@dataclass(frozen=True)
class Backward:
    """The method that goes back through time, what each of its arguments is (a role and a form), and its gradients."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    gradients: tuple[tuple[str, GradientPlace], ...] = ()  # dW, dW_h, db
    rate: float = 1.0  # by which gradients are multiplied: 2 of a squared error, or a learning rate that cannot be set


UPSTREAM = (
    "dy", "dy of h_T", "targets", "target of h_T", "dh", "dh of h_T", "real targets", "real target of h_T",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How one class is used. `makes` are the arguments of its constructor: numbers, or the letters of sizes.

    V is a number of characters, inputs and outputs at once. `settings` are attributes that are set beside the parameters.
    With `of_functions` the owner is a function that makes a dict, a list or a tuple of parameters, which others take.
    """

    owner: str
    makes: tuple[str | float, ...]
    parameters: tuple[tuple[str, Parameter], ...]
    forward: str = "forward"
    arguments: tuple[tuple[str, str], ...] = (("x", "list of columns (n, 1)"),)
    states: States = States()
    backward: Backward | None = None
    settings: tuple[tuple[str, float], ...] = ()
    of_functions: bool = False

    def __getitem__(self, role: str) -> Parameter | None:
        return dict(self.parameters).get(role)

    def named(self, method: str) -> str:
        """A method, or a function, as it stands in the file."""
        return method if self.of_functions else f"{self.owner}.{method}"

    @property
    def takes_ids(self) -> bool:
        """Whether an input is the number of a character."""
        return ("x", IDS) in self.arguments

    @property
    def takes_h0(self) -> bool:
        """Whether the first state can be given."""
        return "h0" in dict(self.arguments) or self["h0"] is not None

    @property
    def upstream(self) -> str:
        """The role of the argument that says what the loss is."""
        arguments = (*(self.backward.arguments if self.backward else ()), *self.arguments)
        return next((role for role, _ in arguments if role in UPSTREAM), "")

    @property
    def last_only(self) -> bool:
        """Whether the loss can depend on the last output alone."""
        return self.upstream.endswith("of h_T")

    @property
    def is_tied(self) -> bool:
        """Whether there are as many inputs as outputs."""
        return "V" in self.makes


STARTER = Plan(
    owner="RNN",
    makes=("D", "H", "K"),
    parameters=(
        ("W", Parameter(("Wxh",), "OI")),
        ("W_h", Parameter(("Whh",), "OI")),
        ("b", Parameter(("bh",), "F1")),
        ("W_y", Parameter(("Why",), "OI")),
        ("b_y", Parameter(("by",), "F1")),
    ),
    states=States(path=(1,)),
    backward=Backward(
        "backward",
        (("dy", "list of columns (n, 1)"),),
        tuple(
            (f"d{role}", GradientPlace("returned", (name,)))
            for role, name in (("W", "Wxh"), ("W_h", "Whh"), ("b", "bh"))
        ),
    ),
)
