"""Papers in any script: what font packages give, what the machine adds, and what is refused rather than printed wrongly."""

import io
import json
from dataclasses import replace
from importlib.metadata import EntryPoint

import pypdf
import pytest
import typst
from rendered import PAPER

from quizgen.errors import UserError
from quizgen.media import fonts as found
from quizgen.media import pdf as press
from quizgen.media.pdf import pdf
from quizgen.media.typst import typst_source

HINDI = "शिक्षा क्षत्रिय"  # vowel signs before their consonants, and consonants that join


def named(name):
    return typst_source(replace(PAPER, student=name))


def fonts_in(data):
    return {
        str(font["/BaseFont"]).split("+")[1]
        for page in pypdf.PdfReader(io.BytesIO(data)).pages
        for font in page["/Resources"]["/Font"].values()
    }


def joined_letters(data):
    """What a PDF says is the text of letters that are drawn in another order, or as one, for copying and reading aloud."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    operations = pypdf.generic.ContentStream(reader.pages[0].get_contents(), reader).operations
    return [
        operands[1]["/ActualText"] for operands, name in operations if name == b"BDC" and "/ActualText" in operands[1]
    ]


@pytest.fixture
def bare(monkeypatch):
    """A machine without fonts."""
    packaged = found.fonts(machine=False)
    monkeypatch.setattr(press, "fonts", lambda machine: packaged)


@pytest.mark.usefixtures("bare")
def test_devanagari_is_shaped_on_a_machine_without_fonts():
    printed = pdf(named(HINDI))
    assert joined_letters(printed) == ["शि", "क्षा", "क्ष", "त्रि"] * 2, "in the header and on the line for the name"
    assert fonts_in(printed) >= {"NotoSansDevanagari-Regular"}
    assert not any("NewCM10" in font for font in fonts_in(printed))


@pytest.mark.usefixtures("bare")
def test_devanagari_in_code_is_set_in_the_same_font():
    source = '#import "lib.typ": *\n#show: paper.with(title: "t")\n#head(title: "t")\n#raw("शिक्षा")'
    assert fonts_in(pdf(source)) >= {"NotoSansDevanagari-Regular"}
    assert not any("NewCM" in font for font in fonts_in(pdf(source)))


def test_a_paper_that_needs_no_font_of_a_package_has_the_same_bytes_without_one(monkeypatch):
    with_package = pdf(typst_source(PAPER))
    none = found.FontPackages((), (), ())
    monkeypatch.setattr(press, "font_packages", lambda: none)
    monkeypatch.setattr(press, "fonts", lambda machine: typst.Fonts(include_system_fonts=False))
    assert pdf(typst_source(PAPER)) == with_package
    with pytest.raises(UserError, match=r"'श'.*pip install fontpkg-noto-sans-devanagari"):
        pdf(named(HINDI))


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("name", "next_step"),
    [
        ("ไทย", "pip install fontpkg-noto-sans-thai"),
        ("தமிழ்", "pip install fontpkg-noto-sans-tamil"),
        ("李小龙", "install one for its script"),
        ("\U0001f600", "install one for its script"),
        ("\u07a8", "install one for its script"),
    ],
)
def test_a_script_without_a_font_is_never_printed_wrongly(name, next_step):
    wanted = f"No font of this machine can print '{name[0]}'. Next: {next_step}.*exam make --html.*export --format html"
    with pytest.raises(UserError, match=wanted):
        pdf(named(name))


def test_the_machines_fonts_are_asked_only_for_a_letter_that_no_other_has(monkeypatch):
    asked = []
    packaged = found.fonts(machine=False)
    monkeypatch.setattr(press, "fonts", lambda machine: asked.append(machine) or packaged)
    pdf(named(HINDI))
    assert asked == [False]
    with pytest.raises(UserError):
        pdf(named("ไทย"))
    assert asked == [False, False, True]


def test_an_installed_package_is_found_and_its_family_is_given_to_the_document(monkeypatch):
    packages = found.font_packages()
    assert "Noto Sans Devanagari" in packages.families
    assert any(version.startswith("fontpkg-noto-sans-devanagari ") for version in packages.versions)
    given = {}
    real = typst.Compiler
    monkeypatch.setattr(typst, "Compiler", lambda *words, **named: given.update(named) or real(*words, **named))
    pdf(typst_source(PAPER))
    assert json.loads(given["sys_inputs"]["families"]) == list(packages.families)


def test_a_font_package_that_does_not_load_is_one_sentence(monkeypatch):
    broken = EntryPoint("lost", "fontpkg_that_is_gone", found.GROUP)
    monkeypatch.setattr(found, "entry_points", lambda group: [broken])
    with pytest.raises(UserError, match=r"'lost'.*does not load"):
        found.font_packages.__wrapped__()
