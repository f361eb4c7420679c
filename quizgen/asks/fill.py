"""Fill: a text with gaps for words, symbols, shapes, formulas and numbers; every gap filled rightly earns its share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from quizgen import interactions
from quizgen.ask import Ask, DrawnProblem, Judgement, KnownWrong, NotComplete, Reading, Value, WrongAnswer
from quizgen.asks.gap import Entered, Gap, WrongEntry, bare, folded
from quizgen.asks.values import listed
from quizgen.interactions import Field, Loss
from quizgen.reading.entries import form, read_entries
from quizgen.reading.names import without_name
from quizgen.reading.text import Unreadable, short

__all__ = ["Fill"]

PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")


@dataclass(frozen=True)
class Fill(Ask):
    """A text in which [[1]], [[2]] ... are gaps: the weights of those filled rightly / all weights.

    An author fills it in with `of`, mostly in `draw`; a draw whose text says what fills a gap is refused. With `by_solve` some
    gaps are computed: `solve` yields the numbers of all of these side by side (N, numbers), and what misconceptions enter
    follows. A value is a mapping from gap to entry, {"1": "tanh", "2": "W_h"}; gaps left empty are left out.
    """

    text: str = ""
    gaps: tuple[Gap, ...] = ()
    by_solve: bool = False

    kind: ClassVar[str] = "fill"
    secret: ClassVar[tuple[str, ...]] = ("text", "gaps", "by_solve")

    def of(self, text: str, gaps: Sequence[Gap]) -> Fill:
        """The ask with this markup; its places [[...]] and the gaps, in order, are numbered from 1.

        ValueError: there are not as many gaps as places.
        """
        places = len(PLACE.findall(text))
        if places != len(gaps):
            raise ValueError(f"Places in the text: {places}, gaps given: {len(gaps)}. Give one gap for each place.")
        numbers = iter(range(1, 1 + places))
        numbered = tuple(replace(gap, key=str(place)) for place, gap in enumerate(gaps, 1))
        return replace(self, text=PLACE.sub(lambda _: f"[[{next(numbers)}]]", text), gaps=numbered)

    @property
    def computed(self) -> bool:
        return self.by_solve

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The numbers of the gaps."""
        return tuple(gap.key for gap in self.gaps)

    def interaction(self) -> interactions.Gaps:
        shown = (interactions.Gap(gap.key, gap.words, gap.width) for gap in self.gaps)
        wanted = list(dict.fromkeys(gap.wanted for gap in self.gaps))
        either = ", or ".join(filter(None, [", ".join(wanted[:-1]), wanted[-1]]))
        rule = f"{either} for each gap; in one line, 1: ... and 2: ... with a semicolon between them"
        return interactions.Gaps(self.text, tuple(shown), rule=rule)

    def read(self, text: str) -> Reading:
        """Entries like "1: tanh; 2: W_h", or all of them in order, "tanh; W_h"."""
        body = without_name(text, self.name, self.label)
        if len(self.gaps) == 1 and not re.match(r"\s*\(?\w+\)?\s*:", body):
            return Reading(text, {self.keys[0]: body.strip()})
        found = read_entries(body, self.keys, commas=all(gap.sort in ("word", "formula") for gap in self.gaps))
        if not found:
            raise Unreadable(f"{short(text)} fills no gap: {form(self.keys)}.")
        return Reading(text, found)

    def write(self, value: Value) -> str:
        return "; ".join(f"{key}: {entry}" for key, entry in value.items())

    def show(self, value: Value) -> str:
        return self.write({key: bare(entry) for key, entry in value.items()}) if value else "–"

    def show_key(self, value: Value) -> str:
        accepts = {gap.key: " or ".join(map(bare, gap.accepts)) for gap in self.gaps}
        return "; ".join(f"{key}: {accepts[key]}" for key in value)

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        words = [gap.key for gap in self.gaps if gap.sort == "word" and len(bare(value[gap.key])) > 1]
        letters = ", ".join(f"{key}: {bare(value[key])[0]}…" for key in words)
        whole = [f"{key} is {value[key]}." for key in list(value)[:1] if len(value) > 2]
        return (f"It begins with {letters}", *whole) if words else tuple(whole)

    def key_markup(self, value: Value) -> str:
        others = {gap.key: f" (or: {', '.join(gap.accepts[1:])})" for gap in self.gaps if gap.accepts[1:]}
        formulas = {gap.key for gap in self.gaps if gap.sort == "formula"}
        shown = {key: f"${bare(entry)}$" if key in formulas else entry for key, entry in value.items()}
        return "\n\n".join(f"{key} · {entry}{others.get(key, '')}" for key, entry in shown.items())

    def key(self, computed: Value) -> Value:
        return {gap.key: gap.accepts[0] for gap in self.gaps}

    # ------------------------------------------------------------ what solve computed

    def completed(self, drawn: DrawnProblem) -> Ask:
        if told := next(
            (gap.told for gap in self.gaps if gap.told and gap.told.casefold() in self.text.casefold()), ""
        ):
            raise NotComplete(f"the text of {self.name} says {told}, which fills one of its gaps")
        if not self.computed:
            return self
        right = self._entries(drawn.key[self.name])
        if missing := [key for key, entry in right.items() if entry is None]:
            raise NotComplete(f"what is computed for gap {missing[0]} of {self.name} cannot be written")
        wrong: dict[str, list[WrongEntry]] = {gap.key: list(gap.wrong) for gap in self.gaps}
        for slip in drawn.slips:
            for key, entry in self._entries(slip.answers[self.name]).items():
                if entry not in (None, right[key]):
                    wrong[key].append(WrongEntry(str(entry), slip.misconceptions, slip.feedback))
        return replace(
            self,
            gaps=tuple(
                replace(gap, accepts=(str(right[gap.key]),), wrong=tuple(wrong[gap.key])) if gap.computed else gap
                for gap in self.gaps
            ),
        )

    def _entries(self, values: Sequence[float]) -> Mapping[str, str | None]:
        """The numbers of all computed gaps, side by side, as entries by gap."""
        found, start = dict[str, str | None](), 0
        for gap in self.gaps:
            if gap.computed:
                found[gap.key] = gap.written(values[start : start + gap.computed])
                start += gap.computed
        return found

    def as_written(self, slip: WrongAnswer) -> Value:
        entries = self._entries(slip.answers[self.name])
        return None if None in entries.values() else dict(entries)

    # ------------------------------------------------------------ how it is judged

    def judge(self, reading: Reading) -> Judgement:
        taken = [(gap.key, folded(text)) for gap in self.gaps for text in gap.accepts]
        wrong_words = {folded(one.text) for gap in self.gaps for one in gap.wrong}
        entered: dict[str, Entered] = {}
        for gap in self.gaps:
            if gap.key in reading.value:
                elsewhere = wrong_words | {word for key, word in taken if key != gap.key}
                entered[gap.key] = gap.judged(reading.value[gap.key], elsewhere)
        earned = sum(entered[gap.key].share * gap.weight for gap in self.gaps if gap.key in entered)
        share = round(earned / sum(gap.weight for gap in self.gaps), 9)
        remarks = [one.remark for one in entered.values() if one.remark]
        if share == 1:
            return Judgement(1.0, " ".join(remarks))
        known = likeliest([one.known for one in entered.values() if one.share < 1])
        feedback = dict.fromkeys(one.feedback for one in known if one.feedback)
        ids = dict.fromkeys(name for one in known for name in one.misconceptions)
        return Judgement(share, " ".join([*self._summary(reading.value, entered), *remarks, *feedback]), tuple(ids))

    def _summary(self, typed: Mapping[str, str], entered: Mapping[str, Entered]) -> Iterator[str]:
        right = sum(one.share == 1 for one in entered.values())
        yield f"{right} of {len(self.gaps)} gaps {'is' if right == 1 else 'are'} right."
        if wrong := [f"{key} ({short(typed[key])[1:-1]})" for key, one in entered.items() if not one.share]:
            yield f"Not right: {', '.join(wrong)}."
        if empty := [key for key in self.keys if key not in entered]:
            yield f"Empty: {listed(empty)}."

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        whole = sum(gap.weight for gap in self.gaps)
        fields = tuple(gap.scored(gap.weight / whole) for gap in self.gaps)
        return fields if all(field.answers for field in fields) else super().fields(key, known)

    def losses(self) -> tuple[Loss, ...]:
        return tuple(dict.fromkeys(loss for gap in self.gaps for loss in gap.losses()))

    # ------------------------------------------------------------ what the laws ask

    def faults(self) -> Iterator[str]:
        places = PLACE.findall(self.text)
        if not places or places != list(self.keys):
            yield f"{self.name} has the places {places} and the gaps {list(self.keys)}"
        for gap in self.gaps:
            yield from (f"{self.name}: {fault}" for fault in gap.faults())

    def giveaways(self, key: Value) -> Iterator[str]:
        yield from filter(None, (gap.told for gap in self.gaps))


def likeliest(known: Sequence[Sequence[WrongEntry]]) -> list[WrongEntry]:
    """For each gap its wrong entries; of several that fit, those whose misconception explains most gaps."""
    reach = Counter(one.misconceptions for entries in known for one in dict.fromkeys(entries))
    best = [max((reach[one.misconceptions] for one in entries), default=0) for entries in known]
    return [
        one for entries, most in zip(known, best, strict=True) for one in entries if reach[one.misconceptions] == most
    ]
