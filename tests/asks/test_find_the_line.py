"""FindTheLine: line, kind and value earn 50, 30 and 20 %; a value that is known to be wrong is named."""

import json
from dataclasses import replace

import pytest

from quizgen.asks.find_the_line import FindTheLine
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option, in_order
from quizgen.asks.repaired_value import WrongValue
from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.reading import Unreadable, read_value

LINES = ["$a_1$", "$h_1$", "$a_2$"]
KINDS = in_order(["no bias", Option("", "no state", feedback="That would give 2.")], ["no bias"])
CODE = FindTheLine("fault").of(["`a = W @ x`", "`h = np.tanh(a)`", "`y = W_y @ h`"], 1, KINDS)
SLIP = WrongValue((0.9, 0.8), "Equals what you get without f.", ("fwd-no-activation",))
NET = FindTheLine("slip", points=10, value=Numbers("value", size=2)).of(LINES, 1, KINDS, [0.3, 0.4])
NET = replace(NET, right=(0.1234, -0.2345), wrong_values=(*NET.wrong_values, SLIP))
KEY = NET.key([0.1234, -0.2345])


def judged(typed, ask=NET):
    return ask.judge(read_value(typed, ask))


@pytest.mark.parametrize(
    ("typed", "share", "says"),
    [
        ("B; A; 0.1234, -0.2345", 1.0, ""),
        ("B; A; 0.1236, -0.2343", 1.0, ""),  # two units, as any Numbers
        ("B; A; 0.1234, 0.9", 0.9, "Right: line and kind. The second component is off by 1.1345"),
        ("B; A; 0.12, -0.23", 0.9, "Right so far: give 4 decimals."),
        ("B; A; 0.3000, 0.4000", 0.8, "The value equals that of the wrong line."),
        ("B; A; 0.9000, 0.8000", 0.8, "Right: line and kind. Equals what you get without f."),
        ("B; B; 0.1234, -0.2345", 0.7, "That would give 2."),
        ("A; A; 0.1234, -0.2345", 0.5, "Line A is right as it stands: the first wrong line comes later."),
        ("C; A; 0.1234, -0.2345", 0.5, "There is a wrong line before line C."),
        ("B", 0.5, "Not answered: kind, value."),
        ("kind: A", 0.3, "Not answered: line, value."),
        ("value: 0.1234, -0.2345", 0.2, "Not answered: line, kind."),
        ("A; B; 5, 5", 0.0, "no known mistake"),
    ],
)
def test_each_part_earns_its_share(typed, share, says):
    found = judged(typed)
    assert found.share == pytest.approx(share) and says in found.feedback
    assert bool(found.feedback) == (share < 1)


def test_a_misconception_is_known_by_the_value_alone():
    assert judged("B; A; 0.9000, 0.8000").misconceptions == ("fwd-no-activation",)
    assert judged("B; B; 0.3000, 0.4000").misconceptions == ()


@pytest.mark.parametrize(("typed", "share"), [("B; A", 1.0), ("B; B", 0.5), ("C; A", 0.5), ("A; B", 0.0), ("B", 0.5)])
def test_without_a_value_line_and_kind_share_the_points(typed, share):
    assert judged(typed, CODE).share == share
    assert [part.key for part in CODE.interaction().parts] == ["line", "kind"]


@pytest.mark.parametrize(
    "typed",
    [
        "B; A; 0.1234, -0.2345",
        "b; a; (0.1234; -0.2345)",
        "h_1; no bias; 0,1234; -0,2345",
        "line: B; kind: A; value: 0.1234, -0.2345",
        "value = 0.1234 -0.2345; line = h_1; kind = A",
        "B\nA\n0.1234, -0.2345",
        "slip = B; A; [0.1234, -0.2345]",
    ],
)
def test_one_line_holds_all_parts(typed):
    assert read_value(typed, NET).value == KEY


def test_one_number_may_follow_commas():
    ask = FindTheLine("slip", value=Numbers("value")).of(LINES, 1, KINDS)
    assert read_value("B, A, 0.5", ask).value == {"line": "B", "kind": "A", "value": 0.5}


@pytest.mark.parametrize("typed", ["B; A; 0.5", "D; A; 1, 2", "B; C; 1, 2", "banana", "B; A; x, y"])
def test_what_cannot_be_read_is_refused(typed):
    with pytest.raises(Unreadable):
        NET.read(typed)


def test_what_is_written_is_read():
    for value in (KEY, {"line": "A"}, {"value": [0.5, 0.25]}, {"kind": "B", "value": [1.0, 2.0]}):
        assert read_value(NET.write(value), NET).value == value


def test_it_keeps_its_key_secret():
    for ask in (NET, CODE):
        shown = json.dumps(ask.to_public_json())
        assert "0.9" not in shown and "accepted" not in shown and "bias" not in shown


def test_faults_of_an_author_are_found():
    assert list(NET.faults()) == [] == list(CODE.faults())
    assert list(replace(NET, lines=()).faults()) and list(replace(NET, shares=(0.5, 0.5, 0.5)).faults())
    assert list(replace(CODE, kinds=(*KINDS, KINDS[0])).faults())


def test_the_value_follows_from_solve():
    for variant in variants(Bank.load().get("find-the-slip"), range(20)):
        (ask,) = variant.asks
        assert list(ask.right) == variant.key["slip"]["value"] and len(ask.wrong_values) > 5
        assert ask.judge(ask.read(ask.write(variant.key["slip"]))).share == 1
        printed = {**variant.key["slip"], "value": list(ask.wrong_values[0].value)}
        assert "The value equals that of the wrong line." in ask.judge(ask.read(ask.write(printed))).feedback
