"""Every interaction in a QTI 2.1 item, wherever it stands; reasons that go with one verdict; texts that are meant to break XML."""

import io
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interaction_samples import SAMPLES
from nightly import examples
from qti21_answers import responses
from qti21_engine import NS, text_of
from qti21_reader import read_package

from quizgen.ask import Ask
from quizgen.interactions import Entry, Field, Item, Pair, Part, Parts, Pick, ScoredAnswer
from quizgen.media.qti21 import PLATFORMS
from quizgen.model import ScoredAsk, ScoredQuestion, Variant

HOSTILE = [
    "]]>", "<![CDATA[x]]>", "</itemBody>", "<b>&amp;&nbsp;", '"quoted" and \'single\'', r"\}{ \( x \) \[ y \]", "&#0;",
    "a\x00b\x0bc\x1f", "\ud800 alone", "\ufffe\uffff", "𝔘𝔫𝔦 العربية \u202e", "--> <!-- --", "{{ x }} {% y %}", "é\r\nü",
]  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)).filter(
    lambda text: "$" not in text and "[[" not in text
)


class Stub(Ask):
    """An ask that is answered as it is told."""

    def interaction(self):
        return self.way

    def marking_scheme(self):
        return getattr(self, "scheme", ())

    def wrong_claims_to_watch(self):
        return getattr(self, "claims", ())


def stub(way, points=2.0, name="answer", **more):
    ask = Stub(name, points)
    for key, value in {"way": way, **more}.items():
        object.__setattr__(ask, key, value)
    return ask


def asked(text, *scored, title="Title", id="quiz.q1", solution="Solution.", key=None):
    keys = dict.fromkeys((one.ask.name for one in scored), key)
    variant = Variant(
        "exercise", 1, 1, "forward-pass", 2, title, text, solution, {}, tuple(s.ask for s in scored), keys
    )
    return ScoredQuestion(id, variant, scored)


def package(*questions, title="Test"):
    file = io.BytesIO()
    PLATFORMS["qti21"].write(title, questions, file)
    return read_package(file.getvalue())


def read(question):
    (item,) = package(question).items.values()
    return item


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "text",
    [
        "Answer:\n\n[[answer]]",
        "In a line: [[answer]] is it.",
        "- in a list [[answer]]\n\n- more",
        "| a |\n|---|\n| [[answer]] |",
    ],
)
def test_every_interaction_can_stand_anywhere_and_is_answered(name, text):
    way = SAMPLES[name]
    one = ScoredAsk(stub(way), (Field("", way),))
    item = read(asked(text, one))
    assert item.interactions
    result = item.answer({})
    assert (result.score, result.outcomes["MAXSCORE"]) == (0, 2)
    (notes,) = item.root.findall(".//q:rubricBlock", NS)
    assert "2 points, given by a person" in text_of(notes)


def test_spots_are_drawn_into_the_picture_with_their_numbers():
    found = package(asked("[[answer]]", ScoredAsk(stub(SAMPLES["place"]), (Field("", SAMPLES["place"]),))))
    (drawn,) = found.pictures.values()
    assert drawn.count(b"<circle") == 3
    assert b">2</text>" in drawn
    (image,) = found.items["quiz.q1"].root.findall(".//q:img", NS)
    assert "Spot 1 is at the arrow" in image.get("alt")


def test_a_field_without_a_place_is_a_fault_of_ours():
    lost = Field("9-9", Entry(), answers=(ScoredAnswer("1", 1.0, value=1.0, tolerance=0.1),))
    with pytest.raises(ValueError, match="scored at '9-9'"):
        read(asked("[[answer]]", ScoredAsk(stub(SAMPLES["entry"]), (Field("1-1", Entry()), lost))))


def test_an_item_that_a_lenient_platform_leaves_out_of_an_order_comes_after_all_others():
    way = SAMPLES["arrange"]
    field = Field("", way, answers=(ScoredAnswer("B, D, A, C", 1.0),), before=(("B", "D"), ("D", "A")))
    item = read(asked("[[answer]]", ScoredAsk(stub(way), (field,))))
    places = {name: one.default for name, one in item.outcomes.items() if name.startswith("PLACE_")}
    assert set(places.values()) == {len(way.items) + 1} and len(places) == 3
    orders = {"BDAC": 2.0, "BADC": 1.0, "ADBC": 0.0, "CBDA": 2.0}
    for typed, points in orders.items():
        assert item.answer({"R1_1": [f"R1_1_{key}" for key in typed]}).score == points


# ---------------------------------------------------------------- what a reason needs

VERDICTS = Pick((Item("A", "yes"), Item("B", "no"), Item("C", "depends")), shuffled=False)
REASONS = Pick((Item("A", "because"), Item("B", "although"), Item("C", "since")))
PARTS = Parts((Part("verdict", "Is it?", VERDICTS), Part("reason", "Why?", REASONS)))
FIELDS = (
    Field("verdict", VERDICTS, 0.6, (ScoredAnswer("A", 1.0), ScoredAnswer("B", 1.0), ScoredAnswer("C", 0.0, "No."))),
    Field(
        "reason",
        REASONS,
        0.4,
        (
            ScoredAnswer("A", 1.0, "Well said.", needs=("verdict", ("A",))),
            ScoredAnswer("B", 1.0, needs=("verdict", ("A", "B"))),
            ScoredAnswer("C", 0.0, "No reason."),
        ),
    ),
)


