"""Printed pages filled in with a pen and then scanned badly: everything drawn is known, and the same for the same seed.

`filled_page` draws answers on a page of a PDF of the project, `degraded` does to it what scanners, telephones and coffee do.
Pictures are float arrays (height, width) from 0, black, to 255. NumPy and Pillow only.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from quizgen.model import Box

Picture = NDArray[np.float32]
Random = np.random.Generator
Strokes = list[list[tuple[float, float]]]
MARKS = ("cross", "tick", "slash", "filled")  # what a learner who chooses an option draws
AMBIGUOUS = ("struck", "overfilled", "refilled")  # what a person has to look at: a mark that was taken back, perhaps
HARMLESS = ("erased", "stray", "rest")  # an option that is not chosen, and yet there is something on it
TAKEN_BACK = 0.08  # how often the only mark of a question is filled to take it back, and nothing else is marked
DIGITS: dict[str, Strokes] = {
    "0": [[(0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0)]],
    "1": [[(0.2, 0.3), (0.6, 0), (0.6, 1)]],
    "2": [[(0.1, 0.2), (0.5, 0), (0.9, 0.3), (0.1, 1), (0.9, 1)]],
    "3": [[(0.1, 0.1), (0.7, 0.05), (0.8, 0.3), (0.4, 0.5), (0.9, 0.75), (0.5, 1), (0.1, 0.9)]],
    "4": [[(0.6, 1), (0.6, 0), (0.1, 0.7), (0.9, 0.7)]],
    "5": [[(0.8, 0), (0.2, 0), (0.2, 0.45), (0.8, 0.55), (0.7, 1), (0.1, 0.9)]],
    "6": [[(0.8, 0), (0.2, 0.5), (0.3, 1), (0.8, 0.9), (0.7, 0.5), (0.2, 0.6)]],
    "7": [[(0.1, 0), (0.9, 0), (0.4, 1)]],
    "8": [[(0.5, 0.5), (0.1, 0.2), (0.5, 0), (0.9, 0.2), (0.5, 0.5), (0.1, 0.8), (0.5, 1), (0.9, 0.8), (0.5, 0.5)]],
    "9": [[(0.8, 0.4), (0.3, 0.5), (0.2, 0.1), (0.8, 0.1), (0.8, 0.4), (0.6, 1)]],
    "-": [[(0.1, 0.5), (0.9, 0.5)]],
    ".": [[(0.4, 0.95), (0.5, 1.0)]],
}


@dataclass(frozen=True)
class FilledPage:
    """A page with answers. `drawn`: for each of its boxes what was drawn in it, "" for nothing."""

    picture: Picture
    drawn: dict[Box, str]


def rendered(pdf: bytes, page: int, dpi: float) -> Picture:
    """A page of a PDF, from 1."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page - 1].render(scale=dpi / 72, grayscale=True)
        return np.asarray(bitmap.to_pil(), dtype=np.float32)


# ---------------------------------------------------------------- answers


@dataclass(frozen=True)
class Pen:
    """`width` in points; `dark`: how much of the light it takes away."""

    width: float
    dark: float

    @classmethod
    def drawn(cls, random: Random) -> Pen:
        """A pen of the usual ones."""
        return cls(float(random.uniform(0.7, 1.6)), float(random.uniform(0.75, 0.97)))


@dataclass(frozen=True)
class Hand:
    """How a learner marks: one of MARKS, and the pen."""

    style: str
    pen: Pen

    @classmethod
    def drawn(cls, random: Random) -> Hand:
        """Any."""
        return cls(str(random.choice(MARKS)), Pen.drawn(random))


