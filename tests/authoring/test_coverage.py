"""Every item of the chapter is asked, in at least two ways; the report says what is thin, and can fail."""

from collections import Counter

import pytest
from places import DATA

from quizgen.authoring import Choice, Exercise, Numbers
from quizgen.authoring.bank import Bank
from quizgen.authoring.coverage import coverage, items
from quizgen.errors import UserError

BANK = Bank.load()


def exercise(name, asks, *covers):
    made = Exercise(title=name, topic="loss", level=1, asks=asks, covers=covers, question="")
    made.name = name
    return made


def lacks(item, *exercises):
    (found,) = (one for one in coverage(exercises) if one.item.id == item)
    return found.lacks


def test_the_items_of_the_chapter_keep_their_ids():
    assert list(items()) == (DATA / "coverage_ids.txt").read_text().split()
    assert len({item.fact for item in items().values()}) > 150  # a summary may say a thing once more


@pytest.mark.parametrize("name", BANK.exercises)
def test_an_exercise_covers_items_of_the_chapter_each_once(name):
    counted = Counter(BANK.exercises[name].covers)
    assert counted and counted.keys() <= items().keys() and max(counted.values()) == 1


def test_what_is_thin_is_said():
    choice, number = exercise("a", [Choice("x")], "bwd.loss"), exercise("b", [Numbers("x")], "bwd.loss")
    statements = exercise("statement-judge", [Choice("x")], "bwd.loss")
    assert lacks("bwd.loss") == ("an exercise", "2 kinds of question", "a computed answer")
    assert lacks("bwd.loss", choice) == ("a second kind of question", "a computed answer")
    assert lacks("bwd.loss", number) == ("a second kind of question",)
    assert lacks("bwd.loss", statements)[0] == "an exercise other than statements to judge"
    assert lacks("bwd.loss", choice, number) == lacks("bwd.loss", statements, number) == ()
    assert lacks("lo.why-rnn", choice) == ("an exercise", "2 kinds of question")


def test_code_is_a_computed_answer():
    code = BANK.get("code-backward")
    assert "impl.backward" in code.covers and "a computed answer" not in lacks("impl.backward", code)


def test_an_exercise_covers_what_the_entries_of_its_data_file_cover(tmp_path):
    def asked():
        return Exercise(
            title="", topic="loss", level=1, asks=[], question="", covers=["bwd.loss"], covers_of="cards.toml"
        )

    exercise = asked()
    exercise.path = tmp_path / "cards.py"
    with pytest.raises(UserError, match=r"cards\.toml cannot be read"):
        assert exercise.covers
    (tmp_path / "cards.toml").write_text(
        'from = "x"\n[[card]]\ncovers = ["bwd.loss", "iq.q1"]\n[[card]]\ncovers = ["iq.q1"]\n'
    )
    assert exercise.covers == ("bwd.loss", "iq.q1")
