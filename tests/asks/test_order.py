"""Order: the share of required "a before b" that hold; of a partial order every right order earns all."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import NotComplete
from quizgen.asks import ask_from
from quizgen.asks.order import Before, Order
from quizgen.reading import Unreadable, read_value

TEXTS = ["$h_2$", "label", "$h_1$", "$x_2$"]
PAIRS = [
    Before("$h_1$", "$h_2$", "the state goes on.", ("c-whole-sentence",)),
    Before("$x_2$", "$h_2$", "it is read then."),
    Before("$h_2$", "label"),
]
ASK = Order("steps").of(TEXTS, PAIRS)  # A: h_2, B: label, C: h_1, D: x_2


@st.composite
def asked(draw):
    """Items with some required pairs that all point one way, so that there is no circle."""
    count = draw(st.integers(2, 7))
    forward = [(i, j) for i in range(count) for j in range(i + 1, count)]
    chosen = draw(st.lists(st.sampled_from(forward), min_size=1, unique=True))
    place = draw(st.permutations([f"item {n}" for n in range(count)]))
    pairs = [Before(f"item {i}", f"item {j}") for i, j in chosen]
    return Order("steps").of(place, pairs)


@st.composite
def answered(draw):
    ask = draw(asked())
    return ask, list(draw(st.permutations([item.key for item in ask.items])))


def judged(ask, value):
    return ask.judge(read_value(ask.write(value), ask))


@given(answered())
def test_the_share_is_that_of_the_required_pairs_that_hold(case):
    ask, value = case
    held = [value.index(first) < value.index(second) for first, second in ask.required]
    found = judged(ask, value)
    assert found.share == sum(held) / len(held)
    assert found.share == 1 or found.feedback


@given(asked())
def test_the_key_earns_all_and_its_reverse_nothing(ask):
    assert judged(ask, ask.key(None)).share == 1
    assert judged(ask, ask.key(None)[::-1]).share == 0


@given(asked())
def test_what_follows_from_the_pairs_is_required_too_and_no_more(ask):
    """Required is exactly what holds in every order that keeps the given pairs."""
    if len(ask.items) > 5:
        return
    keys = [item.key for item in ask.items]
    orders = [o for o in permutations(keys) if all(o.index(b.first) < o.index(b.second) for b in ask.before)]
    always = {(a, b) for a in keys for b in keys if a != b and all(o.index(a) < o.index(b) for o in orders)}
    assert ask.required == always


@given(answered(), st.sampled_from([", ", "", " ", " > ", " → ", "->", "; ", " - "]))
def test_what_is_written_is_read_however_it_is_separated(case, apart):
    ask, value = case
    assert read_value(ask.write(value), ask).value == value
    assert read_value(apart.join(value).lower(), ask).value == value


@given(asked())
def test_it_goes_to_json_and_back(ask):
    assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask


def test_two_right_orders_earn_all():
    assert ASK.key(None) == ["C", "D", "A", "B"]
    assert judged(ASK, ["C", "D", "A", "B"]).share == judged(ASK, ["D", "C", "A", "B"]).share == 1
    assert ask_from(json.loads(json.dumps(ASK.to_json()))) == ASK


def test_feedback_names_the_first_violated_pair_in_the_items_words():
    found = judged(ASK, ["D", "A", "C", "B"])
    assert found.share == pytest.approx(4 / 5)
    assert found.feedback == "4 of the 5 required pairs are in order. “$h_1$” comes before “$h_2$”: the state goes on."
    assert found.misconceptions == ("c-whole-sentence",)


def test_one_pair_is_in_order_in_the_singular():
    found = judged(ASK, ["A", "B", "D", "C"])
    assert found.feedback.startswith("1 of the 5 required pairs is in order. ")


def test_more_items_than_letters_are_an_error_of_the_author():
    items = [f"item {n}" for n in range(27)]
    assert len(Order("steps").of(items[:26], [Before("item 1", "item 0")]).items) == 26
    with pytest.raises(ValueError, match=r"At most 26 .* 27"):
        Order("steps").of(items, [Before("item 1", "item 0")])


def test_a_misconception_is_named_only_if_it_explains_all():
    assert judged(ASK, ["A", "C", "D", "B"]).misconceptions == (), "x_2 after h_2 is another mistake"
    backwards = judged(ASK, ["B", "A", "C", "D"])
    assert backwards.misconceptions == () and backwards.feedback.startswith("This is a right order backwards.")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("C, A, B", "D is missing"),
        ("C, D, A, A", "A appears more than once"),
        ("C, D, A, E", '"E" is none of the letters'),
        ("C, Then", '"Then" is none'),
        ("banana", "none of the letters"),
        ("1, 2, 3, 4", "none of the letters"),
        ("--", "none of the letters"),
        ("C", "A, B and D are missing"),
        ("first C, then D", "none of the letters"),
    ],
)
def test_what_is_not_every_letter_once_is_unreadable(typed, says):
    with pytest.raises(Unreadable, match=says) as error:
        ASK.read(typed)
    assert "give each of A, B, C, D once" in str(error.value)


def test_a_list_of_toml_and_a_name_in_front_are_read():
    assert read_value(["C", "D", "A", "B"], ASK).value == ["C", "D", "A", "B"]
    assert read_value("steps = C, D, A, B", ASK).value == ["C", "D", "A", "B"]


def test_a_circle_is_refused():
    circle = Order("steps").of(["a", "b", "c"], [Before("a", "b"), Before("b", "c"), Before("c", "a")])
    with pytest.raises(NotComplete, match="circle"):
        circle.completed(None)


def test_items_shown_in_a_right_order_are_drawn_again():
    with pytest.raises(NotComplete, match="right order"):
        Order("steps").of(["a", "b"], [Before("a", "b")]).completed(None)
    assert ASK.completed(None) is ASK


def test_faults_of_an_author_are_found():
    assert list(ASK.faults()) == []
    assert list(Order("empty").faults())
    assert list(Order("free").of(["a", "b"], []).faults())
    (same,) = Order("same").of(["a", "a", "b"], [Before("a", "b")]).faults()
    assert same.endswith(": two of them are the same")


def test_what_may_be_shown_says_nothing_of_the_answer():
    shown = json.dumps(ASK.to_public_json())
    assert "before" not in shown and "goes on" not in shown


def test_a_short_key_says_what_other_orders_are_right():
    assert ASK.show_key(ASK.key(None)) == "C, D, A, B, or any order with C before A, D before A, A before B"
    only = Order("steps").of(["b", "a"], [Before("a", "b")])
    assert only.show_key(only.key(None)) == "B, A"
