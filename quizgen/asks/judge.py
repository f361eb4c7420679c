"""Judge: a verdict and the reason for it; each earns its share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from quizgen.ask import Ask, Judgement, KnownWrong, Reading, Value
from quizgen.asks.composite import chosen, option_reader, picks_in, read_composite, show_composite, write_composite
from quizgen.asks.options import (
    Option,
    accepted,
    equal_texts,
    in_full,
    in_order,
    in_printed_order,
    items,
    option_field,
    reordered,
    ruled_out,
    shown_key,
)
from quizgen.interactions import Field, Part, Parts, Pick

__all__ = ["Judge", "Reason"]


@dataclass(frozen=True)
class Reason(Option):
    """A right reason that goes with some verdicts only: their letters, or in `Judge.of` their texts."""

    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judge(Ask):
    """A verdict from a short list in a fixed order, and a reason from a list in random order.

    The verdict earns `verdict_share` of the points, the reason the rest: also a right reason with a wrong verdict earns it,
    but with a verdict that is accepted it has to be a reason for that verdict. An author fills it in with `of`, mostly in
    `draw`. `prompts` are what stands above the two lists. A value is {"verdict": "B", "reason": "C"}; a part that was not
    answered is left out.
    """

    verdicts: tuple[Option, ...] = ()
    reasons: tuple[Reason, ...] = ()
    verdict_share: float = 0.4
    prompts: tuple[str, str] = ("Your verdict:", "Which of these reasons is right, and settles it?")

    kind: ClassVar[str] = "judge"
    secret: ClassVar[tuple[str, ...]] = ("verdicts", "reasons", "verdict_share", "prompts")

    def of(self, verdicts: Sequence[Option | str], right: Collection[str], reasons: Sequence[Option]) -> Judge:
        """The ask with these verdicts, of which those whose text is in `right` are accepted, and `draw.options(...)` as reasons.

        A Reason among the right ones names by their texts the verdicts that it goes with; else it goes with all accepted.
        ValueError: a verdict that is named is not shown.
        """
        shown = in_order(verdicts, right)
        letter = {one.text: one.letter for one in shown}
        for text in right:
            shown_key(text, letter, "verdicts")
        return replace(self, verdicts=shown, reasons=tuple(as_reason(one, letter) for one in reasons))

    def goes_with(self, reason: Reason) -> tuple[str, ...]:
        """The verdicts that a right reason is a reason for."""
        return reason.verdicts or accepted(self.verdicts)

    def interaction(self) -> Parts:
        picks = (Pick(items(self.verdicts), shuffled=False), Pick(items(self.reasons)))
        first = "; ".join(one[1].letter for one in (self.verdicts, self.reasons) if len(one) > 1)
        parts = (
            Part(name, label, replace(pick, rule=f"one letter of {', '.join(item.key for item in pick.items)}"))
            for name, label, pick in zip(("verdict", "reason"), self.prompts, picks, strict=True)
        )
        return Parts(tuple(parts), rule=f"a verdict and a reason; two letters like {first}")

    def read(self, text: str) -> Reading:
        """Two letters or texts like "B; C", also "verdict: false; reason: C"; either may be missing."""
        readers = {"verdict": option_reader(self.verdicts), "reason": option_reader(self.reasons)}
        return read_composite(text, self.name, self.label, readers)

    def write(self, value: Value) -> str:
        return write_composite(value, 2)

    def show(self, value: Value) -> str:
        return show_composite(value or {}, ("verdict", "reason"))

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        return tuple(ruled_out(self.reasons, known=[(typed or {}).get("reason", "")], what="Reason "))

    def show_key(self, value: Value) -> str:
        """The verdicts, each with its reasons; those that share their reasons together: "A or B; C", "A; C / B; D"."""
        by_reasons: dict[str, list[str]] = {}
        for verdict in accepted(self.verdicts):
            reasons = (one.letter for one in self.reasons if one.accepted and verdict in self.goes_with(one))
            by_reasons.setdefault(" or ".join(reasons), []).append(verdict)
        return " / ".join(f"{' or '.join(verdicts)}; {reasons}" for reasons, verdicts in by_reasons.items() if reasons)

    def key_markup(self, value: Value) -> str:
        right = [option for option in (*self.verdicts, *self.reasons) if option.accepted]
        return "\n\n".join(in_full([option]) + self._only_with(option) for option in right)

    def _only_with(self, option: Option) -> str:
        """Of a reason that goes with some of the accepted verdicts only: with which."""
        if not isinstance(option, Reason) or set(self.goes_with(option)) == set(accepted(self.verdicts)):
            return ""
        return f" (with {', '.join(self.goes_with(option))})"

    def as_printed(self, printed: Judge) -> Judge | None:
        verdicts = in_printed_order(self.verdicts, printed.verdicts)
        reasons = in_printed_order(self.reasons, printed.reasons)
        if verdicts is None or reasons is None:
            return None
        letter = {mine.letter: one.letter for mine in self.verdicts for one in verdicts if one.text == mine.text}
        fitting = (replace(one, verdicts=tuple(letter[old] for old in one.verdicts)) for one in reasons)
        return replace(self, verdicts=verdicts, reasons=tuple(fitting))

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        return replace(self, reasons=reordered(self.reasons, order(len(self.reasons))))

    def key(self, computed: Value) -> Value:
        verdict = accepted(self.verdicts)[0]
        reason = next(one for one in self.reasons if one.accepted and verdict in self.goes_with(one))
        return {"verdict": verdict, "reason": reason.letter}

    def judge(self, reading: Reading) -> Judgement:
        verdict = chosen(self.verdicts, reading.value.get("verdict"))
        reason = chosen(self.reasons, reading.value.get("reason"))
        well_judged = verdict is not None and verdict.accepted
        matches = not well_judged or (
            reason is not None and verdict is not None and verdict.letter in self.goes_with(reason)
        )
        well_reasoned = reason is not None and reason.accepted and matches
        if well_judged and well_reasoned:
            return Judgement(1.0, reason.feedback if reason else "")
        wrong = [one for one in (verdict, reason) if one is not None and not one.accepted]
        sentences = [summary(verdict is None, well_judged, reason is None, well_reasoned)]
        if reason is not None and reason.accepted and not matches:
            others = " or ".join(one.text for one in self.verdicts if one.letter in self.goes_with(reason))
            sentences.append(f"It is a reason for the verdict “{others}”.")
        sentences += dict.fromkeys(
            one.feedback or f"{one.letter} is not right; the solution says why." for one in wrong
        )
        share = self.verdict_share * well_judged + (1 - self.verdict_share) * well_reasoned
        return Judgement(
            share, " ".join(sentences), tuple(dict.fromkeys(m for one in wrong for m in one.misconceptions))
        )

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        parts = zip(self.interaction().parts, (self.verdicts, self.reasons), strict=True)
        shares = (self.verdict_share, 1 - self.verdict_share)
        verdict, reason = (
            option_field(part.key, part.interaction, share, options, part.label)
            for (part, options), share in zip(parts, shares, strict=True)
        )
        fitting = {one.letter: self.goes_with(one) for one in self.reasons if one.accepted}
        every = set(accepted(self.verdicts))
        answers = (
            replace(one, needs=("verdict", fitting[one.text])) if set(fitting.get(one.text, every)) != every else one
            for one in reason.answers
        )
        return verdict, replace(reason, answers=tuple(answers))

    def picks(self) -> Iterator[tuple[str, Pick, tuple[str, ...]]]:
        yield from picks_in(self.name, self.interaction(), (self.verdicts, self.reasons))

    def faults(self) -> Iterator[str]:
        for name, options in (("verdict", self.verdicts), ("reason", self.reasons)):
            yield from equal_texts(f"{self.name}.{name}", options)
            free = name == "verdict" and any(one.verdicts for one in self.reasons)  # then the reason has to go with it
            if not 0 < len(accepted(options)) < len(options) + free:
                yield f"{self.name}.{name} offers {len(options)} options, of which {len(accepted(options))} are accepted"
        for letter in accepted(self.verdicts):
            if not any(one.accepted and letter in self.goes_with(one) for one in self.reasons):
                yield f"{self.name} accepts the verdict {letter}, but no reason for it"
        for one in self.reasons:
            if one.accepted and not set(self.goes_with(one)) <= set(accepted(self.verdicts)):
                yield f"{self.name} accepts the reason {one.letter} for a verdict that is not accepted"
        if not 0 < self.verdict_share < 1:
            yield f"{self.name} gives {self.verdict_share} of its points to the verdict"


def as_reason(option: Option, letter: Mapping[str, str]) -> Reason:
    """An option with its verdicts by their letters instead of their texts."""
    verdicts = (
        tuple(shown_key(text, letter, "verdicts") for text in option.verdicts) if isinstance(option, Reason) else ()
    )
    return Reason(option.letter, option.text, option.accepted, option.misconceptions, option.feedback, verdicts)


def summary(no_verdict: bool, well_judged: bool, no_reason: bool, well_reasoned: bool) -> str:
    """Which part is right."""
    if no_reason:
        return f"The verdict is {'right' if well_judged else 'not right'}; a reason was not given."
    if no_verdict:
        return f"The reason is {'right' if well_reasoned else 'not right'}; a verdict was not given."
    if not well_judged and not well_reasoned:
        return "Neither the verdict nor the reason is right."
    return (
        f"The {'verdict' if well_judged else 'reason'} is right, the {'reason' if well_judged else 'verdict'} is not."
    )
