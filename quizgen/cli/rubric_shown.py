"""What an author sees of a rubric beside the question: how each key point is found, and what each wrong claim costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.laws.rubrics import rubrics_of
from quizgen.media.terminal import marking_line

if TYPE_CHECKING:
    from quizgen.asks.text import Contradiction, KeyPoint
    from quizgen.authoring import Exercise
    from quizgen.authoring.rubric import Rubric
    from quizgen.model import Variant

WORDS = 4  # of a group that are shown


def rubrics_shown(exercise: Exercise, variant: Variant) -> Iterator[RenderableType]:
    """The rubrics by which the asks of a variant are judged."""
    asked = [tuple(text for _, text in ask.marking_scheme()) for ask in variant.asks]
    for rubric in rubrics_of(exercise):
        if tuple(point.text for point in rubric.key_points) in asked:
            yield Padding(Group(*parts(rubric)), (0, 0, 1, 3))


def parts(rubric: Rubric) -> Iterator[RenderableType]:
    """Its key points with how they are found, and its wrong claims with what they cost."""
    yield Text(f"Rubric {rubric.id}", style="bold")
    points = table("key point", "weight", "is found by")
    for point in rubric.key_points:
        name = f"{point.id} (required)" if point.required else point.id
        points.add_row(name, f"{point.weight:g}", "\n".join(found_by(point)) or "a person only")
    yield points
    yield Text()
    yield from (marking_line(cost(claim), claim.text) for claim in rubric.contradictions)
    yield Text()
    accepted, rejected = len(rubric.accept_examples), len(rubric.reject_examples)
    yield Text(f"The audit holds it to {accepted} accepted and {rejected} rejected examples.", style="dim")


def table(*headings: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        made.add_column(heading)
    return made


def found_by(point: KeyPoint) -> Iterator[str]:
    """The ways in which a machine finds a key point."""
    if point.concepts:
        yield of_groups(point.concepts)
    if point.alternatives:
        yield f"“{point.alternatives[0]}”" + (
            f" and {len(point.alternatives) - 1} more" if point.alternatives[1:] else ""
        )
    if point.formulas:
        yield f"a formula: {', '.join(point.formulas)}"
    if point.examples:
        yield f"{point.count} of {len(point.examples)} examples, such as {of_groups(point.examples[0])}"


def of_groups(groups: Sequence[Sequence[str]]) -> str:
    """The first words of each group."""
    return " + ".join(" / ".join(group[:WORDS]) + (" / …" if len(group) > WORDS else "") for group in groups)


def cost(claim: Contradiction) -> str:
    """What a wrong claim costs, and the misconception that it shows."""
    taken = f"costs {claim.point}" if claim.point else f"costs {claim.penalty:.0%}"
    return f"{taken}, {claim.misconception}" if claim.misconception else taken