def filled_page(pdf: bytes, page: int, boxes: Sequence[Box], dpi: float, hand: Hand, random: Random) -> FilledPage:
    """A page with answers by one hand; sometimes something beside the rule, and sometimes a mark that was taken back."""
    picture, scale, style = rendered(pdf, page, dpi), dpi / 72, hand.style
    drawn: dict[Box, str] = {}
    questions: dict[tuple[str, str], list[Box]] = {}
    for box in boxes:
        if box.page == page:
            questions.setdefault((box.target, box.part.rpartition(".")[0]), []).append(box)
    for options in questions.values():
        if not is_mark(options[0]):
            for box in options:
                drawn[box] = "digits" if random.random() < 0.8 else ""
            continue
        drawn |= dict.fromkeys(options, "")
        if style != "filled" and random.random() < TAKEN_BACK:
            drawn[options[int(random.integers(len(options)))]] = "refilled"
            continue
        chosen = random.permutation(len(options))[: 1 + (random.random() < 0.3)]
        for n in chosen:
            drawn[options[n]] = style
        others = [n for n in range(len(options)) if n not in chosen]
        if others and random.random() < 0.3:
            usual = [*AMBIGUOUS, *HARMLESS]
            beside = [one for one in usual if one != "refilled" or style != "filled"]
            drawn[options[int(random.choice(others))]] = str(random.choice(beside))
    for box, what in drawn.items():
        if what:
            draw(picture, box, what, scale, hand.pen, random)
    return FilledPage(picture, drawn)


def is_mark(box: Box) -> bool:
    """Whether a box is an option to mark."""
    return box.width == box.height


def draw(picture: Picture, box: Box, what: str, scale: float, pen: Pen, random: Random) -> None:
    """Draws into a box of a picture."""
    if what == "digits":
        return stroke(picture, box, scale, pen, written_number(box, random))
    middle = np.array([box.x, box.y]) + box.width * (0.5 + random.normal(0, 0.05, 2))
    size = box.width * float(random.uniform(0.75, 1.15))  # of the mark
    if what == "erased":
        faint = Pen(float(random.uniform(1, 2)), float(random.uniform(0.06, 0.2)))
        return stroke(picture, box, scale, faint, [*cross(middle, size, random), *scribble(middle, 0.8 * size, random)])
    if what == "rest":
        at = middle + random.uniform(-0.3, 0.3, 2) * box.width
        return stroke(picture, box, scale, pen, [[tuple(at), tuple(at + random.uniform(-0.6, 0.6, 2))]])
    if what == "stray":
        return stroke(picture, box, scale, pen, [stray(middle, box.width, random)])
    if what == "struck":
        size = max(size, box.width)
        bar = [
            [
                tuple(middle + vector(-1.3 * size, random.normal(0, 0.1) * size)),
                tuple(middle + vector(1.3 * size, random.normal(0, 0.1) * size)),
            ]
        ]
        return stroke(picture, box, scale, pen, [*cross(middle, size, random), *bar])
    if what == "overfilled":
        wide = Pen(pen.width * 1.2, pen.dark)
        return stroke(
            picture, box, scale, wide, [*cross(middle, size, random), *fill(middle, 1.35 * box.width, random)]
        )
    if what == "refilled":
        return stroke(
            picture, box, scale, pen, [*cross(middle, 0.9 * box.width, random), *fill(middle, 0.95 * box.width, random)]
        )
    strokes = {"cross": cross, "tick": tick, "slash": slash}
    if what == "filled":
        return stroke(picture, box, scale, pen, fill(middle, 0.95 * box.width, random))
    return stroke(picture, box, scale, pen, strokes[what](middle, size, random))


def vector(x: float, y: float) -> NDArray[np.float64]:
    """A step."""
    return np.array([x, y])


def bent(points: Sequence[Sequence[float]], random: Random, much: float) -> list[tuple[float, float]]:
    """A line through points as a hand draws it: with a slight bow between them."""
    made = [np.asarray(points[0]) + random.normal(0, much, 2)]
    for point in points[1:]:
        end = np.asarray(point) + random.normal(0, much, 2)
        start, along = made[-1], end - made[-1]
        bow = random.normal(0, 0.05) * np.array([-along[1], along[0]])
        made += [start + along * t + bow * 4 * t * (1 - t) for t in np.linspace(0.125, 1, 8)]
    return [(float(x), float(y)) for x, y in made]


def cross(middle: NDArray[np.float64], size: float, random: Random) -> Strokes:
    """Two strokes."""
    r = size / 2
    ends = [[(-r, -r), (r, r)], [(r, -r), (-r, r)]]
    return [bent([middle + end for end in line], random, 0.05 * size) for line in ends]


