"""The nouns: what was drawn, what came back and what it is worth. All frozen. What is asked is in ask.py and asks/.

A value of an answer is a float, an int, a string, or a (nested) list of floats; shapes are lists of ints.
ask.plain takes every noun to JSON, store/from_json.py takes variants back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from quizgen.ask import Ask, Value
from quizgen.interactions import Field, Loss

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Verdict(StrEnum):
    """The result of judging an answer. Merging any two of these would be unfair to some learner."""

    RIGHT = "RIGHT"
    PARTLY = "PARTLY"
    SLIP = "SLIP"  # wrong, and we know which misconception gives exactly this
    WRONG = "WRONG"
    BLANK = "BLANK"
    NOT_DONE = "NOT_DONE"  # code whose skeleton still has its pass, None or NotImplementedError
    UNREADABLE = "UNREADABLE"  # we could not read it: no attempt is lost
    NOT_RUN = "NOT_RUN"
    TIMED_OUT = "TIMED_OUT"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    CRASHED = "CRASHED"
    FORBIDDEN = "FORBIDDEN"
    NEEDS_A_PERSON = "NEEDS_A_PERSON"
    EXCUSED = "EXCUSED"  # a person decided that it counts neither as earned nor as possible
    OUR_FAULT = "OUR_FAULT"  # never costs a point


# ---------------------------------------------------------------- what was drawn


@dataclass(frozen=True)
class Slip:
    """A live misconception followed to its end on these very numbers; several ids are twins: equal on these numbers."""

    misconceptions: tuple[str, ...]
    answers: Mapping[str, Value]
    feedback: str
    tier: str = "A"


# slips of the hand; their titles are in reference_rnn.SLIPS_OF_HAND
SIGN_LOST, TERM_DROPPED, ENTRY_MISREAD = "hand-sign-lost", "hand-term-dropped", "hand-entry-misread"
IN_DEGREES, ROUNDED_EARLY = "hand-degrees", "hand-rounded-early"


@dataclass(frozen=True)
class Recalculated:
    """One calculation with slips of the hand, one a row; row 0 is without.

    `ranks`: the lower, the likelier. `sentence` says what is said of a row.
    """

    ids: tuple[str, ...]
    ranks: tuple[int, ...]
    answers: Mapping[str, NDArray[Any]]  # ask -> (rows, ...)
    sentence: Callable[[int], str]


@dataclass(frozen=True)
class Variant:
    """A sealed envelope: words, numbers, key, slips and points of one question. Everything downstream takes it alone.

    `text` and `solution` are markup: Markdown with $LaTeX$ maths, and [[name]] where the ask `name` is answered.
    `source` is the digest of the exercise file it came from; the store keeps that file, so that an answer can still be
    followed from the learner's own values after the file was edited.
    """

    exercise: str
    version: int
    seed: int
    topic: str
    level: int
    title: str
    text: str
    solution: str
    problem: Mapping[str, Value]
    asks: tuple[Ask, ...]
    key: Mapping[str, Value]
    slips: tuple[Slip, ...] = ()
    dropped: Mapping[str, str] = field(default_factory=dict)  # misconception -> why it is not tested on these numbers
    redrawn: tuple[str, ...] = ()  # why earlier draws of this seed were refused
    source: str = ""

    @property
    def points(self) -> float:
        """What the question is worth."""
        return sum(ask.points for ask in self.asks)


@dataclass(frozen=True)
class Quiz:
    """Questions in order; `id` names it in the store and on paper."""

    id: str
    seed: int
    variants: tuple[Variant, ...]
    student: str = ""
    assignment: str = ""  # what it was made for; "" for practice

    @property
    def points(self) -> float:
        """What the whole quiz is worth."""
        return sum(variant.points for variant in self.variants)

    @property
    def title(self) -> str:
        """Its topics in words, in their order: "Forward pass and backpropagation through time"; the id if it has none."""
        names = [topic_name(topic) for topic in dict.fromkeys(variant.topic for variant in self.variants)]
        if len(names) > MOST_TOPICS:
            listed = f"{', '.join(names[:MOST_TOPICS])} and more"
        else:
            last = ", and " if any(" and " in name for name in names) else " and "
            listed = last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
        return listed[:1].upper() + listed[1:] or self.id


@dataclass(frozen=True)
class ScoredAsk:
    """A blank, the fields of its answer with what each known answer earns there, and what fields cannot say of it."""

    ask: Ask
    fields: tuple[Field, ...]
    losses: tuple[Loss, ...] = ()

    @property
    def by_person(self) -> bool:
        """Whether a person reads the answer."""
        return not all(field.answers for field in self.fields)


@dataclass(frozen=True)
class ScoredQuestion:
    """A question as a platform scores it. `id` is the number by which a platform knows it again: "forward-pass-7.q3".

    Questions with the same `group`, one after another, are variants of one: a platform asks one of them. "": of none.
    """

    id: str
    variant: Variant
    asks: tuple[ScoredAsk, ...]
    losses: tuple[Loss, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Student:
    """A line of a roster."""

    id: str
    name: str
    group: str = ""

    @property
    def own_name(self) -> str:
        """The name without the id that follows it where several have the same."""
        return self.name.removesuffix(f" ({self.id})")

    @property
    def owner(self) -> str:
        """Id and name, for the name of a folder."""
        return self.id if self.own_name == self.id else f"{self.id} {self.own_name}"


@dataclass(frozen=True)
class Paper:
    """One student's exam on paper. `code` is printed on every page; `sheet`: 1, from 2 on a replacement with other numbers."""

    code: str
    exam: str
    student: Student
    quiz: Quiz
    sheet: int = 1


