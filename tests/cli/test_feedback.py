"""quizgen feedback: a page for each student, with the current grades, in which typed text stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, quizgen, refused
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents.feedback import file_name, file_system_key, pages
from quizgen.model import WHOLE, Action, Assignment, Decision, Grade, Mark, Verdict
from quizgen.store import Record, Store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MARKS = (
    Mark("rnn_step.F1", Verdict.RIGHT, 1, 1),
    Mark("rnn_forward.F6", Verdict.SLIP, 0, 2, "Equals what you get if $b$ is left out.", ("fwd-no-bias",)),
    Mark("rnn_backward.G0", Verdict.TIMED_OUT, 0, 1, "rnn_backward gave no answer in 3 s"),
    Mark("rnn_backward.G1", Verdict.NOT_RUN, 0, 2, "it was not called again"),
    Mark("rnn_backward.G2", Verdict.NOT_RUN, 0, 2, "it was not called again"),
)
TITLES = {"rnn_step": "rnn_step · one step: h_t = tanh(W x_t + b)"}
ADA = Grade("ada/submission.py", "code", "", "Ada", MARKS, TITLES, "cs231n", ("Line 3 was skipped.",))
SHEET = Grade("ada.toml", "answers", "q-7", "Ada", (Mark("q1.h_1", Verdict.WRONG, 0, 2, "off", (), "(0.5, 0.1)"),))
HOSTILE = "</style></main><script>document.title = 'run'</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def kept(*grades, **more):
    """Puts grades into the store of the workspace; their numbers."""
    with Store.open("quizgen.db") as store:
        return [store.append(grade, NOW, **more) for grade in grades]


def shown(text):
    """The words of a page, in order."""
    return " ".join(re.sub(r"<[^>]+>", " ", text.split("</style>", 1)[1]).split())


def of(*grades, practice=None):
    """The pages of grades, by file name."""
    records = [Record(number, NOW, grade) for number, grade in enumerate(grades)]
    return dict(pages(records, practice or {}))


# ---------------------------------------------------------------- the command


def test_a_page_a_student_and_where_they_are():
    kept(ADA, replace(SHEET, student="Bob"))
    assert output_of("feedback") == "2 pages in feedback/, one a student.\n"
    assert {path.name for path in Path("feedback").iterdir()} == {"Ada.html", "Bob.html"}


def test_only_what_is_asked_for_is_written():
    kept(ADA, SHEET, replace(SHEET, student="Bob"))
    assert (
        output_of("feedback", "--student", "Ada", "--quiz", "q-7", "--out", "a/b") == "1 page in a/b/, one a student.\n"
    )
    [page] = Path("a/b").iterdir()
    assert "q-7" in page.read_text() and "submission.py" not in page.read_text()


def test_a_misconception_comes_with_a_command_that_exists():
    kept(ADA)
    output_of("feedback")
    [command] = re.findall(r"<code>quizgen (make [^<]+)</code>", Path("feedback/Ada.html").read_text())
    assert quizgen(*command.split(), "--seed", "1").exit_code == 0


def test_only_the_newest_grade_of_a_file_is_shown():
    [old] = kept(ADA)
    kept(replace(ADA, marks=MARKS[:1]), replaces=old)
    kept(replace(SHEET, marks=(replace(SHEET.marks[0], typed="old"),)))
    kept(SHEET)
    output_of("feedback")
    text = shown(Path("feedback/Ada.html").read_text())
    assert "1 of 1 point " in text and "G1" not in text and "(0.5, 0.1)" in text and "old" not in text


def test_where_nothing_is_graded_there_is_a_next_step():
    assert output_of("feedback") == "Nothing graded yet that fits. Grade something:  quizgen grade PATH\n"
    assert not Path("feedback").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence():
    kept(ADA)
    Path("taken").write_text("")
    assert "Choose another folder with --out." in refused("feedback", "--out", "taken")


# ---------------------------------------------------------------- the page


def test_the_page_says_what_was_earned_and_why_not():
    text = shown(of(ADA, SHEET, practice={"fwd-no-bias": "quizgen make --misconception fwd-no-bias"})["Ada.html"])
    for words in (
        "Ada submission.py 1 of 8 points cs231n interface graded",
        "Line 3 was skipped.",
        "1 of 1 everything right",
        "Equals what you get if b is left out.",
        "rnn_backward gave no answer in 3 s",
        "it was not called again.",
        "q-7 0 of 2 points",
        "(0.5, 0.1) 0 of 2 wrong off",
        "Bias b left out · practise it: quizgen make --misconception fwd-no-bias",
    ):
        assert words in text, (words, text)
    assert text.count("fwd-no-bias") == 1 and "ada/" not in text, (
        "people read titles, and no paths; a command names an id"
    )


LABELLED = replace(
    SHEET,
    source="class.zip/Ada_1/answers.toml",
    titles={"quiz": "Forward pass", "q1": "Two starts, $h_0$", "q1.zero_1": r"h_1 \text{ from } h_0 = 0"},
    marks=(
        Mark("q1.zero_1", Verdict.RIGHT, 2, 2, "Right."),
        Mark("q1.h_2", Verdict.WRONG, 0, 2, "off", (), "1"),
        Mark("q1.nope", Verdict.UNREADABLE, 0, 0, "q1 has no blank 'nope'.", (), "1"),
    ),
)
WAITING = replace(
    SHEET,
    source="w.toml",
    quiz="interview-1",
    marks=(
        Mark("q1.answer", Verdict.NEEDS_A_PERSON, 0, 6, "Waits for a person. Key points: one W_h (2)."),
        Mark("q2.h_1", Verdict.RIGHT, 2, 2),
        Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 1, "Waits for a person."),
    ),
)


def test_a_question_has_its_number_and_title_and_an_ask_its_label():
    page = of(LABELLED)["Ada.html"]
    assert "Forward pass 2 of 4 points q-7 graded" in shown(page)
    assert (
        re.search(r'<h3[^>]*><span class="number">1</span> <span class="heading">Two starts, <math>', page)
        and ">q1<" not in page
    )
    labels = re.findall(r'<th scope="row">(.*?)</th>', page)
    assert " from <math>" in labels[0] and "<msub>" in labels[0] and "<msub>" in labels[1] and labels[2] == "nope"
    assert "zero_1" not in page and "class.zip" not in page


def test_what_waits_for_a_person_is_no_zero_and_gives_no_key_point_away():
    page = shown(of(WAITING)["Ada.html"])
    assert "interview-1 2 of 2 so far, 7 points wait" in page and "of 9" not in page
    assert "1 0 of 0 so far, 6 points wait" in page and "answer – of 6 Waits for a person." in page
    assert "2 2 of 2 so far, 1 point waits" in page and "one W_h" not in page and "Key points" not in page


def test_files_of_a_student_are_told_apart_by_as_much_of_their_paths_as_it_takes():
    two = [replace(ADA, source=f"hw.zip/{week}/submission.py") for week in ("week1", "week2")]
    page = shown(of(*two, replace(ADA, source="extra.py"))["Ada.html"])
    assert "week1/submission.py 1 of 8" in page and "week2/submission.py" in page and "extra.py 1 of 8" in page
    assert "hw.zip" not in page


def test_work_without_a_student_is_headed_by_its_file_with_its_path():
    [page] = of(replace(ADA, student="", source="class.zip/1234/submission.py")).values()
    assert "<h1>submission.py</h1>" in page and "class.zip/1234/submission.py" in shown(page)


def test_a_page_is_headed_by_the_rosters_name():
    kept(replace(ADA, student="s001"), replace(SHEET, student="s002"), replace(SHEET, student="stranger"))
    Path("roster.csv").write_text("id,name\ns001,Ada Lovelace\ns002,\n", encoding="utf-8")
    output_of("feedback", "--roster", "roster.csv")
    pages = {path.name: path.read_text(encoding="utf-8") for path in Path("feedback").iterdir()}
    assert "<h1>Ada Lovelace</h1>" in pages["s001.html"] and "Ada Lovelace s001 submission.py" in shown(
        pages["s001.html"]
    )
    assert "<h1>s002</h1>" in pages["s002.html"] and "<h1>stranger</h1>" in pages["stranger.html"]


def test_a_roster_that_cannot_be_read_is_one_sentence():
    kept(ADA)
    assert "nobody.csv cannot be read" in refused("feedback", "--roster", "nobody.csv")


def test_every_lost_point_has_a_sentence_even_without_feedback():
    lost = tuple(Mark(f"f.{verdict}", verdict, 0, 1) for verdict in Verdict)
    page = of(replace(ADA, marks=lost))["Ada.html"]
    cells = re.findall(r'<td class="why">(.*?)</td>', page, re.DOTALL)
    assert len(cells) == len(Verdict) and all(shown(f"</style>{cell}") for cell in cells)


def test_a_page_is_one_file_that_runs_and_fetches_nothing():
    page = re.sub(r'url\("data:font/woff2;base64,[A-Za-z0-9+/=]+"\)', "", of(ADA, SHEET)["Ada.html"])  # the maths font
    assert "default-src 'none'" in page and "<script" not in page and "<link" not in page and "src=" not in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page) and "@import" not in page and "url(" not in page


@settings(deadline=None)
@given(
    st.text(max_size=40)
    | st.just(HOSTILE)
    | st.just(rf"$\text{{{HOSTILE}}}$")
    | st.sampled_from(["$\\frac$ $", "`<b>` ` <i>", "a ` <script>"])
)
def test_whatever_was_typed_stays_text(text):
    grade = replace(
        ADA,
        source=text,
        student=text,
        quiz=text,
        interface=text,
        notes=(text,),
        titles={text.partition(".")[0]: text},
        marks=(
            Mark(text, Verdict.CRASHED, 0, 1, text, (text,), text),
            Mark("q1.h_1", Verdict.SLIP, 0, 1, text, (), text),
        ),
    )
    for one in (grade, replace(grade, kind="answers")):
        [page] = of(one, practice={text: text}).values()
        head, _, body = page.partition("</style>")
        assert page.count("<script") == 0 and page.count("</main>") == 1 and "<img" not in page
        markup = body.split("<body>", 1)[1].split("</body>")[0]
        controls = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", markup)
        tree = ElementTree.fromstring(f"<body>{controls}</body>".encode("utf-8", "replace"))
        tags = {element.tag for element in tree.iter()}
        assert not tags & {"script", "img", "style", "a", "iframe"} and "title" in head


def test_a_function_is_called_as_in_the_learners_file_and_quoted_code_holds_no_formulas():
    titles = {"rnn_step": "rnn_step_forward · one step: h_t"}
    marks = (Mark("rnn_step.F1", Verdict.CRASHED, 0, 1, "it raised KeyError (line 3: `h = x['b']`)"),)
    page = of(replace(ADA, titles=titles, marks=marks))["Ada.html"]
    assert "<code>h = x[&#39;b&#39;]</code>" in page
    heading = re.search(r"<h3[^>]*>(.*?)</h3>", page)[1]
    assert ">rnn_step_forward<" in heading and "<msub>" in heading and "one step" in heading


def test_headings_tables_and_landmarks_are_there_for_screen_readers():
    page = of(ADA, SHEET)["Ada.html"]
    assert page.count("<main>") == page.count("<h1>") == 1 and '<html lang="en">' in page
    for labelled in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert page.count(f'id="{labelled}"') == 1
    assert len(set(re.findall(r' id="([^"]+)"', page))) == page.count(' id="')
    assert all("<th" in row and "scope=" in row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL))


# ---------------------------------------------------------------- what a whole assignment comes to

HANDED_IN = replace(ADA, assignment="hw1", student="s1", marks=(Mark("rnn_step.F1", Verdict.SLIP, 8, 10, "off"),))
EXTRA = Decision("hw1", "s1", WHOLE, Action.EXTRA, 1.2, why="A fine plot")
OVERRIDE = Decision("hw1", "s1", WHOLE, Action.OVERRIDE, 9, why="The server was down")
EXCUSED = Decision("hw1", "s1", WHOLE, Action.EXCUSED, why="Ill")


def below_heading(*decisions, grades=(HANDED_IN,), assignment=None, options=(), owner="s1"):
    """The words between the heading hw1 and its first article, and the whole page, on the owner's page."""
    with Store.open("quizgen.db") as store:
        if assignment:
            store.describe(assignment, NOW)
        store.decide(decisions, (), NOW)
    kept(*grades)
    output_of("feedback", *options)
    page = Path(f"feedback/{owner}.html").read_text(encoding="utf-8")
    return shown(f"</style>{page.split('>hw1</h2>', 1)[1].split('<article', 1)[0]}"), page


