"""Judge: the verdict earns its share, the reason the rest; a verdict alone is never more than its share."""

import json
from dataclasses import replace

import pytest

from quizgen.asks.judge import Judge, Reason
from quizgen.asks.options import Option
from quizgen.authoring import Draw
from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.interactions import Pick
from quizgen.reading import Unreadable, read_value

VERDICTS = [
    "It is true.",
    Option("", "It is false.", misconceptions=("c-wrong",), feedback="No, it is."),
    "It depends.",
]
REASONS = (
    Option("A", "because of $W$", True, feedback="And of $b$."),
    Option("B", "because of $x_t$", misconceptions=("c-input",), feedback="$x_t$ is not it."),
    Option("C", "because of $y$", misconceptions=("c-output",)),
)
ASK = Judge("judgement", points=2).of(VERDICTS, ["It is true."], REASONS)
MODELS = ["RNN", "average", "table"]
EITHER = Judge("model", verdict_share=0.6).of(
    MODELS,
    ["RNN", "average"],
    (
        Reason("A", "order", True, verdicts=("RNN",)),
        Reason("B", "speed", True, verdicts=("average",)),
        Reason("C", "both are good", True),
        Reason("D", "size"),
    ),
)


def judged(typed, ask=ASK):
    return ask.judge(read_value(typed, ask))


@pytest.mark.parametrize(
    ("typed", "share", "ids"),
    [
        ("A; A", 1.0, ()),
        ("A; B", 0.4, ("c-input",)),
        ("B; A", 0.6, ("c-wrong",)),
        ("C; A", 0.6, ()),
        ("B; C", 0.0, ("c-wrong", "c-output")),
        ("A", 0.4, ()),
        ("verdict: B", 0.0, ("c-wrong",)),
        ("reason: A", 0.6, ()),
        ("reason: B", 0.0, ("c-input",)),
    ],
)
def test_verdict_and_reason_earn_their_shares(typed, share, ids):
    found = judged(typed)
    assert (found.share, found.misconceptions) == (pytest.approx(share), ids)
    assert found.feedback


def test_feedback_says_which_part_is_wrong_and_why():
    assert judged("A; A").feedback == "And of $b$."
    assert judged("A; B").feedback == "The verdict is right, the reason is not. $x_t$ is not it."
    assert judged("B; A").feedback == "The reason is right, the verdict is not. No, it is."
    assert judged("C; C").feedback == (
        "Neither the verdict nor the reason is right. C is not right; the solution says why."
    )
    assert judged("A").feedback == "The verdict is right; a reason was not given."
    assert judged("; A").feedback == "The reason is right; a verdict was not given."


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("A; A", 1.0),
        ("A; C", 1.0),
        ("B; B", 1.0),
        ("B; C", 1.0),
        ("A; B", 0.6),  # a good reason for the other model
        ("B; A", 0.6),
        ("C; A", 0.4),  # a good reason for what was not chosen
        ("A; D", 0.6),
        ("C; D", 0.0),
    ],
)
def test_a_reason_goes_with_its_verdict(typed, share):
    assert judged(typed, EITHER).share == pytest.approx(share)


def test_a_reason_for_another_verdict_is_told_so():
    assert judged("A; B", EITHER).feedback == (
        "The verdict is right, the reason is not. It is a reason for the verdict “average”."
    )
    assert "A · order (with A)\n\nB · speed (with B)\n\nC · both are good" in EITHER.key_markup(EITHER.key(None))
    assert EITHER.key(None) == {"verdict": "A", "reason": "A"}


@pytest.mark.parametrize(
    "typed",
    [
        "B; C",
        "b ;c",
        "B, C",
        "B C",
        "B\nC",
        "(B; C)",
        "[B; C]",
        "judgement = B; C",
        "verdict: B; reason: C",
        "reason = C, verdict = B",
        "{'verdict': 'B', 'reason': 'C'}",
        "false; because of y",
        "Verdict: It is false.; Reason: because of $y$",
    ],
)
def test_one_line_holds_both_parts(typed):
    assert read_value(typed, ASK).value == {"verdict": "B", "reason": "C"}


@pytest.mark.parametrize("value", [{"verdict": "B", "reason": "C"}, {"verdict": "A"}, {"reason": "B"}])
def test_what_is_written_is_read(value):
    assert read_value(ASK.write(value), ASK).value == value


def test_a_list_of_toml_is_an_answer():
    assert read_value(["B", "C"], ASK).value == {"verdict": "B", "reason": "C"}


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("D; A", 'verdict: "D" is none of A, B, C'),
        ("A; E", 'reason: "E" is none of A, B, C'),
        ("A; B; C", "reason: "),
        ("verdict: A; verdict: B", "verdict is answered twice"),
        ("well, verdict: A", "stands in front of the parts"),
        ("banana", "verdict: "),
        (";", "No part is answered"),
    ],
)
def test_what_cannot_be_read_says_which_part(typed, trouble):
    with pytest.raises(Unreadable, match=trouble):
        ASK.read(typed)


def test_it_keeps_its_misconceptions_secret():
    assert "misconceptions" not in json.dumps(ASK.to_public_json()) and "c-" not in json.dumps(ASK.to_public_json())


def test_verdicts_stand_in_their_order_and_reasons_in_any():
    for variant in variants(Bank.load().get("statement-judge"), range(60)):
        (ask,) = variant.asks
        verdict, reason = (pick for _, pick, _ in ask.picks())
        assert [item.text for item in verdict.items] == ["It is true.", "It is false.", "It depends."]
        assert isinstance(verdict, Pick) and not verdict.shuffled and reason.shuffled


def test_an_author_fills_it_in_with_options_as_they_are_drawn():
    options = Draw("seed").options([Reason("", "r", verdicts=("true",))], ["w", "v"])
    ask = Judge("judgement").of(["true", "false"], ["true"], options)
    (right,) = (one for one in ask.reasons if one.accepted)
    assert (right.text, right.verdicts) == ("r", ("A",)) and list(ask.faults()) == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"verdicts": ASK.verdicts[1:]}, "offers 2 options, of which 0 are accepted"),
        ({"reasons": ASK.reasons[:1]}, "offers 1 options, of which 1 are accepted"),
        ({"reasons": (*ASK.reasons, ASK.reasons[1])}, "two of them are the same"),
        ({"reasons": (replace(ASK.reasons[0], verdicts=("B",)), *ASK.reasons[1:])}, "no reason for it"),
        ({"verdict_share": 1.0}, "gives 1.0 of its points to the verdict"),
    ],
)
def test_faults_of_an_author_are_found(fault, says):
    assert list(ASK.faults()) == [] == list(EITHER.faults())
    assert any(says in found for found in replace(ASK, **fault).faults())


def test_a_short_key_names_every_right_verdict_with_its_reasons():
    assert ASK.show_key(ASK.key(None)) == "A; A"
    assert EITHER.show_key(EITHER.key(None)) == "A; A or C / B; B or C"
