"""quizgen export for a platform: one file with everything, its losses said by name, and mistakes in one sentence."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, quizgen, refused
from moodle_reader import read_moodle
from qti21_reader import read_package

from quizgen import media
from quizgen.cli import main
from quizgen.interactions import Loss
from quizgen.media import Platform
from quizgen.store import Store

TWO = ("--exercise", "forward-h2", "--exercise", "flow-order", "--count", "2", "--seed", "4")
PLAN = 'name = "mid"\ntitle = "Midterm"\npoints = 12\n[[section]]\nexercises = ["forward-h2", "flow-order"]\n'


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def imported(path: str):
    """The questions of a file for Moodle."""
    return read_moodle(Path(path).read_bytes())


def ids(path: str) -> list[str]:
    """The numbers that its questions show."""
    return re.findall(r"\[([\w.-]+\.q\d+)\]", Path(path).read_text(encoding="utf-8"))


def quiz(id: str):
    with Store.open("quizgen.db") as store:
        return store.quiz(id)


def plan(*more: str) -> tuple[str, ...]:
    Path("exam.toml").write_text(PLAN, encoding="utf-8")
    if not Path("exam.secret").exists():
        output_of("exam", "secret")
    return ("export", "exam.toml", "--format", "moodle", *more)


def test_a_topic_is_one_file_that_its_owner_alone_can_read():
    shown = output_of("export", "forward-pass", "--format", "moodle", "--count", "3", "--seed", "2")
    assert "forward-pass-2.moodle.xml in exam/: 3 questions for moodle, with the right answers." in shown
    path = Path("exam/forward-pass-2.moodle.xml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and os.listdir("exam") == [path.name]
    assert ids(str(path)) == ["forward-pass-2.q1", "forward-pass-2.q2", "forward-pass-2.q3"]
    assert len(quiz("forward-pass-2").variants) == 3, "the store knows what comes back"


def test_the_seed_alone_does_not_give_the_questions_of_a_platform():
    words = ("export", *TWO, "--format", "moodle")
    output_of(*words, "--out", "once")
    output_of(*words, "--out", "again")
    output_of("--db", "other.db", *words, "--out", "other")
    once, again, other = (
        Path(out, "forward-h2-flow-order-4.moodle.xml").read_bytes() for out in ("once", "again", "other")
    )
    assert once == again != other


def test_variants_are_a_quiz_for_each_question_and_ask_different_things():
    output_of("export", *TWO, "--format", "moodle", "--variants", "60")
    path = "exam/forward-h2-flow-order-4.moodle.xml"
    numbered = ids(path)
    assert len(set(numbered)) == len(numbered) == len(imported(path))
    parts = [f"forward-h2-flow-order-4-2{part}" for part in ("", "-2")]  # more than fifty are kept in parts
    assert {number.rpartition(".")[0] for number in numbered} >= {"forward-h2-flow-order-4-1", *parts}
    drawn = [variant for part in parts for variant in quiz(part).variants]
    assert {variant.exercise for variant in drawn} == {"forward-h2"}
    assert len(drawn) == 60 and len({variant.text for variant in drawn}) == 60


def test_a_test_of_qti_draws_one_variant_of_each_question_and_asks_all_that_are_none():
    output_of("export", *TWO, "--format", "qti21", "--variants", "60", "--out", "many")
    package = read_package(Path("many/forward-h2-flow-order-4.qti21.zip").read_bytes())
    assert [drawn for drawn, _ in package.sections] == [1, 1]
    assert max(len(numbers) for _, numbers in package.sections) == 60, "further parts are of the same question"
    output_of(
        "export", "--exercise", "forward-h2", "--count", "3", "--seed", "4", "--format", "qti21", "--out", "three"
    )
    package = read_package(Path("three/forward-h2-4.qti21.zip").read_bytes())
    assert [(drawn, len(numbers)) for drawn, numbers in package.sections] == [(None, 3)]


def test_every_student_has_a_file_with_other_numbers():
    Path("roster.csv").write_text("id,name\nada,Ada\nben,Ben Ito\n", encoding="utf-8")
    output_of("export", *TWO, "--format", "moodle", "--students", "roster.csv")
    first, second = sorted(path.name for path in Path("exam").iterdir())
    assert (first, second) == ("forward-h2-flow-order-4-ada.moodle.xml", "forward-h2-flow-order-4-ben.moodle.xml")
    assert (
        quiz("forward-h2-flow-order-4-ada").variants[0].problem
        != quiz("forward-h2-flow-order-4-ben").variants[0].problem
    )


def test_a_plan_gives_its_points_and_counts_for_its_exam():
    output_of(*plan())
    assert ids("exam/mid.moodle.xml") == ["mid-1.q1", "mid-1.q2"]
    kept = quiz("mid-1")
    assert kept.points == 12 and kept.assignment == "mid"
    output_of(*plan("--variants", "3", "--out", "three"))
    assert len(ids("three/mid.moodle.xml")) > 3 and quiz("mid-1-1").variants[0].points == kept.variants[0].points


def test_what_is_lost_is_said_once_by_name_and_check_writes_nothing():
    shown = output_of("export", *TWO, "--format", "moodle", "--check")
    assert shown.count("error carried forward") == 1 and "forward-h2" in shown
    assert not Path("exam").exists()
    with Store.open("quizgen.db") as store:
        assert not list(store.quizzes())
    assert "loses nothing" in output_of("export", *TWO, "--format", "html", "--check")
    assert (
        shown.splitlines()[2:]
        == output_of("export", *TWO, "--format", "moodle").splitlines()[2 : len(shown.splitlines())]
    )


def strict(losses):
    """A platform whose file holds the numbers of the questions."""
    return Platform(
        ".txt", losses, lambda question: question.id.encode(), lambda title, items, file: file.writelines(items)
    )


@pytest.fixture
def refusing(monkeypatch):
    """A platform that has no forward-h2."""

    def losses(question):
        if question.variant.exercise == "forward-h2":
            yield Loss("vectors", "It has no vectors.", refused=True)

    monkeypatch.setattr(media, "platforms", lambda: {"strict": strict(losses)})


def test_what_a_platform_cannot_have_is_refused_by_name_and_leaves_no_file(refusing):
    sentence = refused("export", *TWO, "--format", "strict")
    assert "vectors (forward-h2): It has no vectors." in sentence and "Nothing was written" in sentence
    assert not Path("exam").exists()
    assert "Refused" in output_of("export", *TWO, "--format", "strict", "--check")


def test_what_the_question_of_a_later_student_loses_is_found_by_check_and_leaves_no_file(monkeypatch):
    def losses(question):
        if "-ben." in question.id:
            yield Loss("small numbers", "It has none.", refused=True)

    monkeypatch.setattr(media, "platforms", lambda: {"strict": strict(losses)})
    Path("roster.csv").write_text("id,name\nada,Ada\nben,Ben Ito\n", encoding="utf-8")
    words = ("export", *TWO, "--format", "strict", "--students", "roster.csv")
    assert "Refused" in output_of(*words, "--check")
    assert "small numbers (flow-order, forward-h2)" in refused(*words)
    assert not any(Path("exam").iterdir())


def test_check_asks_a_format_on_paper_too():
    Path("roster.csv").write_text("id,name\nada,Ada\nben,Бен\n", encoding="utf-8")
    words = ("export", *TWO, "--format", "latex", "--students", "roster.csv")
    assert refused(*words, "--check") == refused(*words)


def test_what_is_lost_is_said_before_anything_is_written_and_a_refusal_keeps_no_quiz(refusing, monkeypatch, capsys):
    assert "It has no vectors" in refused("export", *TWO, "--format", "strict")
    with Store.open("quizgen.db") as store:
        assert not list(store.quizzes()), "nothing was kept of what was refused"

    def package(title, items, file):
        raise RuntimeError("a fault while writing")

    def losses(question):
        yield Loss("vectors", "They are lost.")

    monkeypatch.setattr(media, "platforms", lambda: {"faulty": Platform(".txt", losses, id, package)})
    with pytest.raises(RuntimeError, match="a fault while writing"):
        main(["export", *TWO, "--format", "faulty"], standalone_mode=False)
    assert "They are lost." in capsys.readouterr().out


def test_a_fault_while_writing_leaves_no_half_file(monkeypatch):
    def package(title, items, file):
        file.write(b"half")
        raise RuntimeError("a fault")

    faulty = Platform(".txt", lambda question: iter(()), id, package)
    monkeypatch.setattr(media, "platforms", lambda: {"faulty": faulty})
    with pytest.raises(RuntimeError, match="a fault"):
        quizgen("export", *TWO, "--format", "faulty")
    assert not any(Path("exam").iterdir())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["foward-pass", "--format", "moodle"], "Did you mean 'forward-pass'?"),
        (["forward-pass", "--format", "modle"], "Did you mean 'moodle'?"),
        (["exam.toml", "--format", "moodle"], "exam.toml"),
        (["forward-pass", "--format", "html", "--variants", "3"], "--variants is for platforms"),
        (
            ["forward-pass", "--format", "moodle", "--variants", "3", "--students", "roster.csv"],
            "Leave --variants out.",
        ),
        (["forward-pass", "--sheets", "--check"], "Leave the plan, --variants and --check out."),
        (["forward-pass", "--format", "moodle", "--out", "roster.csv"], "Choose another folder with --out."),
        (["--format", "moodle"], "Name a topic"),
    ],
    ids=str,
)
def test_a_mistake_is_one_sentence(words, sentence):
    Path("roster.csv").write_text("id,name\nada,Ada\n", encoding="utf-8")
    assert sentence in refused("export", *words)
    assert not Path("exam").exists()


def test_a_plan_is_printed_by_its_own_command():
    plan()
    assert "quizgen exam make exam.toml" in refused("export", "exam.toml")


def test_a_plan_without_its_secret_says_how_to_make_one():
    Path("exam.toml").write_text(PLAN, encoding="utf-8")
    assert "Make one with 'quizgen exam secret exam.secret'." in refused("export", "exam.toml", "--format", "moodle")
