"""What a machine found in a free-text answer: a proposal with its evidence, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.asks.words.scheme import Contradiction, KeyPoint

SURE = 0.62  # confidence below which a person decides


@dataclass(frozen=True)
class Found:
    """A key point with the words of the answer that show it, as they were typed."""

    point: KeyPoint
    words: tuple[str, ...]


@dataclass(frozen=True)
class Contradicted:
    """A wrong claim with the words of the answer that make it, as they were typed."""

    claim: Contradiction
    words: str


@dataclass(frozen=True)
class FormulaFound:
    """A formula of the answer, as typed. `name`: the known formula with whose left side it begins, or that it equals; "" none.

    `equal`: it has the values of the reference; else `misconception` is the id of the one that gives its values, or "".
    """

    typed: str
    name: str = ""
    equal: bool = False
    misconception: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Assessment:
    """`share`: of the points, from 0 to 1. `doubts`: why a person should look, a sentence each; `confidence` from 0 to 1.

    `nothing`: why the answer is none at all (blank, not known, the question copied), which needs no person.
    """

    share: float
    found: tuple[Found, ...] = ()
    missing: tuple[KeyPoint, ...] = ()
    contradicted: tuple[Contradicted, ...] = ()
    formulas: tuple[FormulaFound, ...] = ()
    doubts: tuple[str, ...] = ()
    confidence: float = 1.0
    nothing: str = ""

    @property
    def sure(self) -> bool:
        """Whether the share holds without a person."""
        return self.confidence >= SURE

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The misconceptions that the contradictions and formulas show."""
        named = [one.claim.misconception for one in self.contradicted] + [one.misconception for one in self.formulas]
        return tuple(dict.fromkeys(filter(None, named)))