@dataclass(frozen=True)
class PaperHead:
    """A paper as the store lists it, without its questions: `quiz` is the id of these."""

    code: str
    exam: str
    quiz: str
    student: Student
    sheet: int
    made_at: datetime


@dataclass(frozen=True)
class Box:
    """Where an answer is written on a page, in points (1/72 inch) from the top left."""

    target: str  # "q1.h_1"
    part: str  # of the answer: "1-2" is the first row and second column, "B" a letter to mark; "" all of it
    page: int
    x: float
    y: float
    width: float
    height: float


MOST_TOPICS = 3  # in a title
TOPICS = {  # those that are not the words of their id
    "bidirectional": "bidirectional RNNs",
    "bptt": "backpropagation through time",
    "encoder-decoder": "encoder-decoder",
    "gated-rnns": "gated RNNs",
    "interview": "interview questions",
    "rnn-architecture": "RNN architecture",
    "rnn-types": "types of RNNs",
    "rnn-vs-alternatives": "RNNs and their alternatives",
    "truncated-bptt": "truncated backpropagation through time",
    "why-sequences": "why order matters",
}


def topic_name(topic: str) -> str:
    """A topic's id in words, for use within a sentence: "bptt" is "backpropagation through time"."""
    return TOPICS.get(topic, topic.replace("-", " "))


# ---------------------------------------------------------------- what came back


@dataclass(frozen=True)
class Answers:
    """A filled sheet as it was typed: question ("q1") -> ask -> text or number. Nothing is interpreted yet."""

    quiz: str
    student: str
    typed: Mapping[str, Mapping[str, Any]]
    source: str = ""
    token: str = ""  # what its quiz is made of, as the sheet says; anybody may have written it


@dataclass(frozen=True)
class Mark:
    """The judgement of one ask or one check of code. Every lost point has a sentence in `feedback`."""

    ask: str  # "q1.h_1", or for code "rnn_step.F8"
    verdict: Verdict
    points: float
    max_points: float
    feedback: str = ""
    misconceptions: tuple[str, ...] = ()
    typed: str = ""  # what was answered, as typed


CODE = "code"


@dataclass(frozen=True)
class BlamedLine:
    """The line of a learner's code from which on its values are wrong.

    `place` is where it stands for people: "line 22", "cell 12, line 3", "layers.py, line 3".
    """

    number: int  # in the text that was loaded, from 1; 0: in another file of the student
    place: str
    statement: str  # the line itself, without its indentation
    why: str = ""  # what is wrong from there on, as the end of a sentence: "from here on W_hᵀ δ_(t+1) is missing"


