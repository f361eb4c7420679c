"""The pictures of the README show what the program says today. If one fails: python docs/pictures/make_pictures.py"""

import html
import importlib.util
import re

import pytest
from places import ROOT

PICTURES = ROOT / "docs" / "pictures"
PHOTOGRAPHS = [PICTURES / f"feedback-{light}.png" for light in ("light", "dark")]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("make_pictures", PICTURES / "make_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(svg):
    """What an SVG says, line by line, and in which style of which colour it says it."""
    styles = dict(re.findall(r"^\.(terminal-r\d+) \{ (.*) \}$", svg, re.MULTILINE))
    found = re.findall(r'<text class="(terminal-r\d+)" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg)
    return [
        (float(y), float(x), html.unescape(text).replace("\xa0", " "), styles[style]) for style, x, y, text in found
    ]


def test_the_terminal_says_what_is_on_its_picture(script):
    kept = texts((PICTURES / "terminal.svg").read_text(encoding="utf-8"))
    assert len(kept) > 20 and "Two steps of a vanilla RNN" in [text for _, _, text, _ in kept]
    assert texts(script.terminal()) == kept


def test_the_feedback_page_says_what_is_on_its_pictures(script):
    kept = (PICTURES / "feedback.html").read_text(encoding="utf-8")
    assert "Two steps of a vanilla RNN" in kept
    assert script.kept(script.feedback()) == kept


def test_the_page_of_an_exam_is_on_its_picture(script):
    assert script.exam_page() == (PICTURES / "exam-page.png").read_bytes()


@pytest.mark.parametrize("picture", PHOTOGRAPHS, ids=lambda path: path.stem)
def test_a_photograph_was_taken_of_the_page_that_is_kept(script, picture):
    image, page = picture.read_bytes(), (PICTURES / "feedback.html").read_text(encoding="utf-8")
    assert image.startswith(b"\x89PNG\r\n") and image.endswith(b"IEND\xaeB`\x82")
    assert script.text_chunk(b"Page", script.digest(page)) in image
    assert script.text_chunk(b"Page", script.digest(page + " ")) not in image


def test_the_pictures_need_nothing_from_the_network():
    svg = (PICTURES / "terminal.svg").read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@import|@font-face|<image|<script|url\((?!#)", svg)


@pytest.mark.parametrize("name", ["boxes-page.png", "marked-page.png"])
def test_a_picture_of_scanning_was_taken_of_the_templates_as_they_are(script, name):
    spec = importlib.util.spec_from_file_location("make_scan_pictures", PICTURES / "make_scan_pictures.py")
    scans = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scans)
    image = (PICTURES / name).read_bytes()
    assert image.startswith(b"\x89PNG\r\n") and image.endswith(b"IEND\xaeB`\x82")
    assert script.text_chunk(b"Page", scans.digest(name)) in image, "run docs/pictures/make_scan_pictures.py"


def test_every_picture_is_shown():
    documents = ("README.md", "docs/exams.md", "docs/scanning.md")
    pages = ((ROOT / document).read_text(encoding="utf-8") for document in documents)
    shown = {name for page in pages for name in re.findall(r"pictures/([\w-]+\.(?:svg|png))", page)}
    assert shown == {path.name for path in PICTURES.iterdir() if path.suffix in (".svg", ".png")}
