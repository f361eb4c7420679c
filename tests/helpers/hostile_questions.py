"""Scored questions of every interaction whose texts hold whatever a file format could take for its own."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from interaction_samples import PICTURE

from quizgen.ask import Ask
from quizgen.interactions import (
    Arrange,
    Entry,
    Field,
    Gap,
    Gaps,
    Interaction,
    Item,
    Pair,
    Part,
    Parts,
    Pick,
    Place,
    ScoredAnswer,
    Spot,
    Upload,
    Write,
)
from quizgen.model import ScoredAsk, ScoredQuestion, Slip, Variant

BITS = (
    "a", "W_h", " ", "é", "ℝ", "]]>", "{1:NM:=1}", "{#1}", "{", "}", "\\}", "\\{", "~", "#", "=", "%", "%50%", "*", "&", "&amp;",
    "&#126;", "<b>", "</p>", "<!--", "'", '"', "\\", "\\(", "$$", "$x_{t}^{2}$", "$a < b$", "`}~#=`", "[id]", "->", "::", "//",
    "@@PLUGINFILE@@", "\x00", "\x0b", "|", "&quot;", "####", ":", "\\n", "TRUE",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(BITS), max_size=7).map("".join)


@dataclass(frozen=True)
class SampleAsk(Ask):
    """An ask that is answered in a given way, with notes for whoever reads the answer."""

    shown: Interaction = field(default_factory=Write)
    said: str = ""

    def interaction(self) -> Interaction:
        return self.shown

    def marking_scheme(self) -> tuple[tuple[float, str], ...]:
        return ((self.points, self.said),)

    def wrong_claims_to_watch(self) -> tuple[str, ...]:
        return (self.said,)


def items(texts: list[str], keys: str = "ABCDEFGH") -> tuple[Item, ...]:
    return tuple(
        Item(key, f"{key.lower()}{number} {text}") for number, (key, text) in enumerate(zip(keys, texts, strict=False))
    )


def one_of(key: str, pick: Pick, texts: list[str], weight: float = 1.0) -> Field:
    """A field in which the second item is right and the last earns a part."""
    shares = {pick.items[-1].key: 0.37, pick.items[1].key: 1.0}
    said = zip(pick.items, texts, strict=False)
    answers = [ScoredAnswer(item.key, shares.get(item.key, 0.0), text) for item, text in said]
    return Field(key, pick, weight, tuple(sorted(answers, key=lambda one: -one.share)))


def number(key: str, texts: list[str], weight: float = 1.0) -> Field:
    values = [(0.25, 1.0, 2e-4), (-0.3333333333, 0.5, 1e-3), (12.0, 0.0, 1e-9)]
    return Field(
        key,
        Entry(),
        weight,
        tuple(
            ScoredAnswer(f"{v:.4f}", share, text, (), v, t) for (v, share, t), text in zip(values, texts, strict=False)
        ),
    )


def typed(key: str, texts: list[str], weight: float = 1.0) -> Field:
    shares = (1.0, 1.0, 0.5, 0.0)
    texts = [text.translate({0: None, 11: None}) for text in texts]  # nobody can type these
    answers = tuple(
        ScoredAnswer(f"{number}{text}z", share, text)
        for number, (share, text) in enumerate(zip(shares, texts, strict=False))
    )
    return Field(key, Entry(sort="text"), weight, answers)


def several(key: str, pick: Pick, texts: list[str]) -> Field:
    right = {item.key for item in pick.items[::2]}
    answers = (
        ScoredAnswer(item.key, (1 if item.key in right else -1) / len(right), text)
        for item, text in zip(pick.items, texts, strict=False)
    )
    return Field(key, pick, 1.0, tuple(answers))


@st.composite
def sample(draw, name: str) -> ScoredAsk:
    """An ask of some interaction."""
    texts = draw(st.lists(HOSTILE, min_size=6, max_size=6))
    listed = items(texts)
    kind = draw(st.sampled_from(KINDS))
    plain = tuple(Item(item.key, f"{item.key} words") for item in listed)
    match kind:
        case "number":
            shown, fields = Entry(), (number("", texts),)
        case "matrix":
            shown = Entry(2, 2)
            fields = tuple(number(key, texts, 0.25) for key in ("1-1", "1-2", "2-1", "2-2"))
        case "text":
            shown, fields = Entry(sort="text", rule=texts[0]), (typed("", texts),)
        case "choice":
            shown = Pick(listed[: draw(st.integers(2, 5))])
            fields = (one_of("", shown, texts),)
        case "truth":
            shown = Pick((Item("A", "True"), Item("B", "False.")), shuffled=False)
            fields = (Field("", shown, 1.0, (ScoredAnswer("B", 1.0, texts[0]), ScoredAnswer("A", 0.0, texts[1]))),)
        case "several":
            shown = Pick(listed[: draw(st.integers(2, 6))], several=True)
            fields = (several("", shown, texts),)
        case "pair" | "match":
            right = listed[:3] if kind == "pair" else plain[:3]
            left = items(texts[3:], "123")
            shown = Pair(left, right)
            said = texts if kind == "pair" else [""] * 3
            fields = tuple(replace(one_of(one.key, Pick(right), said, 1 / 3), label=one.text) for one in left)
            if kind == "match":
                fields = tuple(replace(one, answers=one.right) for one in fields)
        case "place":
            shown = Place(PICTURE, 420, 170, texts[0], (Spot("1", 1, 1), Spot("2", 2, 2)), listed[:3])
            fields = tuple(one_of(key, Pick(listed[:3]), texts, 0.5) for key in "12")
        case "gaps":
            words = ("tanh", "W_h", "ReLU")
            shown = Gaps(f"{texts[0]} [[1]] b [[2]]", (Gap("1", words), Gap("2")))
            choose = Field(
                "1", Pick(tuple(Item(word, word) for word in words)), 0.5, (ScoredAnswer("W_h", 1.0, texts[1]),)
            )
            fields = (choose, typed("2", texts, 0.5))
        case "order":
            shown = Arrange(listed[:3])
            pairs = (("C", "A"), ("C", "B"), ("A", "B"))
            fields = (Field("", shown, 1.0, (ScoredAnswer("C, A, B", 1.0),), pairs),)
        case "parts":
            first, second = Pick(listed[:3]), Entry(1, 2)
            shown = Parts((Part("line", texts[0], first), Part("value", texts[1], second)))
            numbers = tuple(number(f"value.1-{at}", texts, 0.2) for at in (1, 2))
            fields = (one_of("line", first, texts, 0.6), *numbers)
        case "write":
            shown, fields = Write(), (Field("", Write()),)
        case _:
            shown, fields = Upload(), (Field("", Upload()),)
    points = draw(st.sampled_from((1.0, 2.0, 2.5)))
    return ScoredAsk(SampleAsk(name, points, texts[5], shown, texts[4]), fields)


KINDS = (
    "number", "matrix", "text", "choice", "truth", "several", "pair", "match", "place", "gaps", "order", "parts", "write", "upload",
)  # fmt: skip


@st.composite
def questions(draw, id: str = "hostile-1.q1") -> ScoredQuestion:
    """A question of one to three asks, some of them in a line."""
    asks = [draw(sample(f"ask{number}")) for number in range(draw(st.integers(1, 3)))]
    before = draw(HOSTILE)
    places = "\n\n".join(
        f"{draw(HOSTILE)} x [[{one.ask.name}]] y" if draw(st.booleans()) else f"[[{one.ask.name}]]" for one in asks
    )
    slip = Slip((draw(HOSTILE) or "slip",), {}, "")
    return ScoredQuestion(
        id,
        Variant(
            draw(HOSTILE) or "name", 1, 1, draw(HOSTILE) or "topic", 2, draw(HOSTILE), f"{before} z\n\n{places}", draw(HOSTILE), {},
            tuple(one.ask for one in asks), {one.ask.name: None for one in asks}, (slip,),
        ),
        tuple(asks),
    )  # fmt: skip
