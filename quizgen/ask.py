"""The base of every kind of ask: all that the rest of quizgen needs to know about one blank. The kinds are in quizgen.asks.

Two properties decide how an ask is graded. `by_value`: its answer is a value, so the grader judges it by distance, carries
errors forward and compares it with known misconceptions. Otherwise the ask judges itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Protocol,
    Self,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from quizgen.interactions import Field, Interaction, Loss, Pick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

N = TypeVar("N")

Value = Any  # float | int | str | list[Value] | None: an answer as JSON can hold it

Run = Callable[[tuple[str, ...]], Mapping[str, Value]]
"""What follows from an answer under the misconceptions named (none: the reference): all that `solve` yields, by name; nothing
where that cannot be computed."""


@dataclass(frozen=True)
class Reading:
    """What a typed answer says. Exactly one of `value` and `trouble` is set, or neither (left blank).

    `decimals` counts those typed, one for each number in reading order (row by row); `transposed`: a matrix came with rows
    and columns exchanged (`value` is then in the shape that was asked for); `note` says how an unusual notation was read.
    """

    typed: str
    value: Value = None
    decimals: tuple[int, ...] = ()
    trouble: str = ""
    transposed: bool = False
    note: str = ""

    @property
    def blank(self) -> bool:
        """Nothing was answered."""
        return self.value is None and not self.trouble


@dataclass(frozen=True)
class Judgement:
    """What an ask that judges itself makes of an answer: the share of its points (None: a person decides) and why."""

    share: float | None
    feedback: str = ""
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coarse:
    """For an answer with too few decimals, component by component: how much farther off it may be, and what it earns."""

    slack: Array
    share: Array
    sentence: str


@dataclass(frozen=True)
class Spread:
    """Where wrong answers lie: anywhere between `low` and `high`, or, as if thrown at the truth, within about `near` of it."""

    low: float
    high: float
    near: float


@dataclass(frozen=True)
class KnownWrong:
    """The answer of a misconception to an ask, what its wrong components earn, and what is said of it."""

    value: Value
    share: float
    feedback: str
    misconceptions: tuple[str, ...] = ()


class WrongAnswer(Protocol):
    """A live misconception with its answers by ask; see quizgen.model.Slip."""

    @property
    def misconceptions(self) -> tuple[str, ...]: ...
    @property
    def answers(self) -> Mapping[str, Value]: ...
    @property
    def feedback(self) -> str: ...


class DrawnProblem(Protocol):
    """What an ask may read of a drawn problem to complete itself."""

    @property
    def key(self) -> Mapping[str, Value]: ...
    @property
    def slips(self) -> Sequence[WrongAnswer]: ...

    def draw_integer(self, ask: str, low: int, high: int) -> int:
        """A whole number from low to high, drawn for this ask of this seed."""
        ...


class NotComplete(Exception):
    """Why an ask cannot be completed on a drawn problem: the draw is refused for this reason."""


@dataclass(frozen=True)
class Ask:
    """One blank: its name is the key in answers.toml and, unless it has a label, what people read."""

    name: str
    points: float = 1.0
    label: str = ""  # LaTeX maths shown for it, e.g. r"h_1" or r"\hat{y}"; empty: the name itself

    kind: ClassVar[str] = "ask"
    secret: ClassVar[tuple[str, ...]] = ()  # fields that would give the answer away, or only repeat the question
    by_value: ClassVar[bool] = False  # judged by distance, carried forward, compared with misconceptions
    on_sheet: ClassVar[bool] = True  # answered in answers.toml
    free_text: ClassVar[bool] = False  # an answer of any length
    symbolic: ClassVar[bool] = False  # judged on numbers that are not shown
    charged_once: ClassVar[bool] = False  # a mistake charged at an earlier ask costs nothing here
    goes_on: ClassVar[bool] = False  # judged by itself, and yet the calculation goes on from it: see judge_run
    layout_outweighs: ClassVar[bool] = False  # a wrong layout earns half even where a misconception explains it

    @property
    def tex(self) -> str:
        """The blank's label as LaTeX maths; a name that is no single symbol is set upright."""
        if self.label:
            return self.label
        return self.name if len(self.name.split("_")[0]) == 1 else rf"\text{{{self.name.replace('_', ' ')}}}"

    @property
    def mention(self) -> str:
        """What a sentence calls it: its name, or its label as maths between dollars."""
        return f"${self.label}$" if self.label else self.name

    @property
    def computed(self) -> bool:
        """Whether an exercise's `solve` computes its answer."""
        return self.by_value

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions to implement, where the answer is code."""
        return ()

    @property
    def given_code(self) -> Mapping[str, str]:
        """The text of functions that the file to complete holds already: those to repair."""
        return {}

    def with_functions(self, functions: tuple[str, ...], points: float) -> Ask:
        """The ask for these functions alone, worth so much; for kinds whose answer is code."""
        raise NotImplementedError

    # ------------------------------------------------------------ how it is answered

    def interaction(self) -> Interaction:
        """How it is answered, with all that a medium needs."""
        raise NotImplementedError

    def read(self, text: str) -> Reading:
        """A typed answer (never blank) as a value; raises quizgen.reading.Unreadable with one sentence why not."""
        raise NotImplementedError

    def hint(self) -> str:
        """The form of the answer in words, for the comment in answers.toml and the prompt."""
        return self.interaction().rule

    def write(self, value: Value) -> str:
        """A value as a learner types it: read(write(value)) gives it back."""
        return str(value)

    def show(self, value: Value) -> str:
        """A value as plain text for people, with a real minus sign."""
        return "–" if value is None else str(value)

    def tex_of(self, value: Value) -> str:
        """A value as LaTeX maths, where it is a formula; else ""."""
        return ""

    def show_key(self, value: Value) -> str:
        """The right answer as plain text."""
        return self.show(value)

    def key_markup(self, value: Value) -> str:
        """The right answer in full as markup, where it is more than a value; else ""."""
        return ""

    def marking_scheme(self) -> tuple[tuple[float, str], ...]:
        """What a person looks for in the answer: points and markup of each part."""
        return ()

    def wrong_claims_to_watch(self) -> tuple[str, ...]:
        """What a person should not let pass in the answer, as markup."""
        return ()

    def hint_steps(self, value: Value, typed: Value) -> tuple[str, ...]:
        """Hints to the right answer `value`, as markup, each saying more than the one before; never the whole answer.

        `typed` is what was answered so far, None if nothing.
        """
        return ()

    # ------------------------------------------------------------ how it is made

    def completed(self, drawn: DrawnProblem) -> Ask:
        """The ask as this draw completes it. Raises NotComplete."""
        return self

    def key(self, computed: Value) -> Value:
        """The right answer, given what `solve` computed for it (None: nothing)."""
        return computed

    def as_written(self, slip: WrongAnswer) -> Value:
        """The answer of a misconception as a learner would give it; None if it cannot be written here."""
        return slip.answers[self.name]

    def as_printed(self, printed: Self) -> Self | None:
        """The ask of a corrected exercise as it was printed, its items in the printed order; None: other items were printed."""
        return self if self.interaction() == printed.interaction() else None

    def reordered(self, order: Callable[[int], Sequence[int]]) -> Self:
        """The ask with its options in another order, where their order means nothing. `order(n)` gives the places of n options."""
        return self

    def on_rounding_border(self, values: Array) -> NDArray[np.bool_] | None:
        """For computed keys (N, ...): which lie too close to where rounding changes the last decimal; None: no rounding."""
        return None

    @property
    def diagnosis_tolerance(self) -> float:
        """Within this of a misconception's value an answer is diagnosed, in the units of the computed value."""
        return 1e-3

    # ------------------------------------------------------------ how it is judged: by itself

    def judge(self, reading: Reading) -> Judgement:
        """The judgement of an answer, for kinds that are not judged by value."""
        raise NotImplementedError

    def judge_run(self, reading: Reading, run: Run) -> Judgement:
        """The same, for kinds that need what the network makes of the answer."""
        return self.judge(reading)

    def assessed(self, typed: str) -> Any:
        """What a machine finds in an answer in words, as a proposal for a person (quizgen.asks.words.assessment.Assessment).

        None: it looks for nothing there.
        """
        return None

    def usable(self, value: Value) -> str:
        """Why the calculation cannot go on from this answer, of a kind that `goes_on`; or ""."""
        return ""

    def without_answer(self, feedback: str) -> str:
        """The feedback of a wrong answer while there is another try: without what gives the right one away."""
        return feedback

    # ------------------------------------------------------------ how it is judged: by value

    @property
    def exact(self) -> bool:
        """Only the value itself will do."""
        return True

    @property
    def allowed(self) -> tuple[float, float]:
        """Distances allowed against the truth, and against what follows from the learner's own earlier answers."""
        return (0.0, 0.0)

    def distance(self, value: Value, wanted: Value) -> Array:
        """How far a value is from the wanted one, component by component; infinite where they cannot be compared."""
        raise NotImplementedError

    def distances(self, values: Sequence[Value], wanted: Value) -> list[Array]:
        """The same for several values."""
        return [self.distance(value, wanted) for value in values]

    def agreement(self, reading: Reading, value: Value) -> int | None:
        """The decimals to which a typed answer agrees with a value in every component; None: it does not agree."""
        return FINEST if (self.distance(reading.value, value) == 0).all() else None

    @property
    def sure_decimals(self) -> int:
        """The decimals of agreement from which a misconception is asserted."""
        return 4

    @property
    def pair_decimals(self) -> int | None:
        """The decimals of agreement from which two misconceptions at once are asserted; None: never."""
        return None

    @property
    def enough_evidence(self) -> bool:
        """Whether a wrong answer, as precise as asked, is enough to assert a misconception."""
        return True

    @property
    def noticeable(self) -> float:
        """A misconception changes the answer if it moves some component by more than this distance."""
        return 0.0

    def grids(self, reading: Reading) -> tuple[Array, ...]:
        """The units of the last decimals to which a typed answer can agree with a computed one, component by component.

        The finest first. None at all: slips of the hand are not looked for in answers of this kind.
        """
        return ()

    def spread(self, truth: Array) -> Spread:
        """Where wrong answers lie, for kinds with grids."""
        raise NotImplementedError

    def coarse(self, reading: Reading) -> Coarse | None:
        """What an answer with fewer decimals than asked earns; None: decimals do not matter."""
        return None

    def impossible(self, value: Value) -> str:
        """Why the quantity can never have this value, or ""."""
        return ""

    def trivial(self, value: Value, problem: Mapping[str, Value]) -> str:
        """Why what follows from this value takes no computation, or ""."""
        return ""

    def layout(self, value: Value, wanted: Value, allowed: float) -> str:
        """What is exchanged, in a sentence, when a wrong answer is right but for its layout; else ""."""
        return ""

    def another_order(self, value: Value, wanted: Value) -> Iterator[tuple[str, Value]]:
        """The numbers of a wrong answer in other orders, as near to the wanted ones as each order allows; and a sentence."""
        return iter(())

    def how_far(self, shares: Array, distances: Array) -> str:
        """In what an answer is wrong when no known mistake explains it, as one sentence."""
        return "This is not the answer; no known mistake gives it."

    def remark(self, reading: Reading) -> str:
        """What else to say of an answer, right or wrong; or ""."""
        return ""

    # ------------------------------------------------------------ how it is scored elsewhere

    def fields(self, key: Value, known: Sequence[KnownWrong]) -> tuple[Field, ...]:
        """The places of its answer as a platform scores them; by default one that a person reads."""
        return (Field("", self.interaction()),)

    def losses(self) -> tuple[Loss, ...]:
        """What its fields cannot say of how quizgen judges it."""
        return ()

    # ------------------------------------------------------------ what the laws ask

    @property
    def rounded_to(self) -> int | None:
        """The decimals to which a careful hand calculation rounds; None: no rounding."""
        return None

    def blank_fault(self, values: Array) -> str:
        """For computed keys (N, ...): why one does not fit its blank, or ""."""
        return ""

    def accepted(self) -> tuple[str, ...]:
        """Of a Pick: the keys of the items that are right."""
        return ()

    def picks(self) -> Iterator[tuple[str, Pick, tuple[str, ...]]]:
        """Every choice that it asks for: a name, the items to choose from, and the keys of those that are right."""
        pick = self.interaction()
        if isinstance(pick, Pick):
            yield self.name, pick, self.accepted()

    def faults(self) -> Iterator[str]:
        """What is wrong with the ask itself as an author completed it, e.g. two equal options."""
        return iter(())

    def giveaways(self, key: Value) -> Iterator[str]:
        """Texts that must not be in the question because they are the answer."""
        return iter(())

    def conventions(self) -> tuple[tuple[str, ...], ...]:
        """What the question must state: one of the words of each group."""
        return ()

    # ------------------------------------------------------------ as JSON

    def to_json(self) -> dict[str, Any]:
        """All its fields and its kind, as JSON can hold them."""
        kind: Any = type(self)
        return {"kind": self.kind, **{name: plain(getattr(self, name)) for name in field_names(kind)}}

    def to_public_json(self) -> dict[str, Any]:
        """What may be shown of it before it is answered."""
        fields = {key: value for key, value in self.to_json().items() if key not in self.secret and value is not None}
        return {"size": 1, "decimals": 0, **fields}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The ask that to_json() described; lists become tuples and the nouns of its fields nouns again."""
        return from_fields(cls, data)


AS_IT_IS = frozenset((float, int, str, bool, type(None)))  # types of JSON, which most values have
FINEST = 6  # decimals beyond which agreement proves no more


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields."""
    return tuple(field.name for field in fields(kind))


