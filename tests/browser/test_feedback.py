"""The feedback page in a real browser: it is laid out, nothing typed runs, it fits a telephone, it prints. `pytest -m browser`."""

import io
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime

import pypdf
import pytest
from accessibility import violations

from quizgen.documents.feedback import page
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Record

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
RUN = "document.title = 'it ran'"
HOSTILE = f'</td></table></style><script>{RUN}</script><img src=x onerror="{RUN}"><svg onload="{RUN}">'
CSP = re.compile(r"<meta http-equiv[^>]+>")
MEASURE = """<script>
const channel = v => v <= 0.03928 * 255 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(channel); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const paper = light(getComputedStyle(document.body).backgroundColor);
const contrast = ink => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
const has_text = e => [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim());
const texts = [...document.querySelectorAll("main *")].filter(has_text);
document.title = JSON.stringify({paper: paper, texts: texts.length, maths: document.querySelectorAll("math").length,
  contrast: Math.min(...texts.map(e => contrast(light(getComputedStyle(e).color)))),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth});
</script></body>"""


def grade(text):
    marks = (
        Mark("rnn_step.F1", Verdict.RIGHT, 1, 1),
        Mark(
            "rnn_step.F8",
            Verdict.SLIP,
            0,
            3,
            "Equals what you get if b is left out of h_t = tanh(W x_t + b).",
            ("fwd-no-bias",),
        ),
        Mark("rnn_forward.F1", Verdict.CRASHED, 0, 1, text),
        *(Mark(f"rnn_backward.G{n}", Verdict.NOT_RUN, 0, 2, "rnn_backward was not called again") for n in range(13)),
    )
    return Grade("ada/submission.py", "code", "", text, marks, {"rnn_step": "one step: h_t"}, "cs231n", (text,))


def sheet(text):
    marks = (
        Mark("q1.h_1", Verdict.WRONG, 0, 2, "The first component is off.", (), text),
        Mark("q1.h_2", Verdict.PARTLY, 1, 2),
    )
    return Grade(text, "answers", "forward-pass-7", text, marks, {"q1": "Two steps of a vanilla RNN"})


def formulas_code_and_waiting_answers():
    """A page with all that a table can hold: formulas as labels, code, thirds of points, answers that wait for a person."""
    labels = {
        "h_2": "h_2",
        "delta": r"\delta_1",
        "dW": r"\frac{\partial L}{\partial W}",
        "zero": r"h_1 \text{ from } h_0 = 0",
    }
    titles = {"quiz": "Forward pass and backpropagation through time", "q1": "Two steps of a vanilla RNN", "q2": "Why?"}
    why = "Equals what you get if `W_h.T` stands in $\\partial L / \\partial W$: δ_1 meets h_(t-1), W and `h = 0`."
    marks = (
        Mark("q1.h_2", Verdict.PARTLY, 50 / 3, 20, "", (), "-0.1234567, 0.1234567; 0.1234567, 0.2"),
        Mark("q1.delta", Verdict.SLIP, 1 / 3, 20, why, ("fwd-no-bias",), "1"),
        Mark("q1.dW", Verdict.RIGHT, 100 / 3, 100 / 3, "", (), "0.5"),
        Mark("q1.zero", Verdict.BLANK, 0, 1),
        Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 118, "", (), "because" * 30),
    )
    named = titles | {f"q1.{name}": tex for name, tex in labels.items()} | {"q2.why": r"\text{your answer}"}
    answers = Grade("a.toml", "answers", "forward-pass-7", "Ada", marks, named)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    practice = {"fwd-no-bias": "quizgen make --misconception fwd-no-bias"}
    return page("Ada", [Record(1, now, grade("Ada")), Record(2, now, answers)], practice, "Ada Lovelace")


@pytest.fixture
def headless(tmp_path):
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "chromium is not installed: a page that no browser has shown is not proven"

    def run(text, *arguments):
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        flags = [*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"]
        command = [found, *flags, *arguments, (tmp_path / "page.html").as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    return run


def of(text):
    now = datetime(2026, 5, 1, tzinfo=UTC)
    return page(text, [Record(1, now, grade(text)), Record(2, now, sheet(text))], {"fwd-no-bias": "quizgen make"})


@pytest.mark.parametrize("policy", [True, False], ids=["as it is", "without its security policy"])
def test_nothing_typed_runs(headless, policy):
    text = of(HOSTILE)
    assert CSP.search(text)
    shown = headless(text if policy else CSP.sub("", text), "--dump-dom", "--virtual-time-budget=2000")
    assert "<title>it ran" not in shown and "&lt;script&gt;" in shown


def test_the_attack_runs_where_nothing_is_escaped(headless):
    """What is written above without escaping does run, so that its silence means something; the policy alone stops it."""
    text = of("Ada").replace("Ada", HOSTILE, 3)
    assert "<title>it ran" in headless(CSP.sub("", text), "--dump-dom", "--virtual-time-budget=2000")
    assert "<title>it ran" not in headless(text, "--dump-dom", "--virtual-time-budget=2000")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [500, 1000])
def test_it_fits_the_screen_and_can_be_read(headless, width, dark):
    scheme = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
    text = CSP.sub("", of("Ada " + "x" * 120)).replace("</body>", MEASURE)
    shown = headless(text, f"--window-size={width},900", *scheme, "--dump-dom")
    measured = json.loads(re.search(r"<title>(\{.*?\})</title>", shown)[1].replace("&quot;", '"'))
    assert measured["wide"] <= 0, "no sideways scrolling"
    assert measured["texts"] > 20 and measured["contrast"] >= 4.5, "WCAG AA for text"
    assert measured["maths"] > 3 and (measured["paper"] < 0.1) == dark


@pytest.fixture
def everything(browser, tmp_path):
    (tmp_path / "everything.html").write_text(formulas_code_and_waiting_answers(), encoding="utf-8")
    browser.open(tmp_path / "everything.html")
    return browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_everybody_can_use_it(everything, width, dark):
    everything.screen(width, dark=dark)
    assert violations(everything) == []


OVERLAPS = """[...document.querySelectorAll("td, th")].filter(cell => {
  const text = document.createRange(); text.selectNodeContents(cell);
  return text.getBoundingClientRect().right > cell.getBoundingClientRect().right + 0.5; }).map(cell => cell.textContent)"""


@pytest.mark.parametrize("width", [320, 375, 700, 1280])
def test_nothing_runs_off_the_screen_or_into_the_next_column(everything, width):
    everything.screen(width)
    assert everything.run("document.documentElement.scrollWidth") <= width
    assert everything.run(OVERLAPS) == []
    assert "16.67 of 20" in everything.run("document.body.textContent")


def test_it_prints(headless, tmp_path):
    headless(of("Ada"), f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    sheets = pypdf.PdfReader(io.BytesIO((tmp_path / "page.pdf").read_bytes())).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    assert "1 of 31 points" in text and "rnn_backward was not called again" in text and len(sheets) <= 3