@pytest.mark.parametrize(
    ("verdict", "reason", "share", "said"),
    [
        ("A", "A", 1.0, ["Well said."]),
        ("B", "A", 0.6, []),  # a reason for the other verdict
        ("B", "B", 1.0, []),
        ("C", "A", 0.4, ["No.", "Well said."]),  # of a wrong verdict nothing is asked
        (None, "A", 0.4, ["Well said."]),
        ("A", None, 0.6, []),
        ("A", "C", 0.6, ["No reason."]),
        (None, None, 0.0, []),
    ],
)
def test_a_reason_earns_nothing_beside_a_right_verdict_that_it_is_not_for(verdict, reason, share, said):
    one = ScoredAsk(stub(PARTS, points=5.0), FIELDS)
    item = read(asked("[[answer]]", one, solution=""))
    chosen = {key: value for key, value in (("verdict", verdict), ("reason", reason)) if value}
    result = item.answer(responses(item, 1, one, chosen))
    assert math.isclose(result.score, 5 * share)
    assert sorted(result.shown.values()) == said


def test_a_wrong_value_that_comes_first_keeps_a_right_one_after_it_from_counting():
    answers = (
        ScoredAnswer("1", 1.0, value=1.0, tolerance=0.1),
        ScoredAnswer("2", 0.0, value=2.0, tolerance=0.5),
        ScoredAnswer("2.4", 0.5, "Half.", value=2.4, tolerance=0.2),
        ScoredAnswer("9", 0.0, value=9.0, tolerance=0.5),
    )
    one = ScoredAsk(stub(Entry()), (Field("", Entry(), answers=answers),))
    item = read(asked("[[answer]]", one, solution=""))
    earned = {typed: item.answer({"R1_1": typed}).score for typed in ("1.05", "2.3", "2.45", "2.55", "9")}
    assert earned == {"1.05": 2.0, "2.3": 0.0, "2.45": 0.0, "2.55": 1.0, "9": 0.0}


def test_texts_that_differ_in_capital_letters_alone_are_kept_apart():
    answers = (ScoredAnswer("h_t", 1.0), ScoredAnswer("h_T", 0.0, "The last one."), ScoredAnswer("tanh", 0.5))
    way = Entry(sort="text")
    item = read(asked("[[answer]]", ScoredAsk(stub(way), (Field("", way, answers=answers),)), solution=""))
    found = {typed: item.answer({"R1_1": typed}) for typed in ("h_t", "h_T", "H_t", "Tanh", "x")}
    assert {typed: one.score for typed, one in found.items()} == {"h_t": 2, "h_T": 0, "H_t": 2, "Tanh": 1, "x": 0}
    assert [*found["h_T"].shown.values()] == ["The last one."]


# ---------------------------------------------------------------- texts


def plain(text):
    """A text as XML gives it back: what it cannot hold is replaced, and line ends are one character."""
    return re.sub("\r\n?", "\n", re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))


def in_attribute(text):
    return plain(text).replace("\n", " ").replace("\t", " ")


@settings(max_examples=examples(60), deadline=None)
@given(title=texts, typed=texts.filter(str.strip), sentence=texts, word=texts.filter(str.strip), more=texts, name=texts)
def test_no_text_breaks_an_item(title, typed, sentence, word, more, name):
    entry = Entry(sort="text")
    several = Pick((Item("A", more), Item("B", word)), several=True)
    match = Pair((Item("1", word), Item("2", more)), (Item(name or "x", word), Item("Z", more)))
    fields = (
        ScoredAsk(stub(entry, name="one"), (Field("", entry, answers=(ScoredAnswer(typed, 1.0, sentence),)),)),
        ScoredAsk(
            stub(several, name="two"),
            (Field("", several, answers=(ScoredAnswer("A", 1.0, sentence), ScoredAnswer("B", -1.0, more))),),
        ),
        ScoredAsk(stub(match, name="three"), (Field("", match),)),
        ScoredAsk(
            stub(SAMPLES["write"], name="four", scheme=((1.0, word),), claims=(more,)), (Field("", SAMPLES["write"]),)
        ),
    )
    question = asked(
        f"{word}\n\n[[one]]\n\n[[two]]\n\n[[three]]\n\n[[four]]\n\n{more}",
        *fields,
        title=title,
        id=f"{name}.q1",
        solution=f"{more}\n\n{word}",
        key=None,
    )
    found = package(question, title=title)
    (item,) = found.items.values()
    assert (found.title, item.title) == (in_attribute(title), in_attribute(title))
    assert item.id == in_attribute(f"{name}.q1")
    assert math.isclose(item.answer({"R1_1": plain(typed)}).score, 2.0)
    assert math.isclose(item.answer({"R2_1": ["R2_1_A"]}).score, 2.0)
    assert item.answer({"R2_1": ["R2_1_A", "R2_1_B"]}).score == 0
