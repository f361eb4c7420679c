"""Papers to hand out and the key to keep: real PDFs, rosters of every kind, names of every script."""

import io
from dataclasses import replace

import pypdf
import pytest
from nightly import NIGHTLY, every
from rendered import FLAGSHIP, PAPER
from secret_words import secrets

from quizgen.authoring.bank import Bank
from quizgen.cli.selecting import Selection
from quizgen.documents.papers import Student, export, read_roster
from quizgen.errors import UserError
from quizgen.generate import variants
from quizgen.media.pdf import pdf
from quizgen.media.typst import typst_source
from quizgen.model import Quiz

BANK = Bank.load()


def words(data):
    """The text of a PDF, one space between words."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_exercise_is_printed_and_its_paper_never_contains_the_key(name):
    made = variants(BANK.get(name), range(4 if NIGHTLY else 1))
    quiz = Quiz("exam-1", 1, tuple(made))
    paper = words(pdf(typst_source(quiz)))
    assert made[0].title in paper
    for variant in made:
        for secret in secrets(variant):
            plain = " ".join(secret.split())
            assert plain not in paper and plain.strip("()[]") not in paper, (variant.seed, secret)


@pytest.mark.parametrize("name", every(4, BANK.exercises))
def test_every_exercise_has_a_key_that_can_be_printed(name):
    made = variants(BANK.get(name), range(4 if NIGHTLY else 1))
    assert made[0].title in words(pdf(typst_source(Quiz("exam-1", 1, tuple(made)), key=True)))


def test_the_key_prints_values_and_common_wrong_answers():
    printed = words(pdf(typst_source(PAPER, key=True)))
    for wanted in ("0.5545", "−0.6681", "what you get … ", "is left out.", "The state carries the past."):
        assert wanted in printed


def test_the_same_paper_is_the_same_bytes_and_says_what_it_is():
    once, again = pdf(typst_source(PAPER)), pdf(typst_source(PAPER))
    assert once == again
    reader = pypdf.PdfReader(io.BytesIO(once))
    assert reader.metadata.title == "Forward pass"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "/StructTreeRoot" in reader.trailer["/Root"], "tagged, for screen readers"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data(), "PDF/UA-1"
    fonts = [font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("+" in str(getattr(font, "get_object", lambda f=font: f)()) for font in fonts), (
        "fonts are embedded"
    )


def test_a_paper_a_student_and_one_key(tmp_path):
    papers = [replace(PAPER, id=f"exam-{n}", student=f"Student {n}") for n in range(3)]
    written = export(papers, tmp_path, "pdf", token=str)
    assert [path.name for path in written] == ["exam-0.pdf", "exam-1.pdf", "exam-2.pdf", "key.pdf"]
    assert "Student 1" in words(written[1].read_bytes()) and "Student 2" not in words(written[1].read_bytes())
    key = words(written[-1].read_bytes())
    assert all(f"Student {n}" in key for n in range(3))


@pytest.mark.parametrize(
    ("topics", "name"),
    [
        (("forward-pass",), "forward-pass"),
        (("forward-pass", "loss", "forward-pass"), "forward-pass-loss"),
        (("forward-pass", "output-layer", "notation-and-shapes", "bptt"), "forward-pass-output-layer-and-2-more"),
        (("x" * 300, "y"), "x" * 44 + "-and-1-more"),
    ],
)
def test_a_quiz_name_has_as_many_topics_as_fit_on_a_line(topics, name):
    for chosen in ({"topics": topics, "names": ()}, {"topics": (), "names": tuple(f"t/{topic}" for topic in topics)}):
        assert Selection(banks=(), **chosen, level=(1, 5), kinds=(), count=None, seed=1).quiz_name == name


def test_html_as_well(tmp_path):
    written = export([PAPER], tmp_path, "html", token=str)
    assert [path.name for path in written] == ["forward-pass-5.html", "key.html"]
    assert "0.5545" in written[1].read_text() and "0.5545" not in written[0].read_text()


@pytest.mark.parametrize(
    "id", ["../../etc/x", "/abs", "key", "a/b", "..", "शिक्षा", "C:\\x", "a b", "x" * 300, "शि" * 99, "nul\x00"]
)
def test_any_id_is_a_file_inside_the_folder(tmp_path, id):
    out = tmp_path / "out"
    written = export([replace(PAPER, id=id, variants=(FLAGSHIP,))] * 2, out, "html", token=str)
    assert len({path.name for path in written}) == 3
    assert all(path.parent == out and path.is_file() for path in written)
    assert sorted(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "name", ["Zoë O'Neil", "Ngô Đình", "Ελένη", "Лев", '#set $x$ \\ "q" *_`', "[bold]", "<b>&amp;", "//no", "@me"]
)
def test_names_with_any_sign_are_printed_as_they_are(name):
    assert name in words(pdf(typst_source(replace(PAPER, student=name))))


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Choose another folder with --out"):
        export([PAPER], tmp_path / "file" / "inside", "html", token=str)


# ---------------------------------------------------------------- rosters


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n1,Ada\n2,Bob\n",
        "\ufeffid;name\n1;Ada\n2;Bob\n",
        "Name,ID\nAda,1\nBob,2\n",
        'id,name,mail\n"1","Ada",x\n\n2,Bob,y\n',
    ],
)
def test_rosters_as_they_come(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    assert read_roster(path) == (Student("1", "Ada"), Student("2", "Bob"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "has no column 'id'. It is empty"),
        (b"idd,name\n1,Ada\n", "Is it 'idd'?"),
        (b"id\n1\n", "has no column 'name'"),
        (b"id,name\n1,Ada\n2,Bob\n1,Cy\n", "'1' is on lines 2 and 4"),
        (b"id,name\n,Ada\n", "line 2: there is no id"),
        (b"id,name\n", "names no students"),
        (b"id,name\n1,\xff\xfe\n", "not UTF-8"),
        ("id,name\n1,Ada\n".encode("utf-16-le"), "not UTF-8 text: it has NUL bytes"),
        ("id,name\n1,Ada\n".encode("utf-16") + b"x", "not UTF-8"),
        ("id,name\n1,J\u00fcrgen\n".encode("cp1252"), "Export it again as 'CSV UTF-8'"),
        (b"id,name\n1," + b"x" * 200_000, "not CSV"),
    ],
)
def test_a_bad_roster_is_one_sentence_with_a_next_step(tmp_path, data, sentence):
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(UserError, match=sentence.replace("?", r"\?").replace(".", r"\.")) as caught:
        read_roster(path)
    assert "\n" not in str(caught.value)


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="--students"):
        read_roster(tmp_path / "none.csv")


# ---------------------------------------------------------------- pages


def pages(data):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_a_question_stays_on_one_page():
    long = tuple(replace(FLAGSHIP, title=f"Question number {n}", text=FLAGSHIP.text + "\n\nThe end.") for n in range(9))
    printed = pages(pdf(typst_source(replace(PAPER, variants=long))))
    assert len(printed) > 1
    for page in printed:
        assert page.count("Question number") == page.count("The end.") > 0


def test_no_question_of_the_bank_is_split():
    quiz = Quiz("exam-1", 1, tuple(v for exercise in BANK.exercises.values() for v in variants(exercise, [1])))
    starts = tuple(f"exam-1 {n} {variant.title}" for n, variant in enumerate(quiz.variants, 1))
    _first, *others = pages(pdf(typst_source(quiz)))
    assert others and [page[:80] for page in others if not page.startswith(starts)] == []


def test_a_question_longer_than_a_page_runs_on():
    text = "\n\n".join(f"Line {n}." for n in range(120)) + "\n\n[[h_1]]\n\n[[h_2]]"
    printed = pages(pdf(typst_source(replace(PAPER, variants=(replace(FLAGSHIP, text=text),)))))
    assert len(printed) > 2 and "Line 119." in printed[-1]


def test_the_key_of_a_question_takes_a_page_at_most():
    made = variants(BANK.get("forward-unroll"), range(8))
    assert len(pages(pdf(typst_source(Quiz("exam-1", 1, tuple(made)), key=True)))) <= len(made)


def test_fractions_that_name_answers_stay_clear_of_each_other():
    """The names of the answers in a key are stacked; each formula takes the height that it is drawn with."""
    (made,) = variants(BANK.get("delta-chain"), [1])
    source = typst_source(Quiz("exam-1", 1, (made,)), key=True)
    fractions = [ask for ask in made.asks if "frac" in ask.tex]
    assert fractions and source.count("#stacked[") >= len(fractions)