def test_below_an_assignment_stand_its_final_points_and_every_adjustment():
    assignment = Assignment("hw1", due=NOW - timedelta(days=1, hours=12), penalty=0.1)
    late = replace(HANDED_IN, submitted_at=NOW)
    practice = replace(HANDED_IN, assignment="", source="practice.py")
    words, page = below_heading(EXTRA, grades=(late, practice), assignment=assignment)
    assert (
        words == "hw1: 7.6 of 10 points 2 days late: 20% of 8 points, −1.6. Extra credit: +1.2: A fine plot."
    )  # 8 - 1.6 + 1.2
    assert page.count('class="final"') == page.count('class="adjustments"') == 1, "practice comes to nothing"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (OVERRIDE, "hw1: 9 of 10 points Set to 9 points by hand: The server was down."),
        (EXCUSED, "hw1: excused Excused: this counts neither as earned nor as possible: Ill."),
        (replace(OVERRIDE, student="s2"), ""),
        (replace(OVERRIDE, assignment="hw2"), ""),
    ],
)
def test_the_page_says_what_was_decided_about_this_student_and_assignment_alone(decision, said):
    assert below_heading(decision)[0] == said


def test_points_that_wait_are_not_shown_as_lost_though_they_are_scaled():
    waiting = (*HANDED_IN.marks, Mark("rnn_step.why", Verdict.NEEDS_A_PERSON, 0, 10))
    words, _ = below_heading(grades=(replace(HANDED_IN, marks=waiting),), assignment=Assignment("hw1", points=40))
    assert words == "hw1: 16 of 20 so far, 20 points wait 8 of 20 points count as 16 of 40 points."


