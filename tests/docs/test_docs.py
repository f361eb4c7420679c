"""What people read is what the program does: commands exist, examples run, tables are complete, links lead on."""

import json
import re
import shlex
from dataclasses import replace
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from places import ROOT

from quizgen import authoring
from quizgen.asks import BUILT_IN
from quizgen.authoring.bank import Bank
from quizgen.authoring.rubric import read_rubrics
from quizgen.authoring.rubric_reading import RUBRIC
from quizgen.cli import main
from quizgen.documents.marks_csv import COLUMNS
from quizgen.documents.papers import read_roster
from quizgen.generate import variant
from quizgen.laws import LAWS, breaches, sample
from quizgen.laws.rubrics import failing_examples
from quizgen.media.json import grade_json, question_json
from quizgen.model import Grade, Verdict

PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
AUTHORING, FORMATS = ((ROOT / "docs" / name).read_text() for name in ("authoring.md", "formats.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return [text for kind, text in FENCE.findall(page) if kind == language]


def rows(page, heading):
    """The rows of the table whose heading begins so, cell by cell, without the marks of code."""
    table = page.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table]


def fields(page, heading):
    """What the first column of a table lists."""
    return {name.strip() for row in rows(page, heading) for name in row[0].split(",")}


# ---------------------------------------------------------------- commands


def commands(page):
    """Every command of quizgen that is in code, as a list of words."""
    lines = [line for _, text in FENCE.findall(page) for line in text.splitlines()]
    lines += [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", FENCE.sub("", page))]
    for line in lines:
        for part in re.split(r"&&|\|\||\\?[|;#>]|  ", line):
            if found := re.search(r"(?:^|[\s/])quizgen (.+)", part):
                yield [word.strip("[]'") for word in re.sub(r"[\"']", "", found[1]).split()]


def walk(words):
    """The command that the words call, as a path of names; LookupError where there is no such command or option."""
    command, path, rest = main, ["quizgen"], list(words)
    while rest:
        word, context = rest.pop(0), click.Context(command, **main.context_settings)
        if word.startswith("-"):
            name = word.partition("=")[0]
            option = next((one for one in command.get_params(context) if name in one.opts), None)
            if option is None:
                raise LookupError(f"{' '.join(path)} has no {name}")
            if not option.is_flag and "=" not in word:
                rest = rest[1:]
        elif isinstance(command, click.Group):
            command = command.get_command(context, word)
            if command is None:
                raise LookupError(f"{' '.join(path)} has no command {word}")
            path.append(word)
    return tuple(path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_exists(page):
    for words in commands(page.read_text()):
        walk(words)


@pytest.mark.parametrize(
    "page",
    [
        "`quizgen mkae`",
        "```console\n$ quizgen make --topik forward-pass\n```\n",
        "`quizgen bank shwo one-step`",
        "`quizgen --bnk x make`",
        "`venv/bin/pip install . && venv/bin/quizgen make --with-kee`",
    ],
)
def test_a_command_that_does_not_exist_is_noticed(page):
    with pytest.raises(LookupError):
        for words in commands(page):
            walk(words)


def test_every_command_is_shown():
    def all_of(command, path):
        if not isinstance(command, click.Group):
            return {path}
        context = click.Context(command, **main.context_settings)
        return set().union(
            *(all_of(command.get_command(context, name), (*path, name)) for name in command.list_commands(context))
        )

    shown = {walk(words) for page in PAGES for words in commands(page.read_text())}
    assert all_of(main, ("quizgen",)) <= shown


# ---------------------------------------------------------------- links


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", page.read_text())):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            other = page.parent / name if name else page
            assert other.exists(), target
            if anchor:
                headings = re.findall(r"^#+ (.+)$", FENCE.sub("", other.read_text()), re.MULTILINE)
                assert anchor in map(slug, headings), target


# ---------------------------------------------------------------- authoring.md

EXAMPLE = next(text for text in blocks(AUTHORING, "python") if "exercise = Exercise(" in text)


def bank_with_example(folder):
    path = folder / "output-layer" / "one_step.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(EXAMPLE)
    return Bank.load([folder])


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    bank = bank_with_example(tmp_path_factory.mktemp("bank"))
    return sample(bank.get("one-step"), range(30), worded=30)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_example_obeys_every_law(law, looked_at):
    assert breaches(law, looked_at) == []


def test_every_law_is_listed_in_its_own_words():
    listed = [row[:2] for row in rows(AUTHORING, "law")]
    assert listed == [[law.__name__, " ".join(law.__doc__.split())] for law in LAWS]
    assert all(len(row) == 3 and row[2] for row in rows(AUTHORING, "law"))


def test_the_rubric_is_read_and_holds_for_its_examples():
    (rubric,) = read_rubrics(blocks(AUTHORING, "yaml")[0], "authoring.md")
    assert list(failing_examples(rubric)) == []
    assert set(RUBRIC) - {"id", "covers", "note", "model_answer"} <= fields(AUTHORING, "field")


def test_the_first_exercise_is_written_as_described(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lesson = AUTHORING.split("\n## ")[1]
    steps = [step for step in commands(lesson) if "preview" not in step]  # it serves until it is stopped
    assert [step[2] if step[0] == "--bank" else step[0] for step in steps] == ["bank", "bank", "bank", "make"]
    for step in steps:
        done = CliRunner().invoke(main, step)
        assert done.exit_code == 0, (step, done.output)
        if "new" in step:
            assert "is a working exercise" in done.output
            bank_with_example(tmp_path / "my-exercises")
    (folder,) = tmp_path.glob("one-step-*")
    assert {path.name for path in folder.iterdir()} == {"quiz.html", "answers.toml"}


# ---------------------------------------------------------------- formats.md


def printed(*words):
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def made(tmp_path, monkeypatch):
    """The quiz that formats.md makes, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    bank_with_example(tmp_path / "my-exercises")
    (command,) = re.findall(r"`quizgen (make --bank [^`]+)`", FORMATS)
    return shlex.split(command)


def test_the_example_of_make_is_what_it_prints(made):
    plain, with_key, _ = map(json.loads, blocks(FORMATS, "json"))
    assert printed(*made, "--json") == plain
    (question,) = printed(*made, "--json", "--with-key")["questions"]
    question["slips"] = question["slips"][:1]
    assert question == plain["questions"][0] | with_key
    assert fields(FORMATS, "question") == set(question)
    assert fields(FORMATS, "slip") == set(question["slips"][0])


def test_the_example_of_grade_is_what_it_prints(made):
    (sheet,), graded = blocks(FORMATS, "toml"), json.loads(blocks(FORMATS, "json")[2])
    printed(*made, "--json")
    path = Path("one-step-3/answers.toml")
    blank = re.sub(r'^(student|h_1|y_hat) = ".*"', r'\1 = ""', sheet, flags=re.MULTILINE)
    (token, signature), (shown, other) = (
        re.sub("[#\\s]", "", text).split(".")[-2:] for text in (path.read_text(), blank)
    )
    assert token == shown and len(signature) == len(other), "every store signs with a secret of its own"
    assert path.read_text().partition("# What this")[0] == blank.partition("# What this")[0]
    path.write_text(sheet)
    assert printed("grade", str(path), "--json") == graded == printed("results", "--json")
    (grade,) = graded["grades"]
    assert fields(FORMATS, "grade") == set(grade)
    assert fields(FORMATS, "mark") == set(grade["marks"][0])
    assert fields(FORMATS, "verdict") == set(Verdict)


def test_what_a_grade_for_an_assignment_adds_is_documented():
    practice = Grade("a.toml", "answers", "one-step-3", "Ada", ())
    added = grade_json(replace(practice, assignment="hw1")).keys() - grade_json(practice).keys()
    assert added and fields(FORMATS, "grade for an assignment") == added


def test_every_column_of_marks_csv_is_documented():
    assert fields(FORMATS, "column") == set(COLUMNS)


@cache
def asks_of_the_bank():
    return [ask for e in Bank.load().exercises.values() for ask in question_json(variant(e, 1), True)["asks"]]


def test_every_field_of_an_ask_is_documented():
    assert fields(FORMATS, "ask") == {name for ask in asks_of_the_bank() for name in ask}


def test_every_kind_is_listed():
    (kind,) = [row[1] for row in rows(FORMATS, "ask") if row[0] == "kind"]
    assert set(re.findall(r"\w+", kind)) - {"or"} == set(BUILT_IN)


def test_the_example_of_pairs_and_an_order_is_what_an_author_writes():
    (example,) = [text for text in blocks(AUTHORING, "python") if 'Match("' in text]
    known = {**vars(authoring), "draw": authoring.Draw("docs")}
    exec(example, known)
    for ask in (known["matched"], known["ordered"]):
        assert list(ask.faults()) == []
        assert ask.judge(ask.read(ask.write(ask.key(None)))).share == 1


def test_the_example_of_classes_and_gaps_is_what_an_author_writes():
    (example,) = [text for text in blocks(AUTHORING, "python") if 'Fill("' in text]
    known = dict(vars(authoring))
    exec(example, known)
    for ask in (known["classified"], known["filled"]):
        assert list(ask.faults()) == []
        assert ask.judge(ask.read(ask.write(ask.key(None)))).share == 1
    judged = known["filled"].judge(known["filled"].read("prediction; h_t-1; 3 x 5"))
    assert (judged.share, judged.misconceptions) == (0.5, ("c-hidden-is-output",))


def test_the_roster_is_read(tmp_path):
    (text,) = blocks(FORMATS, "csv")
    (tmp_path / "roster.csv").write_text(text)
    listed = [(student.id, student.name) for student in read_roster(tmp_path / "roster.csv")]
    assert listed == [tuple(line.split(",")) for line in text.splitlines()[1:]]
