"""What decided answers teach: proposals follow people once there is evidence, and nothing is ever given without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_class import STATE, assess

from quizgen.asks.words.assessment import SURE
from quizgen.classroom.course.calibration import (
    ENOUGH,
    LEAST,
    PRIOR,
    RELEASING,
    Calibration,
    Decided,
    calibrated,
    calibration,
    calibrations,
    decided_answers,
    expected,
)
from quizgen.classroom.course.reviewing import proposal, rubric_key
from quizgen.model import Action, Decision, Grade, Mark, Verdict

NAMES = ("memory", "previous", "no-output")
WORDS = ("memory", "previous", "prediction", "weight", "list:")


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    monkeypatch.setattr("quizgen.asks.words.assess.assess", assess)


def made(typed: str):
    found = proposal(STATE, typed, 4)
    assert found is not None
    return found


def decided(typed: str, *ticked: str) -> Decided:
    proposed = made(typed)
    return Decided(proposed, frozenset(ticked), proposed.points(ticked, proposed.charged) / 4)


typed = st.builds(
    lambda words, sure: f"{' '.join(words)} c={sure:.2f}", st.lists(st.sampled_from(WORDS), max_size=4), st.floats(0, 1)
)
marks = st.builds(
    lambda typed, verdict, points: Mark("q1.why", verdict, points, 4, "", (), typed),
    typed,
    st.sampled_from([Verdict.NEEDS_A_PERSON, Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG]),
    st.sampled_from([0.0, 1.0, 3.0, 4.0]),
)
learnt = st.builds(
    lambda rows: calibration([decided(typed, *ticked) for typed, ticked in rows]),
    st.lists(st.tuples(typed, st.sets(st.sampled_from(NAMES))), min_size=ENOUGH, max_size=30),
)


def test_a_proposal_earns_what_the_machine_gives_and_never_more():
    assert (made("memory previous").ticked, made("memory previous").charged) == ({"memory", "previous"}, set())
    both = made("memory weight")
    assert (both.points(both.ticked, both.charged), both.points(both.ticked)) == (1, 2)
    withheld = made("list: memory previous prediction")
    assert withheld.withheld and not withheld.ticked, "the machine gives nothing for it"
    assert proposal(replace(STATE, key_points=()), "memory", 4) is None and proposal(None, "memory", 4) is None


def test_the_worth_of_ticks_follows_the_points_of_the_question():
    assert [one.worth for one in (proposal(STATE, "", 2) or made("")).ticks] == [1, 0.5, 0.5]
    assert rubric_key(STATE) == rubric_key(replace(STATE, points=8, asked="In other words?"))


def test_fewer_than_ten_answers_teach_nothing():
    ten = [decided(f"memory {n}") for n in range(ENOUGH)]
    assert calibration(ten[1:]) is None
    assert calibration(ten) == Calibration(ENOUGH, 0, ENOUGH, {
        ("memory", True): (0, 10), ("previous", False): (0, 10), ("no-output", False): (0, 10)
    })  # fmt: skip


def test_the_machine_is_overruled_only_by_more_than_its_own_weight():
    proposed = made("memory")
    for no in range(PRIOR + 1):
        assert expected(proposed, {("memory", True): (0, no), ("previous", False): (no, 0)}) == {"memory"}
    assert expected(proposed, {("memory", True): (0, PRIOR + 1)}) == set()
    assert expected(proposed, {("previous", False): (PRIOR + 1, 0)}) == {"memory", "previous"}


def test_agreement_is_judged_by_the_other_answers_and_what_does_not_help_is_not_learnt():
    """Five ticked and five did not: each is predicted by the nine others, which say the contrary of it."""
    even = [decided(f"memory {n} c=0.3", *(("memory",) if n % 2 else ())) for n in range(10)]
    found = calibration(even)
    assert found == Calibration(10, 5, 5, {})


@pytest.mark.parametrize(("confidence", "sure"), [(0.5, 0.5), (0.2, SURE), (0.45, 0.45)])
def test_a_lower_confidence_will_do_after_twenty_without_a_difference(confidence, sure):
    alike = [decided(f"memory {n} c={confidence}", "memory") for n in range(RELEASING)]
    found, fewer = calibration(alike), calibration(alike[1:])
    assert found and fewer
    assert found.sure == max(LEAST, sure if confidence >= LEAST else LEAST) and fewer.sure == SURE
    doubtful = [decided(f"memory weight {n} c={confidence}", "memory") for n in range(RELEASING)]
    assert (calibration(doubtful) or fewer).sure == SURE, "a contradiction is for a person"


def test_one_answer_to_which_the_machine_gave_too_much_moves_the_confidence_above_it():
    rest = [decided(f"memory {n}", "memory") for n in range(ENOUGH)]
    found = calibration([*rest, decided("memory previous c=0.8", "memory")])
    assert found and not found.trusts(made("memory c=0.8")) and found.trusts(made("memory c=0.81"))


@given(marks, learnt)
def test_a_grade_changes_only_between_what_the_machine_found_and_a_person(mark, known):
    assert known
    grade = Grade("a.toml", "answers", "quiz", "Ada", (mark,))
    new = calibrated(grade, {rubric_key(STATE): known}, lambda quiz, target: STATE)
    proposed = made(mark.typed)
    if new == grade:
        return
    [after] = new.marks
    assert (after.verdict is Verdict.NEEDS_A_PERSON) != (mark.verdict is Verdict.NEEDS_A_PERSON)
    if after.verdict is not Verdict.NEEDS_A_PERSON:
        assert after.points <= proposed.assessment.share * 4 + 1e-6
        assert known.sure <= proposed.confidence and (proposed.clean or proposed.confidence >= SURE)
    assert calibrated(new, {rubric_key(STATE): known}, lambda quiz, target: STATE) == new


def test_an_answer_that_a_person_decided_goes_on_waiting_for_that():
    known = {rubric_key(STATE): Calibration(20, 20, 20, {}, 0.4)}
    waits = Grade("a", "answers", "quiz", "Ada", (Mark("q1.why", Verdict.NEEDS_A_PERSON, 0, 4, typed="memory c=0.5"),))
    by_hand = Decision("", "Ada", "q1.why", Action.POINTS, 3, "quiz", typed="memory c=0.5")
    assert calibrated(waits, known, lambda *_: STATE, [by_hand]) == waits
    assert calibrated(waits, known, lambda *_: STATE, [replace(by_hand, typed="other")]).points == 2
    assert calibrated(waits, {}, lambda *_: STATE) == waits and calibrated(waits, known, lambda *_: None) == waits


def test_only_ticked_key_points_that_hold_are_evidence():
    one = Decision("iv", "Ada", "q1.why", Action.POINTS, 2, "quiz", typed="memory", most=4, key_points=("memory",))
    key = rubric_key(STATE)

    def evidence(*decisions: Decision) -> list[tuple[frozenset[str], float]]:
        found = decided_answers(decisions, lambda *_: STATE).get(key, {})
        return [(each.ticked, each.share) for each in found.values()]

    assert evidence(one) == [({"memory"}, 0.5)]
    assert evidence(one, replace(one, student="Ben")) == [({"memory"}, 0.5)], "the same text counts once"
    assert evidence(one, replace(one, key_points=(), points=0)) == [(set(), 0)], "the newer one"
    for other in (
        replace(one, key_points=None),
        replace(one, key_points=(), points=2),  # points were typed
        replace(one, action=Action.SECOND),
    ):
        assert evidence(other) == []
    assert evidence(one, replace(one, action=Action.WITHDRAWN)) == []
    assert calibrations([one], lambda *_: STATE) == {}
