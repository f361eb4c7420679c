"""What takes the place of a name or a module that is missing: it says what is missing once it is used."""

from __future__ import annotations

import types
from typing import Any, NoReturn


class MissingAttribute:
    """A name from a module that is missing. Using it raises the ImportError that the import did not."""

    def __init__(self, name: str, why: str) -> None:
        self._name = name
        self._why = why

    def __getattr__(self, name: str) -> MissingAttribute:
        if name.startswith("__"):
            raise AttributeError(name)
        return MissingAttribute(f"{self._name}.{name}", self._why)

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        """`class Net(nn.Module)`: the class goes without this base."""
        return ()

    def _raise(self, *args: Any, **named: Any) -> NoReturn:
        raise ImportError(f"{self._name} cannot be used: {self._why}")

    __call__ = __getitem__ = __iter__ = __array__ = __bool__ = __enter__ = __float__ = _raise
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = _raise


def missing_module(module: str, why: str) -> types.ModuleType:
    """A module in the place of one that is missing."""

    def attribute(name: str) -> MissingAttribute:
        if name.startswith("__"):
            raise AttributeError(name)
        return MissingAttribute(f"{module}.{name}", why)

    made = types.ModuleType(module)
    made.__dict__["__getattr__"] = attribute
    return made
