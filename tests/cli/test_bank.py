"""quizgen bank, and a teacher's own folder: found, checked, created, and reported with file and line where it is broken."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, quizgen, refused
from nightly import examples

from quizgen.asks import BUILT_IN
from quizgen.laws import LAWS
from reference_rnn import title

TWO_STEPS = r'''
"""Two steps of a vanilla RNN, by hand."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem

exercise = Exercise(
    title="Two steps of a vanilla RNN",
    topic="forward-pass", level=2, covers=["fwd.eq-t2"],
    asks=[Numbers("h_1", size=2, decimals=4), Numbers("h_2", size=2, decimals=4)],
    targets=["fwd-h0-ignored", "fwd-no-recurrence", "fwd-wh-transposed"],
    question=r"""An RNN with $f = \tanh$ starts from {{ vector("h_0", h_0) }} and reads {{ vector("x_1", x[0]) }} and
{{ vector("x_2", x[1]) }}. Its states are columns, and it has {{ matrix("W", W) }}, {{ matrix("W_h", W_h) }} and
{{ vector("b", b) }}. Compute, to 4 decimals,

{{ blank("h_1") }}

{{ blank("h_2") }}
""",
    solution=r"""$h_1 = {{ column(key["h_1"], 4) }}$, $h_2 = {{ column(key["h_2"], 4) }}$""",
)

@exercise.draw                                  # seed -> numbers
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=2)

@exercise.solve                                 # numbers -> answers, in the learner's order
def two_steps(p, RNN):
    rnn = RNN(p.W, p.W_h, p.b)
    h_1 = yield "h_1", rnn.step(p.x[0], p.h_0)
    yield "h_2", rnn.step(p.x[1], h_1)

@exercise.second_opinion                        # another route, sharing no code with solve
def one_big_matrix(p):
    V = np.hstack([p.W, p.W_h, np.transpose([p.b])])
    h_1 = np.tanh(V @ [*p.x[0], *p.h_0, 1])
    return {"h_1": h_1.tolist(), "h_2": np.tanh(V @ [*p.x[1], *h_1, 1]).tolist()}
