"""Text: free text, scored against a rubric where the evidence is good, else read by a person with the rubric at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from quizgen.ask import Ask, Judgement, Reading, Value
from quizgen.interactions import Write

if TYPE_CHECKING:
    from quizgen.asks.words.assessment import Assessment

__all__ = ["Contradiction", "KeyPoint", "KnownFormula", "Text"]


@dataclass(frozen=True)
class KeyPoint:
    """One thing a good free-text answer says, and its weight: all together they earn the points of the ask.

    An answer says it if, close together, it has a word of each group of `concepts`, or the words of one of `alternatives`, or
    a formula that equals one of `formulas` (names of KnownFormulas). Without any of these only a person can find it.
    A `required` point that is missing leaves the answer to a person.
    """

    weight: float
    text: str  # markup
    id: str = ""
    required: bool = False
    concepts: tuple[tuple[str, ...], ...] = ()
    alternatives: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()

    @property
    def can_be_found(self) -> bool:
        """Whether a machine can look for it."""
        return bool(self.concepts or self.alternatives or self.formulas)


@dataclass(frozen=True)
class Contradiction:
    """Something wrong that answers say: a word of each group of `concepts` close together, or a regular expression `pattern`.

    `penalty` is the share of the points of the ask that it costs, from 0 to 1; `point`: the key point that it costs instead.
    """

    text: str  # markup: what is wrong, and what is right
    concepts: tuple[tuple[str, ...], ...] = ()
    pattern: str = ""
    penalty: float = 0.5
    point: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class KnownFormula:
    """An equation of the reference on a few assignments of numbers: its values, and those that misconceptions give it.

    `name` is what stands on its left, such as "h_t"; `variables` maps each symbol to its numbers, one an assignment.
    """

    name: str
    display: str  # LaTeX of the right side
    variables: Mapping[str, list[float]] = field(default_factory=dict)
    values: tuple[float, ...] = ()
    misconceptions: Mapping[str, list[float]] = field(default_factory=dict)  # id -> values
    feedback: Mapping[str, str] = field(default_factory=dict)  # id -> sentence


@dataclass(frozen=True)
class Text(Ask):
    """Free text with what it is judged by; `asked` is the question in words, which earns nothing when it is copied."""

    key_points: tuple[KeyPoint, ...] = ()
    wrong_claims: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    formulas: tuple[KnownFormula, ...] = ()
    model_answer: str = ""
    asked: str = ""

    kind: ClassVar[str] = "text"
    secret: ClassVar[tuple[str, ...]] = (
        "key_points", "wrong_claims", "contradictions", "formulas", "model_answer", "asked",
    )  # fmt: skip
    free_text: ClassVar[bool] = True

    def interaction(self) -> Write:
        return Write(rule='free text; several lines between """ and """')

    def read(self, text: str) -> Reading:
        return Reading(text, text)

    def marking_scheme(self) -> tuple[tuple[float, str], ...]:
        weights = sum(point.weight for point in self.key_points)
        worth = self.points / weights if weights and weights != self.points else 1
        return tuple((point.weight * worth, point.text) for point in self.key_points)

    def wrong_claims_to_watch(self) -> tuple[str, ...]:
        return self.wrong_claims + tuple(one.text for one in self.contradictions)

    @property
    def machine_scored(self) -> bool:
        """Whether a machine can look for every key point; else every answer waits for a person."""
        return bool(self.key_points) and all(point.can_be_found for point in self.key_points)

    def judge(self, reading: Reading) -> Judgement:
        if not self.machine_scored:
            return Judgement(None, "Waits for a person.")
        from quizgen.asks.words.assess import assess
        from quizgen.asks.words.sentences import feedback

        found = assess(self, reading.value)
        return Judgement(found.share if found.sure else None, feedback(found), found.misconceptions)

    def assessed(self, typed: str) -> Assessment | None:
        if not self.machine_scored:
            return None
        from quizgen.asks.words.assess import assess

        return assess(self, typed)

    def giveaways(self, key: Value) -> Iterator[str]:
        yield from (point.text for point in self.key_points)
