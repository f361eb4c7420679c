"""What a compact key says of a question: each part's name, points and right answer as plain text, and the rest once for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizgen.ask import Ask, Reading, Value
from quizgen.interactions import Arrange, Entry, Gaps, Pair, Parts, Pick, Place
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formula_typst import quoted
from quizgen.markup.parse import parse
from quizgen.media.key import right
from quizgen.media.texts import Texts, filled
from quizgen.media.typst import flat, line, walked, words
from quizgen.media.values import amount
from quizgen.model import Variant

Scheme = tuple[tuple[tuple[float, str], ...], tuple[str, ...]]
"""What a person marks by: key points with their points, and wrong claims to watch for."""


@dataclass(frozen=True)
class Head:
    """What the papers of a question share: its title, and of each part the name and the points."""

    title: str
    points: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One student's answers to a question: its number on the student's paper, and each part's right value."""

    number: int
    values: tuple[str, ...]


@dataclass
class Question:
    """A question of the exam over all papers: what these share, the first variant, and each student's row by place."""

    head: Head
    first: Variant
    shared: bool = True  # every paper has the same one, but for the letters of options
    rows: dict[int, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Owner:
    """A student as a key names one."""

    code: str
    name: str
    id: str
    points: str


def head(variant: Variant) -> Head:
    """The head of a question."""
    parts = tuple((formula_text(ask.tex), amount(ask.points)) for ask in variant.asks)
    return Head(variant.title, amount(variant.points), parts)


def scheme(ask: Ask) -> Scheme | None:
    """What a person marks by, where a person does."""
    return (ask.marking_scheme(), ask.wrong_claims_to_watch()) if ask.free_text else None


def short(ask: Ask, value: Value) -> str:
    """The right answer as plain text on a line: a matrix row by row, letters for options."""
    if tex := ask.tex_of(value):
        return formula_text(tex)
    text = ask.show_key(value)
    return f"[{text[2:-2].replace('], [', '; ')}]" if text.startswith("[[") else text


def in_full(variant: Variant, without_letters: frozenset[str]) -> list[tuple[Ask, str]]:
    """Each ask with its right answer in full, as Typst markup.

    `without_letters`: asks whose letters differ from paper to paper; of these the texts of the right options stand alone.
    """
    rows = []
    for ask, blocks in right(variant):
        picks = list(ask.picks()) if ask.name in without_letters else []
        if picks:
            texts = (item.text for _, pick, keys in picks for item in pick.items if item.key in keys)
            rows.append((ask, "\n\n".join(walked(parse(text), {}) for text in texts)))
        else:
            rows.append((ask, walked(blocks, {})))
    return rows


def key_points(found: Scheme, texts: Texts) -> str:
    """Key points with their points, and wrong claims, as Typst markup."""
    points, claims = found
    rows = "".join(f"([{line(flat(text), {})}], [{words(amount(worth))}])," for worth, text in points)
    listed = "".join(f"[{line(flat(claim), {})}]," for claim in claims)
    watched = f"#wrong-claims([{words(texts['key.wrong_claims'])}], ({listed}))" if claims else ""
    return f"#key-points(({rows})){watched}"


def array(items: Iterable[str]) -> str:
    """Typst values as an array."""
    return f"({''.join(f'{item}, ' for item in items)})"


def lines_of(lines: Iterable[str]) -> str:
    """Lines one below the other, as a Typst string."""
    return quoted("\n".join(lines)).replace("\n", "\\n")


def shares(ask: Ask, value: Value, texts: Texts) -> str:
    """How the points of a part are shared out among what it asks for; "" where it is right or wrong as a whole."""

    def each(name: str, count: int) -> str:
        return filled(texts[f"key.each_{name}"], points=amount(ask.points / count)) if count > 1 else ""

    match ask.interaction():
        case Entry(rows=rows, columns=columns) if ask.by_value:
            return each("number", rows * columns)
        case Pair(left=items) | Place(spots=items):
            return each("pair", len(items))
        case Pick(several=True):
            return filled(texts["key.each_letter"], points=amount(ask.points / len(ask.accepted())))
        case Arrange():
            return texts["key.each_order"]
        case Gaps() | Parts() if isinstance(value, Mapping):
            alone = {key: ask.judge(Reading("", {key: one})).share or 0 for key, one in value.items()}
            if len(set(alone.values())) == 1 and isinstance(ask.interaction(), Gaps):
                return each("gap", len(alone))
            each_part = (f"{key} {amount(ask.points * share)}" for key, share in alone.items())
            return ", ".join(each_part) if len(alone) > 1 else ""
    return ""
