"""The sentences of a report: what each number says, and why an item looks faulty. No student is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from quizgen.classroom.course.faulty import AGREE, Finding, Reason
from quizgen.classroom.course.item_statistics import FEW, ItemStatistics
from quizgen.classroom.course.misconception_shares import Share
from quizgen.classroom.course.report import AssignmentReport
from quizgen.documents.labels import answer_label, misconception_titles

LONG = 40  # characters shown of a wrong answer
NONE = "–"


def percent(share: float) -> str:
    """ "58%"."""
    return f"{100 * share:.0f}%"


def signed(value: float | None) -> str:
    """A correlation or a difference: "0.42", "−0.39", "–" for none."""
    return NONE if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def students(count: int) -> str:
    """ "1 student", "58 students"."""
    return f"{count} student{'' if count == 1 else 's'}"


def heading(name: str) -> str:
    """An assignment; practice has no name."""
    return name or "Without an assignment"


def handed_in(report: AssignmentReport) -> str:
    """How many students there are, who is missing, and what waits."""
    sentences = [f"{students(report.students)} handed something in."]
    if report.missing:
        verb = "is" if report.missing == 1 else "are"
        sentences.append(f"{report.missing} more handed nothing in and {verb} in none of these numbers.")
    if report.unknown:
        verb = "is" if report.unknown == 1 else "are"
        sentences.append(f"{report.unknown} of those who did {verb} not on the roster.")
    if report.waiting:
        sentences.append(f"Answers of {students(report.waiting)} wait for a person; until then they count neither way.")
    return " ".join(sentences)


def spread(report: AssignmentReport) -> str:
    """The distribution of the points as a sentence."""
    found = report.scores
    if found is None:
        return f"Too few students for a distribution: {report.scored} of at least {FEW}."
    sd = "" if found.sd is None else f", standard deviation {percent(found.sd)}"
    return (
        f"Mean {percent(found.mean)} of the points{sd}, median {percent(found.median)} ({students(report.scored)}). Quartiles "
        f"{percent(found.lower_quartile)} and {percent(found.upper_quartile)}, lowest {percent(found.lowest)}, highest "
        f"{percent(found.highest)}."
    )


def reliability(report: AssignmentReport) -> str:
    """Cronbach's alpha, or why there is none."""
    found = report.reliability
    if found.alpha is None:
        return f"Reliability: no Cronbach's alpha; {found.why}."
    return (
        f"Reliability: Cronbach's alpha {signed(found.alpha)}, for {found.items} items that the same {students(found.students)} "
        "were asked."
    )


def names(report: AssignmentReport) -> Mapping[int, str]:
    """What people read for each item, as markup: its question, and which answer where it has several."""
    answers = Counter((one.item.exercise, one.item.time) for one in report.items)
    found = {}
    for one in report.items:
        several = answers[one.item.exercise, one.item.time] > 1
        again = f" ({one.item.time})" if one.item.time > 1 else ""
        found[one.number] = f"{one.title}{again}" + (f": {answer_label(one.item.ask, one.label)}" if several else "")
    return found


def sentence(finding: Finding, one: ItemStatistics) -> str:
    """Why an item looks faulty, and what to check."""
    of = f"{finding.count} of {students(finding.students)}"
    match finding.reason:
        case Reason.NEGATIVE:
            assert one.groups is not None
            return (
                f"The better students fail it more often: of its points the 27% with the most points elsewhere "
                f"earn {percent(one.groups.upper)}, the 27% with the fewest {percent(one.groups.lower)} "
                f"({one.groups.size} students each). Its discrimination is {signed(one.discrimination)} over "
                f"{students(one.compared)}. Check the key, and whether the question can be read in two ways."
            )
        case Reason.ONE_WRONG_ANSWER:
            said = (
                "The best agree on it, so the key may be wrong: check it first."
                if finding.best >= AGREE * finding.of_best
                else "Check the key; if it is right, most of the class share this mistake."
            )
            return (
                f"{of} give the same wrong answer, among them {finding.best} of the best {finding.of_best}: "
                f"{wrong_answer(finding.answer)}. {said}"
            )
        case Reason.HARDLY_ANYBODY:
            earned = f"{percent(one.difficulty or 0.0)} of its points are earned, and {of} have all of them"
            said = (
                f"Hardly anybody is right: {earned}."
                if one.difficulty
                else f"None of {students(finding.students)} is right."
            )
            return f"{said} Check the key, and what the question assumes."
        case Reason.UNREADABLE:
            return f"The answers of {of} could not be read. Check whether the question says how to write them."
        case Reason.OUR_FAULT:
            return (
                f"The check itself failed for {of}. That cost nobody a point; grade them again, and report the fault."
            )
        case Reason.WAITS:
            return f"The answers of {of} wait for a person and are left out of its numbers."


def wrong_answer(answer: str) -> str:
    """A wrong answer: the title of its misconception, or what was typed."""
    [title] = misconception_titles([answer])
    shown = title if len(title) <= LONG else f"{title[: LONG - 1]}…"
    return f"“{shown}”"


def share(one: Share) -> str:
    """A misconception's share: "35% (21 of 60)"."""
    if not one.could:
        return NONE
    return f"too few ({one.could})" if one.share is None else f"{percent(one.share)} ({one.shown} of {one.could})"
