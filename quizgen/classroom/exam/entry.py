"""The state of typing in one paper: what was typed for which blank, in which order. Every verb gives a new state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from quizgen.ask import Ask
from quizgen.classroom.exam.blanks import Blank, answer_text, blanks, is_whole
from quizgen.generate.exam.seeds import written_code
from quizgen.model import Answers, Quiz
from quizgen.reading.text import as_typed

COMMENT = "# entered: "  # in the sheet of a paper: exactly what was typed, to go on from
SCAN = "scan"  # who gave what was read from a scanned page


@dataclass(frozen=True)
class Typed:
    """What was typed for one blank, or in its place for the `whole` answer; "" was left blank.

    `by`: who gave points, or saw that nothing is written where points are given; SCAN: it was read from a scanned page.
    """

    blank: Blank
    text: str
    whole: bool = False
    by: str = ""


@dataclass(frozen=True)
class PaperEntry:
    """A paper, its blanks, and what of it was typed so far, in the order of typing."""

    code: str
    quiz: Quiz
    blanks: tuple[Blank, ...]
    typed: tuple[Typed, ...] = ()

    @classmethod
    def of(cls, code: str, quiz: Quiz) -> PaperEntry:
        """A paper of which nothing was typed."""
        return cls(code, quiz, blanks(quiz))

    # ------------------------------------------------------------ verbs

    def type(self, text: str, by: str = "") -> PaperEntry:
        """With a text for the next blank. `by`: who gives the points, where a person's points are typed."""
        blank = self.next
        assert blank is not None
        return self.type_in(blank, text, by if text else "")

    def type_in(self, blank: Blank, text: str, by: str = "") -> PaperEntry:
        """With a text for this blank, in place of what was typed there. `by`: who gives points, or saw that nothing is written."""
        of_answer = self.blanks_of[blank.target]
        first = len(of_answer) > 1 and blank == of_answer[0]
        whole = first and bool(text) and is_whole(self.asks[blank.target], text, len(of_answer))
        others = tuple(one for one in self.typed if one.blank != blank)
        return replace(self, typed=(*others, Typed(blank, text, whole, by if blank.points else "")))

    def without(self, blank: Blank) -> PaperEntry:
        """Without what was typed for this blank."""
        return replace(self, typed=tuple(one for one in self.typed if one.blank != blank))

    def scanned(self, read: Mapping[Blank, str]) -> PaperEntry:
        """With what was read from scanned pages, in place of what was read before; what people typed stays."""
        typed = tuple(one for one in self.typed if one.by != SCAN)
        given = replace(self, typed=typed).given
        new = (Typed(blank, text, by=SCAN) for blank, text in read.items() if blank not in given)
        return replace(self, typed=(*new, *typed))

    def undo(self) -> PaperEntry:
        """Without what was typed last."""
        return replace(self, typed=self.typed[:-1])

    def again(self, question: str) -> PaperEntry:
        """Without what was typed for a question, which is then typed again."""
        return replace(self, typed=tuple(one for one in self.typed if one.blank.question != question))

    # ------------------------------------------------------------ what there is

    @cached_property
    def asks(self) -> Mapping[str, Ask]:
        """The asks by what marks call them."""
        return {f"q{n}.{ask.name}": ask for n, variant in enumerate(self.quiz.variants, 1) for ask in variant.asks}

    @cached_property
    def blanks_of(self) -> Mapping[str, list[Blank]]:
        """The blanks of each answer."""
        found: dict[str, list[Blank]] = {}
        for blank in self.blanks:
            found.setdefault(blank.target, []).append(blank)
        return found

    @cached_property
    def given(self) -> Mapping[Blank, Typed]:
        """What covers each blank."""
        found: dict[Blank, Typed] = {}
        for one in self.typed:
            for blank in self.blanks_of[one.blank.target] if one.whole else (one.blank,):
                found[blank] = one
        return found

    @property
    def next(self) -> Blank | None:
        """The first blank for which nothing was typed; None: the paper is complete."""
        return next((blank for blank in self.blanks if blank not in self.given), None)

    @property
    def finished(self) -> list[str]:
        """The answers all of whose blanks were typed, in the order of the paper."""
        return [target for target, own in self.blanks_of.items() if all(blank in self.given for blank in own)]

    @property
    def points(self) -> Mapping[str, tuple[float, str]]:
        """The points that a person gave to answers that stay on paper, and who."""
        return {one.blank.target: (float(one.text), one.by) for one in self.typed if one.blank.points and one.text}

    def text_of(self, target: str) -> str:
        """An answer as a sheet has it; of what stays on paper, where to find it."""
        own = self.blanks_of[target]
        typed = [self.given[blank] for blank in own if blank in self.given]
        if not typed:
            return ""
        if own[0].points:
            nothing = typed[0].by and not typed[0].text
            return "" if nothing else f"On paper {written_code(self.code)}."
        if typed[0].whole:
            return typed[0].text
        return answer_text(self.asks[target].interaction(), {one.blank.part: one.text for one in sorted_as(own, typed)})

    def answers(self, student: str, source: str, *, begun: bool = True) -> Answers:
        """What was typed so far, as a sheet of the quiz; without `begun` no answer of which blanks are still to be typed."""
        sheet: dict[str, dict[str, str]] = {f"q{number}": {} for number in range(1, len(self.quiz.variants) + 1)}
        for target in self.blanks_of if begun else self.finished:
            question, _, name = target.partition(".")
            sheet[question][name] = self.text_of(target)
        return Answers(self.quiz.id, student, sheet, source)

    # ------------------------------------------------------------ as a sheet keeps it

    @property
    def comment(self) -> str:
        """The line of the sheet that says what was typed, blank by blank."""
        lines = [[one.blank.target, one.blank.part, one.text, one.whole, one.by] for one in self.typed]
        return COMMENT + json.dumps(lines).replace("\x7f", "\\u007f")

    def resumed(self, sheet: str, typed: Mapping[str, Mapping[str, Any]]) -> PaperEntry:
        """As a sheet says: as it was typed, blank by blank, but for answers that somebody has changed in the file since."""
        line = next((line for line in sheet.splitlines() if line.startswith(COMMENT)), "")
        kept = replace(self, typed=tuple(self._read_comment(line.removeprefix(COMMENT))))
        changed = {
            target: now
            for target in self.blanks_of
            if (now := as_typed(typed.get(question_of(target), {}).get(name_of(target)))) != kept.text_of(target)
        }
        same = tuple(one for one in kept.typed if one.blank.target not in changed)
        return replace(self, typed=(*same, *self._as_answered(changed)))

    def answered(self, typed: Mapping[str, str]) -> PaperEntry:
        """Complete, with these answers by their targets, as another sheet had them."""
        return replace(
            self, typed=tuple(self._as_answered({target: typed.get(target, "") for target in self.blanks_of}))
        )

    def _as_answered(self, answers: Mapping[str, str]) -> Iterable[Typed]:
        for target, text in answers.items():
            first = self.blanks_of[target][0]
            yield Typed(first, "" if first.points else text, whole=True)

    def _read_comment(self, line: str) -> Iterable[Typed]:
        places = {(blank.target, blank.part): blank for blank in self.blanks}
        try:
            for target, part, text, whole, by in json.loads(line or "[]"):
                yield Typed(places[target, part], str(text), bool(whole), str(by))
        except (ValueError, KeyError, TypeError):  # somebody edited the line: the answers themselves count
            return


def sorted_as(order: list[Blank], typed: Iterable[Typed]) -> list[Typed]:
    """What was typed in the order of the blanks."""
    return sorted(typed, key=lambda one: order.index(one.blank))


def question_of(target: str) -> str:
    """ "q1" of "q1.h_1"."""
    return target.partition(".")[0]


def name_of(target: str) -> str:
    """ "h_1" of "q1.h_1"."""
    return target.partition(".")[2]