'''.lstrip()


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def own(text: str = TWO_STEPS, name: str = "forward-pass/two_steps.py") -> str:
    """A teacher's folder with this file in it; the file's path."""
    path = Path("mine") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


# ---------------------------------------------------------------- list, show, coverage


def test_coverage_names_every_item_with_what_asks_it_and_what_is_missing():
    result = quizgen("bank", "coverage", "--json")
    found = json.loads(result.stdout)
    assert found["of"] == len(found["items"]) == 166
    assert found["covered"] == sum(not one["lacks"] for one in found["items"])
    assert result.exit_code == (found["covered"] < found["of"])
    text = quizgen("bank", "coverage").stdout
    assert "fwd.eq-t2" in text and f"{found['covered']} of 166 items of the chapter are covered." in text
    thin = {line.partition(" ")[0] for line in quizgen("bank", "coverage", "--thin").stdout.splitlines()}
    assert {one["id"] for one in found["items"]} & thin == {one["id"] for one in found["items"] if one["lacks"]}


def test_the_list_by_topic():
    rows = [line.split() for line in output_of("bank", "list").splitlines()]
    assert rows[0] == ["topic", "exercise", "level", "kind", "points", "title"]
    exercises = json_output("bank", "list")["exercises"]
    assert {e["name"] for e in exercises} <= {word for row in rows for word in row}
    for e in exercises:
        assert e.keys() == {"name", "topic", "level", "title", "version", "points", "kinds", "covers", "targets"}
    topics = [e["topic"] for e in exercises]
    assert topics == sorted(topics) and topics.count("forward-pass") >= 10
    own_topic = json_output("bank", "list", "--topic", "forward-pass")["exercises"]
    assert own_topic == [e for e in exercises if e["topic"] == "forward-pass"]


def test_one_variant_with_key_and_slips():
    shown = output_of("bank", "show", "forward-h2", "--seed", "4")
    said_of_it = json_output("bank", "show", "forward-h2", "--seed", "4")
    assert said_of_it["seed"] == 4 and said_of_it["problem"] and said_of_it["slips"]
    for number in said_of_it["key"]["h_1"]:
        assert f"{abs(number):.4f}" in shown
    assert all(title(slip["misconception"]).split()[0] in shown for slip in said_of_it["slips"])
    assert not any(slip["misconception"] in shown for slip in said_of_it["slips"])
    assert shown != output_of("bank", "show", "forward-pass/forward-h2", "--seed", "5")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--topic", "foward-pass"], "Did you mean 'forward-pass'?"),
        (["list", "--topic", ""], "No topic ''."),
        (["show", "forward-h22"], "Did you mean 'forward-h2'?"),
        (["show", "forward-h2", "--seed", "-1"], "-1 is not in the range"),
        (["audit", "forward-h22"], "Did you mean 'forward-h2'?"),
        (["audit", "--seeds", "0"], "0 is not in the range"),
        (["new", "two-steps"], "is not TOPIC/NAME"),
        (["new", "Forward Pass/two"], "is not TOPIC/NAME"),
        (["new", "../../x"], "is not TOPIC/NAME"),
        (["new", "a/b/c"], "is not TOPIC/NAME"),
        (["new", "output-laier/two"], "Did you mean 'output-layer'?"),
        (["new", "x/forward-h2"], "forward_h2.py exists already."),
    ],
    ids=str,
)
def test_a_mistake_is_one_sentence(words, sentence):
    assert sentence in refused("bank", *words)


# ---------------------------------------------------------------- audit


def test_an_audit_says_what_was_checked():
    shown = output_of("bank", "audit", "forward-h2", "shape-of", "--seeds", "30", "--worded", "3")
    assert shown == f"2 exercises, 30 seeds each, {len(LAWS)} laws: no breaches.\n"
    assert json_output("bank", "audit", "bce-loss", "--seeds", "10")["breaches"] == []


def test_an_audit_that_finds_something_names_the_law_and_the_evidence():
    own(TWO_STEPS.replace("to 4 decimals,", ""))
    result = quizgen("--bank", "mine", "bank", "audit", "two-steps", "forward-h1", "--seeds", "30")
    assert result.exit_code == 1 and not result.stderr
    assert "two-steps  conventions_are_stated" in result.stdout and "1 breach." in result.stdout
    result = quizgen("--bank", "mine", "bank", "audit", "two-steps", "--seeds", "30", "--json")
    [breach] = json.loads(result.stdout)["breaches"]
    assert result.exit_code == 1 and breach["law"] == "conventions_are_stated" and breach["exercise"] == "two-steps"


# ---------------------------------------------------------------- a teacher's own folder


def test_the_example_of_the_design_obeys_every_law_and_its_targets_are_live():
    own()
    assert "no breaches" in output_of("--bank", "mine", "bank", "audit", "two-steps", "--seeds", "100")
    for seed in range(20):
        slips = json_output("--bank", "mine", "bank", "show", "two-steps", "--seed", str(seed))["slips"]
        live = {name for slip in slips for name in (slip["misconception"], *slip["twins"])}
        assert live >= {"fwd-h0-ignored", "fwd-no-recurrence", "fwd-wh-transposed"}


def test_a_folder_is_loaded_beside_the_bank_from_wherever_it_is_named(monkeypatch, workspace):
    own()
    own(TWO_STEPS.replace('topic="forward-pass"', 'topic="mine-only"'), "mine-only/another.py")
    make = ("make", "--exercise", "two-steps", "--exercise", "forward-h1", "--seed", "1")
    once = json_output("--bank", "mine", *make)
    assert (
        once
        == json_output(*make, "--bank", "mine")
        == json_output("--bank", str(workspace / "mine"), *make, "--bank", "./mine")
    )
    monkeypatch.setenv("QUIZGEN_BANK", "mine")
    assert json_output(*make) == once and {q["exercise"] for q in once["questions"]} == {"two-steps", "forward-h1"}
    assert json_output("make", "--topic", "mine-only", "--seed", "1")["questions"][0]["exercise"] == "another"
    assert "mine-only" in output_of("bank", "list")
    monkeypatch.setenv("QUIZGEN_BANK", "nowhere")
    assert "There is no folder 'nowhere' to take exercises from." in refused("bank", "list")


def test_what_other_programs_leave_in_a_folder_is_no_exercise():
    own()
    own(b"\x00\x05\x16\x07", "forward-pass/._two_steps.py")
    own("raise SystemExit", ".git/hook.py")
    own("raise SystemExit", "forward-pass/deeper/x.py")
    own("notes", "forward-pass/notes.txt")
    assert "two-steps" in output_of("--bank", "mine", "bank", "list")


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("x = (\n", "a/b.py", "mine/a/b.py, line 1: SyntaxError: '(' was never closed. Correct the file."),
        ("\n\nimport nosuch\n", "a/b.py", "mine/a/b.py, line 3: ModuleNotFoundError: No module named 'nosuch'."),
        ("raise SystemExit(0)", "a/b.py", "mine/a/b.py, line 1: SystemExit: 0."),
        ("x = 1", "a/b.py", "mine/a/b.py defines no 'exercise'. Start from 'quizgen bank new a/b'."),
        ("x = '\0'", "a/b.py", "mine/a/b.py: SyntaxError: source code string cannot contain null bytes."),
        (b"x = '\xff'", "a/b.py", "mine/a/b.py is not UTF-8 text."),
        (TWO_STEPS, "loss/two_steps.py", "two_steps.py, line 9: topic='forward-pass', but the folder is 'loss'."),
        (TWO_STEPS, "forward-pass/forward_h2.py", "Two exercises are called 'forward-h2':"),
        (TWO_STEPS.replace("level=2,", ""), "forward-pass/b.py", "line 7: TypeError: "),
        (
            TWO_STEPS.replace("fwd-no-rec", "fwd-no-re"),
            "forward-pass/b.py",
            "line 11: targets names 'fwd-no-reurrence'",
        ),
        (TWO_STEPS.replace("fwd.eq-t2", "fwd.eq-t22"), "forward-pass/b.py", "line 9: covers names 'fwd.eq-t22'"),
        (TWO_STEPS.replace('"forward-pass"', '"foward-pass"'), "foward-pass/b.py", "Did you mean 'forward-pass'?"),
        (TWO_STEPS.replace('blank("h_2")', 'blank("h2")'), "forward-pass/b.py", "line 18: There is no ask 'h2'."),
        (TWO_STEPS.replace('yield "h_2"', 'yield "h_3"'), "forward-pass/b.py", "line 31: There is no ask 'h_3'."),
        (TWO_STEPS.replace("Numbers", "Numbrs"), "forward-pass/b.py", "has no 'Numbrs'. Did you mean 'Numbers'?"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_file_that_is_no_exercise_is_named_with_its_line(text, name, sentence):
    own(text, name)
    for words in (["bank", "list"], ["make", "--topic", "forward-pass"]):
        assert sentence in refused("--bank", "mine", *words)


HALF = TWO_STEPS.replace(
    "exercise = Exercise(",
    '''from reference_rnn import RNN


