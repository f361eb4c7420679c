"""Free text is scored at once where the evidence is good, and waits for a person where it is not."""

from dataclasses import replace

import pytest
from grading_flagship import marked
from grading_mixed import no_follow
from worded import asks

from quizgen.ask import Ask
from quizgen.documents.remarks import feedback, remark
from quizgen.model import Mark, Variant, Verdict


def mark(rubric: str, typed: str, ask: Ask | None = None) -> Mark:
    one = ask or asks()[rubric]
    return marked(Variant("bare", 1, 0, "interview", 3, "A question", "", "", {}, (one,), {}), no_follow, answer=typed)[
        "answer"
    ]


@pytest.mark.parametrize(
    ("typed", "verdict", "points"),
    [
        (
            "The same weights are used at each step, so they don't grow with the length, and any length will do.",
            Verdict.RIGHT,
            3,
        ),
        ("The same weights are used at every step.", Verdict.PARTLY, 1),
        ("Each step has its own weights.", Verdict.SLIP, 0),
        ("It is a neural model.", Verdict.NEEDS_A_PERSON, 0),
        ("I don't know.", Verdict.WRONG, 0),
        ("same, weights, step, parameters, fewer, any, length, share", Verdict.NEEDS_A_PERSON, 0),
        (
            "It says nothing of all that you want to hear, and yet it goes on for a good while.",
            Verdict.NEEDS_A_PERSON,
            0,
        ),
        ("", Verdict.BLANK, 0),
    ],
)
def test_the_verdict_of_words(typed, verdict, points):
    found = mark("shared-weights", typed)
    assert (found.verdict, found.points) == (verdict, points)
    assert found.max_points == 3


def test_a_misconception_that_words_show_is_named():
    assert mark("shared-weights", "Each step has its own weights.").misconceptions == ("c-untied-weights",)


def test_what_waits_says_only_that_until_a_person_has_decided():
    found = mark("shared-weights", "same, weights, step, parameters, fewer, any, length, share")
    assert "Found so far" in found.feedback  # the proposal, for the person
    assert feedback(found) == remark(found) == "Waits for a person."


def test_a_question_without_concepts_waits_as_it_always_did():
    ask = asks()["shared-weights"]
    old = replace(ask, key_points=tuple(replace(point, concepts=()) for point in ask.key_points))
    found = mark("shared-weights", "The same weights are used at every step.", old)
    assert (found.verdict, found.feedback) == (Verdict.NEEDS_A_PERSON, "Waits for a person.")


def test_the_ask_is_the_same_after_it_was_stored():
    ask = asks()["shared-weights"]
    stored = type(ask).from_json(ask.to_json())
    assert stored == ask
    assert mark("", "Each step has its own weights.", stored) == mark(
        "shared-weights", "Each step has its own weights."
    )
