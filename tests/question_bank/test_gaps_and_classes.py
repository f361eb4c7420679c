"""Exercises with gaps, classes, pairs and orders of facts: their data are well formed, typical answers judged as meant."""

from collections import Counter
from itertools import permutations

import pytest
from fact_rules import BANK, CONCEPTS, common_faults, data

from quizgen.asks.fill import Fill
from quizgen.authoring import Draw, gaps_from
from quizgen.generate import variant, variants
from quizgen.reading import read_value
from reference_rnn import CATALOGUE

DATA = {  # exercise -> its data file, the list of entries in it, and covers of the exercise that stand with no entry
    "state-fill": ("sentences.toml", "sentence", ()),
    "takeaways-fill": ("takeaways.toml", "sentence", ()),
    "type-table-fill": ("table_examples.toml", "example", ("lo.types", "key.types", "iq.q3")),
    "avgw2v-or-rnn": ("considerations.toml", "card", ()),
    "pros-cons-sort": ("cards.toml", "card", ()),
    "app-type-match": ("tasks.toml", "card", ()),
    "app-pipeline-order": ("pipelines.toml", "pipeline", ()),
    "pipeline-compare": ("comparison.toml", "point", ()),
    "ff-vs-rnn": ("networks.toml", "network", ()),
    "problem-remedy": ("remedies.toml", "problem", ()),
}
ENTRIES = {name: data(name, file)[kind] for name, (file, kind, _) in DATA.items()}
SENTENCES = [
    (name, sentence, data(name, DATA[name][0])["truths"])
    for name in ("state-fill", "takeaways-fill")
    for sentence in ENTRIES[name]
]
CLASSIFIED = ("avgw2v-or-rnn", "pros-cons-sort", "app-type-match")


def ids_in(value):
    """Every text of an entry that looks like the id of a misconception."""
    if isinstance(value, str):
        prefixes = ("c-", "fwd-", "bwd-", "out-", "upd-", "cnt-", "shp-")
        yield from [value] if value.startswith(prefixes) and " " not in value else []
    elif isinstance(value, dict):
        yield from (one for part in value.values() for one in ids_in(part))
    elif isinstance(value, list):
        yield from (one for part in value for one in ids_in(part))


def judged(ask, typed):
    return ask.judge(read_value(typed, ask))


@pytest.mark.parametrize("name", DATA)
def test_entries_have_coverage_ids_notes_and_misconceptions_that_exist(name):
    for entry in ENTRIES[name]:
        assert list(common_faults(entry)) == [], entry
        assert [one for one in ids_in(entry) if one not in CONCEPTS and one not in CATALOGUE] == []


@pytest.mark.parametrize("name", DATA)
def test_an_exercise_covers_what_its_entries_ask(name):
    asked = {one for entry in ENTRIES[name] for one in entry["covers"]} | set(DATA[name][2])
    assert set(BANK.get(name).covers) == asked


@pytest.mark.parametrize(("name", "sentence", "truths"), SENTENCES, ids=lambda one: str(one)[:40])
def test_a_sentence_accepts_what_it_says_and_explains_what_it_knows(name, sentence, truths):
    ask = Fill("one").of(sentence["says"], gaps_from(sentence["gaps"], truths, Draw("test")))
    assert list(ask.faults()) == [] and ask.completed(None) is ask
    assert all(wrong.feedback for gap in ask.gaps for wrong in gap.wrong if wrong.misconceptions)
    for gap in ask.gaps:
        assert all(gap.judged(right, ()).share == 1 for right in gap.accepts)
        assert not any(gap.judged(wrong.text, ()).share for wrong in gap.wrong)


def test_there_are_as_many_as_a_class_needs():
    assert len(SENTENCES) >= 48 and len(ENTRIES["pros-cons-sort"]) >= 30 and len(ENTRIES["app-type-match"]) >= 25


def test_contested_applications_accept_both_and_say_why():
    contested = [card for card in ENTRIES["app-type-match"] if len(card["types"]) > 1]
    assert contested and all("note" in card and card["remark"] for card in contested)
    assert not any(card["types"] == ["one-to-many"] and "begun" in card["task"] for card in ENTRIES["app-type-match"])


