"""The page in a real browser, offline: maths is laid out, and it prints. Run with `pytest -m browser`; needs chromium."""

import io
import json
import re
import shutil
import subprocess

import pypdf
import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.media.html import html
from quizgen.model import Quiz

pytestmark = pytest.mark.browser
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
MEASURE = """<script>
const sizes = [...document.querySelectorAll("math")].filter(m => !m.closest("details")).map(m => m.getBoundingClientRect());
const bracket = [...document.querySelectorAll("mtable.round")].find(m => !m.closest("details"));
document.title = JSON.stringify({flat: sizes.filter(s => s.width < 3 || s.height < 3).length, all: sizes.length,
  tall: bracket.getBoundingClientRect().height,
  drawn: getComputedStyle(bracket).borderLeftWidth, twice: bracket.previousSibling.getBoundingClientRect().width,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth});
</script></body>"""


@pytest.fixture
def browser(tmp_path):
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "chromium is not installed: a page that no browser has shown is not proven"

    def run(*arguments):
        command = [found, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    return run


@pytest.fixture(params=["paper"])
def page(tmp_path, request):
    bank = Bank.load()
    quiz = Quiz("forward-pass-1", 1, tuple(v for e in bank.exercises.values() for v in variants(e, [1])))
    path = tmp_path / "quiz.html"
    path.write_text(html(quiz, key=request.param == "key"), encoding="utf-8")
    return path


@pytest.mark.parametrize("page", ["paper", "key"], indirect=True)
def test_maths_is_laid_out_and_nothing_runs_off_the_page(browser, page):
    page.write_text(page.read_text().replace("</body>", MEASURE), encoding="utf-8")
    shown = browser("--window-size=420,900", "--dump-dom", page.as_uri())
    said = re.search(r"<title>(\{.*?\})</title>", shown)
    assert said, shown[:500]
    sizes = json.loads(said[1].replace("&quot;", '"'))
    assert sizes["all"] > 50 and sizes["flat"] == 0
    assert sizes["drawn"] != "0px" and sizes["twice"] == 0, "a matrix has drawn brackets, and only those"
    assert sizes["tall"] > 25, "a matrix stands on several lines"
    assert sizes["wide"] <= 0, "a narrow screen needs no sideways scrolling"


def test_it_prints(browser, page, tmp_path):
    browser(f"--print-to-pdf={tmp_path / 'quiz.pdf'}", "--no-pdf-header-footer", page.as_uri())
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "quiz.pdf").read_bytes()))
    text = " ".join(sheet.extract_text() for sheet in reader.pages)
    assert "Two steps of a vanilla RNN" in text and 5 < len(reader.pages) < 40