def plain(noun: Any) -> Any:
    """Dataclasses, tuples and mappings as JSON can hold them."""
    kind: Any = type(noun)
    if kind in AS_IT_IS:
        return noun
    if kind is list or kind is tuple:
        return [item if type(item) in AS_IT_IS else plain(item) for item in noun]
    if isinstance(noun, Ask):
        return noun.to_json()
    if hasattr(noun, "__dataclass_fields__") and not isinstance(noun, type):
        return {name: plain(getattr(noun, name)) for name in field_names(cast(Hashable, kind))}
    if isinstance(noun, Mapping):
        return {key: plain(value) for key, value in noun.items()}
    if isinstance(noun, (tuple, list)):
        return [plain(item) for item in noun]
    return getattr(noun, "value", noun) if isinstance(noun, str) else noun


def as_declared(hint: Any, value: Any) -> Any:
    """A value of JSON as a field of this type holds it: tuples for lists, dataclasses for objects."""
    options = [
        one for one in (get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)) if one is not NoneType
    ]
    if isinstance(value, list):
        of = next((get_args(one) for one in options if get_origin(one) is tuple), ())
        inner = of[0] if of else Any
        return tuple(as_declared(inner, item) for item in value)
    noun: type[Any] | None = next((one for one in options if isinstance(one, type) and is_dataclass(one)), None)
    if noun is not None and isinstance(value, Mapping):
        return from_fields(noun, value)
    return value


def from_fields(noun: type[N], data: Mapping[str, Any]) -> N:
    """A dataclass from its fields as JSON holds them."""
    hints = hints_of(cast(Hashable, noun))
    return noun(**{key: as_declared(hints[key], value) for key, value in data.items() if key != "kind"})


@cache
def hints_of(noun: Any) -> Mapping[str, Any]:
    """The types of a dataclass's fields."""
    return get_type_hints(noun)
