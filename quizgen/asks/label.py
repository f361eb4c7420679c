"""Label: the numbered places of a picture, each of which is given one of the labels offered; every right label earns its share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from quizgen.ask import Value
from quizgen.asks.options import shown_key
from quizgen.asks.pairs import Pairs, WrongPair, keyed
from quizgen.interactions import Place, Spot

__all__ = ["Label"]


class Shown(Protocol):
    """What Label needs of a picture: see quizgen.markup.pictures."""

    @property
    def svg(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...


class Blanked(Protocol):
    """A picture with numbered places: where each stands, and the label (markup) that belongs there."""

    @property
    def picture(self) -> Shown: ...
    @property
    def spots(self) -> Mapping[str, tuple[float, float]]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Label(Pairs):
    """Places numbered 1, 2, 3 on a picture, each of which is given one of the labels A, B, C: right labels / places.

    A label may serve several places, or none. An author fills it in with `of`, mostly in `draw`.
    """

    picture: str = ""  # SVG
    width: int = 0
    height: int = 0
    description: str = ""
    spots: tuple[Spot, ...] = ()
    places: Mapping[str, str] | None = None

    kind: ClassVar[str] = "label"
    secret: ClassVar[tuple[str, ...]] = (
        *("left", "right", "places", "wrong_pairs"),
        *("picture", "width", "height", "description", "spots"),
    )
    counted: ClassVar[str] = "labels"

    def of(self, drawn: Blanked, offered: Sequence[str], wrong_pairs: Sequence[WrongPair] = ()) -> Label:
        """The ask about a drawn picture, with these labels (markup) in the order shown.

        Wrong pairs name a place by its number and a label by its text; one that is not shown is left out. ValueError: the
        places are not numbered 1, 2, 3, one has no label, a label that is right is not offered, or there are more than 26.
        """
        numbers = list(drawn.spots)
        if numbers != [str(place) for place in range(1, len(numbers) + 1)]:
            raise ValueError(f"The places of a picture are numbered from 1 on, and these are {', '.join(numbers)}.")
        if bare := [number for number in numbers if number not in drawn.labels]:
            raise ValueError(f"Place {bare[0]} of the picture has no label: give one for each spot.")
        sides = keyed(numbers, offered, wrong_pairs)
        shown = drawn.picture
        return replace(
            self,
            left=sides.left,
            right=sides.right,
            picture=shown.svg,
            width=shown.width,
            height=shown.height,
            description=f"{shown.title}.\n{shown.description}",
            spots=tuple(Spot(number, *drawn.spots[number]) for number in numbers),
            places={number: shown_key(drawn.labels[number], sides.letter, "labels offered") for number in numbers},
            wrong_pairs=sides.wrong_pairs,
        )

    @property
    def accepted_letters(self) -> Mapping[str, tuple[str, ...]]:
        return {number: (letter,) for number, letter in (self.places or {}).items()}

    def interaction(self) -> Place:
        rule = f"a label for each of the places 1 to {len(self.left)}; like 1-B, 2-A"
        return Place(self.picture, self.width, self.height, self.description, self.spots, self.right, rule=rule)

    def key_markup(self, value: Value) -> str:
        texts = {item.key: item.text for item in self.right}
        return "\n\n".join(f"{place}-{letter} · {texts[letter]}" for place, letter in value.items())

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        for number, letter in (self.places or {}).items():
            if not any(item.key == letter for item in self.right):
                yield f"{self.name} offers no label that is right for place {number}"
