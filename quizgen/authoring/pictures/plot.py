"""Small line plots over time, such as states or the norm of a gradient: told apart by their dashes and dots, not by colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from quizgen.authoring.pictures.draw import FONT
from quizgen.authoring.pictures.symbol import svg_symbol
from quizgen.markup.formula_text import formula_text
from quizgen.markup.pictures import Picture

WIDTH, HEIGHT = 340, 170
LEFT, RIGHT, TOP, BOTTOM = 52, 288, 14, 132  # of the field; series are named at its right
STYLES = ("", ' stroke-dasharray="7 4"', ' stroke-dasharray="2 3"')
APART = 16  # between the names of two series
STEPS = (1, 2, 2.5, 5, 10)  # nice distances between ticks, times a power of ten
MINUS = "−"


def line_plot(title: str, series: Mapping[str, Sequence[float]], *, first: int = 1, log: bool = False) -> Picture:
    """Up to three series over t = first, first + 1, ..., by their symbol as LaTeX; `log`: by powers of ten, for values above 0."""
    values = [value for line in series.values() for value in line]
    ticks = powers(values) if log else linear(values)
    low, high = (log10(ticks[0]), log10(ticks[-1])) if log else (ticks[0], ticks[-1])
    steps = max(len(line) for line in series.values())

    def across(place: int) -> float:
        return LEFT + 14 + (RIGHT - LEFT - 28) * place / max(steps - 1, 1)

    def up(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * ((log10(value) if log else value) - low) / (high - low)

    parts = ['<g fill="none" stroke="currentColor" stroke-width="1">', f'<path d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>']
    parts += [f'<path d="M{LEFT} {up(tick):.5g}h-5"/>' for tick in ticks]
    parts += [f'<path d="M{across(place):.5g} {BOTTOM}v5"/>' for place in range(steps)]
    if not log and ticks[0] < 0 < ticks[-1]:
        parts.append(f'<path d="M{LEFT} {up(0):.5g}H{RIGHT}" stroke-dasharray="1 3"/>')
    parts += ["</g>", f'<g fill="currentColor" font-family="{FONT}" font-size="13" text-anchor="end">']
    parts += [f'<text x="{LEFT - 9}" y="{up(tick) + 4:.5g}">{written(tick)}</text>' for tick in ticks]
    parts += ["</g>", f'<g fill="currentColor" font-family="{FONT}" font-size="13" text-anchor="middle">']
    parts += [f'<text x="{across(place):.5g}" y="{BOTTOM + 19}">{first + place}</text>' for place in range(steps)]
    parts += [f'<text x="{(LEFT + RIGHT) / 2:g}" y="{HEIGHT - 4}" font-style="italic">t</text>', "</g>"]
    for line, style in zip(series.values(), STYLES, strict=False):
        points = [(across(place), up(value)) for place, value in enumerate(line)]
        way = "L".join(f"{x:.5g} {y:.5g}" for x, y in points)
        parts += [f'<g fill="none" stroke="currentColor" stroke-width="1.6"><path d="M{way}"{style}/></g>']
        parts += ['<g fill="currentColor">', *(f'<circle cx="{x:.5g}" cy="{y:.5g}" r="3"/>' for x, y in points), "</g>"]
    parts.append(f'<g fill="currentColor" font-family="{FONT}" font-style="italic" text-anchor="start">')
    places = apart([up(line[-1]) for line in series.values()])
    parts += [svg_symbol(tex, RIGHT + 6, y, 15, "start") for tex, y in zip(series, places, strict=True)]
    return Picture(WIDTH, HEIGHT, title, "\n".join(told(series, first, log)), "\n".join([*parts, "</g>"]) + "\n")


def told(series: Mapping[str, Sequence[float]], first: int, log: bool) -> Iterator[str]:
    """The values of every series in words."""
    for tex, line in series.items():
        values = ", ".join(written(float(f"{value:.3g}")) for value in line)
        yield f"{formula_text(tex)} at t = {first} to {first + len(line) - 1}: {values}."
    if log:
        yield "The vertical axis is logarithmic."


def linear(values: Sequence[float]) -> list[float]:
    """Ticks at nice distances, zero among them, that enclose all values."""
    low, high = min(0.0, *values), max(0.0, *values)
    if high == low:
        high = 1.0
    power = 10 ** floor(log10((high - low) / 3))
    step = next(power * nice for nice in STEPS if (high - low) / (power * nice) <= 4)
    return [round(step * place, 10) for place in range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)]


def powers(values: Sequence[float]) -> list[float]:
    """Powers of ten that enclose all values, at most five of them."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    high = max(high, low + 1)
    step = ceil((high - low) / 4)
    return [10.0**power for power in range(low, high + step, step)]


def apart(places: Sequence[float]) -> list[float]:
    """Heights of names, moved until no two overlap."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + APART)
    return moved


def written(value: float) -> str:
    """A number for people."""
    return f"{value:g}".replace("-", MINUS)
