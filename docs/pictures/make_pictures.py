"""Makes the pictures of the README from what the program does with real files.

    python docs/pictures/make_pictures.py

Ada's answer sheet is graded in a terminal (terminal.svg), and her feedback page is shown by Chromium in light and in dark
(feedback-light.png, feedback-dark.png; feedback.html beside them is the page). exam-page.png is a page of an exam.
tests/docs/test_pictures.py makes the terminal and the pages anew and fails where they no longer say what the pictures say:
then run this script again.
"""

from __future__ import annotations

import hashlib
import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
COLUMNS = 94
QUIZ = "forward-pass-2"
MAKE = (
    "make",
    "--topic",
    "forward-pass",
    "--exercise",
    "forward-h1",
    "--exercise",
    "forward-h2",
    "--count",
    "2",
    "--seed",
    "2",
)
TYPED = {  # columns of W_h taken for its rows in a_1; a slip of 0.1 in the first h_1 of the second question
    "student": "Ada",
    "q1.a_1": "1.81, 0.47",
    "q1.h_1": "0.9478, 0.4382",
    "q2.h_1": "0.7977, 0.7443",
    "q2.h_2": "0.9031, 0.8591",
}


def rgb(colours: str) -> list[tuple[int, int, int]]:
    """Colours in hexadecimal digits as red, green and blue."""
    return [(red, green, blue) for red, green, blue in map(bytes.fromhex, colours.split())]


