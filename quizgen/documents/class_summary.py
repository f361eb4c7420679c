"""A class in numbers: the score of every student, how often each verdict occurs, and the most common misconceptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizgen.documents.score import Score, score
from quizgen.model import Grade, Verdict

PRACTICE = {  # the family of a misconception, the first part of its id -> a topic that practises it
    "fwd": "forward-pass",
    "bwd": "bptt",
    "out": "output-layer",
    "loss": "loss",
    "upd": "weight-update",
    "shp": "notation-and-shapes",
    "cnt": "notation-and-shapes",
    "flow": "bptt",
    "jac": "gradient-flow",
    "stk": "forward-pass",
    "use": "weight-sharing",
    "avg": "why-sequences",
    "bow": "why-sequences",
    "gen": "sequence-generation",
    "dec": "encoder-decoder",
    "attn": "attention",
    "birnn": "bidirectional",
    "tbptt": "truncated-bptt",
    "pad": "padding-and-masking",
    "lstm": "gated-rnns",
    "gru": "gated-rnns",
    "clip": "gradient-clipping",
    "c": "strengths-and-limits",
}
ENDS = (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.CRASHED, Verdict.FORBIDDEN)  # after these the rest is NOT_RUN


CODE_ONLY = frozenset(  # misconceptions that no question but code can show
    {
        "birnn-last-of-both",
        "birnn-sum-not-concat",
        "bwd-batch-reduction",
        "bwd-carry-diagonal",
        "bwd-db-mean-of-everything",
        "bwd-db-mean-of-units",
        "bwd-db-sum-of-everything",
        "bwd-dh0-zero",
        "bwd-dwh-elementwise",
        "bwd-dwh-elementwise-columns",
        "bwd-dwy-lagged-state",
        "bwd-h-prev-wraps-round",
        "bwd-h0-forgotten",
        "bwd-last-gradient-twice",
        "bwd-loop-not-reversed",
        "bwd-missing-sigmoid-derivative",
        "bwd-return-in-loop",
        "bwd-sign",
        "bwd-slope-at-h-prev",
        "bwd-slope-of-next-step",
        "bwd-slope-wraps-round",
        "bwd-target-added",
        "fwd-bias-outside",
        "fwd-bias-outside-too",
        "fwd-first-state-for-all",
        "fwd-h0-in-list",
        "fwd-h0-returned",
        "fwd-one-array",
        "fwd-return-in-loop",
        "fwd-zeros-after-first-step",
        "gru-gates-exchanged",
        "gru-h0-ignored",
        "gru-stale-h0",
        "loss-double-softmax",
        "loss-mean-of-everything",
        "loss-sum-of-everything",
        "lstm-back-candidate-slope-sigmoid",
        "lstm-back-cell-not-through-h",
        "lstm-back-dc-not-carried",
        "lstm-back-dc-prev-without-f",
        "lstm-back-dc-prev-without-h",
        "lstm-back-dh-not-carried",
        "lstm-back-dwh-uses-ht",
        "lstm-back-forget-with-new-c",
        "lstm-back-gate-order",
        "lstm-back-gate-slope-tanh",
        "lstm-back-i-f-exchanged",
        "lstm-back-last-step-only",
        "lstm-back-no-candidate-slope",
        "lstm-back-no-gate-slope",
        "lstm-back-no-output-gate",
        "lstm-back-no-tanh-slope",
        "lstm-back-output-with-c",
        "lstm-back-overwrite",
        "lstm-back-slope-of-c",
        "lstm-back-slope-on-one-part",
        "lstm-c-not-carried",
        "lstm-c-squashed",
        "lstm-c0-from-h0",
        "lstm-forget-bias",
        "lstm-h-for-c",
        "lstm-h-from-old-c",
        "lstm-h0-ignored",
        "lstm-stale-h0",
        "out-softmax-no-axis",
        "out-softmax-no-axis-shifted",
    }
)


def topic_of(misconception: str) -> str:
    """A topic that practises a misconception; "" if none is known."""
    return PRACTICE.get(misconception.partition("-")[0], "")


def practice(misconceptions: Sequence[str]) -> str:
    """The command that makes a quiz on misconceptions; "" where none can be made."""
    shown = [one for one in misconceptions if topic_of(one)]
    separated = [one for one in shown if one not in CODE_ONLY]
    if separated:
        return " ".join(["quizgen make", *(f"--misconception {one}" for one in separated)])
    return f"quizgen make --topic {topic_of(shown[0])}" if shown else ""


@dataclass(frozen=True)
class Line:
    """What a table shows of one grade. Of ten thousand grades this much is held in memory, not the grades."""

    student: str
    source: str
    score: Score
    verdicts: tuple[tuple[Verdict, int], ...]  # how many checks with points have each verdict, the most frequent first
    misconceptions: tuple[str, ...]
    assignment: str = ""

    @property
    def worst(self) -> Verdict:
        """The most frequent verdict that is not RIGHT. NOT_RUN counts as the verdict that caused it."""
        wrong = [verdict for verdict, _ in self.verdicts if verdict is not Verdict.RIGHT]
        if wrong[:1] == [Verdict.NOT_RUN]:
            wrong = [verdict for verdict in wrong if verdict in ENDS] or wrong
        return wrong[0] if wrong else Verdict.RIGHT


@dataclass(frozen=True)
class CommonMisconception:
    """The id of a misconception, how many grades it explains, and the command that practises it ("" if none is known)."""

    id: str
    students: int
    practice: str


@dataclass(frozen=True)
class ClassSummary:
    """A class: its lines in order, how many of them have which worst verdict, and the commonest misconceptions first."""

    lines: tuple[Line, ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    common: tuple[CommonMisconception, ...]


def line(grade: Grade) -> Line:
    """The line of one grade. A mark without points, such as a sheet's for a code question, says nothing of the student."""
    with_points = [mark for mark in grade.marks if mark.points or mark.max_points]
    counted = Counter(mark.verdict for mark in with_points or grade.marks)
    named = dict.fromkeys(name for mark in grade.marks for name in mark.misconceptions)
    verdicts = tuple(counted.most_common())
    return Line(grade.student, grade.source, score(grade.marks), verdicts, tuple(named), grade.assignment)


def summarize(lines: Iterable[Line]) -> ClassSummary:
    """All lines together."""
    lines = tuple(lines)
    counted = Counter(id for line in lines for id in line.misconceptions)
    return ClassSummary(
        lines,
        tuple(Counter(line.worst for line in lines).most_common()),
        tuple(CommonMisconception(id, students, practice([id])) for id, students in counted.most_common()),
    )
