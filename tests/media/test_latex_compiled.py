"""The real pdflatex: the whole bank, every character and every command compile without a complaint. `pytest -m latex`."""

import io
import re
import subprocess
import unicodedata

import pytest
from hostile_quiz import NASTY, hostile
from interaction_samples import SAMPLES
from pypdf import PdfReader
from rendered import PAPER

from quizgen import content
from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.markup.formulas import MathsError
from quizgen.media.latex import field, latex
from quizgen.media.latex_symbols import COMMANDS, IN_MATHS, KNOWN, MARKS, SPECIAL
from quizgen.media.latex_text import escaped, formula
from quizgen.model import Quiz

pytestmark = pytest.mark.latex
BANK = Bank.load()


def compiled(source, folder):
    """The PDF of a document, and what pdflatex wrote about it."""
    (folder / "a.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    log = (folder / "a.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[log.find("\n!") :][:800]
    return PdfReader(io.BytesIO((folder / "a.pdf").read_bytes())), log


def complaints(log):
    """What matters of a log: everything that did not fit, was not found or was set otherwise."""
    said = re.findall(
        r"(?:Overfull|LaTeX Warning|Package .* Warning|LaTeX Font Warning|Missing character|pdfTeX warning).*", log
    )
    return [one for one in said if "Rerun" not in one]


def document(*paragraphs):
    """A document with these paragraphs."""
    preamble = (content("templates") / "preamble.tex").read_text(encoding="utf-8")
    return preamble + "\n\\begin{document}\n" + "\n\n".join(paragraphs) + "\n\\end{document}\n"


def text(pdf):
    """What is read in a PDF, without the blanks."""
    read = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pdf.pages))
    return re.sub(r"\s", "", read)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("key", [False, True], ids=["question", "key"])
def test_the_whole_bank_compiles_without_a_complaint(key, seed, tmp_path):
    quiz = Quiz("bank-1", 1, tuple(variant(exercise, seed) for exercise in BANK.exercises.values()), "Łukasz Žižek")
    pdf, log = compiled(latex([quiz], key=key), tmp_path)
    assert complaints(log) == []
    assert "Two steps of a vanilla RNN".replace(" ", "") in text(pdf)


@pytest.mark.parametrize("key", [False, True], ids=["question", "key"])
def test_hostile_fields_are_printed_as_they_are(key, tmp_path):
    pdf, log = compiled(latex([hostile(), hostile()], key=key), tmp_path)
    assert complaints(log) == []
    wanted = re.sub(r"\s", "", NASTY)
    read = text(pdf).replace("’", "'").replace("‘", "'")
    assert read.count(r"\input{x}\write18{ls}--,,@g:h:") >= 8
    assert wanted.replace("^", "") in read.replace("ˆ", "").replace("^", "")


def test_no_file_is_read_or_written_and_nothing_is_run(tmp_path):
    (tmp_path / "x.tex").write_text("STOLEN", encoding="utf-8")
    pdf, log = compiled(latex([hostile(r"\input{x} \write18{touch run} \end{document}")]), tmp_path)
    assert "STOLEN" not in text(pdf) and "x.tex" not in log
    assert {one.suffix for one in tmp_path.iterdir()} == {".tex", ".aux", ".log", ".pdf"}


def test_every_letter_that_is_known_is_in_the_fonts(tmp_path):
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00))}
    letters, refused = [], []
    for one in sorted(latin | KNOWN | set(IN_MATHS) | set(SPECIAL)):
        try:
            letters.append(f"{escaped(one)} {escaped('x' + one + one + 'x')}")
        except UserError:
            refused.append(one)
    assert "é" not in refused and len(refused) < 320
    shapes = ("", r"\bfseries ", r"\itshape ", r"\ttfamily ", r"\sffamily ")
    _, log = compiled(document(*("{" + shape + "\n".join(letters) + "}" for shape in shapes)), tmp_path)
    assert [one for one in complaints(log) if "Overfull" not in one and "Font shape" not in one] == []


def test_every_command_of_maths_is_known_to_latex(tmp_path):
    pairs = {
        "left": r"\left(",
        "right": "",
        "middle": "",
        "begin": "",
        "end": "",
        "limits": r"\sum\limits",
        "nolimits": r"\sum\nolimits",
    }
    shown = []
    for name in sorted(COMMANDS):
        if not pairs.get(name, "x"):
            continue
        for arguments in ("", "{a}", "{a}{b}", " ( x"):
            tex = (pairs.get(name) or f"\\{name}") + arguments + (r" \right)" if name == "left" else "")
            try:
                shown.append(formula(tex))
                break
            except MathsError:
                continue
    assert len(shown) > 0.85 * len(COMMANDS)
    shown += [formula(one) for one in {**IN_MATHS, **MARKS} if not refused(one)]
    shown += [
        formula(rf"\begin{{{name}}}a & b \\ [c] & d \\ *e & f\end{{{name}}}")
        for name in ("pmatrix", "cases", "aligned")
    ]
    _, log = compiled(document(*(f"${one}$" for one in shown)), tmp_path)
    assert complaints(log) == []


def refused(tex):
    """Whether a formula is not parsed at all."""
    try:
        formula(tex)
    except MathsError:
        return True
    return False


def test_every_interaction_compiles(tmp_path):
    pdf, log = compiled(
        document(*(field(one, r"\frac{\partial L}{\partial h_1}") for one in SAMPLES.values())), tmp_path
    )
    assert complaints(log) == []
    assert "Inorder:" in text(pdf) and "(answerinsubmission.py)" in text(pdf)


def test_many_papers_are_one_document_with_pages_of_their_own(tmp_path):
    pdf, _ = compiled(latex([PAPER] * 3), tmp_path)
    assert len(pdf.pages) % 3 == 0
    heads = [number for number, page in enumerate(pdf.pages) if "Date:" in page.extract_text()]
    assert heads == [0, len(pdf.pages) // 3, 2 * len(pdf.pages) // 3]
