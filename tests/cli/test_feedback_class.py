"""quizgen feedback --class: the instructor's page, what it says of whom, and a sentence where there is nothing to say."""

import re
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, refused
from simulated_class import filled

from quizgen.store import Store

ROSTER = "id,name\na1,Ada Lovelace\nb2,Ben Okafor\nc3,Cleo Müller\nd4,Dora Maar\n"
WANTED = ("--exercise", "forward-h2", "--seed", "3", "--assignment", "hw1", "--out", "hw1")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    folder = empty_workspace(tmp_path, monkeypatch)
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def hand_in(*misconceptions: str) -> None:
    """Sheets of the students in order, each with the answers of a misconception; "" for right ones."""
    output_of("export", "--sheets", "--students", "roster.csv", *WANTED)
    with Store.open("quizgen.db") as store:
        for student, wrong in zip(("a1", "b2", "c3", "d4"), misconceptions, strict=False):
            (quiz,) = (store.quiz(head.id) for head in store.quizzes("hw1") if head.id.endswith(f"-{student}"))
            (variant,) = quiz.variants
            slip = next((one for one in variant.slips if wrong in one.misconceptions), None)
            assert slip or not wrong
            values = slip.answers if slip else variant.key
            typed = {"q1": {ask.name: ask.write(values[ask.name]) for ask in variant.asks}}
            (sheet,) = Path("hw1").glob(f"{student}_*/answers.toml")
            sheet.write_text(filled(sheet.read_text(encoding="utf-8"), typed), encoding="utf-8")
    output_of("grade", "hw1", "--roster", "roster.csv")


def page() -> str:
    text = Path("class-feedback", "class-feedback.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<(style|math)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL))


def test_the_commonest_misconception_comes_first_with_papers_and_a_card():
    hand_in("fwd-no-bias", "fwd-no-bias", "fwd-wh-transposed", "")
    said = output_of("feedback", "--class", "--roster", "roster.csv")
    assert said == (
        "The misconceptions of the class are in class-feedback/class-feedback.html. "
        "The page names students: keep it to yourself.\n"
    )
    shown = page()
    assert "4 students handed something in" in shown
    assert "Bias left out 2 of 4 students" in shown
    assert shown.index("quizgen make --misconception fwd-no-bias") < shown.index("--misconception fwd-wh-transposed")
    assert "Ada Lovelace" in shown and "Dora Maar" not in shown, "who is right shows no misconception"


def test_the_example_on_a_card_is_right_and_wrong_side_by_side():
    hand_in("fwd-no-bias", "", "", "")
    output_of("feedback", "--class")
    card = page().partition("Re-teach card")[2]
    right, wrong = re.findall(r"\([^()]*\d[^()]*\)", card.partition("with the misconception")[2])[:2]
    assert right != wrong


def test_a_class_without_misconceptions_is_told_so():
    hand_in("", "", "", "")
    output_of("feedback", "--class")
    assert "No answer was explained by a known misconception." in page()


def test_nothing_graded_is_a_sentence_with_a_next_step():
    assert "Nothing is graded for an assignment yet." in refused("feedback", "--class")
    hand_in("", "", "", "")
    assert "Did you mean 'hw1'" in refused("feedback", "--class", "--assignment", "hw11")


@pytest.mark.parametrize("options", [("--student", "a1"), ("--quiz", "q"), ("--solutions", "never")])
def test_options_of_single_pages_do_not_go_with_it(options):
    assert "--class is about everybody" in refused("feedback", "--class", *options)


def test_an_answer_cannot_write_into_the_page():
    hand_in("fwd-no-bias", "", "", "")
    Path("roster.csv").write_text(ROSTER.replace("Ada Lovelace", "<script>alert(1)</script>"), encoding="utf-8")
    output_of("feedback", "--class", "--roster", "roster.csv")
    assert "<script" not in Path("class-feedback", "class-feedback.html").read_text(encoding="utf-8")
