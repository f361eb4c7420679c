"""The catalogue: every misconception by its id, whichever reference it misses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

_catalogue: dict[str, type[Reference]] = {}


class Reference:
    """Something that is computed right, and can be missed: subclasses that bear an id are its misconceptions.

    `class NoBias(RNN, id="fwd-no-bias", tier="A")` is all it takes to be in the catalogue. The tier is "A" (first to
    be looked for), "B" or "C". Raises ValueError where an id is taken.
    """

    id: ClassVar[str] = ""
    tier: ClassVar[str] = ""

    def __init_subclass__(cls, *, id: str = "", tier: str = "", **others: Any) -> None:
        super().__init_subclass__(**others)
        cls.id, cls.tier = id, tier
        if id in _catalogue:
            raise ValueError(f"The misconception {id!r} is already in the catalogue: choose another id.")
        if id:
            _catalogue[id] = cls


CATALOGUE: Mapping[str, type[Reference]] = MappingProxyType(_catalogue)
R = TypeVar("R", bound=Reference)


def mutants_of(reference: type[R]) -> Mapping[str, type[R]]:
    """The misconceptions about one reference: id -> subclass."""
    return MappingProxyType({id: cls for id, cls in _catalogue.items() if issubclass(cls, reference)})


def feedback(mutant: type[Reference]) -> str:
    """What a learner reads when an answer is this mutant's: its docstring, as one line."""
    return " ".join((mutant.__doc__ or "").split())