@dataclass(frozen=True)
class Cause:
    """The one reason for which checks of a function fail, as a paragraph to read before any of them.

    `text`: what happened, or what the function equals, in whole sentences. `explains`: the marks (`Mark.ask`) that lost points
    for this reason. `smallest_case`: the smallest network that shows it, with the first difference, as a sentence.
    """

    function: str
    text: str
    explains: tuple[str, ...] = ()
    line: BlamedLine | None = None
    smallest_case: str = ""
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grade:
    """One sheet or one submission, judged. Appended to the store, never updated."""

    source: str
    kind: str  # "answers" or "code"
    quiz: str
    student: str
    marks: tuple[Mark, ...]
    titles: Mapping[str, str] = field(default_factory=dict)  # what people read for "quiz", "q1", "q1.y_hat", a function
    interface: str = ""  # of code: the names and layout it was called by, "chapter", "cs231n", ...
    notes: tuple[str, ...] = ()  # what else to know of the whole, a sentence each: what of a file was skipped, and why
    digest: str = ""  # SHA-256 (hex) of the file and, of code, of how it was asked; equal digests need no second look
    assignment: str = ""  # what it was handed in for; "" for practice
    submitted_at: datetime | None = None  # when the file was handed in, as far as it tells
    judged: tuple[Mark, ...] = ()  # where people decided: all marks as they were without their decisions
    causes: tuple[Cause, ...] = ()  # of code: why its functions lost points, each reason once

    @property
    def is_code(self) -> bool:
        """Whether a submission was graded, not a sheet."""
        return self.kind == CODE

    @property
    def points(self) -> float:
        """Points earned, rounded where a sum of binary fractions would show its tail."""
        return round(sum(mark.points for mark in self.marks), 6)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return round(sum(mark.max_points for mark in self.marks), 6)


# ---------------------------------------------------------------- what a course asks, and what people decide


@dataclass(frozen=True)
class Assignment:
    """What is asked under one name, and how it counts. Of several descriptions of one name the newest holds."""

    name: str
    functions: tuple[str, ...] = ()  # of code, by the chapter's names: a file is graded on all of them
    points: float | None = None  # what all of it counts; None: as many points as it asks for
    due: datetime | None = None
    penalty: float = 0.0  # the share of the points earned, from 0 to 1, that each day begun after `due` costs
    grace: timedelta = timedelta()  # so long after `due` is still in time


@dataclass(frozen=True)
class Description:
    """An assignment as somebody described it at some time; `by` is "" where quizgen did so."""

    assignment: Assignment
    when: datetime
    by: str


class Action(StrEnum):
    """What a person decides about a student's work."""

    POINTS = "points"  # of an answer that waited for a person; they hold for this answer
    COMMENT = "comment"  # words without points
    OVERRIDE = "override"  # points in place of those computed, whatever is graded later
    EXCUSED = "excused"  # counts neither as earned nor as possible
    EXTRA = "extra"  # credit beside what was asked
    EXTENDED = "extended"  # a due date of the student's own
    WITHDRAWN = "withdrawn"  # what was decided before on the same target no longer holds
    SECOND = "second"  # points that a second reader would give, beside those of the first; they change nothing


WHOLE = ""  # the target of a decision on everything that a student did for an assignment


@dataclass(frozen=True)
class Decision:
    """A person's decision about a student's work: what, who, when, why, and from how many points.

    `target` is an answer ("q3.answer"), a question ("q3"), a function ("rnn_backward") or WHOLE. Of several decisions on one
    target the newest holds; extra credit adds up.
    """

    assignment: str
    student: str
    target: str
    action: Action
    points: float | None = None
    quiz: str = ""  # of an answer or a question: the quiz in which it is asked
    until: datetime | None = None  # of EXTENDED: the student's due date
    typed: str = ""  # of POINTS: the answer that was read
    before: float | None = None  # the points before, where something was graded
    by: str = ""
    why: str = ""
    most: float | None = None  # of `points`: what the target could earn; if that changes they keep their share of it
    id: int = 0  # its number in the store; decisions are in the order of their numbers
    when: datetime | None = None
    key_points: tuple[str, ...] | None = None  # of an answer in words: those found in it; None: they were not asked for

    def points_of(self, most: float) -> float | None:
        """The points where the target can earn `most` now."""
        return self.points if self.points is None or not self.most else self.points * most / self.most


class Change(StrEnum):
    """How a question is judged otherwise than before, for everybody who was asked it."""

    ACCEPT = "accept"  # a further right answer: a value as typed, or the id of a misconception that gives it
    FULL = "full"  # full points for everybody who handed in
    DROP = "drop"  # the question counts no longer
    POINTS = "points"  # the question is worth so many points
    EXERCISE = "exercise"  # the key comes from a corrected exercise file
    WITHDRAWN = "withdrawn"  # what was corrected before in the same target no longer holds


@dataclass(frozen=True)
class Correction:
    """A correction of a question ("q2"), an answer ("q2.y_hat") or a function, for all quizzes of an assignment or for one."""

    assignment: str
    target: str
    change: Change
    value: str = ""
    quiz: str = ""  # "": every quiz of the assignment
    by: str = ""
    why: str = ""
    exercise: str = ""  # of a question: that which asks it; another one at the same place of a later quiz is not meant
    id: int = 0
    when: datetime | None = None


def storable(text: str) -> str:
    """The text with the code points that no database can keep, NUL and lone surrogates of odd file names, as escapes."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()
