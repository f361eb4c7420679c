"""What people read of a function that was graded: why it lost points, each reason once, then its checks by their claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.documents.labels import grouped
from quizgen.documents.remarks import WORDS, plain_text
from quizgen.model import Cause, Grade, Mark, Verdict

KEPT = (Verdict.RIGHT, Verdict.OUR_FAULT, Verdict.EXCUSED, Verdict.NEEDS_A_PERSON)  # what needs no reason
ABOVE = "for the reason given above"  # where a cause that was said at another mark says all
WORD = {Verdict.RIGHT: "right", Verdict.PARTLY: "half", Verdict.SLIP: "wrong", Verdict.WRONG: "wrong"}


@dataclass(frozen=True)
class CheckRow:
    """A check: its mark, what it claims ("" for a whole function) and what else its mark says."""

    mark: Mark
    claim: str
    detail: str

    @property
    def outcome(self) -> str:
        """In a word or two: "right", "wrong", "timed out"."""
        return WORD.get(self.mark.verdict, self.mark.verdict.value.replace("_", " ").lower())

    @property
    def text(self) -> str:
        """The claim and what differs, for one cell: never empty."""
        return ": ".join(filter(None, [self.claim, self.detail])) or WORDS[self.mark.verdict]


def causes_of(grade: Grade, marks: Sequence[Mark]) -> list[Cause]:
    """Why a function lost points, each reason once; of a grade that was stored without causes, as far as its marks tell."""
    lost = {mark.ask: mark for mark in marks if mark.verdict not in KEPT}
    stored = [cause for cause in grade.causes if not lost.keys().isdisjoint(cause.explains)]
    explained = {ask for cause in stored for ask in cause.explains}
    together: dict[object, list[Mark]] = {}
    for ask, mark in lost.items():
        if ask not in explained:
            same = mark.verdict if mark.verdict in (Verdict.WRONG, Verdict.PARTLY) else mark.feedback
            together.setdefault(mark.misconceptions or same, []).append(mark)
    return stored + [
        Cause(
            several[0].ask.partition(".")[0],
            sentence(several[0].feedback or WORDS[several[0].verdict]),
            tuple(mark.ask for mark in several),
            misconceptions=several[0].misconceptions,
        )
        for several in together.values()
    ]


def line_of(cause: Cause, quote: str = "") -> str:
    """The line to blame, "line 22: d = dh[:, t]: from here on W_hᵀ δ_(t+1) is missing"; "" where none is known.

    `quote` is put before and after the statement.
    """
    if cause.line is None:
        return ""
    statement = cause.line.statement.removesuffix(":") if cause.line.why else cause.line.statement
    return ": ".join(filter(None, [cause.line.place, f"{quote}{statement}{quote}", cause.line.why]))


def paragraph(cause: Cause) -> str:
    """A cause as plain text, a line each: what happened, the line, the smallest case."""
    return "\n".join(filter(None, [plain_text(cause.text), line_of(cause), plain_text(cause.smallest_case)]))


def said_by_marks(grade: Grade) -> dict[str, str]:
    """Where marks are listed one by one: what each mark of code says beside its claim, never "", each cause once.

    A cause is said at the first mark that it explains.
    """
    found = {}
    for _, marks in grouped(grade) if grade.is_code else ():
        causes = causes_of(grade, marks)
        first: dict[str, list[str]] = {}
        for cause in causes:
            ask = next(mark.ask for mark in marks if mark.ask in cause.explains)
            first.setdefault(ask, []).append(paragraph(cause))
        for mark in marks:
            detail = plain_text(check_row(grade, mark, causes).detail)
            short = ABOVE if mark.verdict is Verdict.WRONG else WORDS[mark.verdict]
            found[mark.ask] = "\n\n".join(filter(None, [*first.get(mark.ask, []), detail])) or short
    return found


def check_rows(grade: Grade, marks: Sequence[Mark]) -> list[CheckRow]:
    """The checks of a function; none where one mark, explained by a cause, stands for all of it."""
    causes = causes_of(grade, marks)
    explained = {ask for cause in causes for ask in cause.explains}
    return [check_row(grade, mark, causes) for mark in marks if "." in mark.ask or mark.ask not in explained]


def check_row(grade: Grade, mark: Mark, causes: Iterable[Cause]) -> CheckRow:
    """One check by its claim; `causes` are said elsewhere, and what they say of it is not said again."""
    claim = claim_of(grade, mark)
    rest = mark.feedback.removeprefix(claim)
    detail = rest.removeprefix(": ") if claim and rest != mark.feedback else mark.feedback
    said = any(mark.ask in one.explains and ("." not in mark.ask or detail[1:] in one.text) for one in causes)
    return CheckRow(mark, claim, "" if said else detail)


def claim_of(grade: Grade, mark: Mark) -> str:
    """What a check claims; "" for a whole function, and for a check that there is no longer."""
    from quizgen.submissions.claims import claim  # brings NumPy, which a grade that is all right need not wait for

    return claim(mark.ask, grade.interface) if "." in mark.ask else ""


def notes(grade: Grade, marks: Sequence[Mark]) -> Iterator[str]:
    """What else to know of a function, a sentence each: why failures cost nothing, and what people decided."""
    judged = {mark.ask: mark.feedback for mark in grade.judged}
    said: Counter[str] = Counter()
    for mark in marks:
        if mark.verdict in KEPT:
            said[mark.feedback] += 1
        elif judged.get(mark.ask, mark.feedback) != mark.feedback:
            said[mark.feedback.replace(judged[mark.ask], "").strip()] += 1
    for words, count in said.items():
        if words and count == len(marks):
            yield sentence(words[:1].upper() + words[1:])
        elif words and words.startswith("right"):
            yield sentence(f"{count} checks are {words}" if count > 1 else f"One check is {words}")
        elif words:
            yield sentence(words)


def counts(marks: Sequence[Mark]) -> str:
    """How many checks are right and how many wrong: "11 checks right, 7 wrong"; those worth half count as wrong. "" for none."""
    failed = [mark.verdict not in KEPT for mark in marks if "." in mark.ask]
    right, wrong = failed.count(False), failed.count(True)
    return f"{right} {'check' if right == 1 else 'checks'} right, {wrong} wrong" if failed else ""


def sentence(text: str) -> str:
    """The text with a full stop where it ends without one."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
