"""A law about rubrics: what they make of their own examples of good and bad answers."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asks.words.assess import assess
from quizgen.asks.words.assessment import Assessment
from quizgen.authoring import Exercise
from quizgen.authoring.rubric import Rubric
from quizgen.laws.sample import Law, Sample

ACCEPTED, REJECTED = 0.75, 0.5  # shares of the points
EXAMPLES = 6  # of each sort, at least
NEARLY = 1e-9


def rubrics_hold_for_their_examples(sample: Sample) -> Iterator[str]:
    """A rubric holds for its examples: accepted ones earn 3/4 without a person, rejected ones below half, or a person decides."""
    for rubric in rubrics_of(sample.exercise):
        yield from failing_examples(rubric)


def rubrics_of(exercise: Exercise) -> list[Rubric]:
    """The rubrics beside an exercise."""
    files = [name for name in (*exercise.data_files, exercise.covers_of) if name.endswith((".yaml", ".yml"))]
    return [rubric for name in dict.fromkeys(files) for rubric in exercise.rubrics(name)]


def failing_examples(rubric: Rubric) -> Iterator[str]:
    """A sentence for each example that is judged otherwise than its author says; none where a person reads all answers anyway."""
    if not all(point.can_be_found for point in rubric.key_points):
        return
    judged = rubric.under()
    for number, example in enumerate(rubric.accept_examples, 1):
        found = assess(judged, example)
        if found.share < ACCEPTED - NEARLY or not found.sure or found.contradicted:
            yield f"{rubric.id}, accepted example {number} ({start(example)}) {what(found)}."
    for number, example in enumerate(rubric.reject_examples, 1):
        found = assess(judged, example)
        if found.share >= REJECTED - NEARLY and found.sure:
            yield f"{rubric.id}, rejected example {number} ({start(example)}) {what(found)}."


def what(found: Assessment) -> str:
    """What a machine makes of an answer: what was found, missing and wrong, and its doubts."""
    said = ", ".join(one.point.id for one in found.found) or "no key point"
    parts = [f"earns {found.share:.0%}: found {said}"]
    if found.missing:
        parts.append(f"missing {', '.join(point.id for point in found.missing)}")
    parts += [f"contradicted by “{one.words}” ({one.claim.text})" for one in found.contradicted]
    if not found.sure:
        parts.append(f"left to a person ({' '.join(found.doubts)})")
    return "; ".join(parts).rstrip(".")


def start(example: str) -> str:
    """The first words of an example."""
    first = example[:60]
    return f"“{first.rstrip()} …”" if len(example) > len(first) else f"“{first}”"


def too_few_examples(exercise: Exercise) -> Iterator[str]:
    """A sentence for each rubric with too few examples for its words to be trusted."""
    for rubric in rubrics_of(exercise):
        accepted, rejected = len(rubric.accept_examples), len(rubric.reject_examples)
        if min(accepted, rejected) < EXAMPLES:
            yield (
                f"The rubric {rubric.id} has {accepted} accept_examples and {rejected} reject_examples. Write {EXAMPLES} of each "
                "at least, among the rejected a negation and a reversal, and the audit will hold the rubric to them."
            )


LAWS: tuple[Law, ...] = (rubrics_hold_for_their_examples,)
