"""The exercises on diagrams: their answers satisfy what a graph must, wrong answers are named, and every variant is met."""

from collections import Counter
from functools import cache

import pytest

from quizgen.asks import ask_from
from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.laws.drawings import as_drawn
from quizgen.laws.pictures import pictures_of
from quizgen.reading import read_value

BANK = Bank.load()


@cache
def drawn(name, count=150):
    return variants(BANK.get(name), range(count))


def judged(ask, value):
    return ask.judge(read_value(ask.write(value), ask))


def test_what_changes_begins_at_the_first_place_and_goes_on_to_the_end():
    for variant in drawn("perturb-input"):
        (ask,) = variant.asks
        first = min(variant.problem["places"])
        right = {option.letter for option in ask.options if option.accepted}
        late = {option.letter for option, t in zip(ask.options, variant.problem["steps"], strict=True) if t >= first}
        assert right == late and 2 * len(right) == len(ask.options)


def test_who_forgets_the_state_or_looks_ahead_is_named():
    named = Counter()
    for variant in drawn("perturb-input"):
        (ask,) = variant.asks
        named.update(name for slip in variant.slips for name in judged(ask, slip.answers[ask.name]).misconceptions)
        early = [option.letter for option in ask.options if "c-sees-future" in option.misconceptions]
        named.update(judged(ask, early).misconceptions)
    assert named["fwd-no-recurrence"] == 150 and named["c-sees-future"] == 150 and named["fwd-reversed"] > 20


def test_one_drawing_is_right_and_the_others_are_wrong_in_their_own_way():
    faults = Counter()
    for variant in drawn("wrong-unfolding"):
        shown = variant.problem["shown"]
        assert len(set(shown)) == 4 and shown.count("") == 1
        right, fault = variant.asks
        assert right.key(None) == "ABCD"[shown.index("")] != variant.problem["asked"]
        assert all(option.misconceptions for option in right.options if not option.accepted)
        assert all(option.misconceptions for option in fault.options if not option.accepted)
        (picture,) = pictures_of(variant)
        assert picture.description.count("Drawing ") == 4
        faults.update(filter(None, shown))
    assert len(faults) == 5 and min(faults.values()) > 60


def test_the_labels_of_a_network_are_asked_in_every_shape():
    seen, named = Counter(), Counter()
    for variant in drawn("unfold-label", 200):
        (ask,) = variant.asks
        assert len(ask.left) == 4 and len(ask.right) == 7 and ask.points == 2
        seen[variant.problem["name"]] += 1
        for wrong in ask.wrong_pairs:
            found = judged(ask, ask.key(None) | {wrong.left: wrong.right})
            assert found.share == pytest.approx(0.75) and found.misconceptions == wrong.misconceptions
            named.update(found.misconceptions)
        assert ask_from(ask.to_json()) == ask
    assert len(seen) == 5 and min(seen.values()) > 20
    assert {"c-untied-weights", "fwd-swap-w-wh", "c-hidden-is-output", "c-output-fed-back"} <= set(named)


def test_pairs_of_the_same_layer_and_example_wait_for_one_another():
    kinds = Counter()
    for variant in drawn("what-is-parallel"):
        (ask,) = variant.asks
        chained = [option for option in ask.options if "c-whole-sentence" in option.misconceptions]
        assert not any(option.accepted for option in chained)
        kinds[len(ask.accepted())] += 1
        if chained:
            found = judged(ask, [*ask.accepted(), chained[0].letter])
            assert found.share < 1 and set(found.misconceptions) <= {"c-whole-sentence", "fwd-no-recurrence"}
            assert found.misconceptions
    assert set(kinds) == {2, 3, 4}


def test_depth_grows_with_steps_and_layers_alone():
    found = {}
    for variant in drawn("sequential-depth", 400):
        T, L, B = (variant.problem[name] for name in "TLB")
        assert found.setdefault((T, L), variant.key["rounds"]) == variant.key["rounds"] == T + L - 1
        assert variant.key["states"] == B * T * L and variant.key["unjoined"] == L
        named = {name for slip in variant.slips for name in slip.misconceptions}
        assert ("Layers computed one after another" in named) == (L > 1)


@pytest.mark.parametrize(("name", "cards"), [("feedback-what", 7), ("which-feedback", 18)])
def test_every_card_is_met(name, cards):
    assert {variant.problem["card"] for variant in drawn(name, 250)} == set(range(cards))


def test_every_answer_is_right_as_often_as_any_other():
    texts = Counter(
        next(option.text for option in variant.asks[0].options if option.accepted)
        for variant in drawn("which-feedback", 400)
    )
    assert len(texts) == 4 and min(texts.values()) > 70


def test_a_drawn_network_does_not_name_its_type():
    pictured = [variant for variant in drawn("classify-task", 300) if variant.problem["network"]]
    assert 40 < len(pictured) < 120
    for variant in pictured:
        (picture,) = pictures_of(variant)
        assert "many" not in picture.words and "one" not in picture.title
        inputs = {source for _, source, _, _ in as_drawn(picture).arrows if source.startswith("x")}
        outputs = {target for _, _, target, _ in as_drawn(picture).arrows if target.startswith("ŷ")}
        (ask,) = variant.asks
        counted = "-to-".join("one" if len(nodes) == 1 else "many" for nodes in (inputs, outputs))
        assert [option.text for option in ask.options if option.accepted] == [counted]