DARK = (
    "484f58 ff7b72 56d364 e3b341 79c0ff d2a8ff 56d4dd b1bac4"  # black, red, green, yellow, blue, magenta, cyan, white
)
BRIGHT = "6e7681 ffa198 7ee787 f2cc60 a5d6ff e2c5ff b3f0ff ffffff"
PAPER, INK = "161b22", "d6dce4"
COLOURS = TerminalTheme(*rgb(f"{PAPER} {INK}"), rgb(DARK), rgb(BRIGHT))
SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>{{title}}</title>
<style>
.{unique_id}-matrix {{ font-size: {char_height}px;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
.{unique_id}-title {{ font-size: 16px; font-family: system-ui, "Helvetica Neue", Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
MEASURE = """<script>
document.title = Math.ceil(document.querySelector("main").lastElementChild.getBoundingClientRect().bottom) + 40
</script>"""
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1.5")
WIDE = 860  # CSS pixels of the page on the picture


def quizgen(*words: str, folder: Path) -> str:
    """What a command prints in a terminal of COLUMNS columns, colours included. RuntimeError if it fails."""
    inside, outside = pty.openpty()
    settings = {
        name: value for name, value in os.environ.items() if not re.match("QUIZGEN_|NO_COLOR|FORCE_COLOR", name)
    }
    settings |= {"COLUMNS": str(COLUMNS), "LINES": "50", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    program = subprocess.Popen(
        [sys.executable, "-m", "quizgen", *words], cwd=folder, env=settings, stdout=outside, stderr=subprocess.PIPE
    )
    os.close(outside)
    shown = b""
    try:
        while piece := os.read(inside, 65536):
            shown += piece
    except OSError:  # how Linux says that the other side was closed
        pass
    os.close(inside)
    _, complaints = program.communicate()
    if program.returncode:
        raise RuntimeError(f"quizgen {' '.join(words)}: {complaints.decode()}")
    return shown.decode().replace("\r\n", "\n")


def make_and_answer(folder: Path) -> None:
    """Ada's quiz, made and filled in. KeyError if the quiz asks something else."""
    quizgen(*MAKE, folder=folder)
    sheet = folder / QUIZ / "answers.toml"
    table, lines = "", []
    for line in sheet.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\[(\w+)\]", line):
            table = f"{found[1]}."
        if line.endswith(' = ""'):
            name = line.removesuffix(' = ""')
            line = f'{name} = "{TYPED[table + name]}"'
        lines.append(line)
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")


def terminal() -> str:
    """`quizgen grade` on Ada's sheet, as SVG that needs nothing from the network."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_and_answer(folder)
        shown = quizgen("grade", QUIZ, folder=folder)
    page = Console(width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    page.print(Text.assemble(("$ ", "bold green"), (f"quizgen grade {QUIZ}", "bold")))
    page.print(Text.from_ansi(shown.rstrip()))
    return page.export_svg(title="", theme=COLOURS, code_format=SVG, unique_id="terminal").replace(
        "{title}", f"quizgen grade {QUIZ}, in a terminal"
    )


def feedback() -> str:
    """Ada's feedback page, as on a day that does not change."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_and_answer(folder)
        quizgen("grade", QUIZ, folder=folder)
        quizgen("feedback", folder=folder)
        (page,) = (folder / "feedback").glob("*.html")
        return re.sub(r"graded \d{4}-\d\d-\d\d", "graded 2026-03-02", page.read_text(encoding="utf-8"))


def kept(page: str) -> str:
    """The page without the bytes of its fonts, which say nothing and are many."""
    return re.sub(r"url\([\"']?data:[^)]*\)", "url()", page)


def digest(page: str) -> bytes:
    """What a picture carries to say which page it shows."""
    return hashlib.sha256(kept(page).encode()).hexdigest().encode()


def photograph(page: str, to: Path, *, dark: bool) -> None:
    """The page as Chromium shows it, whole; the digest of the page is a text in the file."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is needed for the pictures of the feedback page. Install it, then run this again.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "page.html").write_text(page, encoding="utf-8")
        (folder / "measured.html").write_text(re.sub(r"<meta http-equiv[^>]+>", "", page) + MEASURE, encoding="utf-8")
        command = [
            chromium,
            *CHROMIUM,
            f"--user-data-dir={folder / 'profile'}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        ]
        look = [*command, f"--window-size={WIDE},600", "--dump-dom", (folder / "measured.html").as_uri()]
        shown = subprocess.run(look, capture_output=True, text=True, timeout=120, check=True).stdout
        height = re.findall(r"<title>(\d+)</title>", shown)[-1]
        shoot = [
            *command,
            f"--window-size={WIDE},{height}",
            f"--screenshot={folder / 'page.png'}",
            (folder / "page.html").as_uri(),
        ]
        subprocess.run(shoot, capture_output=True, timeout=120, check=True)
        image = (folder / "page.png").read_bytes()
    after_head = 8 + 25  # the signature, and the chunk IHDR
    to.write_bytes(image[:after_head] + text_chunk(b"Page", digest(page)) + image[after_head:])


def text_chunk(name: bytes, text: bytes) -> bytes:
    """A text in a PNG file."""
    body = b"tEXt" + name + b"\0" + text
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def exam_page() -> bytes:
    """The third page of a paper of an exam, as PNG."""
    import typst

    from quizgen.authoring.bank import Bank
    from quizgen.documents.exam.paper import layout_digest, paper_inputs, paper_source
    from quizgen.generate.exam.drawing import draw_papers
    from quizgen.generate.exam.evenness import even_variants
    from quizgen.generate.exam.plan_file import read_plan
    from quizgen.generate.exam.questions import exam_questions
    from quizgen.media.fonts import fonts
    from quizgen.model import Student

    templates = HERE.parents[1] / "templates"
    plan = read_plan(templates / "exam.toml")
    ada = Student("ada", "Ada Lovelace")
    questions = exam_questions(plan, Bank.load())
    (paper,) = draw_papers(plan, questions, [ada], b"", even_variants(plan), lambda one: layout_digest(plan, one))
    with tempfile.TemporaryDirectory() as home:
        for part in templates.glob("*.typ"):
            shutil.copy(part, home)
        (Path(home) / "main.typ").write_text(paper_source(paper, plan), encoding="utf-8")
        given = {"families": "[]", **paper_inputs(paper, plan)}
        pages = typst.compile(
            f"{home}/main.typ", font_paths=fonts(machine=False), sys_inputs=given, format="png", ppi=80
        )
    assert isinstance(pages, list)
    return pages[2]


def main() -> None:
    """Writes all the pictures."""
    (HERE / "exam-page.png").write_bytes(exam_page())
    (HERE / "terminal.svg").write_text(terminal(), encoding="utf-8")
    page = feedback()
    (HERE / "feedback.html").write_text(kept(page), encoding="utf-8")
    for dark in (False, True):
        photograph(page, HERE / f"feedback-{'dark' if dark else 'light'}.png", dark=dark)


if __name__ == "__main__":
    main()
