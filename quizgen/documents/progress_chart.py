"""The pictures of a progress page: results of a topic, a section as a bar, a misconception over time. Each is told in words too."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from quizgen.documents import progress_words as words
from quizgen.documents.progress import MisconceptionRow, SectionRow, TopicRow
from quizgen.documents.progress_class import Held, TopicSpread
from quizgen.documents.progress_time import Cell, Event, Timeline
from quizgen.markup.pictures import Picture
from quizgen.media.html_markup import svg
from quizgen.model import topic_name
from reference_rnn import title

RESULTS = 12  # the last results shown of a topic
SQUARE, GAP = 12, 4
CELL, HIGH = 14, 22  # of a column of the chart
WIDEST, WHOLE = 48, 560  # a column, and all of few columns
BAR, BAR_HIGH = 240, 14


def drawing(width: int, height: int, parts: Sequence[str], aloud: str) -> Markup:
    """A picture in the line of a page, with what is said of it."""
    return svg(Picture(width, height, "", "", "\n".join(parts) + "\n"), aloud)


def results(row: TopicRow) -> Markup:
    """The last results of a topic: a full square is right, an empty one wrong, a dot waits for a person."""
    shown = row.results[-RESULTS:]
    if not shown:
        return Markup()
    parts = []
    for place, one in enumerate(shown):
        x = place * (SQUARE + GAP) + 1
        if one is None:
            parts.append(f'<circle class="waits" cx="{x + SQUARE / 2:g}" cy="{1 + SQUARE / 2:g}" r="2.5"/>')
        else:
            kind = "right" if one else "wrong"
            parts.append(
                f'<rect class="{kind}" x="{x + 0.75:g}" y="1.75" width="{SQUARE - 1.5:g}" height="{SQUARE - 1.5:g}"/>'
            )
    return drawing(len(shown) * (SQUARE + GAP), SQUARE + 2, parts, words.results_aloud(row, shown))


def bar(counts: Sequence[int], whole: int, kinds: Sequence[str], aloud: str) -> Markup:
    """A bar of several parts in a frame, which is what is left."""
    parts, x = [], 0.0
    for count, kind in zip(counts, kinds, strict=True):
        width = BAR * count / whole if whole else 0.0
        if count:
            parts.append(f'<rect class="{kind}" x="{x:.5g}" y="0" width="{width:.5g}" height="{BAR_HIGH}"/>')
        x += width
    parts.append(f'<rect class="frame" x="0.5" y="0.5" width="{BAR - 1}" height="{BAR_HIGH - 1}"/>')
    return drawing(BAR, BAR_HIGH, parts, aloud)


def section(row: SectionRow) -> Markup:
    """How much of a section was asked and passed."""
    told = f"{row.name}: {words.section(row)}."
    return bar([len(row.passed), len(row.not_yet)], row.items, ["full", "half"], told)


def spread(one: TopicSpread) -> Markup:
    """How many of a class know a topic."""
    told = f"{topic_name(one.topic).capitalize()}: {words.spread(one)}."
    return bar([one.known, one.begun], one.known + one.begun + one.never, ["full", "half"], told)


def held(one: Held) -> Markup:
    """In how many of a class a misconception is active, was seen once, is cleared."""
    counts = [len(one.active), len(one.seen), len(one.cleared)]
    return bar(counts, one.met, ["band", "half", "full"], f"{title(one.id)}: {words.held(one)}")


def key(kind: str) -> Markup:
    """A sign as it stands in the key of a chart, which has the words beside it."""
    drawn = {
        "band": f'<rect class="band" x="0" y="4" width="{CELL}" height="6"/>',
        "dot": f'<rect class="band" x="0" y="4" width="{CELL}" height="6"/><circle class="dot" cx="7" cy="7" r="4.5"/>',
        "ring": '<circle class="ring" cx="7" cy="7" r="4.5"/>',
        "avoided": '<path class="avoided" d="M7 4v6"/>',
        "tick": '<path class="tick" d="M3 7l3 3.5l5.5 -7.5"/>',
        "waits": '<circle class="waits" cx="7" cy="7" r="2.5"/>',
    }.get(kind, f'<rect class="{kind}" x="1.75" y="1.75" width="10.5" height="10.5"/>')
    return Markup('<svg aria-hidden="true" viewBox="0 0 14 14" width="14" height="14">{}</svg>').format(Markup(drawn))


def strip(row: MisconceptionRow, line: Timeline) -> Markup:
    """A misconception over the columns of a chart: a band where it is active, a dot where it explained an answer, a small stroke
    where it could have and did not, a tick where it was cleared."""
    middle, wide = HIGH / 2, max(CELL, min(WIDEST, WHOLE // len(row.cells)))
    parts = [f'<path class="axis" d="M0 {HIGH - 0.5:g}H{wide * len(row.cells)}"/>']
    parts += [
        f'<rect class="band" x="{place * wide}" y="{middle - 3:g}" height="6"'
        f' width="{wide / (2 if cell.event is Event.CLEARED else 1):g}"/>'
        for place, cell in enumerate(row.cells)
        if cell.active
    ]
    parts += [sign(cell, place * wide + wide / 2, middle) for place, cell in enumerate(row.cells)]
    return drawing(wide * len(row.cells), HIGH, [one for one in parts if one], words.chart_aloud(row, line))


def sign(cell: Cell, x: float, y: float) -> str:
    """What one column shows besides the band."""
    match cell.event:
        case Event.EXPLAINED:
            return f'<circle class="{"dot" if cell.active else "ring"}" cx="{x:g}" cy="{y:g}" r="4.5"/>'
        case Event.CLEARED:
            return f'<path class="tick" d="M{x - 4:g} {y:g}l3 3.5l5.5 -7.5"/>'
        case Event.AVOIDED:
            return f'<path class="avoided" d="M{x:g} {y - 3:g}v6"/>'
    return ""
