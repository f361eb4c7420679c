"""The ways in which an answer is given, in the vocabulary of IMS QTI. A kind of ask names one; a medium renders it.

Texts are markup (see quizgen.markup). Every answer can be typed as one line of text, which each interaction states.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """Something that can be chosen, paired, moved or placed: the short key that is typed for it, and its markup."""

    key: str
    text: str


@dataclass(frozen=True)
class Interaction:
    """A way to answer. `rule` says in words what is wanted ("2 numbers, 4 decimals"), for prompts and comments.

    What follows a semicolon in a rule is about the typed line alone: a page with a field for each part leaves it out.
    """

    rule: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Entry(Interaction):
    """QTI textEntry: fields in a grid of `rows` by `columns`, each for about `width` characters. Typed: "1, 2; 3, 4".

    `sort` is what each field holds: "number", "whole number", "shape", "formula" or "text".
    """

    rows: int = 1
    columns: int = 1
    width: int = 8
    sort: str = "number"


@dataclass(frozen=True)
class Pick(Interaction):
    """QTI choice: one of the items, or with `several` any number of them. Typed: "B", or "A, C".

    `shuffled`: the items are in a random order, which means nothing; otherwise their order is given.
    """

    items: tuple[Item, ...] = ()
    several: bool = False
    shuffled: bool = True


@dataclass(frozen=True)
class Pair(Interaction):
    """QTI match: each item on the left belongs to one on the right, which may serve several. Typed: "1-B, 2-A"."""

    left: tuple[Item, ...] = ()
    right: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Arrange(Interaction):
    """QTI order: all items in their order. Typed: "C, A, B"."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A place in a text: its key in braces, the words to choose from (none: free), and its width."""

    key: str
    words: tuple[str, ...] = ()
    width: int = 12


@dataclass(frozen=True)
class Gaps(Interaction):
    """QTI gapMatch or inlineChoice: markup in which [[key]] is a place to fill. Typed: "1: tanh; 2: W_h"."""

    text: str = ""
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A place on a picture: its key, and the middle of it in the picture's own units from the top left."""

    key: str
    x: float
    y: float


@dataclass(frozen=True)
class Place(Interaction):
    """QTI graphicGapMatch: labels to put on the spots of a picture. Typed: "1-B, 2-A".

    `picture` is SVG (see quizgen.markup.pictures) of `width` by `height` units, `description` says in words what it shows,
    spots by their keys included.
    """

    picture: str = ""
    width: float = 0
    height: float = 0
    description: str = ""
    spots: tuple[Spot, ...] = ()
    labels: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Write(Interaction):
    """QTI extendedText: free text of about `lines` lines."""

    lines: int = 6


@dataclass(frozen=True)
class Upload(Interaction):
    """QTI upload: the answer is a file; `file` is the name of the one to complete."""

    file: str = "submission.py"


@dataclass(frozen=True)
class Part:
    """A part of an answer: the key that is typed for it, the markup of what is asked, and how it is answered."""

    key: str
    label: str
    interaction: Interaction

    @property
    def tex(self) -> str:
        """What the part is called, as LaTeX maths."""
        return rf"\text{{{self.key}}}"


@dataclass(frozen=True)
class Parts(Interaction):
    """QTI composite item: several interactions, of which none is itself Parts. Typed: "B; C", or "verdict: B; reason: C"."""

    parts: tuple[Part, ...] = ()


INTERACTIONS: tuple[type[Interaction], ...] = (Entry, Pick, Pair, Arrange, Gaps, Place, Write, Upload, Parts)


# ---------------------------------------------------------------- how it is scored where quizgen's own judge does not


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer that a platform recognises: as it is typed, or the key of the item that is chosen.

    `share` is what it earns of the field's points; where any number of items may be chosen, what this one adds, or below 0 takes
    off. A number is `value`, recognised within `tolerance`. `needs`: the key of another field and answers to it; where that is
    answered rightly, but with none of these, this answer earns nothing.
    """

    text: str
    share: float
    feedback: str = ""  # markup
    misconceptions: tuple[str, ...] = ()
    value: float | None = None
    tolerance: float = 0.0
    needs: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Field:
    """A place of an answer that is scored by itself. `key`: within the answer, as Box.part; `weight`: its share of the points.

    `interaction` is an Entry of one cell, a Pick, an Arrange, a Write or an Upload. `answers`: those that are known, the plainest
    right one first; all others earn nothing. Without any, a person reads the answer. `before`: of an Arrange, the pairs of items
    whose order counts; each earns the same.
    """

    key: str
    interaction: Interaction
    weight: float = 1.0
    answers: tuple[ScoredAnswer, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    label: str = ""  # markup of what is asked here; "" where the key says it

    @property
    def right(self) -> tuple[ScoredAnswer, ...]:
        """The answers that earn all, or of several that may be chosen together those that add something."""
        several = isinstance(self.interaction, Pick) and self.interaction.several
        return tuple(one for one in self.answers if (one.share > 0 if several else one.share == 1))


@dataclass(frozen=True)
class Loss:
    """What cannot be expressed of a question elsewhere. `name`: the same for all questions; `sentence`: what happens instead.

    `refused`: such a question is not written at all.
    """

    name: str
    sentence: str
    refused: bool = False
