"""FindTheLine: the first wrong line of some work, what is wrong with it, and the value that it should have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, DrawnProblem, Judgement, KnownWrong, Reading, Value, WrongAnswer
from quizgen.asks.composite import chosen, option_reader, picks_in, read_composite, show_composite, write_composite
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import (
    Option,
    accepted,
    equal_texts,
    in_full,
    in_printed_order,
    items,
    lettered,
    option_field,
    reordered,
    ruled_out,
)
from quizgen.asks.repaired_value import WrongValue, frozen, judge_value, thawed
from quizgen.asks.values import Array
from quizgen.interactions import Field, Loss, Part, Parts, Pick

__all__ = ["FindTheLine"]

LINE, KIND, VALUE = "line", "kind", "value"


@dataclass(frozen=True)
class FindTheLine(Ask):
    """The first wrong line, the kind of fault, and with `value` the repaired value; each earns its share of the points.

    An author fills it in with `of`, mostly in `draw`. `value` is a Numbers, whose right value and live slips come from
    `solve`. `shares` are those of line, kind and value; without a value line and kind share the points half and half.
    `prompts` stand above the parts. A value is {"line": "C", "kind": "A", "value": [0.1, 0.2]}; a part that was not
    answered is left out.
    """

    value: Numbers | None = None
    lines: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    shares: tuple[float, float, float] = (0.5, 0.3, 0.2)
    prompts: tuple[str, str, str] = ("The first wrong line:", "What is wrong with it:", "What it should be:")
    right: Value = None
    wrong_values: tuple[WrongValue, ...] = ()

    kind: ClassVar[str] = "find_the_line"
    secret: ClassVar[tuple[str, ...]] = ("value", "lines", "kinds", "shares", "prompts", "right", "wrong_values")

    def of(self, lines: Sequence[str], wrong: int, kinds: Sequence[Option], printed: Value = None) -> FindTheLine:
        """The ask with these lines in their order, the one at the place `wrong` wrong, and `draw.options(...)` as kinds.

        `printed` is the value that the wrong line shows, where a value is asked. ValueError: there is no such place.
        """
        if not 0 <= wrong < len(lines):
            raise ValueError(
                f"The wrong line is at place {wrong}: the places of {len(lines)} lines are 0 to {len(lines) - 1}."
            )
        shown = lettered([(line, place == wrong) for place, line in enumerate(lines)])
        known = () if printed is None else (WrongValue(frozen(printed), "The value equals that of the wrong line."),)
        return replace(self, lines=shown, kinds=tuple(kinds), wrong_values=known)

    @property
    def computed(self) -> bool:
        return self.value is not None

    @property
    def weights(self) -> Mapping[str, float]:
        """The share of each part that is asked."""
        parts = (LINE, KIND, VALUE) if self.value else (LINE, KIND)
        return dict(zip(parts, self.shares if self.value else (0.5, 0.5), strict=True))

    # ------------------------------------------------------------ how it is answered

    def interaction(self) -> Parts:
        parts = []
        for name, prompt, options in zip((LINE, KIND), self.prompts, (self.lines, self.kinds), strict=False):
            rule = f"one letter of {', '.join(option.letter for option in options)}"
            parts.append(Part(name, prompt, Pick(items(options), shuffled=name == KIND, rule=rule)))
        if self.value is None:
            return Parts(tuple(parts), rule="a line and what is wrong with it; two letters like C; B")
        parts.append(Part(VALUE, self.prompts[2], self.value.interaction()))
        example = ", ".join(["0.1", "0.2", "0.3"][: min(self.value.count, 3)])
        return Parts(tuple(parts), rule=f"a line, what is wrong with it, and its value; like C; B; {example}")

    def read(self, text: str) -> Reading:
        """Parts like "C; B; 0.1, 0.2", also "line: C; kind: B; value: 0.1, 0.2"; each may be missing."""
        readers = {LINE: option_reader(self.lines), KIND: option_reader(self.kinds)}
        return read_composite(
            text, self.name, self.label, {**readers, **({VALUE: self.value.read} if self.value else {})}
        )

    def write(self, value: Value) -> str:
        numbers = {VALUE: self.value.write(value[VALUE])} if self.value and VALUE in value else {}
        return write_composite({**value, **numbers}, len(self.weights))

    def show(self, value: Value) -> str:
        if not isinstance(value, Mapping):  # what solve computed
            return self.value.show(value) if self.value else super().show(value)
        numbers = {VALUE: self.value.show(value[VALUE])} if self.value and VALUE in value else {}
        if set(value) == set(numbers):
            return "".join(numbers.values()) or "–"
        return show_composite({**value, **numbers}, tuple(self.weights))

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        at = next(place for place, line in enumerate(self.lines) if line.accepted)
        early = at < (len(self.lines) + 1) // 2
        half = "first" if early else "second"
        part = [f"The wrong line is in the {half} half."] if len(self.lines) > 3 else []
        return (*part, *ruled_out(self.kinds, known=[(typed or {}).get("kind", "")], what="Kind "))

    def key_markup(self, value: Value) -> str:
        right = in_full((*self.lines, *self.kinds))
        return f"{right}\n\n{self.value.show(value[VALUE])}" if self.value else right

    # ------------------------------------------------------------ how it is made

    def completed(self, drawn: DrawnProblem) -> Ask:
        if self.value is None:
            return self
        slips = tuple(
            WrongValue(frozen(one.answers[self.name]), one.feedback, one.misconceptions) for one in drawn.slips
        )
        return replace(self, right=frozen(drawn.key[self.name]), wrong_values=(*self.wrong_values, *slips))

    def as_printed(self, printed: FindTheLine) -> FindTheLine | None:
        kinds = in_printed_order(self.kinds, printed.kinds)
        return None if kinds is None else super(FindTheLine, replace(self, kinds=kinds)).as_printed(printed)

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        if self.value is not None:  # the work shows numbers, which are drawn for each
            return self
        return replace(self, kinds=reordered(self.kinds, order(len(self.kinds))))

    def key(self, computed: Value) -> Value:
        letters_right = {LINE: accepted(self.lines)[0], KIND: accepted(self.kinds)[0]}
        return {**letters_right, **({VALUE: computed} if self.value else {})}

    def as_written(self, slip: WrongAnswer) -> Value:
        return {VALUE: slip.answers[self.name]}

    # ------------------------------------------------------------ how it is judged

    def judge(self, reading: Reading) -> Judgement:
        given, earned, sentences, ids = reading.value, dict[str, float](), list[str](), list[str]()
        for name, options in ((LINE, self.lines), (KIND, self.kinds)):
            if (option := chosen(options, given.get(name))) is not None:
                earned[name] = float(option.accepted)
                ids += option.misconceptions
            if option is not None and not option.accepted:
                sentences.append(self._line_is_wrong(option) if name == LINE else self._kind_is_wrong(option))
        if self.value and VALUE in given:
            typed = Reading(reading.typed, given[VALUE], reading.decimals)
            found = judge_value(self.value, typed, self.right, self.wrong_values)
            earned[VALUE] = found.share or 0.0
            sentences.append(found.feedback)
            ids += found.misconceptions
        if missing := [name for name in self.weights if name not in given]:
            sentences.append(f"Not answered: {', '.join(missing)}.")
        if 0 < len(right := [name for name, share in earned.items() if share == 1]) < len(self.weights):
            sentences.insert(0, f"Right: {' and '.join(right)}.")
        share = sum(self.weights[name] * part for name, part in earned.items())
        return Judgement(round(share, 9), " ".join(filter(None, sentences)), tuple(dict.fromkeys(ids)))

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        parts = {part.key: part for part in self.interaction().parts}
        said = tuple(replace(one, feedback="" if one.accepted else self._line_is_wrong(one)) for one in self.lines)
        found = [
            option_field(name, parts[name].interaction, self.weights[name], options, parts[name].label)
            for name, options in ((LINE, said), (KIND, self.kinds))
        ]
        if self.value:
            wrong = [KnownWrong(thawed(one.value), 0.0, one.feedback, one.misconceptions) for one in self.wrong_values]
            found += [
                replace(one, key=f"{VALUE}.{one.key}".strip("."), weight=one.weight * self.weights[VALUE])
                for one in self.value.fields(thawed(self.right), wrong)
            ]
        return tuple(found)

    def losses(self) -> tuple[Loss, ...]:
        return self.value.losses()[:1] if self.value else ()  # its value is not looked at in other layouts

    def _line_is_wrong(self, option: Option) -> str:
        if option.letter < accepted(self.lines)[0]:
            return f"Line {option.letter} is right as it stands: the first wrong line comes later."
        return f"There is a wrong line before line {option.letter}."

    def _kind_is_wrong(self, option: Option) -> str:
        return option.feedback or f"{option.letter} is not what is wrong there; the solution says what is."

    # ------------------------------------------------------------ what the laws ask

    def picks(self) -> Iterator[tuple[str, Pick, tuple[str, ...]]]:
        yield from picks_in(self.name, self.interaction(), (self.lines, self.kinds))

    def faults(self) -> Iterator[str]:
        for name, options in ((LINE, self.lines), (KIND, self.kinds)):
            yield from equal_texts(f"{self.name}.{name}", options)
            if len(options) < 2 or len(accepted(options)) != 1:
                yield f"{self.name}.{name} offers {len(options)} options, of which {len(accepted(options))} are right"
        if abs(sum(self.weights.values()) - 1) > 1e-9:
            yield f"{self.name} has shares that add up to {sum(self.weights.values()):g}"

    # what concerns the value is the matter of its Numbers

    @property
    def diagnosis_tolerance(self) -> float:
        return self.value.diagnosis_tolerance if self.value else super().diagnosis_tolerance

    @property
    def rounded_to(self) -> int | None:
        return self.value.rounded_to if self.value else None

    @property
    def allowed(self) -> tuple[float, float]:
        return self.value.allowed if self.value else (0.0, 0.0)

    @property
    def enough_evidence(self) -> bool:
        return self.value is None or self.value.enough_evidence

    def distance(self, value: Value, wanted: Value) -> Array:
        return self.value.distance(value, wanted) if self.value else super().distance(value, wanted)

    def on_rounding_border(self, values: Array) -> NDArray[np.bool_] | None:
        return self.value.on_rounding_border(values) if self.value else None

    def blank_fault(self, values: Array) -> str:
        return self.value.blank_fault(values) if self.value else ""

    def giveaways(self, key: Value) -> Iterator[str]:
        yield from self.value.giveaways(key[VALUE]) if self.value else ()

    def conventions(self) -> tuple[tuple[str, ...], ...]:
        return self.value.conventions() if self.value else ()

    def to_public_json(self) -> dict[str, Any]:
        numbers = self.value.to_public_json() if self.value else {}
        return {**super().to_public_json(), **{name: numbers[name] for name in ("size", "decimals") if numbers}}
