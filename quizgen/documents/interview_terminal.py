"""What an interviewer would write after an interview: what was said, what was computed, and whether the two agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from quizgen.classroom.practice.attempt import Attempt
from quizgen.media.terminal_cells import printable_text
from reference_rnn import title

FULL, SOME = 0.75, 0.35  # shares of the points of an answer in words
LONG = 300  # seconds after which an answer is called slow


@dataclass(frozen=True)
class Heard:
    """One round: what it was about, the answer in words and the calculation, either of them None if it was left, and seconds."""

    about: str
    words: Attempt | None
    proof: Attempt | None
    seconds: float = 0.0


def duration(seconds: float) -> str:
    """ "1 min 40 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def summary(rounds: list[Heard]) -> RenderableType:
    """The sentences of an interviewer: on each round, then strengths, gaps and contradictions."""
    parts: list[RenderableType] = [Text("\nThe interviewer's notes", style="bold")]
    for one in rounds:
        heading = Text(printable_text(f"{one.about[0].upper()}{one.about[1:]} ({duration(one.seconds)})"), style="bold")
        parts.append(Padding(Group(heading, Text(printable_text(" ".join(notes(one))))), (0, 0, 0, 2)))
    parts.append(Padding(Text(printable_text(" ".join(overall(rounds)))), (1, 0, 1, 2)))
    return Group(*parts)


def notes(one: Heard) -> Iterator[str]:
    """The sentences on one round."""
    said, computed = spoken(one), proved(one)
    yield {
        "good": "The answer named what matters.",
        "part": "The answer named a part of what matters.",
        "poor": "The answer did not say what matters.",
        "open": "The answer could not be judged by a machine; read it again yourself.",
        "none": "The question was left unanswered.",
    }[said]
    if claims := misconceptions(one.words):
        yield f"It contains a claim that is not so ({claims})."
    if computed is None:
        yield "The calculation was left out, so nothing is proved."
        return
    yield "The calculation was right." if computed else "The calculation was not right."
    if claims := misconceptions(one.proof):
        yield f"Its numbers are what follows from: {claims}."
    if said == "good" and computed is False:
        yield "What was said and what was computed do not agree."
    elif said in ("poor", "part") and computed:
        yield "The candidate can compute it and should learn to say it."
    elif said == "good" and computed:
        yield "The numbers bear the claim out."


def overall(rounds: list[Heard]) -> Iterator[str]:
    """Strengths, gaps and contradictions, a sentence each, and how time was used."""
    if not rounds:
        yield "Nothing was answered."
        return
    strong = [one.about for one in rounds if spoken(one) == "good" and proved(one) and not contradicts(one)]
    unproved = [one.about for one in rounds if spoken(one) == "good" and proved(one) is None]
    unsaid = [one.about for one in rounds if spoken(one) in ("part", "poor", "none") and proved(one)]
    gaps = [one.about for one in rounds if spoken(one) in ("part", "poor", "none") and not proved(one)]
    against = [one.about for one in rounds if contradicts(one)]
    slow = [one.about for one in rounds if one.seconds > LONG]
    if strong:
        yield f"Strong on {listed(strong)}: said and computed."
    if unproved:
        yield f"Said well and not proved: {listed(unproved)}."
    if unsaid:
        yield f"Computed and not said in full: {listed(unsaid)}."
    if gaps:
        yield f"To learn before the next interview: {listed(gaps)}."
    if against:
        yield f"Words and numbers contradict each other on {listed(against)}: an interviewer would ask again there."
    if slow:
        yield f"Slow on {listed(slow)}."


def proved(one: Heard) -> bool | None:
    """Whether the calculation was right; None: there is none."""
    return one.proof.right if one.proof and one.proof.answered else None


def spoken(one: Heard) -> str:
    """How good the answer in words is: good, part, poor, open (not judged) or none."""
    if one.words is None or not one.words.answered:
        return "none"
    share = one.words.last_share
    if share is None:
        return "open"
    return "good" if share >= FULL else "part" if share >= SOME else "poor"


def contradicts(one: Heard) -> bool:
    """Whether a good answer in words goes with a wrong calculation, or a wrong claim with a right one."""
    claims = bool(misconceptions(one.words))
    return (spoken(one) == "good" and not claims and proved(one) is False) or (claims and proved(one) is True)


def misconceptions(attempt: Attempt | None) -> str:
    """The misconceptions that explain answers, by their titles."""
    return "; ".join(map(title, attempt.explained)) if attempt else ""


def listed(names: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
