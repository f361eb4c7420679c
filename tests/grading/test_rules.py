"""The rules a teacher reads in docs/grading.md, one by one."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from grading_flagship import PROBLEM, follow, graded, marked, sealed, states
from grading_mixed import MIXED, no_follow

from quizgen.ask import Value
from quizgen.asks.choice import Choice
from quizgen.asks.code import Code
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.documents.score import score
from quizgen.grading import grade
from quizgen.model import Answers, Quiz, Slip, Variant, Verdict, topic_name


def asked(*asks: Numbers, key: Mapping[str, Value], slips: tuple[Slip, ...] = ()) -> Variant:
    """A bare question."""
    return Variant("bare", 1, 0, "bptt", 5, "A bare question", "", "", {}, asks, key, slips)


MATRIX = asked(Numbers("dW_h", points=4, size=(2, 2), decimals=3), key={"dW_h": [[-0.505, -0.266], [-0.378, -0.510]]})
SOFTMAX = asked(Numbers("p", points=3, size=3, between=(0, 1), total=1), key={"p": [0.2, 0.3, 0.5]})


def test_points_are_shared_by_the_components() -> None:
    mark = marked(MATRIX, no_follow, dW_h="-0.505 -0.266; -0.378 0.9")["dW_h"]
    assert (mark.verdict, mark.points) == (Verdict.PARTLY, 3)
    assert mark.feedback.startswith("Row 2, column 2 is off by 1.41")


COUNT = asked(Numbers("count", points=2, decimals=0, tolerance=0), key={"count": 19459})


@pytest.mark.parametrize(
    ("typed", "feedback"),
    [
        ("19459 + 0.5", "Off by 0.5; no known mistake gives this. A whole number is asked. Read as 19459.5."),
        ("19460.25", "Off by 1; no known mistake gives this. A whole number is asked."),
        ("19460", "Off by 1; no known mistake gives this."),
    ],
)
def test_a_part_of_a_whole_number_is_said_where_one_is_asked(typed: str, feedback: str) -> None:
    mark = marked(COUNT, no_follow, count=typed)["count"]
    assert (mark.verdict, mark.points) == (Verdict.WRONG, 0)
    assert mark.feedback == feedback
    assert marked(COUNT, no_follow, count="19459.0")["count"].points == 2


@pytest.mark.parametrize(("typed", "points"), [("0.1236 -0.4321", 1), ("0.1237 -0.4321", 0.5), ("0.12359 -0.43209", 1)])
def test_two_units_of_the_last_decimal_are_allowed(typed: str, points: float) -> None:
    assert marked(MIXED, no_follow, v=typed)["v"].points == points


def test_what_follows_from_own_values_is_allowed_one_unit_only() -> None:
    def carried(variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
        return {"first": 0.3, "second": typed.get("first", 0.3) / 2}

    question = asked(Numbers("first"), Numbers("second"), key={"first": 0.3, "second": 0.15})
    assert marked(question, carried, first="0.5", second="0.2501")["second"].points == 1
    assert marked(question, carried, first="0.5", second="0.2502")["second"].points == 0


def test_whole_numbers_are_exact() -> None:
    assert marked(MIXED, no_follow, n="54912.0")["n"].verdict is Verdict.RIGHT
    assert marked(MIXED, no_follow, n="54913")["n"].feedback.startswith("Off by 1;")
    separated = marked(MIXED, no_follow, n="54,912")["n"]
    assert (separated.verdict, separated.feedback) == (Verdict.RIGHT, "Read as 54912.")
    assert "thousands" in marked(MIXED, no_follow, n="54,912.000")["n"].feedback


def test_too_few_decimals_earn_their_share_and_are_asked_for() -> None:
    mark = marked(MIXED, no_follow, v="0.12, -0.43")["v"]
    assert (mark.verdict, mark.points, mark.feedback) == (Verdict.PARTLY, 0.5, "Right so far: give 4 decimals.")
    none = marked(MIXED, no_follow, v="0, 0")["v"]
    assert none.points == 0 and "so far" not in none.feedback


@pytest.mark.parametrize(
    ("question", "typed", "sentence"),
    [
        (MATRIX, "-0.505 -0.378; -0.266 -0.510", "rows and columns exchanged"),
        (MATRIX, "0.505 0.266; 0.378 0.510", "opposite sign"),
        (SOFTMAX, "0.3, 0.5, 0.2", "another order"),
        (SOFTMAX, "20; 30; 50", "percent"),
    ],
)
def test_right_numbers_in_another_form_earn_half_and_are_reported(question: Variant, typed: str, sentence: str) -> None:
    (mark,) = marked(question, no_follow, **{question.asks[0].name: typed}).values()
    assert (mark.verdict, mark.points) == (Verdict.PARTLY, mark.max_points / 2)
    assert sentence in mark.feedback


def test_a_misconception_that_transposes_the_matrix_is_named_beside_the_layout() -> None:
    turned = {"dW_h": [[-0.505, -0.378], [-0.266, -0.510]]}
    slip = Slip(("bwd-dwh-transposed",), turned, "Equals what you get with the outer product the other way round.")
    question = asked(*MATRIX.asks, key=MATRIX.key, slips=(slip,))
    mark = marked(question, no_follow, dW_h="-0.505 -0.378; -0.266 -0.510")["dW_h"]
    assert (mark.verdict, mark.points, mark.misconceptions) == (Verdict.SLIP, 2, ("bwd-dwh-transposed",))
    assert mark.feedback.index("rows and columns") < mark.feedback.index("outer product")


def test_a_matrix_of_the_transposed_shape_earns_half() -> None:
    mark = marked(MIXED, no_follow, M="1.25 4.5; 2.5 5.25; 3.75 6.75")["M"]
    assert mark.points == 0.5 and "Rows and columns are exchanged" in mark.feedback


def test_a_transposed_shape_earns_half_and_the_convention() -> None:
    mark = marked(MIXED, no_follow, W="300 x 128")["W"]
    assert mark.points == 0.5 and mark.feedback.endswith("In column notation W is H x D. Half the points.")
    assert marked(MIXED, no_follow, W="128 x 128")["W"].verdict is Verdict.WRONG


def test_a_sum_that_is_not_one_is_reported() -> None:
    mark = marked(SOFTMAX, no_follow, p="0.2 0.3 0.9")["p"]
    assert mark.points == 2 and "The components add to 1.4, not to 1." in mark.feedback
    assert marked(SOFTMAX, no_follow, p="0.2001 0.3001 0.5001")["p"].feedback == ""


def test_few_decimals_show_candidates_and_assert_nothing() -> None:
    mark = marked(sealed(*states(2)), h_2="-0.29, -0.15")["h_2"]
    assert (mark.verdict, mark.misconceptions) == (Verdict.WRONG, ())
    assert "Too few decimals to say why; this would fit: Equals what you get without W_h" in mark.feedback


def test_a_number_alone_needs_four_decimals_and_a_vector_three() -> None:
    slip = Slip(("loss-log10",), {"L": 0.385}, "Equals what you get with the logarithm to base 10.")
    three, four = (asked(Numbers("L", decimals=d), key={"L": 0.8871}, slips=(slip,)) for d in (3, 4))
    assert marked(three, no_follow, L="0.385")["L"].verdict is Verdict.WRONG
    assert marked(four, no_follow, L="0.3850")["L"].verdict is Verdict.SLIP
    assert marked(sealed(*states(2)), h_2="-0.291, -0.149")["h_2"].misconceptions == ("fwd-no-recurrence",)


def test_where_whole_numbers_are_wanted_a_misconception_may_still_give_others() -> None:
    slip = Slip(("fwd-sigmoid-for-tanh",), {"h_1": [0.952574, 0.5]}, "Equals what you get with σ in the cell.")
    question = asked(Numbers("h_1", size=2, decimals=0, tolerance=0), key={"h_1": [3.0, 0.0]}, slips=(slip,))
    assert marked(question, no_follow, h_1="0.953, 0.500")["h_1"].verdict is Verdict.SLIP
    assert marked(question, no_follow, h_1="1; 1")["h_1"].verdict is Verdict.WRONG


def test_a_single_decimal_is_no_ground_to_suppose_anything() -> None:
    assert "no known mistake gives this" in marked(sealed(*states(2)), h_2="-0.3, -0.1")["h_2"].feedback


def test_a_misconception_that_does_not_move_the_answer_does_not_explain_it() -> None:
    strict = (Numbers("h_1", size=2, tolerance=1), Numbers("h_2", size=2, tolerance=1))
    question = sealed(*strict, slips=("out-no-bias", "fwd-input-frozen"))
    for name in ("h_1", "h_2"):
        close = "; ".join(f"{value + 1.3e-4:.6f}" for value in question.key[name])
        mark = marked(question, **{name: close})[name]
        assert (mark.verdict, mark.misconceptions) == (Verdict.WRONG, ())


def sums(variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """a = key, b = a + (1, 1), c = b + (1, 1), or (2, 3) under a misconception."""
    step = [2.0, 3.0] if misconceptions else [1.0, 1.0]
    answers: dict[str, Value] = {"a": variant.key["a"]}
    for name, before in (("b", "a"), ("c", "b")):
        start = typed.get(before, answers[before])
        answers[name] = [number + more for number, more in zip(start, step, strict=True)]
    return answers


def chain(a: list[float], decimals: int = 4) -> Variant:
    """Three answers in a row, each the one before and a little more."""
    asks = tuple(Numbers(name, points=2, size=2, decimals=decimals, tolerance=2 * (decimals > 0)) for name in "abc")
    bare = Variant("chain", 1, 0, "loss", 1, "", "", "", {}, asks, {"a": a})
    slip = Slip(("steps-of-two",), sums(bare, ("steps-of-two",), {}), "Equals what you get with longer steps.")
    return Variant(**{**vars(bare), "key": sums(bare, (), {}), "slips": (slip,)})


def test_zeros_that_rightly_follow_are_no_reason_to_halve_what_comes_after() -> None:
    marks = marked(chain([5.0, 5.0]), sums, a="-1.0001, -1.0001", b="0, 0", c="1.0001, 1.0000")
    assert [mark.points for mark in marks.values()] == [0, 2, 2]


def test_a_truth_that_looks_trivial_is_no_reason_to_halve_what_comes_after() -> None:
    marks = marked(chain([0.0, 0.0]), sums, a="0, 0", b="2, 3", c="4, 6")
    assert [mark.points for mark in marks.values()] == [2, 0, 2]
    assert marks["c"].feedback == "The same as in b, where it was charged."


def test_values_of_plus_and_minus_one_are_trivial_unless_whole_numbers_are_wanted() -> None:
    assert "±1" in marked(chain([0.3, 0.2]), sums, a="1, -1", b="2.0000, 0.0000")["b"].feedback
    assert marked(chain([3, 2], decimals=0), sums, a="1, -1", b="2, 0")["b"].points == 2


def test_the_opposite_sign_of_a_live_misconception_earns_nothing_and_of_one_number_neither() -> None:
    negated = {"dW_h": [[0.505, 0.266], [0.378, 0.510]]}
    slip = Slip(("bwd-dz-sign",), negated, "Equals what you get with y - y_hat.")
    mark = marked(asked(*MATRIX.asks, key=MATRIX.key, slips=(slip,)), no_follow, dW_h="0.505 0.266; 0.378 0.510")[
        "dW_h"
    ]
    assert (mark.points, mark.misconceptions) == (0, ("bwd-dz-sign",)) and "opposite sign" in mark.feedback
    assert marked(asked(Numbers("L"), key={"L": 0.8871}), no_follow, L="-0.8871")["L"].points == 0


def test_two_decimals_are_too_few_to_speak_of_another_order() -> None:
    question = asked(Numbers("v", size=2, decimals=2), key={"v": [0.25, 0.5]})
    assert "order" not in marked(question, no_follow, v="0.50 0.25")["v"].feedback


def test_a_pair_of_the_cell_and_the_output_is_found_on_a_vector_of_four_decimals() -> None:
    wide = {**PROBLEM, "W_y": [[-1.5, -1.5], [1.0, -0.5]], "b_y": [-0.2, 0.3]}

    def outputs(variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
        from grading_flagship import network

        net, x, h_0 = network(variant.problem, misconceptions)
        *_, h_T = net.walk(x, h_0)
        return {"z": net.logit(h_T).tolist()}

    bare = Variant("pair", 1, 0, "output-layer", 2, "", "", "", wide, (Numbers("z", size=2),), {})
    slips = tuple(
        Slip((m,), outputs(bare, (m,), {}), f"Equals {m}.") for m in ("fwd-no-bias", "out-no-bias", "fwd-stale-h0")
    )
    question = Variant(**{**vars(bare), "key": outputs(bare, (), {}), "slips": slips})
    both = outputs(bare, ("fwd-no-bias", "out-no-bias"), {})["z"]
    mark = marked(question, outputs, z=f"{both[0]:.4f}; {both[1]:.4f}")["z"]
    assert mark.misconceptions == ("fwd-no-bias", "out-no-bias") and mark.feedback.startswith("Two mistakes at once")


def test_blank_unreadable_and_missing_questions_are_distinguished() -> None:
    marks = marked(MIXED, no_follow, v=" ", M="banana", n="nan")
    assert [marks[n].verdict for n in "vMn"] == [Verdict.BLANK, Verdict.UNREADABLE, Verdict.UNREADABLE]
    sheet = grade(Quiz("q", 1, (MIXED, MIXED)), Answers("q", "", {"q2": {"n": 54912}}), no_follow)
    assert {mark.verdict for mark in sheet.marks if mark.ask.startswith("q1.")} == {Verdict.BLANK}
    assert next(mark for mark in sheet.marks if mark.ask == "q2.n").verdict is Verdict.RIGHT


def test_answers_to_unknown_names_are_reported_and_cost_nothing() -> None:
    answers = Answers("q", "Ada", {"q1": {"vv": "1 2"}, "Q1": {"v": "3"}, "": {"n": "5"}})
    sheet = grade(Quiz("q", 1, (MIXED,)), answers, no_follow)
    strange = {mark.ask: mark for mark in sheet.marks if mark.max_points == 0}
    assert strange["q1.vv"].feedback.endswith("Did you mean 'v'?") and strange["q1.vv"].typed == "1 2"
    assert strange["Q1.v"].feedback == "The quiz has no question 'Q1'. Did you mean 'q1'?"
    assert "put it under [q1]" in strange["n"].feedback
    assert sheet.max_points == MIXED.points


def test_a_choice_is_right_or_says_what_it_reveals() -> None:
    assert marked(MIXED, no_follow, pick="B)")["pick"].verdict is Verdict.RIGHT
    wrong = marked(MIXED, no_follow, pick="one")["pick"]
    assert (wrong.verdict, wrong.misconceptions, wrong.feedback) == (
        Verdict.SLIP,
        ("c-current-only",),
        "It depends on all.",
    )
    assert marked(MIXED, no_follow, pick="F")["pick"].verdict is Verdict.UNREADABLE


def test_a_contested_card_accepts_any_of_its_answers() -> None:
    options = (Option("A", "a", accepted=True), Option("B", "b", accepted=True), Option("C", "c"))
    card = Variant("card", 1, 0, "rnn-types", 1, "", "", "", {}, (Choice("type", options=options),), {"type": "A"})
    assert [marked(card, no_follow, type=letter)["type"].points for letter in "abc"] == [1, 1, 0]
    assert marked(card, no_follow, type="c")["type"].feedback


def test_free_text_waits_for_a_person_and_gives_no_key_point_away() -> None:
    sheet = graded(MIXED, no_follow, why="One matrix, many uses.")
    mark = next(mark for mark in sheet.marks if mark.ask == "q1.why")
    assert (mark.verdict, mark.points, mark.max_points) == (Verdict.NEEDS_A_PERSON, 0, 3)
    assert mark.feedback == "Waits for a person." and score(sheet.marks).waiting == 3


def test_a_grade_carries_what_people_read_for_quiz_question_and_ask() -> None:
    asks = (Numbers("zero_1", label="h_1", size=2), Numbers("h_2"), Choice("pick"))
    labelled = replace(MIXED, asks=asks)
    titles = grade(Quiz("quiz-1", 1, (labelled,)), Answers("quiz-1", "", {}), no_follow).titles
    assert titles == {
        "quiz": topic_name(MIXED.topic).capitalize(),
        "q1": MIXED.title,
        "q1.zero_1": "h_1",
        "q1.pick": r"\text{pick}",
    }


def test_code_is_graded_elsewhere_and_counts_nothing_here() -> None:
    question = Variant("code", 1, 0, "implementation", 2, "", "", "", {}, (Code("rnn_step", points=8),), {})
    mark = marked(question, no_follow)["rnn_step"]
    assert (mark.verdict, mark.max_points) == (Verdict.NOT_RUN, 0) and "submission.py" in mark.feedback


def test_our_own_fault_costs_no_point() -> None:
    def broken(*_: object) -> Mapping[str, Value]:
        raise RuntimeError("a fault of ours")

    marks = marked(sealed(*states(2)), broken, h_1="0.1, 0.2")
    assert (marks["h_1"].verdict, marks["h_1"].points) == (Verdict.OUR_FAULT, 2)
    assert "a fault of ours" in marks["h_1"].feedback and marks["h_2"].verdict is Verdict.BLANK


@pytest.mark.parametrize("error", [LookupError, ZeroDivisionError, FloatingPointError, ValueError])
def test_after_values_that_lead_nowhere_answers_are_judged_by_the_truth(error: type[Exception]) -> None:
    def stuck(*_: object) -> Mapping[str, Value]:
        raise error("no way on")

    marks = marked(sealed(*states(2)), stuck, h_1="0.1, 0.2", h_2="0.5545, -0.4503")
    assert [mark.points for mark in marks.values()] == [0, 2]


def test_a_fault_in_one_question_leaves_the_others_judged() -> None:
    def half_broken(
        variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        if variant.title == "broken":
            raise RuntimeError("a fault of ours")
        return follow(variant, misconceptions, typed)

    whole = sealed(*states(2))
    broken = Variant(**{**vars(whole), "title": "broken"})
    wrong = {"h_1": "0.1, 0.2", "h_2": "0.1, 0.2"}
    sheet = grade(Quiz("q", 1, (broken, whole)), Answers("q", "", {"q1": wrong, "q2": wrong}), half_broken)
    assert [mark.points for mark in sheet.marks] == [2, 2, 0, 0]
