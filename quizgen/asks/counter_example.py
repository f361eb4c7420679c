"""CounterExample: numbers of the learner's own that refute a claim, judged by running the network on these very numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from quizgen.ask import Ask, Judgement, KnownWrong, Reading, Run, Value
from quizgen.asks.composite import Reader, read_composite
from quizgen.asks.values import Array, flat, show_number, write_value
from quizgen.interactions import Entry, Field, Loss, Part, Parts, Write
from quizgen.reading.numbers import read_numbers
from quizgen.reading.text import Unreadable

__all__ = ["CounterExample", "Outcome", "Row"]

SAME = 1e-9  # numbers that differ by no more than this, relative to their size, are the same
SHOWN = 4  # decimals of a result in a sentence


@dataclass(frozen=True)
class Row:
    """Some of the numbers to give: the short key that is typed for them, the markup of what they are, and how many."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Outcome:
    """What is said of a run, as ends of sentences in which #1 and #2 are the two numbers that are compared.

    `results` names the two results; `refuted`, `agrees` and `undecided` go on from there; each of `conditions` is said
    where its two numbers are not the same.
    """

    results: str
    refuted: str
    agrees: str
    undecided: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class CounterExample(Ask):
    """Numbers that refute a claim about the network.

    `solve` yields an example that refutes it, found by whatever search, takes back the learner's numbers, and yields
    what the network makes of them as `<name>_runs`: pairs of numbers, first those that the claim wants to be the same
    (a condition each), last the two results. The claim is a misconception, which gives such pairs too: it is refuted
    where the network's two results differ and the claim's are the same, or with `equal` the other way round. To differ
    is to differ by `margin` at least. An author fills it in with `of`, mostly in `draw`. A value is the flat list of all
    numbers.
    """

    rows: tuple[Row, ...] = ()
    claim: str = ""
    outcome: Outcome | None = None
    equal: bool = False
    low: float = -5.0
    high: float = 5.0
    margin: float = 0.01

    kind: ClassVar[str] = "counter_example"
    secret: ClassVar[tuple[str, ...]] = ("rows", "claim", "outcome", "equal")
    goes_on: ClassVar[bool] = True

    def of(self, rows: Sequence[Row], claim: str, outcome: Outcome, *, equal: bool = False) -> CounterExample:
        """The ask for these numbers, against the claim of the misconception `claim` (its id, or its title)."""
        return replace(self, rows=tuple(rows), claim=claim, outcome=outcome, equal=equal)

    @property
    def computed(self) -> bool:
        return True

    @property
    def count(self) -> int:
        """How many numbers are asked for."""
        return sum(row.count for row in self.rows)

    # ------------------------------------------------------------ how it is answered

    def interaction(self) -> Parts:
        between = f"between {show_number(self.low)} and {show_number(self.high)}"
        parts = (
            Part(row.key, row.label, Entry(columns=row.count, rule=f"{row.count} number{'s' * (row.count > 1)}"))
            for row in self.rows
        )
        example = "; ".join(", ".join(map(str, range(1, row.count + 1))) for row in self.rows)
        return Parts(tuple(parts), rule=f"{self.count} numbers {between}; like {example}")

    def read(self, text: str) -> Reading:
        """Rows of numbers like "1, 2; 3, 4", also "first: 1, 2; second: 3, 4"; none may be missing."""
        readers = {row.key: reader(row) for row in self.rows}
        read = read_composite(text, self.name, self.label, readers)
        if missing := [row.key for row in self.rows if row.key not in read.value]:
            example = "; ".join(f"{row.key}: {', '.join(['1'] * row.count)}" for row in self.rows)
            raise Unreadable(f"The numbers of {' and '.join(missing)} are missing: write them like {example}.")
        return replace(read, value=[number for row in self.rows for number in flat(read.value[row.key]).tolist()])

    def by_row(self, value: Value) -> dict[str, list[float]]:
        """The numbers of a value, row by row."""
        numbers = iter(flat(value).tolist())
        return {row.key: [next(numbers) for _ in range(row.count)] for row in self.rows}

    def write(self, value: Value) -> str:
        return "; ".join(write_value(numbers, lambda x: f"{x:.12g}") for numbers in self.by_row(value).values())

    def show(self, value: Value) -> str:
        if value is None:
            return "–"
        return "; ".join(f"{key}: {', '.join(map(show_number, one))}" for key, one in self.by_row(value).items())

    def show_key(self, value: Value) -> str:
        return f"for example {self.show(value)}"

    # ------------------------------------------------------------ how it is judged

    def usable(self, value: Value) -> str:
        numbers = flat(value)
        outside = numbers[~((numbers >= self.low) & (numbers <= self.high))]
        if len(outside):
            bounds = f"{show_number(self.low)} and {show_number(self.high)}"
            return f"{show_number(float(outside[0]))} is not between {bounds}: choose other numbers."
        return ""

    def judge(self, reading: Reading) -> Judgement:
        raise NotImplementedError("A counter-example is judged by running the network: judge_run().")

    def judge_run(self, reading: Reading, run: Run) -> Judgement:
        assert self.outcome is not None
        if why := self.usable(reading.value):
            return Judgement(0.0, why)
        true, claimed = (flat(run(ids).get(f"{self.name}_runs")) for ids in ((), (self.claim,)))
        if len(true) != 2 * (len(self.outcome.conditions) + 1) or not np.isfinite(true).all():
            return Judgement(0.0, "The network cannot be run on these numbers: choose other numbers.")
        pairs = true.reshape(-1, 2)
        for sentence, (first, second) in zip(self.outcome.conditions, pairs[:-1], strict=True):
            if not same(first, second):
                return Judgement(0.0, filled(sentence, first, second))
        first, second = pairs[-1]
        found = filled(self.outcome.results, first, second)
        differs = self.differ(first, second)
        if not differs and not same(first, second):
            return Judgement(0.0, f"{found}. They differ by less than {self.margin:g}: choose numbers that show more.")
        if differs == self.equal:
            return Judgement(0.0, f"{found}. {filled(self.outcome.agrees, first, second)}")
        if len(claimed) != len(true) or self.differ(*claimed[-2:]) != self.equal:
            return Judgement(0.0, f"{found}. {self.outcome.undecided}")
        return Judgement(1.0, f"{found}. {filled(self.outcome.refuted, first, second)}")

    def differ(self, first: float, second: float) -> bool:
        """Whether two results differ by more than rounding could explain."""
        return bool(abs(first - second) >= self.margin * (1 - SAME))

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        return (Field("", Write(lines=len(self.rows), rule=self.hint())),)

    def losses(self) -> tuple[Loss, ...]:
        return (Loss("numbers of one's own", "A person checks the numbers; quizgen runs the network on them."),)

    # ------------------------------------------------------------ what the laws ask

    def distance(self, value: Value, wanted: Value) -> Array:
        here, there = flat(value), flat(wanted)
        return abs(here - there) if here.shape == there.shape else np.array([np.inf])

    def blank_fault(self, values: Array) -> str:
        if not ((values >= self.low) & (values <= self.high)).all():
            return f"has an example outside {self.low:g} ... {self.high:g}"
        return ""

    def faults(self) -> Iterator[str]:
        if not self.rows or self.outcome is None or not self.claim:
            yield f"{self.name} asks for no numbers, or against no claim: fill it in with of()"


def reader(row: Row) -> Reader:
    """Reads the numbers of a row."""
    return lambda typed: read_numbers(typed, name=row.key, size=row.count, decimals=1, exact=False)


def same(first: float, second: float) -> bool:
    """Whether two numbers are the same but for the last bits of a float."""
    return bool(abs(first - second) <= SAME * (1 + abs(first) + abs(second)))


def filled(sentence: str, first: float, second: float) -> str:
    """A sentence with its two numbers."""
    return sentence.replace("#1", shown(first)).replace("#2", shown(second))


def shown(number: float) -> str:
    return show_number(round(float(number), SHOWN) + 0.0)
