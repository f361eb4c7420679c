"""Text: free text, scored against a rubric where the evidence is good, else read by a person with the rubric at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quizgen.ask import Ask, Judgement, Reading, Value
from quizgen.asks.words.scheme import Contradiction, KeyPoint, KnownFormula
from quizgen.interactions import Loss, Write

if TYPE_CHECKING:
    from quizgen.asks.words.assessment import Assessment

__all__ = ["Contradiction", "KeyPoint", "KnownFormula", "Text"]

MISSING = re.compile("(?:Missing|Not found): .*", re.DOTALL)
BY_PERSON = Loss(
    "read by a person", "A person reads the answer, with the key points beside it; quizgen scores what it is sure of."
)
SHORT_ID = 3  # letters of an id that says nothing, such as p1
STAYS_ON_PAPER = re.compile(
    r"On paper [A-Z0-9]{4}-[A-Z0-9]{4}\."
)  # what is typed in place of an answer that only people read


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

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        from quizgen.asks.words.assess import assess

        missing = assess(self, str(typed)).missing if typed and self.machine_scored else self.key_points
        about = [one.id.replace("-", " ") for one in missing if len(one.id) > SHORT_ID]
        return tuple(f"One point is about this: {words}." for words in about[: max(1, len(self.key_points) - 1)])

    def wrong_claims_to_watch(self) -> tuple[str, ...]:
        return self.wrong_claims  # what contradictions say is the correction, which is shown where one is found

    @property
    def machine_scored(self) -> bool:
        """Whether a machine can look for every key point; else every answer waits for a person."""
        return bool(self.key_points) and all(point.can_be_found for point in self.key_points)

    def judge(self, reading: Reading) -> Judgement:
        if not self.machine_scored or STAYS_ON_PAPER.fullmatch(reading.value.strip()):
            return Judgement(None, "Waits for a person.")
        from quizgen.asks.words.assess import assess
        from quizgen.asks.words.sentences import feedback

        found = assess(self, reading.value)
        if not found.sure:
            return Judgement(None, feedback(found))
        return Judgement(found.share, feedback(found), found.misconceptions)

    def without_answer(self, feedback: str) -> str:
        return MISSING.sub("Something is still missing; a hint says what it is about.", feedback)

    def assessed(self, typed: str) -> Assessment | None:
        if not self.machine_scored or STAYS_ON_PAPER.fullmatch(typed.strip()):
            return None
        from quizgen.asks.words.assess import assess

        return assess(self, typed)

    def losses(self) -> tuple[Loss, ...]:
        return (BY_PERSON,)

    def giveaways(self, key: Value) -> Iterator[str]:
        yield from (point.text for point in self.key_points)