def tick(middle: NDArray[np.float64], size: float, random: Random) -> Strokes:
    """A short stroke down and a long one up."""
    points = np.array([(-0.4, 0.0), (-0.1, 0.4), (0.5, -0.5)]) * size
    return [bent([middle + point for point in points], random, 0.04 * size)]


def slash(middle: NDArray[np.float64], size: float, random: Random) -> Strokes:
    """One stroke."""
    r = 0.5 * size
    return [bent([middle + vector(r, -r), middle + vector(-r, r)], random, 0.05 * size)]


def fill(middle: NDArray[np.float64], size: float, random: Random) -> Strokes:
    """A zigzag, close enough to leave nothing white."""
    r, step = size / 2, 0.55
    heights = np.arange(-r + 0.4, r - 0.4, step)
    points = []
    for n, y in enumerate(heights):
        half = float(np.sqrt(max(r * r - y * y, 0.3)) - 0.4) * float(random.uniform(0.92, 1.0))
        points.append(middle + vector(half if n % 2 else -half, y))
        points.append(middle + vector(-half if n % 2 else half, y))
    return [[(float(x), float(y)) for x, y in points]]


def scribble(middle: NDArray[np.float64], size: float, random: Random) -> Strokes:
    """A smear."""
    points = middle + random.uniform(-0.5, 0.5, (8, 2)) * size
    return [bent(points, random, 0.02 * size)]


def stray(middle: NDArray[np.float64], width: float, random: Random) -> list[tuple[float, float]]:
    """A long line across, which belongs to nothing."""
    angle, far = random.uniform(0, np.pi), width * random.uniform(2, 5)
    along = np.array([np.cos(angle), np.sin(angle)])
    offset = random.uniform(-0.4, 0.4) * width * np.array([-along[1], along[0]])
    return bent([middle + offset - far * along, middle + offset + far * along], random, 0.5)


def written_number(box: Box, random: Random) -> Strokes:
    """A number in the height of a line, within the box."""
    height = min(0.62 * box.height, 14.0)
    width, x = 0.5 * height, box.x + 0.15 * height + 2
    digits = random.choice(list("0123456789"), 4)
    text = ("-" if random.random() < 0.5 else "") + "0." + "".join(digits)
    strokes: Strokes = []
    y = box.y + (min(box.height, 26) - height) / 2
    for letter in text:
        if x + width > box.x + box.width - 1:
            break
        for line in DIGITS[letter]:
            strokes.append(bent([(x + px * width * 0.85, y + py * height) for px, py in line], random, 0.03 * height))
        x += width * (0.5 if letter == "." else 1.05)
    return strokes


def stroke(picture: Picture, box: Box, scale: float, pen: Pen, strokes: Strokes) -> None:
    """Draws strokes, in points, with a pen: only the part of the picture about them, four times as large and then smaller."""
    flat = np.array([point for line in strokes for point in line])
    pad = pen.width + 2
    height, width = picture.shape
    low = np.maximum(np.floor((flat.min(axis=0) - pad) * scale).astype(int), 0)
    high = np.minimum(np.ceil((flat.max(axis=0) + pad) * scale).astype(int), (width, height))
    if (high <= low).any():
        return
    fine = 4
    layer = Image.new("L", tuple(int(n) * fine for n in high - low))
    pencil, thick = ImageDraw.Draw(layer), max(1, round(pen.width * scale * fine))
    for line in strokes:
        at = [tuple((np.array(point) * scale - low) * fine) for point in line]
        pencil.line(at, fill=255, width=thick, joint="curve")
        for x, y in (at[0], at[-1]):
            pencil.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)
    ink = np.asarray(layer.resize(tuple(int(n) for n in high - low), Image.Resampling.BOX), dtype=np.float32) / 255
    picture[low[1] : high[1], low[0] : high[0]] *= 1 - pen.dark * ink


# ---------------------------------------------------------------- what happens to a page