class HalfOfTheBias(RNN):
    """Equals what you get with half of b: the bias enters whole."""

    title = "Half of the bias added"

    def bias(self):
        return self.b / 2


exercise = Exercise(
    misconceptions=[HalfOfTheBias],''',
).replace('"fwd-h0-ignored"', '"Half of the bias added"')


def test_a_misconception_of_an_exercise_file_is_told_apart_and_named():
    own(HALF)
    made = json_output("make", "--bank", "mine", "--exercise", "two-steps", "--seed", "3", "--json", "--with-key")
    (question,) = made["questions"]
    (slip,) = [one for one in question["slips"] if one["misconception"] == "Half of the bias added"]
    h_1, h_2 = (", ".join(f"{value:.4f}" for value in slip["answers"][name]) for name in ("h_1", "h_2"))
    Path("answers.toml").write_text(f'quiz = "{made["quiz"]}"\n[q1]\nh_1 = "{h_1}"\nh_2 = "{h_2}"\n')
    (Path("mine") / "forward-pass/two_steps.py").unlink()  # graded from the text that the store kept
    graded = output_of("grade", "answers.toml")
    assert "Half of the bias added" in graded and "Equals what you get with half of b" in graded


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "Half of the bias added"', "x = 1", "line 10: HalfOfTheBias needs a title, and a docstring"),
        ("[HalfOfTheBias]", "[int]", "line 20: misconceptions holds <class 'int'>, which is no subclass of RNN."),
    ],
)
def test_a_misconception_that_cannot_be_used_is_named_with_its_line(old, new, sentence):
    assert old in HALF
    own(HALF.replace(old, new))
    assert sentence in refused("--bank", "mine", "bank", "list")


CRASH = TWO_STEPS.replace(
    "    rnn = RNN(", "    if (p.b[..., 0] < 0).any():\n        raise IndexError('[/b]\\nang')\n    rnn = RNN("
)


def test_an_exercise_that_fails_for_some_seed_is_named_with_line_and_seed():
    path = own(CRASH)
    line = 1 + CRASH[: CRASH.index("raise IndexError")].count("\n")
    seeds = range(20)
    results = [quizgen("--bank", "mine", "bank", "show", "two-steps", "--seed", str(seed)) for seed in seeds]
    bad = [seed for seed, result in zip(seeds, results, strict=True) if result.exit_code]
    assert 0 < len(bad) < 20
    for seed in bad:
        sentence = refused("--bank", "mine", "bank", "show", "two-steps", "--seed", str(seed))
        assert sentence.startswith(f"{path}, line {line}: IndexError: [/b] ang. Correct the file;")
        assert f"'quizgen bank show two-steps --seed {seed}' shows it again" in sentence
    result = quizgen("--bank", "mine", "bank", "audit", "two-steps", "forward-h1", "--seeds", "20")
    assert result.exit_code == 1 and "2 exercises, 20 seeds each" in result.stdout, (
        "the other one is audited all the same"
    )
    assert f"{path}, line {line}: IndexError" in result.stdout and f"--seed {bad[0]}'" in result.stdout
    for words in (["make"], ["take"], ["export"]):
        sentence = refused("--bank", "mine", *words, "--exercise", "two-steps", "--count", "10")
        assert sentence.startswith(f"{path}, line {line}: IndexError")
        seed = re.search(r"--seed (\d+)'", sentence)
        assert seed and refused("--bank", "mine", "bank", "show", "two-steps", "--seed", seed[1]) == sentence


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("draw.vanilla(", "draw.vanila(", "line 25: AttributeError: 'Draw' object has no attribute 'vanila'."),
        ('"W", W)', '"W", V)', "line 2 of the question or the solution: UndefinedError: 'V' is undefined."),
        ("level=", "level=7 + ", "level=9 is none of 1 to 5"),
        ('yield "h_2"', 'yield "h_" + "3"', "two_steps.py: KeyError: 'h_2'."),
        ("fwd-no-recurrence", "bwd-overwrite", "mostly because of: bwd-overwrite cannot show here."),
        (r"$f = \tanh$", r"$f = {\tanh$", r"The formula $f = {\tanh$ cannot be shown"),
    ],
)
def test_other_faults_of_an_author_are_one_sentence_too(old, new, sentence):
    assert old in TWO_STEPS
    own(TWO_STEPS.replace(old, new))
    for words in (["bank", "show", "two-steps"], ["make", "--exercise", "two-steps"]):
        assert sentence in refused("--bank", "mine", *words)


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("quizgen.generate.compose.variant", broken)
    with pytest.raises(ZeroDivisionError):
        quizgen("make", "--exercise", "forward-h1")


# ---------------------------------------------------------------- new


def test_a_skeleton_obeys_every_law_and_works_at_once():
    shown = output_of("--bank", "my bank", "bank", "new", "my-topic/my-own-2")
    assert "my bank/my-topic/my_own_2.py is a working exercise." in shown
    assert "quizgen --bank 'my bank' bank show my-own-2" in shown
    assert "no breaches" in output_of("--bank", "my bank", "bank", "audit", "my-own-2", "--seeds", "100")
    [question] = json_output("--bank", "my bank", "make", "--exercise", "my-own-2")["questions"]
    assert question["title"] == "My own 2" and question["topic"] == "my-topic"


def test_a_skeleton_never_replaces_a_file():
    path = own()
    before = Path(path).read_bytes()
    for name in ("forward-pass/two-steps", "loss/two-steps"):
        assert f"{path} exists already." in refused("--bank", "mine", "bank", "new", name)
    assert Path(path).read_bytes() == before
    Path("file").write_text("")
    assert "Cannot write" in refused("--bank", "file", "bank", "new", "a/b")


def test_without_a_folder_a_skeleton_goes_into_question_bank(monkeypatch):
    output_of("bank", "new", "a/b")
    assert Path("question_bank/a/b.py").exists()
    monkeypatch.setenv("QUIZGEN_BANK", "first:second")
    output_of("bank", "new", "a/c")
    assert Path("first/a/c.py").exists()


# ---------------------------------------------------------------- new, of every kind


@pytest.mark.parametrize("kind", BUILT_IN)
def test_an_exercise_of_every_kind_to_start_from_keeps_the_laws(kind):
    made = output_of("--bank", "mine", "bank", "new", "loss/my-own", "--kind", kind)
    assert made.startswith("mine/loss/my_own.py is a working exercise")
    (listed,) = [
        one for one in json_output("--bank", "mine", "bank", "list", "--json")["exercises"] if one["name"] == "my-own"
    ]
    assert kind in listed["kinds"] and listed["version"] == 1 and listed["title"] == "My own"
    assert output_of("--bank", "mine", "bank", "audit", "my-own", "--seeds", str(examples(20))).endswith(
        "no breaches.\n"
    )


def test_a_kind_to_start_from_that_there_is_not_is_told():
    assert "No kind 'numerik'. Did you mean 'numeric'?" in refused("bank", "new", "loss/my-own", "--kind", "numerik")
    assert not Path("question_bank").exists()


# ---------------------------------------------------------------- what is worth a look


SILENT = r'''
"""A sum."""

from quizgen.authoring import Exercise, Numbers, Problem

exercise = Exercise(
    title="A sum",
    topic="loss", level=1,
    asks=[Numbers("L", decimals=2)],
    question="Two losses are ${{ number(one) }}$ and ${{ number(other) }}$. What is their sum, to 2 decimals? [[L]]",
    solution="${{ number(key['L'], 1) }}$",
)

@exercise.draw
def numbers(draw):
    return Problem(one=draw.integer(1, 99) / 10, other=draw.integer(1, 99) / 10)

@exercise.solve
def added(p, RNN):
    yield "L", p.one + p.other

@exercise.second_opinion
def in_tenths(p):
    return {"L": (round(10 * p.one) + round(10 * p.other)) / 10}
'''.lstrip()


def test_an_exercise_whose_wrong_answers_nothing_explains_is_worth_a_look():
    own(SILENT, "loss/a_sum.py")
    own()
    found = json_output("--bank", "mine", "bank", "audit", "two-steps", "a-sum", "--seeds", "20")
    assert found["breaches"] == []
    (warning,) = found["warnings"]
    assert (
        warning["exercise"] == "a-sum" and "On every seed no misconception gives a wrong answer" in warning["warning"]
    )
    assert "worth a look" in output_of("--bank", "mine", "bank", "audit", "a-sum", "--seeds", "20")


def test_show_prints_how_a_rubric_is_applied():
    text = output_of("bank", "show", "why-sum")
    assert "Rubric why-sum" in text and "chain-rule (required)" in text
    assert "a formula: dW_h" in text and "costs one-weight, c-untied-weights" in text
    assert "The audit holds it to 6 accepted and 6 rejected examples." in text
    assert "Rubric" not in output_of("bank", "show", "delta-chain")


def test_a_broken_rubric_is_reported_with_its_line_and_a_failing_example_breaks_a_law(tmp_path):
    bank = Path(__file__).parents[2] / "question_bank" / "bptt"
    folder = tmp_path / "bptt"
    folder.mkdir()
    shutil.copy(bank / "why_sum.py", folder / "why_it.py")
    rubric = (bank / "why_sum.yaml").read_text(encoding="utf-8")
    (folder / "why_sum.yaml").write_text(rubric.replace("weight: 1", "weight: one", 1), encoding="utf-8")
    told = refused("--bank", str(tmp_path), "bank", "audit", "why-it", "--seeds", "2")
    assert "why_sum.yaml, line 11: weight of a key point must be a number, not 'one'." in told
    (folder / "why_sum.yaml").write_text(rubric.replace("[add, added, sum, summed,", "[tally,"), encoding="utf-8")
    found = quizgen("--bank", str(tmp_path), "bank", "audit", "why-it", "--seeds", "2")
    assert found.exit_code == 1 and "missing chain-rule" in " ".join(found.output.split())
