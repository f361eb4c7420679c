"""quizgen progress: a learner and a class, on the terminal and as a page; what cannot be shown is a sentence."""

from __future__ import annotations

import re
import stat
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, made, output_of, quizgen, refused
from progressing import BEGIN, HAND, NO_BIAS, STALE, keep

from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

STEPS, ORDER = "forward-h2", "bow-collision"
HOSTILE = "</style></main><script>document.title = 'run'</script>"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def stored(student: str = "", *went: str, **more: object) -> None:
    """What a student answered to one exercise, question by question."""
    with Store.open("quizgen.db") as store:
        keep(store, student, [(STEPS, one) for one in went], **more)


def line_of(text: str, start: str) -> str:
    """The line that begins so."""
    return next(line for line in text.splitlines() if line.strip().startswith(start))


def test_topics_items_and_misconceptions_are_at_a_glance():
    with Store.open("quizgen.db") as store:
        keep(
            store,
            "",
            [(ORDER, "right"), (STEPS, STALE), (STEPS, STALE), (STEPS, "right"), (ORDER, "right"), (ORDER, "wrong")],
        )
    shown = output_of("progress")
    assert "6 questions on 4 January 2027: 3 right at the first try." in shown
    assert re.search(r"why order matters +■■□ +2 of 3 right .* known", shown)
    assert re.search(r"forward pass +□□■ +1 of 3 right", shown)
    assert re.search(r"Forward propagation +█+░+ +\d+ passed, \d+ of \d+ asked", shown)
    assert re.search(r"h_0 used at every step +●━*●━*━+ +active", shown)
    assert "Practise it:  quizgen make --misconception fwd-stale-h0" in shown
    assert line_of(shown, "Go on:").endswith("quizgen practice")
    assert max(map(len, shown.splitlines())) <= 100


def test_a_cleared_misconception_is_no_longer_practised():
    stored("Ada", STALE, STALE, *["right"] * 3)
    shown = output_of("progress", "--student", "Ada")
    assert "Cleared on 4 Jan" in shown and "✓" in line_of(shown, "h_0 used") and "Practise it" not in shown


def test_what_take_and_practice_and_grade_stored_is_there():
    folder, _ = made("--exercise", STEPS, "--seed", "7")
    fill(folder / "answers.toml", {"q1": {"h_1": '"0.5, 0.5"'}})
    output_of("grade", str(folder))
    assert "1 question on " in output_of("progress")


def test_only_one_topic():
    with Store.open("quizgen.db") as store:
        keep(store, "", [(ORDER, "right"), (STEPS, STALE)])
    shown = output_of("progress", "--topic", "why-sequences")
    assert "1 question on" in shown and "forward pass" not in shown and "h_0" not in shown
    assert "--topic why-sequences" in line_of(shown, "Go on:")


def test_only_one_assignment():
    stored("Ada", "right", assignment="hw1")
    stored("Ada", "right", "right", begin=BEGIN + timedelta(days=1))
    assert "1 question on" in output_of("progress", "--student", "Ada", "--assignment", "hw1")
    assert "3 questions from" in output_of("progress", "--student", "Ada")


def test_a_student_of_a_roster_is_found_and_headed_by_name():
    stored("s1", "right")
    Path("roster.csv").write_text("id,name\ns1,Ada Lovelace\ns2,Ben Okafor\n", encoding="utf-8")
    assert "Progress of Ada Lovelace" in output_of("progress", "--student", "ada lovelace", "--roster", "roster.csv")
    assert "Nothing of 'Ben Okafor' is stored yet." in said(
        "progress", "--student", "Ben Okafor", "--roster", "roster.csv"
    )


def test_the_only_learner_needs_no_name():
    stored("Ada", "right")
    assert "Progress of Ada" in output_of("progress")


# ---------------------------------------------------------------- a class


def a_class() -> None:
    stored("ada", "right", "right")
    stored("ben", STALE, STALE)
    stored("cleo", HAND, "wrong")
    Path("roster.csv").write_text("id,name\nada,Ada\nben,Ben\ncleo,Cleo\ndora,Dora\n", encoding="utf-8")


def test_a_class_is_at_a_glance():
    a_class()
    shown = output_of("progress", "--class", "--roster", "roster.csv")
    assert "3 learners, 6 questions. 1 holds an active misconception. Of 1 more learner nothing is stored." in shown
    assert re.search(r"forward pass +█+▒+ +1 know it, 2 not yet +33% right", shown)
    assert re.search(r"h_0 used at every step +1 +0 +0 +3 +Ben", shown)
    assert re.search(r"Ben +2 +0% +0 +h_0 used at every step", shown)
    assert shown.index("  Ben ") < shown.index("  Ada ") and "Nothing is stored of Dora." in shown


def test_a_class_of_one_assignment():
    a_class()
    stored("emil", NO_BIAS, NO_BIAS, assignment="hw1")
    shown = output_of("progress", "--class", "--assignment", "hw1")
    assert "1 learner, 2 questions." in shown and "ada" not in shown