def warped(picture: Picture, corners: NDArray[np.float64], size: tuple[int, int], ground: float = 255) -> Picture:
    """A picture with its corners (top left, top right, bottom right, bottom left) moved to these pixels of a new one."""
    height, width = picture.shape
    old = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=float)
    rows = []
    for (x, y), (u, v) in zip(corners, old, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    given = np.linalg.solve(np.array(rows), old.ravel())
    image = Image.fromarray(picture, mode="F")
    made = image.transform(size, Image.Transform.PERSPECTIVE, tuple(given), Image.Resampling.BICUBIC, fillcolor=ground)
    return np.clip(np.asarray(made), 0, 255)


def corners_of(picture: Picture) -> NDArray[np.float64]:
    """The corners of a picture."""
    height, width = picture.shape
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=float)


def blurred(picture: Picture, radius: float) -> Picture:
    """A picture out of focus."""
    eight = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(eight, dtype=np.float32)


def smooth(shape: tuple[int, int], random: Random, cells: int = 3) -> Picture:
    """A field that changes slowly, about -1 to 1."""
    coarse = random.uniform(-1, 1, (cells + 1, cells + 1)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse, mode="F").resize(shape[::-1], Image.Resampling.BICUBIC))


def clean(picture: Picture, random: Random) -> Picture:
    """As it is printed."""
    return picture


def rotated(picture: Picture, random: Random) -> Picture:
    """Turned by up to 5 degrees in a scanner; its corners are cut off as the glass does."""
    height, width = picture.shape
    angle = np.deg2rad(random.uniform(-5, 5))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle, pad = np.array([width, height]) / 2, 0.05 * width
    moved = (corners_of(picture) - middle) @ turn.T + middle + pad
    return warped(picture, moved, (int(width + 2 * pad), int(height + 2 * pad)), float(random.choice([255, 235, 40])))


def turned(picture: Picture, random: Random) -> Picture:
    """Put into the feeder the other way round, or across."""
    return np.ascontiguousarray(np.rot90(picture, int(random.integers(1, 4))))


def skewed(picture: Picture, random: Random) -> Picture:
    """Sheared and stretched, as by a feeder that slips."""
    height, width = picture.shape
    x, y = random.uniform(-0.03, 0.03, 2) * width
    moved = (
        corners_of(picture) * (1, random.uniform(0.97, 1.03))
        + np.array([[x, y], [x, -y], [-x, -y], [-x, y]])
        + 0.06 * width
    )
    return warped(picture, moved, (int(1.12 * width), int(1.12 * height)))


def noisy(picture: Picture, random: Random) -> Picture:
    """Grain, and specks of dust."""
    made = picture * 0.9 + 15 + random.normal(0, random.uniform(5, 22), picture.shape)
    specks = random.random(picture.shape) < random.uniform(0, 0.002)
    made[specks] = random.uniform(0, 255, int(specks.sum()))
    return np.clip(made, 0, 255).astype(np.float32)


def out_of_focus(picture: Picture, random: Random) -> Picture:
    """Out of focus, by up to 0.8 points."""
    return blurred(picture, random.uniform(0.15, 0.8) * picture.shape[1] / 595)


def shadowed(picture: Picture, random: Random) -> Picture:
    """Unevenly lit, with the edge of a shadow somewhere, and grey instead of black."""
    light = 0.78 + 0.2 * smooth(picture.shape, random)
    y, x = np.indices(picture.shape, dtype=np.float32)
    angle = random.uniform(0, 2 * np.pi)
    across = (x - picture.shape[1] / 2) * np.cos(angle) + (y - picture.shape[0] / 2) * np.sin(angle)
    soft = random.uniform(0.005, 0.08) * picture.shape[1]
    dark = random.uniform(0.3, 0.6)
    light *= 1 - dark / (1 + np.exp(-np.clip(across / soft, -30, 30)))
    haze = random.uniform(0, 40)
    return np.clip(haze + picture * light * (1 - haze / 255), 0, 255).astype(np.float32)


