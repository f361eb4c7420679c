"""What questions are called in Moodle's question bank, and where they are filed there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizgen.media.platform_html import NOT_XML
from quizgen.model import ScoredQuestion, Variant, topic_name

LONGEST_TAG, LONGEST_ID, LONGEST_NAME = 50, 100, 250  # characters that Moodle keeps
ANGLES = str.maketrans("<>", "‹›")  # Moodle drops what looks like an element from a name


@dataclass(frozen=True)
class Filed:
    """A question as the file holds it: its exercise with the topic, and the questions of Moodle's own that it becomes."""

    topic: str
    exercise: str
    parts: tuple[bytes, ...]


def filed(title: str, items: Iterable[Filed]) -> Iterator[tuple[str, bool, bytes]]:
    """Every question of Moodle's own after its category, "" for that of the one before, and whether it is a group of variants."""
    category = ""
    for item, varied in with_variants(items):
        for number, part in enumerate(item.parts, 1):
            path = category_path(title, item, number if varied else 0)
            yield path if path != category else "", varied, part
            category = path


def with_variants(items: Iterable[Filed]) -> Iterator[tuple[Filed, bool]]:
    """Questions, and whether the one before or after comes from the same exercise."""
    before, after_before = None, False
    for item in items:
        same = before is not None and before.exercise == item.exercise
        if before is not None:
            yield before, after_before or same
        before, after_before = item, same
    if before is not None:
        yield before, after_before


def category_path(title: str, item: Filed, part: int) -> str:
    """Where a question is filed: title and topic; with `part`, from 1, the exercise too: a quiz draws one of its variants."""
    topic = topic_name(item.topic)
    names = ["$course$", "top", title, f"{topic[:1].upper()}{topic[1:]}"]
    if part:
        names.append(item.exercise + (f", part {part}" if part > 1 else ""))
    return "/".join([*names[:2], *map(category_name, names[2:])])


def category_name(name: str) -> str:
    """A name in a path of categories, where a slash separates names and two slashes are one of the name."""
    written = (one_line(name) or "quizgen").replace("/", "//")
    before, after = " " * written.startswith("/"), " " * written.endswith("/")
    return f"{before}{written}{after}"


def one_line(name: str) -> str:
    """A name as Moodle keeps it: without line ends, and without what it takes for an element and drops."""
    return " ".join(NOT_XML.sub("\ufffd", name).translate(ANGLES).split())


def part_name(question: ScoredQuestion, number: int, of: int) -> str:
    """The name of a question, or of one of the several that it becomes."""
    part = f" ({number} of {of})" if of > 1 else ""
    return one_line(f"{question.id} {question.variant.title}")[: LONGEST_NAME - len(part)] + part


def part_number(question: ScoredQuestion, number: int) -> str:
    """The id number: that of the question, with the number of the part from the second on."""
    return (question.id if number == 1 else f"{question.id}-{number}")[:LONGEST_ID]


def tag_names(variant: Variant) -> list[str]:
    """Topic, level and the misconceptions that its answers show."""
    misconceptions = (one for slip in variant.slips for one in slip.misconceptions)
    names = dict.fromkeys([variant.topic, f"level {variant.level}", *misconceptions])
    return [tag for tag in (one_line(name)[:LONGEST_TAG].strip() for name in names) if tag]
