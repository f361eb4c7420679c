"""Choice: options, of which one is right (or, on a contested card, any of several)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from quizgen.ask import Ask, DrawnProblem, Judgement, KnownWrong, Reading, Value, WrongAnswer
from quizgen.asks.numbers import Numbers
from quizgen.asks.numeric_options import numeric_options
from quizgen.asks.options import (
    Option,
    accepted,
    equal_texts,
    in_full,
    in_printed_order,
    items,
    public,
    reordered,
    ruled_out,
    tells,
)
from quizgen.interactions import Field, Pick, ScoredAnswer
from quizgen.reading.options import read_option

__all__ = ["Choice", "Option"]


@dataclass(frozen=True)
class Choice(Ask):
    """Options, of which one (or, on a contested card, any of several) is right.

    An author gives `of`, the Numbers a numeric multiple choice displays (its options are made from the truth and live
    slips), or lets `draw` put the options into the problem under the ask's name. `shuffled` says whether their order is
    random; options in a given order (true, false, depends) say shuffled=False.
    """

    of: Numbers | None = None
    options: tuple[Option, ...] = ()
    shuffled: bool = True

    kind: ClassVar[str] = "choice"
    secret: ClassVar[tuple[str, ...]] = ("options", "shuffled")

    @property
    def computed(self) -> bool:
        return self.of is not None

    def interaction(self) -> Pick:
        letters = ", ".join(option.letter for option in self.options)
        return Pick(items(self.options), shuffled=self.shuffled, rule=f"one letter of {letters}")

    def read(self, text: str) -> Reading:
        return read_option(text, [(option.letter, option.text) for option in self.options])

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        return tuple(ruled_out(self.options, known=[typed] if typed else ()))

    def show_key(self, value: Value) -> str:
        return " or ".join(self.accepted())

    def key_markup(self, value: Value) -> str:
        return in_full(self.options)

    def completed(self, drawn: DrawnProblem) -> Ask:
        if self.of is None:
            return self
        return replace(self, options=numeric_options(self.of, self.name, drawn))

    def as_printed(self, printed: Choice) -> Choice | None:
        if self.of is None:
            options = in_printed_order(self.options, printed.options)
        else:  # wrong options are made from slips, and a corrected exercise may have others
            known = {option.text: option for option in self.options}
            options = tuple(
                replace(known.get(one.text, Option("", one.text)), letter=one.letter) for one in printed.options
            )
        return replace(self, options=options) if options and accepted(options) else None

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        if not self.shuffled or self.of is not None:  # numbers stand in the order of their values
            return self
        return replace(self, options=reordered(self.options, order(len(self.options))))

    def key(self, computed: Value) -> Value:
        return self.accepted()[0]

    def as_written(self, slip: WrongAnswer) -> Value:
        return next((o.letter for o in self.options if o.misconceptions == slip.misconceptions), None)

    @property
    def diagnosis_tolerance(self) -> float:
        return self.of.diagnosis_tolerance if self.of else super().diagnosis_tolerance

    def judge(self, reading: Reading) -> Judgement:
        chosen = next(option for option in self.options if option.letter == reading.value)
        if chosen.accepted:
            return Judgement(1.0, chosen.feedback)
        feedback = chosen.feedback or f"Option {chosen.letter} is not the answer; the solution says why."
        return Judgement(0.0, feedback, chosen.misconceptions)

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        judged = [(option, self.judge(Reading(option.letter, option.letter))) for option in self.options]
        answers = (
            ScoredAnswer(one.letter, found.share or 0.0, found.feedback, found.misconceptions) for one, found in judged
        )
        return (Field("", self.interaction(), answers=tuple(sorted(answers, key=lambda one: -one.share))),)

    def without_answer(self, feedback: str) -> str:
        return "This is not the answer." if tells(feedback, self.options) else feedback

    def accepted(self) -> tuple[str, ...]:
        return accepted(self.options)

    def faults(self) -> Iterator[str]:
        yield from equal_texts(self.name, self.options)
        if not 0 < len(self.accepted()) < len(self.options):
            yield f"{self.name} offers {len(self.options)} options, of which {len(self.accepted())} are accepted"

    def to_public_json(self) -> dict[str, Any]:
        fields = super().to_public_json()
        # the numbers that a numeric choice displays say nothing of the answer
        return {**fields, "options": public(self.options)} if self.options else fields
