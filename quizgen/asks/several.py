"""Several: options, of which any number are right; what is chosen wrongly is taken off what is chosen rightly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from quizgen.ask import Ask, DrawnProblem, Judgement, KnownWrong, NotComplete, Reading, Value, WrongAnswer
from quizgen.asks.options import Option, accepted, equal_texts, in_full, in_printed_order, items, reordered, ruled_out
from quizgen.interactions import Field, Pick, ScoredAnswer
from quizgen.reading.options import read_options

__all__ = ["Several"]

LONGEST = 40  # characters of an option that feedback repeats beside its letter
MISSED = re.compile(r"Missed: option [A-Z](?: \(.*?\))?(?:, option [A-Z](?: \(.*?\))?)*\.")


@dataclass(frozen=True)
class WrongSet:
    """The letters that a misconception leads to choose."""

    letters: tuple[str, ...]
    misconceptions: tuple[str, ...]
    feedback: str


@dataclass(frozen=True)
class Several(Ask):
    """Options, of which one or more are right and one or more are not: (hits - false alarms) / number right, at least 0.

    An author gives the options, or lets `draw` put the completed ask into the problem under the ask's name. With
    `by_solve`, which of them are right follows from `solve`: it yields 1 or 0 for each option, in the order shown (N,
    options), and `wrong_sets` follow from the misconceptions. `shuffled` says whether the order of the options is random.
    """

    options: tuple[Option, ...] = ()
    shuffled: bool = True
    by_solve: bool = False
    wrong_sets: tuple[WrongSet, ...] = ()

    kind: ClassVar[str] = "several"
    secret: ClassVar[tuple[str, ...]] = ("options", "shuffled", "by_solve", "wrong_sets")

    @property
    def computed(self) -> bool:
        return self.by_solve

    def interaction(self) -> Pick:
        letters = ", ".join(option.letter for option in self.options)
        return Pick(
            items(self.options),
            several=True,
            shuffled=self.shuffled,
            rule=f"all letters that are right, at least one of {letters}",
        )

    def read(self, text: str) -> Reading:
        return read_options(text, [(option.letter, option.text) for option in self.options])

    def write(self, value: Value) -> str:
        return ", ".join(value)

    def show(self, value: Value) -> str:
        return ", ".join(value) if value else "–"

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        right = len(self.accepted())
        known = [letter for letter in typed or () if letter not in self.accepted()]
        wrong = ruled_out(self.options, right + 1, known)
        return (f"{right} of the {len(self.options)} {'is' if right == 1 else 'are'} right.", *wrong)

    def key_markup(self, value: Value) -> str:
        return in_full(self.options)

    def completed(self, drawn: DrawnProblem) -> Ask:
        if not self.by_solve:
            return self
        right = self._chosen(drawn.key[self.name])
        if not 0 < len(right) < len(self.options):
            raise NotComplete(f"{len(right)} of the {len(self.options)} options of {self.name} are right")
        return replace(
            self,
            options=tuple(replace(option, accepted=option.letter in right) for option in self.options),
            wrong_sets=tuple(
                WrongSet(self._chosen(slip.answers[self.name]), slip.misconceptions, slip.feedback)
                for slip in drawn.slips
            ),
        )

    def _chosen(self, computed: Sequence[float]) -> tuple[str, ...]:
        """The letters that 1 or 0 for each option stand for."""
        if len(computed) != len(self.options):
            raise NotComplete(f"solve says of {len(computed)} options of {self.name}, which has {len(self.options)}")
        return tuple(option.letter for option, right in zip(self.options, computed, strict=True) if round(right))

    def as_printed(self, printed: Several) -> Several | None:
        options = in_printed_order(self.options, printed.options)
        if options is None:
            return None
        letter = {mine.letter: one.letter for mine in self.options for one in options if one.text == mine.text}
        wrong = (replace(one, letters=tuple(sorted(letter[old] for old in one.letters))) for one in self.wrong_sets)
        return replace(self, options=options, wrong_sets=tuple(wrong))

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        if not self.shuffled or self.by_solve:  # solve answers for the options in the order in which they were drawn
            return self
        return replace(self, options=reordered(self.options, order(len(self.options))))

    def key(self, computed: Value) -> Value:
        return list(self.accepted())

    def as_written(self, slip: WrongAnswer) -> Value:
        return list(self._chosen(slip.answers[self.name])) or None  # who chooses nothing leaves the answer blank

    def judge(self, reading: Reading) -> Judgement:
        chosen, right = reading.value, self.accepted()
        missed = [option for option in self.options if option.accepted and option.letter not in chosen]
        wrong = [option for option in self.options if not option.accepted and option.letter in chosen]
        if not missed and not wrong:
            sentences = [option.feedback for option in self.options if option.accepted]
            return Judgement(1.0, " ".join(filter(None, sentences)))
        found = next((one for one in self.wrong_sets if list(one.letters) == chosen), None)
        sentences = [found.feedback] if found else []
        if missed:
            sentences.append(f"Missed: {', '.join(map(named, missed))}.")
        sentences += [f"Not right: {named(option)}. {option.feedback}".strip() for option in wrong]
        ids = [name for one in ([found] if found else wrong) for name in one.misconceptions]
        share = max(0.0, (len(right) - len(missed) - len(wrong)) / len(right))
        return Judgement(share, " ".join(sentences), tuple(dict.fromkeys(ids)))

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        each = 1 / len(self.accepted())
        answers = (
            ScoredAnswer(one.letter, each if one.accepted else -each, one.feedback, one.misconceptions)
            for one in self.options
        )
        return (Field("", self.interaction(), answers=tuple(answers)),)

    def without_answer(self, feedback: str) -> str:
        return MISSED.sub("Something that is right was not chosen.", feedback)

    def accepted(self) -> tuple[str, ...]:
        return accepted(self.options)

    def faults(self) -> Iterator[str]:
        yield from equal_texts(self.name, self.options)
        if not 0 < len(self.accepted()) < len(self.options):
            yield f"{self.name} offers {len(self.options)} options, of which {len(self.accepted())} are right"


def named(option: Option) -> str:
    """An option by its letter, with its text where that is short."""
    return f"option {option.letter}" + (f" ({option.text})" if len(option.text) <= LONGEST else "")
