"""Dependencies, symbols and the order of a forward pass: what is asked agrees with the graph, and wrong answers say why."""

from collections import Counter
from functools import cache

import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.reading import read_value

BANK = Bank.load()
SEEDS = 160


@cache
def asked(name, seeds=SEEDS):
    """(ask, variant) of so many seeds."""
    return [(sealed.asks[0], sealed) for sealed in variants(BANK.get(name), range(seeds))]


def judged(ask, value):
    return ask.judge(read_value(ask.write(value), ask))


# ---------------------------------------------------------------- unfold-dependency


def place(node):
    """Where a quantity stands in time, predictions after their state: what depends on what goes only forwards."""
    return int(node[2:]), "xhy".index(node[0])


@pytest.mark.parametrize("every_step", ["yes", ""])
def test_a_dependency_never_runs_back_in_time(every_step):
    found = [(ask, v) for ask, v in asked("unfold-dependency") if v.problem["every_step"] == every_step]
    assert len(found) > 50
    for ask, sealed in found:
        offered, query = sealed.problem["offered"], sealed.problem["asked"]
        right = {node for node, option in zip(offered, ask.options, strict=True) if option.accepted}
        wanted = {node for node in offered if node[0] != "y" and place(node) < place(query)}
        assert right == wanted, sealed.seed


def test_forgetting_the_state_and_using_later_inputs_are_named():
    named = Counter()
    for ask, sealed in asked("unfold-dependency"):
        (forgetful,) = [slip for slip in sealed.slips if "fwd-no-recurrence" in slip.misconceptions]
        found = judged(ask, forgetful.answers[ask.name])
        assert "fwd-no-recurrence" in found.misconceptions and "W_h" in found.feedback and found.share < 1
        later = [option.letter for option in ask.options if "c-sees-future" in option.misconceptions]
        if later:
            found = judged(ask, sorted({*ask.key(None), *later}))
            assert found.misconceptions == ("c-sees-future",) and "only after" in found.feedback
            named["future"] += 1
        assert all(option.feedback for option in ask.options if not option.accepted)
        assert not any(option.feedback or option.misconceptions for option in ask.options if option.accepted)
    assert named["future"] > 80


# ---------------------------------------------------------------- symbol-match


def test_every_symbol_is_asked_and_the_two_matrices_always():
    seen = Counter()
    for ask, _ in asked("symbol-match"):
        symbols = [item.text for item in ask.left]
        assert len(symbols) == 6 and len(ask.right) == 8 and {"$W$", "$W_h$"} <= set(symbols)
        assert len(set(ask.key(None).values())) == 6
        seen.update(symbols)
    assert len(seen) == 12 and min(seen.values()) > 30


def test_the_letter_of_a_symbol_is_uniform():
    letters = Counter(letter for ask, _ in asked("symbol-match", 800) for letter in ask.key(None).values())
    assert set(letters) == set("ABCDEFGH") and max(letters.values()) < 1.25 * min(letters.values())


def test_swapped_matrices_are_named():
    for ask, sealed in asked("symbol-match", 40):
        number = {item.text: item.key for item in ask.left}
        key = sealed.key[ask.name]
        one, other = number["$W$"], number["$W_h$"]
        found = judged(ask, {**key, one: key[other], other: key[one]})
        assert found.share == 4 / 6 and found.misconceptions == ("fwd-swap-w-wh",)
        assert found.feedback.endswith("W belongs to x_t, W_h to h_(t-1).")


# ---------------------------------------------------------------- flow-order


def needs(text):
    """The right-hand side of a computation: the names of the quantities that its formula needs."""
    return {name for name in NAMES if name in text.partition(" = ")[2].replace(r"\hat{y}", "Y")}


NAMES = [f"{letter}_{t}" for letter in "xah" for t in range(5)]


def test_each_computation_of_the_key_has_what_it_needs():
    forms = Counter()
    for ask, sealed in asked("flow-order"):
        text = {item.key: item.text for item in ask.items}
        known = {"h_0"}
        for key in sealed.key[ask.name]:
            if text[key].startswith("Look up"):
                known |= {name for name in NAMES if f"${name}$" in text[key]}
            elif " = " in text[key]:
                assert needs(text[key]) <= known, text[key]
                known.add(text[key].strip("$").partition(" = ")[0])
        forms[sealed.problem["form"]] += 1
    assert set(forms) == {"word by word", "at once", "with sum"}


def test_exactly_what_a_formula_needs_is_required_of_two_computations():
    """A formula that stands with what it needs in front of it may stand anywhere else too."""
    for ask, _ in asked("flow-order", 80):
        text = {item.key: item.text for item in ask.items}
        formulas = [key for key in text if " = " in text[key] and "W_y" not in text[key]]
        direct = {
            (a, b) for a in formulas for b in formulas if text[a].strip("$").partition(" = ")[0] in needs(text[b])
        }
        closed = set(direct)
        for m in formulas:
            closed |= {(a, d) for a, b in closed for c, d in closed if b == c == m}
        assert {pair for pair in ask.required if set(pair) <= set(formulas)} == closed


def test_only_word_by_word_leaves_a_choice():
    for ask, sealed in asked("flow-order", 80):
        free = len(ask.items) * (len(ask.items) - 1) // 2 - len(ask.required)
        assert (free > 0) == (sealed.problem["form"] == "word by word")


def test_states_computed_out_of_order_get_the_reason():
    for ask, sealed in asked("flow-order", 40):
        key = list(sealed.key[ask.name])
        texts = {item.key: item.text for item in ask.items}
        first, second = (next(k for k in key if texts[k].startswith(f"$h_{t} =")) for t in (1, 2))
        i, j = key.index(first), key.index(second)
        key[i], key[j] = key[j], key[i]
        found = judged(ask, key)
        assert 0 < found.share < 1
        if j == i + 1:  # nothing else is out of order
            assert found.misconceptions == ("c-whole-sentence",) and "one word at a step" in found.feedback
