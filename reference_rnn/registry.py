"""The catalogue: every misconception by its id, whichever reference it departs from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from reference_rnn.concepts import CONCEPTS
from reference_rnn.slips_of_hand import SLIPS_OF_HAND

_catalogue: dict[str, type[Reference]] = {}


class Reference:
    """A correct computation. Its subclasses with an id are misconceptions: the same computation with one error.

    `class NoBias(RNN, id="fwd-no-bias", tier="A")` registers a misconception. The tier is the order in which
    misconceptions are looked for: "A", then "B", then "C". `title` names it for people in at most six words, and the
    docstring is what a learner reads. Raises ValueError where an id is taken.
    """

    id: ClassVar[str] = ""
    tier: ClassVar[str] = ""
    title: ClassVar[str] = ""

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
    """What a learner reads when an answer is what this misconception gives: its docstring, as one line."""
    return " ".join((mutant.__doc__ or "").split())


def title(id: str) -> str:
    """What people read for the id of a misconception or a slip of the hand: its title, or the id itself if it is not known."""
    known = _catalogue.get(id)
    return known.title if known else CONCEPTS.get(id) or SLIPS_OF_HAND.get(id, id)
