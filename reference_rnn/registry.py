"""The catalogue: every misconception by its id, whichever reference it departs from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from reference_rnn.concepts import CONCEPTS
from reference_rnn.slips_of_hand import SLIPS_OF_HAND

_catalogue: dict[str, type[Reference]] = {}
_carried: dict[tuple[type[Reference], type[Reference]], Any] = {}


class Reference:
    """A correct computation. Its subclasses with an id are misconceptions: the same computation with one error.

    `class NoBias(RNN, id="fwd-no-bias", tier="A")` registers a misconception. The tier is the order in which
    misconceptions are looked for: "A", then "B", then "C", then "beyond" the chapter, or "code" for what can be done wrong
    in code alone, which `mutants_of` leaves out so that no exercise counts with it. `title` names it for people in at
    most six words, and the docstring is what a learner reads. Raises ValueError where an id is taken. A subclass with a
    title and no id is a misconception outside the catalogue, as an exercise file may define it: its title is its id.
    """

    id: ClassVar[str] = ""
    tier: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init_subclass__(cls, *, id: str = "", tier: str = "", **others: Any) -> None:
        super().__init_subclass__(**others)
        own = str(vars(cls).get("title", ""))
        cls.id, cls.tier = id or own, tier or ("A" if own else "")
        if id in _catalogue:
            raise ValueError(f"The misconception {id!r} is already in the catalogue: choose another id.")
        if id:
            _catalogue[id] = cls


READINGS = ("start", "sequence")  # the methods through which a network receives h_0 and x
CODE = "code"  # the tier of mistakes that are made in code alone
CATALOGUE: Mapping[str, type[Reference]] = MappingProxyType(_catalogue)
R = TypeVar("R", bound=Reference)


def mutants_of(reference: type[R]) -> Mapping[str, type[R]]:
    """The misconceptions about one reference: id -> subclass, its own first.

    What is built on another reference can be misunderstood like that one: a decoder is an RNN, whose bias can be left out.
    """
    own: dict[str, Any] = {id: cls for id, cls in _catalogue.items() if cls.__base__ is reference and cls.tier != CODE}
    inherited = {
        id: _carried_over(cls, reference)
        for id, cls in _catalogue.items()
        if id not in own and issubclass(reference, cls.__base__ or object) and cls.tier != CODE
    }
    return MappingProxyType(own | inherited)


def code_mutants_of(reference: type[R]) -> Mapping[str, type[R]]:
    """The misconceptions about one reference that are of code alone: id -> subclass."""
    found: dict[str, Any] = {
        id: cls for id, cls in _catalogue.items() if cls.__base__ is reference and cls.tier == CODE
    }
    return MappingProxyType(found)


def _carried_over(mutant: type[Reference], reference: type[Reference]) -> Any:
    """A misconception about what `reference` is built on, as one about `reference`; the same class at every call."""
    known = _carried.get((mutant, reference))
    if known is None:
        made: Any = type(mutant.__name__, (mutant, reference), {"__doc__": mutant.__doc__})
        made.id, made.tier = mutant.id, mutant.tier
        known = _carried.setdefault((mutant, reference), made)  # of two threads the first one's class is everybody's
    return known


def reference_of(mutant: type[Reference]) -> type[Reference]:
    """The reference from which a misconception, or several at once, departs; a reference's own is itself."""
    return next(cls for cls in mutant.__mro__ if not any(vars(base).get("id") for base in cls.__mro__))


def is_misreading(mutant: type[Reference]) -> bool:
    """Whether a misconception starts from another h_0 or reads other inputs, and computes correctly from there."""
    known = [vars(cls) for cls in mutant.__mro__ if vars(cls).get("id")]
    return any(reading in own for own in known for reading in READINGS)


def feedback(misconception: type[Reference] | str) -> str:
    """What a learner reads of a misconception or of its id: its docstring, as one line; of a concept its truth.

    KeyError: no misconception has this id.
    """
    if isinstance(misconception, str):
        if misconception in CONCEPTS:
            return CONCEPTS[misconception].truth
        misconception = CATALOGUE[misconception]
    return " ".join((misconception.__doc__ or "").split())


def title(id: str) -> str:
    """What people read for the id of a misconception or a slip of the hand: its title, or the id itself if it is not known."""
    known = _catalogue.get(id) or CONCEPTS.get(id)
    return known.title if known else SLIPS_OF_HAND.get(id, id)