def test_a_decision_is_found_by_any_name_that_the_roster_has_for_the_student():
    Path("roster.csv").write_text("id,name\ns1,Ada Lovelace\n", encoding="utf-8")
    by_name = replace(HANDED_IN, student="ada lovelace")
    words, _ = below_heading(OVERRIDE, grades=(by_name,), options=("--roster", "roster.csv"), owner="ada lovelace")
    assert words.startswith("hw1: 9 of 10 points")


def test_the_file_that_counts_is_called_as_on_the_rest_of_the_page():
    worse = replace(HANDED_IN, source="private/one.py", marks=(replace(HANDED_IN.marks[0], points=7),))
    words, page = below_heading(grades=(replace(HANDED_IN, source="private/two.py"), worse))
    assert words.endswith("2 files were handed in; the best counts, two.py.")
    assert "private" not in page


def test_a_reason_stays_text():
    _, page = below_heading(replace(EXTRA, why=HOSTILE))
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page


# ---------------------------------------------------------------- file names


def test_a_plain_name_is_the_files_name():
    for name in ("Ada Lovelace", "O'Neill, Jo", "李雷", "अदा लवलेस", "Zoë-Marie", "ada@example.org"):
        assert file_name(name, set()) == name


@settings(deadline=None)
@given(st.lists(st.text(max_size=80), unique=True, max_size=6))
def test_no_two_students_share_a_file_and_none_leaves_the_folder(students):
    names = list(of(*(replace(ADA, student=student or "x/y", source=student) for student in students)))
    assert len({file_system_key(name) for name in names}) == len({student or "x/y" for student in students})
    for name in names:
        assert "/" not in name and "\0" not in name and not name.startswith(".") and len(name.encode()) < 200


def test_a_student_alone_has_the_file_name_that_the_whole_class_gives():
    assert file_name("a/b", set()) == file_name("a/b", {"a_b"}) != file_name("a_b", set())
