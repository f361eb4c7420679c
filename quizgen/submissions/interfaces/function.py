"""A function that a starter asks for: its name, its arguments, and what its docstring says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """One function of the interface: how it is called, and what its docstring in the starter says, line by line."""

    name: str
    signature: str
    heading: str
    lines: tuple[str, ...]

    @property
    def parameters(self) -> int:
        """How many arguments it is called with, by position."""
        return self.signature.count(",") + 1