@pytest.mark.parametrize("name", CLASSIFIED)
def test_every_class_is_right_about_equally_often(name):
    asks = [ask for one in variants(BANK.get(name), range(400)) for ask in one.asks]
    counts = Counter(letter for ask in asks for letter in ask.key(None).values())
    share = 1 / len(asks[0].right)
    assert all(abs(count / counts.total() - share) < 0.04 for count in counts.values()), counts
    assert all(set(ask.key(None).values()) == {item.key for item in ask.right} for ask in asks)  # as the question says


@pytest.mark.parametrize(
    ("typed", "share", "named"),
    [
        ("W_h h_3", 1, ()),
        ("W_{h} h_{3}", 1, ()),
        ("h₃ · Wₕ", 1, ()),
        ("h_3", 0, ("fwd-wh-identity",)),
        ("W h_3", 0, ("fwd-swap-w-wh",)),
    ],
)
def test_the_missing_term_of_a_sentence(typed, share, named):
    _, sentence, truths = next(one for one in SENTENCES if "h_4 = f(W x_4" in one[1]["says"])
    ask = Fill("one").of(sentence["says"], gaps_from(sentence["gaps"], truths, Draw("test")))
    found = judged(ask, f"1: {typed}")
    assert (found.share, found.misconceptions) == (share, named)


def test_the_types_of_the_table_may_be_written_in_several_ways():
    (ask,) = variant(BANK.get("type-table-fill"), 4).asks
    key = ask.key(None)
    spaced = {gap: entry.replace("-", " ").title() for gap, entry in key.items()}
    figures = {gap: entry.replace("one", "1").replace("many", "N") for gap, entry in key.items()}
    assert judged(ask, ask.write(spaced)).share == judged(ask, ask.write(figures)).share == 1
    assert judged(ask, ask.write(dict.fromkeys(key, "many-to-many"))).share < 0.5


def test_a_wrong_shape_of_the_chain_is_named_in_every_gap_it_is_in():
    sealed = variant(BANK.get("shape-chain"), 6)
    fill, _ = sealed.asks
    for slip in sealed.slips:
        found = judged(fill, fill.write(slip.answers["shapes"]))
        assert found.share < 1 and set(slip.misconceptions) <= set(found.misconceptions), slip
    assert all(gap.accepts and gap.sort == "shape" for gap in fill.gaps)


@pytest.mark.parametrize("seed", range(12))
def test_every_right_order_of_bptt_earns_all_points_and_an_early_update_is_named(seed):
    (ask,) = variant(BANK.get("bptt-order"), seed).asks
    texts = {item.text: item.key for item in ask.items}
    update = next(key for text, key in texts.items() if text.startswith("Change $W_h$"))
    order = [key for key in ask.key(None) if key != update]
    places = [judged(ask, ",".join([*order[:at], update, *order[at:]])) for at in range(len(order) + 1)]
    assert places[-1].share == 1 and places[0].share < 1
    whole = next(key for text, key in texts.items() if text.startswith("Add up the contributions"))
    early = places[order.index(whole)]
    assert early.share < 1 and "c-update-every-step" in early.misconceptions


def test_orders_that_are_partial_accept_what_the_question_promises():
    for one in variants(BANK.get("process-order"), range(60)):
        (ask,) = one.asks
        right = (
            sum(
                all(order.index(first) < order.index(second) for first, second in ask.required)
                for order in permutations([item.key for item in ask.items])
            )
            if len(ask.items) <= 7
            else None
        )
        if right is not None:
            assert (right > 1) == ("More than one order" in one.text)


def test_the_reported_number_of_why_sum_is_never_the_sum():
    for one in variants(BANK.get("why-sum"), range(200)):
        parts = one.problem["parts"]
        total = round(sum(parts), 2)
        assert total not in (parts[0], parts[-1], round(total / 4, 2), max(parts, key=abs))
        assert f"${total:.2f}$" in one.text