def folded(picture: Picture, random: Random) -> Picture:
    """Folded once or twice: beyond a fold the paper is a little shifted and turned, and the fold is a line."""
    made = picture
    for _ in range(int(random.integers(1, 3))):
        height, width = made.shape
        place = int(random.uniform(0.25, 0.75) * height)
        shift, slant = random.uniform(-0.003, 0.003) * width, random.uniform(-0.004, 0.004)
        lower = warped(
            made,
            corners_of(made)
            + np.array([[shift, 0], [shift, 0], [shift + slant * height / 2, 0], [shift + slant * height / 2, 0]]),
            (width, height),
        )
        made = np.concatenate([made[:place], lower[place:]])
        thick = max(1, round(width / 595))
        made[place : place + thick] = np.clip(made[place : place + thick] * random.uniform(0.55, 1.1), 0, 255)
        near = np.exp(-np.abs(np.arange(height) - place) / (0.03 * width))[:, None]
        made = np.clip(made * (1 - random.uniform(0, 0.2) * near), 0, 255).astype(np.float32)
    return made


def stained(picture: Picture, random: Random) -> Picture:
    """Rings and spots of coffee."""
    made = picture.copy()
    y, x = np.indices(picture.shape, dtype=np.float32)
    width = picture.shape[1]
    for _ in range(int(random.integers(1, 4))):
        cx, cy, r = random.uniform(0, width), random.uniform(0, picture.shape[0]), random.uniform(0.06, 0.16) * width
        far = np.hypot(x - cx, (y - cy) * random.uniform(0.9, 1.1)) + 0.006 * width * smooth(picture.shape, random, 12)
        ring = np.exp(-(((far - r) / (0.008 * width)) ** 2)) * random.uniform(0.2, 0.5)
        spot = random.uniform(0, 0.2) / (1 + np.exp(np.clip((far - r) / (0.004 * width), -30, 30)))
        made *= 1 - np.maximum(ring, spot)
    return made


def black_and_white(picture: Picture, random: Random) -> Picture:
    """What a scanner set to black and white gives, after some grain."""
    grain = picture + random.normal(0, random.uniform(2, 10), picture.shape)
    return np.where(grain < random.uniform(100, 175), 0, 255).astype(np.float32)


def compressed(picture: Picture, random: Random) -> Picture:
    """A JPEG of low quality."""
    stream = io.BytesIO()
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(
        stream, "JPEG", quality=int(random.integers(15, 60))
    )
    with Image.open(stream) as made:
        return np.asarray(made, dtype=np.float32)


def photographed(picture: Picture, random: Random) -> Picture:
    """By a telephone, on a table: in perspective, turned, unevenly lit, a little blurred, and as a JPEG."""
    height, width = picture.shape
    size = (int(1.25 * width), int(1.25 * height))
    pad = np.array([0.125 * width, 0.125 * height])
    angle = np.deg2rad(random.uniform(-8, 8))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([width, height]) / 2
    moved = (corners_of(picture) - middle) @ turn.T * 0.95 + middle + pad + random.uniform(-0.04, 0.04, (4, 2)) * width
    ground = float(random.uniform(30, 170))
    made = warped(picture, moved, size, ground)
    made = shadowed(made, random) if random.random() < 0.7 else made
    made = blurred(made, random.uniform(0.1, 0.45) * width / 595)
    made = np.clip(made + random.normal(0, random.uniform(1, 8), made.shape), 0, 255).astype(np.float32)
    made = turned(made, random) if random.random() < 0.3 else made
    return compressed(made, random)


def mixed(picture: Picture, random: Random) -> Picture:
    """Several of these, as a bad day brings them."""
    made = picture
    for one in (stained, folded, rotated, turned, out_of_focus, shadowed, noisy, compressed):
        if random.random() < 0.35:
            made = one(made, random)
    return black_and_white(made, random) if random.random() < 0.15 else made


DEGRADATIONS: dict[str, Callable[[Picture, Random], Picture]] = {
    "as printed": clean,
    "rotated to 5°": rotated,
    "turned by 90°, 180° or 270°": turned,
    "skewed": skewed,
    "noise": noisy,
    "blur": out_of_focus,
    "shadows": shadowed,
    "folds": folded,
    "coffee": stained,
    "black and white": black_and_white,
    "JPEG": compressed,
    "telephone": photographed,
    "several of these": mixed,
}


def degraded(picture: Picture, how: str, random: Random) -> NDArray[np.uint8]:
    """The page after one of DEGRADATIONS, as grey values."""
    return np.clip(DEGRADATIONS[how](picture, random) + 0.5, 0, 255).astype(np.uint8)