def test_what_is_kept_under_several_ids_of_one_student_is_one_learner():
    stored("ada@example.org", "right")
    stored("a1", "right", begin=BEGIN + timedelta(days=1))
    Path("roster.csv").write_text("id,email,name\na1,ada@example.org,Ada\n", encoding="utf-8")
    assert "1 learner, 2 questions." in output_of("progress", "--class", "--roster", "roster.csv")


# ---------------------------------------------------------------- pages


def test_a_page_needs_nothing_but_itself_and_tells_every_picture_in_words():
    with Store.open("quizgen.db") as store:
        keep(store, "ben", [(STEPS, STALE), (STEPS, STALE), (STEPS, "waits"), (STEPS, "right"), (ORDER, "wrong")])
    a_class()
    for words in (("--student", "ben"), ("--class", "--roster", "roster.csv")):
        assert output_of("progress", *words, "--html", "page.html") == "The page is page.html.\n"
        page = Path("page.html").read_text(encoding="utf-8")
        assert "default-src 'none'" in page and "<script" not in page
        assert not re.search(r"(src|href)=|url\((?!\"data:)|@import", page.replace("http-equiv", ""))
        svgs = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
        told = [svg.get("aria-label", "") for svg in svgs if svg.get("aria-hidden") is None]
        assert len(told) >= 3 and all(len(one) > 20 for one in told)
        assert stat.S_IMODE(Path("page.html").stat().st_mode) == 0o600


def test_names_stay_text():
    stored(HOSTILE, STALE, STALE)
    stored("\x1b[31mred", "right")
    for words in (("--student", HOSTILE), ("--class",)):
        output_of("progress", *words, "--html", "page.html")
        page = Path("page.html").read_text(encoding="utf-8")
        assert "<script" not in page and page.count("</style>") == 1 and "&lt;script&gt;" in page
    assert "\x1b" not in output_of("progress", "--class")


@pytest.mark.parametrize("name", ["roster.csv", "quizgen.db"])
def test_a_page_is_never_written_over_what_is_needed(name):
    a_class()
    before = Path(name).read_bytes()
    assert "Name another file" in refused("progress", "--class", "--roster", "roster.csv", "--html", name)
    assert Path(name).read_bytes() == before


def test_a_page_that_cannot_be_written_is_said():
    stored("", "right")
    assert "Cannot write no/page.html" in refused("progress", "--html", "no/page.html")


# ---------------------------------------------------------------- bad input


def said(*words: str) -> str:
    """The sentence with a command to copy at its end."""
    result = quizgen(*words)
    assert result.exit_code == 2 and not result.stdout and "Traceback" not in result.stderr
    return result.stderr


def test_an_empty_store_says_how_to_begin():
    for words in (("progress",), ("progress", "--class"), ("progress", "--student", "Ada")):
        assert "Nothing is answered in this store yet. Begin:  quizgen practice" in said(*words)


def test_a_mistyped_name_is_suggested():
    stored("Ada", "right")
    stored("Ben", "right")
    assert "Did you mean 'Ada'?" in refused("progress", "--student", "Adda")
    assert "Did you mean 'forward-pass'?" in said("progress", "--topic", "foward-pass")
    assert refused("progress") == (
        "Whose progress? Name a learner with --student, or all with --class. There are Ada, Ben."
    )


def test_a_class_is_not_one_student():
    assert "Leave one of the two out." in refused("progress", "--class", "--student", "Ada")


def test_a_topic_of_code_alone_is_said():
    assert "implementation asks only for code" in said("progress", "--topic", "implementation")


def test_an_assignment_of_which_a_student_answered_nothing_is_said():
    stored("Ada", "right", assignment="hw1")
    stored("Ben", "right")
    assert "Nothing of Ben is stored for hw1." in said("progress", "--student", "Ben", "--assignment", "hw1")


def test_quizzes_of_another_store_and_code_are_counted_as_left_out():
    stored("Ada", "right")
    with Store.open("quizgen.db") as store:
        mark = Mark("q1.h_1", Verdict.RIGHT, 1, 1, typed="1")
        store.append(Grade("other.toml", "answers", "elsewhere", "Ada", (mark,)), BEGIN)
        store.append(Grade("submission.py", "code", "", "Ada", (Mark("rnn_step.F1", Verdict.RIGHT, 1, 1),)), BEGIN)
    for words in (("--student", "Ada"), ("--class",)):
        shown = " ".join(output_of("progress", *words).split())
        assert "1 question" in shown and "1 grade belongs to a quiz that this store does not have" in shown
        assert "1 grade of code is not counted here" in shown


def test_of_a_learner_whose_quizzes_are_all_elsewhere_that_is_all():
    with Store.open("quizgen.db") as store:
        mark = Mark("q1.h_1", Verdict.RIGHT, 1, 1, typed="1")
        store.append(Grade("other.toml", "answers", "elsewhere", "Ada", (mark,)), BEGIN)
    for words in ((), ("--html", "page.html"), ("--class",), ("--class", "--html", "page.html")):
        output_of("progress", *words)
    shown = output_of("progress")
    assert "No question was answered yet." in shown and "name the store with the quizzes" in " ".join(shown.split())
