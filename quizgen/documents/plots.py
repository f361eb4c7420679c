"""The plots of a report, as pictures in the ink of the page; what they show is told in words and numbers beside them too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from quizgen.authoring.pictures.draw import SANS
from quizgen.classroom.course.item_statistics import ItemStatistics
from quizgen.classroom.course.statistics import Distribution
from quizgen.documents.report_words import percent, signed
from quizgen.markup.pictures import Picture

LEFT, RIGHT, TOP, BOTTOM = 44, 420, 14, 190  # of the field of a plot
WIDTH, HEIGHT = 440, 236
TITLE = 18  # above the field of the map: what its height means
LANE = 24  # below the field of the map: items without a discrimination
SIZE = 13.5  # of letters; on a telephone a fifth smaller
SMALL_WIDTH, SMALL_HEIGHT = 210, 104  # of one of several plots side by side
COLUMN = 36  # of an assignment in it, at least
LONGEST = 12  # letters of an assignment's name below such a plot
CLOSE = 11  # from the middle of a number to what is above or below it, at least


def text(x: float, y: float, words: str, anchor: str = "middle", kind: str = "soft") -> str:
    """Words at a place."""
    return (
        f'<text class="{kind}" x="{x:.5g}" y="{y:.5g}" text-anchor="{anchor}" '
        f'font-family="{SANS}" font-size="{SIZE:g}">{escape(words)}</text>'
    )


def line(path: str, kind: str) -> str:
    """A stroke."""
    return f'<path class="{kind}" d="{path}"/>'


# ---------------------------------------------------------------- the distribution of points


def histogram(found: Distribution, count: int) -> Picture:
    """How many students have which share of the points; a line marks the median."""
    most = max(found.histogram)
    width = (RIGHT - LEFT) / len(found.histogram)
    middle = LEFT + (RIGHT - LEFT) * found.median
    parts = [line(f"M{middle:.5g} {TOP - 6}V{BOTTOM}", "median")]  # behind the bars and their numbers
    for place, number in enumerate(found.histogram):
        x, high = LEFT + place * width, (BOTTOM - TOP - 34) * number / most
        if number:
            parts.append(
                f'<rect class="bar" x="{x + 1.5:.5g}" y="{BOTTOM - high:.5g}" width="{width - 3:.5g}" height="{high:.5g}"/>'
            )
            parts.append(text(x + width / 2, BOTTOM - high - 5, str(number), kind="ink"))
    parts.append(line(f"M{LEFT} {BOTTOM}H{RIGHT}", "axis"))
    parts += [text(LEFT + (RIGHT - LEFT) * tick / 5, BOTTOM + 17, f"{20 * tick}%") for tick in range(6)]
    beside, anchor = (-5, "end") if found.median > 0.5 else (5, "start")
    parts.append(text(middle + beside, TOP + 3, f"median {percent(found.median)}", anchor, "ink"))
    parts.append(text((LEFT + RIGHT) / 2, BOTTOM + 37, "share of the points"))
    told = "; ".join(
        f"{10 * place} to {10 * place + 10}%: {number}" for place, number in enumerate(found.histogram) if number
    )
    title = f"Histogram of the points of {count} students"
    return Picture(WIDTH, HEIGHT, title, f"Students by share of the points: {told}.", "\n".join(parts) + "\n")


# ---------------------------------------------------------------- difficulty and discrimination


@dataclass(frozen=True)
class Dot:
    """An item in the map."""

    number: int
    x: float
    y: float
    faulty: bool


def item_map(items: Sequence[ItemStatistics], faulty: Collection[int]) -> Picture | None:
    """Each item by its difficulty and discrimination, those that look faulty marked; None if there is none to show."""
    shown = [one for one in items if one.difficulty is not None]
    if not any(one.discrimination is not None for one in shown):
        return None
    values = [one.discrimination for one in shown if one.discrimination is not None]
    low, high = min(-0.2, *values) - 0.06, max(0.6, *values) + 0.06

    def up(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP - TITLE) * (value - low) / (high - low)

    without = [one for one in shown if one.discrimination is None]
    dots = [
        Dot(
            one.number,
            LEFT + 10 + (RIGHT - LEFT - 20) * (one.difficulty or 0.0),
            BOTTOM + LANE / 2 if one.discrimination is None else up(one.discrimination),
            one.number in faulty,
        )
        for one in shown
    ]
    bottom = BOTTOM + (LANE if without else 0)
    parts = [line(f"M{LEFT} {TOP + TITLE}V{bottom}H{RIGHT}", "axis"), text(4, TOP + 2, "discrimination", "start")]
    ticks = [tick / 10 for tick in range(-10, 11, 2) if low <= tick / 10 <= high]
    for tick in ticks:
        parts.append(line(f"M{LEFT} {up(tick):.5g}H{RIGHT}", "axis" if tick == 0 else "grid"))
        parts.append(text(LEFT - 7, up(tick) + 4, f"{tick:.1f}".replace("-", "−"), "end"))
    if without:
        parts += [line(f"M{LEFT} {BOTTOM}H{RIGHT}", "grid"), text(LEFT - 7, BOTTOM + LANE / 2 + 4, "none", "end")]
    for tick in range(6):
        parts.append(text(LEFT + 10 + (RIGHT - LEFT - 20) * tick / 5, bottom + 17, f"{tick / 5:.1f}"))
    parts += [text((LEFT + RIGHT) / 2, bottom + 36, "difficulty: hard on the left, easy on the right")]
    parts += [mark(dot) for dot in sorted(dots, key=lambda dot: dot.faulty)]
    parts += numbers(dots)
    told = "; ".join(
        f"item {one.number}: {signed(one.difficulty)} and {signed(one.discrimination)}"
        + (", looks faulty" if one.number in faulty else "")
        for one in shown
    ).replace(NO_VALUE, "no discrimination")
    title = f"Difficulty and discrimination of {len(shown)} items"
    return Picture(WIDTH, bottom + 46, title, f"Difficulty and discrimination: {told}.", "\n".join(parts) + "\n")


NO_VALUE = signed(None)


def mark(dot: Dot) -> str:
    """An item: a dot, or a diamond if it looks faulty, so that nobody needs the colour."""
    if dot.faulty:
        return line(f"M{dot.x:.5g} {dot.y - 7:.5g}l7 7l-7 7l-7 -7z", "faulty")
    return f'<circle class="dot" cx="{dot.x:.5g}" cy="{dot.y:.5g}" r="4"/>'


def numbers(dots: Sequence[Dot]) -> Iterator[str]:
    """The number of each item beside it, where there is room; those that look faulty first."""
    taken = [(dot.x, dot.y) for dot in dots]
    for dot in sorted(dots, key=lambda dot: (not dot.faulty, dot.number)):
        half, away = 4 * len(str(dot.number)), 10 if dot.faulty else 8
        places = [
            (dot.x + away + half, dot.y),
            (dot.x - away - half, dot.y),
            (dot.x, dot.y - away - 6),
            (dot.x, dot.y + away + 6),
        ]
        free = [place for place in places if all(apart(place, other, half) for other in taken)]
        if free or dot.faulty:
            x, y = (free or places)[0]
            taken.append((x, y))
            yield text(x, y + 4.5, str(dot.number), kind="wrong" if dot.faulty else "ink")


def apart(number: tuple[float, float], other: tuple[float, float], half: float) -> bool:
    """Whether a number of so many units to each side covers nothing at the other place."""
    return abs(number[0] - other[0]) >= half + 4 or abs(number[1] - other[1]) >= CLOSE


# ---------------------------------------------------------------- a misconception over assignments


def development(title: str, names: Sequence[str], shares: Sequence[float | None], top: float) -> Picture:
    """A misconception's share in each assignment, which is written above its bar; a dash where too few could show it.

    `top` is the highest share of all plots that stand side by side, so that they have one scale.
    """
    whole = max(SMALL_WIDTH, COLUMN * len(shares) + 8)
    width = (whole - 8) / len(shares)
    bottom, high = SMALL_HEIGHT - 22, SMALL_HEIGHT - 42
    parts = [line(f"M4 {bottom}H{whole - 4}", "axis")]
    for place, (name, share) in enumerate(zip(names, shares, strict=True)):
        middle = 4 + (place + 0.5) * width
        if share is not None:
            x, tall, wide = middle - min(0.35 * width, 22), high * share / (top or 1), min(0.7 * width, 44)
            parts.append(
                f'<rect class="bar" x="{x:.5g}" y="{bottom - tall:.5g}" width="{wide:.5g}" height="{tall:.5g}"/>'
            )
        written = NO_VALUE if share is None else percent(share)
        parts.append(text(middle, bottom - high * (share or 0.0) / (top or 1) - 5, written, kind="ink"))
        fits = max(1, int(min(LONGEST, width / 6.5)))
        parts.append(text(middle, SMALL_HEIGHT - 6, name if len(name) <= fits else f"{name[: fits - 1]}…"))
    values = ("too few" if share is None else percent(share) for share in shares)
    told = "; ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    return Picture(whole, SMALL_HEIGHT, title, f"Share of the students: {told}.", "\n".join(parts) + "\n")
